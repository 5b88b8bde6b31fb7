"""Ways in which one word is written: invisible characters, spelling, hesitations.

Everything here serves matching only; the text of a transcript is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SAME_LENGTH = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u0060", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t", " "),
}
_ASCII_ODD = tuple(pair for pair in _SAME_LENGTH.items() if pair[0].isascii())
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ACCENTS = "\u0300-\u036f"
_STOP = r"\.(?:(?<=\b[A-Z]\.)(?=[A-Z]\.)|(?<=\.[A-Z]\.)(?=[\w']))"
"""Those inside an abbreviation, `T.A.s`; the one at its end stays."""
_STOPS = re.compile(_STOP)
_ODD = re.compile(f"[{_INVISIBLE}{_ACCENTS}]")
_GONE = re.compile(f"[{_INVISIBLE}]|{_STOP}")
_ACCENTED = re.compile(f"[^\\W\\d_][{_ACCENTS}]+")
_MARKS = re.compile(
    r"[\[(](?:\s*(?:laugh(?:s|ing|ter)?|pauses?|long|short|inaudible|unclear|crosstalk|sighs?|"
    r"coughs?|cough(?:ing|s)?|silence|sniffs?|phone rings?|door|overlapping|overtalk(?:ing)?|"
    r"cries|crying|smiles?|nods?|shrugs?|whispers?|yawns?|\d{1,2}(?::\d\d){1,2})\s*,?)+[\])]",
    re.IGNORECASE,
)

SOUNDS = frozenset("er erm ehm um umm uh uhm mm mmm hmm hm ah eh ooh oh".split())
"""Hesitations that are no words at all; they count nowhere."""

FILLERS = frozenset("like just really basically actually literally obviously kinda sorta".split())
"""Words that may stand inside a phrase without breaking it."""

FILLER_PAIRS = frozenset(
    {("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of"), ("i", "suppose"),
     ("i", "guess")}
)  # fmt: skip
"""The same, of two words."""


def plain(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return a text fit for matching, and where its characters stand in the original.

    Typographic apostrophes, quotes, hyphens and blanks become plain ones; soft hyphens,
    zero-width characters and the stops inside `T.A.` vanish; a letter and the accent behind it
    become one character; transcribers' marks ([pause], (laughs)) become blanks. The second
    part maps each offset of the plain text, its end included, to the original; None where they
    are the same.
    """
    same = text
    for odd, usual in _ASCII_ODD if text.isascii() else _SAME_LENGTH.items():
        if odd in same:  # many times quicker than str.translate
            same = same.replace(odd, usual)
    if "[" in same or "(" in same:
        same = _MARKS.sub(lambda mark: " " * len(mark.group()), same)
    if not same.isascii() and _ODD.search(same):
        changes = [
            (found.start(), found.end(), one)
            for found in _ACCENTED.finditer(same)
            if len(one := unicodedata.normalize("NFC", found.group())) == 1
        ]
        changes += [(gap.start(), gap.end(), "") for gap in _GONE.finditer(same)]
    else:
        changes = [(stop.start(), stop.end(), "") for stop in _STOPS.finditer(same)]
    return _changed(same, sorted(changes)) if changes else (same, None)


def _changed(text: str, changes: list[tuple[int, int, str]]) -> tuple[str, tuple[int, ...]]:
    """Return a text with stretches replaced by at most one character, and the map to the old."""
    parts: list[str] = []
    offsets: list[int] = []
    done = 0
    for start, end, one in changes:
        parts += text[done:start], one
        offsets += range(done, start + len(one))
        done = end
    parts.append(text[done:])
    offsets.extend(range(done, len(text) + 1))
    return "".join(parts), tuple(offsets)


_OUR = re.compile(
    r"(?<=^behavi)or|(?<=^misbehavi)or|(?<=^col)or|(?<=^fav)or|(?<=^flav)or|(?<=^hon)or|"
    r"(?<=^hum)or|(?<=^lab)or|(?<=^neighb)or|(?<=^rum)or|(?<=^harb)or|(?<=^endeav)or"
)
_ISE = re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations|ational|able)$)")
_NOT_ISE = frozenset("seize seized seizes seizing capsize resize resized downsize".split())
_LL = re.compile(
    r"^(travel|label|model|counsel|cancel|channel|level|total|signal|fuel|funnel|panel|tunnel|"
    r"quarrel|marvel|spiral|dial|equal)(ed|ing|er|ers|or|ors)$"
)
_WHOLE = {
    "program": "programme", "programs": "programmes", "center": "centre", "centers": "centres",
    "centered": "centred", "theater": "theatre", "meter": "metre", "liter": "litre",
    "defense": "defence", "offense": "offence", "license": "licence", "licenses": "licences",
    "practise": "practice", "practises": "practices", "practised": "practiced",
    "practising": "practicing", "pediatrician": "paediatrician",
    "pediatricians": "paediatricians", "pediatric": "paediatric", "pediatrics": "paediatrics",
    "orthopedic": "orthopaedic", "enroll": "enrol", "enrollment": "enrolment",
    "enrollments": "enrolments", "fulfill": "fulfil", "skillful": "skilful", "math": "maths",
    "gray": "grey", "judgment": "judgement", "judgments": "judgements", "cozy": "cosy",
    "aging": "ageing", "catalog": "catalogue", "dialog": "dialogue", "pajamas": "pyjamas",
    "check-in": "check-in", "tyre": "tire", "learnt": "learned", "specialty": "speciality",
    "acknowledgment": "acknowledgement", "diarrhea": "diarrhoea", "anemia": "anaemia",
    "anesthetic": "anaesthetic", "estrogen": "oestrogen", "plow": "plough", "sulfur": "sulphur",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def british(word: str) -> str:
    """Return one spelling for the British and the American form of a small-letter word.

    What comes back need not be a word (`size` gives `size`, `prize` gives `prise`); it is
    the same for all spellings, and that is its use.
    """
    whole = _WHOLE.get(word)
    if whole is not None:
        return whole
    if "or" in word:
        word = _OUR.sub("our", word)
    if "z" in word and word not in _NOT_ISE:
        word = _ISE.sub(r"\1s", word)
    if word.endswith(("ed", "ing", "er", "ers", "or", "ors")):
        word = _LL.sub(r"\1l\2", word)
    return word
