"""What a speaker label looks like; whether it is one, the file decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sendcode.core.model import Role
from sendcode.core.roles import guess_role
from sendcode.readers.lexicon import NEVER_FIRST, NEVER_LAST, NO_LABELS, ROLE_PLURALS, ROLE_WORDS

_SAYING = frozenset("said says saying asked asking called think means says".split())
_ASKING = frozenset("question questions answer answers q a".split())
_SMALL = frozenset(
    "of the de du da dos van von der den la le el al bin ibn and & y e to for from at".split()
)
_TITLE = (
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Cllr|Judge|Baroness|Hon|Rt"
    r"|Sra?|Srta|Dra?|Don|Doña|Mme|Mlle|Frau|Herrn?|Hr|Fr|Dipl|Mag)\.?"
)
_CODE = re.compile(
    r"[A-Z]{1,4}\s?[-_]?\d{1,4}[a-zA-Z]?|[A-Z]{1,2}|[A-Z]{1,3}\d{0,2}[-_][A-Z]{0,2}\d{1,3}|id\d+"
)
_MACHINE = re.compile(
    r"(?:speaker|spk|voice|person|participant|respondent|interviewee|interviewer|unknown|student|"
    r"teacher|parent|pupil|child|adult|male|female|man|woman|caller|host|guest|user|sprecher)"
    r"[ _-]*(?:speaker|voice|participant|student|[a-z]|\d{1,3}|[a-z]\d{1,2})?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def canonical(written: str) -> str:
    """Return a label without what surrounds it: blanks, quotes, brackets, separators."""
    label = re.sub(r"\s+", " ", written).strip(" \t'‘\"“”«»>•*_:：–—|,-")
    if label.startswith("[") and label.endswith("]"):
        label = label[1:-1].strip()
    if label.startswith("(") and label.endswith(")"):
        label = label[1:-1].strip()
    return label


@lru_cache(maxsize=8192)
def folded(written: str) -> str:
    """Return a canonical label in small letters, as labels are compared."""
    return canonical(written).casefold()


def told(speakers: Mapping[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the labels that the researcher says are speakers, and those that are none (folded)."""
    known = tuple(label for label, who in speakers.items() if who)
    return known, frozenset(folded(label) for label, who in speakers.items() if not who)


@lru_cache(maxsize=8192)
def plausible(label: str) -> bool:
    """Say whether a canonical label may be one at all, however often it is seen."""
    if label.endswith("?"):  # `P3?`: the transcriber was not sure who it was
        sure = label[:-1].rstrip()
        return is_code(sure) or is_machine(sure) or sure.casefold() in ROLE_WORDS
    bare = re.sub(r"\([^()]*\)", " ", label)
    words = bare.split()
    if not words or len(words) > 8 or len(label) > 64:
        return False
    if len(words) > 6 and not _capitalised(words):
        return False
    if _bad_characters(label if "(" not in label else bare, words):
        return False
    lowered = [re.sub(r"['’]s$", "", word.strip(".,()").casefold()) for word in words]
    if (" ".join(lowered) in NO_LABELS and label != "IE") or (
        len(lowered) == 1 and lowered[0] in NEVER_FIRST and not label.isupper()
    ):
        return False
    if (
        len(lowered) == 1
        and lowered[0] in NEVER_LAST
        and (label.islower() or lowered[0] in _SAYING)
    ):
        return False
    if len(lowered) > 1 and (lowered[0] in NEVER_FIRST or lowered[-1] in NEVER_LAST):
        return is_machine(label) or is_code(label) or _named(words)
    if len(lowered) > 1 and lowered[0] in ("i", "a", "he", "she", "yes", "no", "well", "okay"):
        return bool(re.fullmatch(r"[IA]\s?\d{1,2}", label))
    return len(lowered) == 1 or _like_a_name(words, lowered)


def _bad_characters(label: str, words: list[str]) -> bool:
    if re.search(r"[?!;=<>{}…/\\@\[\]]|\.\.", label) and not re.fullmatch(
        r"[\w .'’-]+/[\w .'’-]+", label
    ):
        return True
    if not re.search(r"[^\W\d_]", label) and not label.startswith("+"):
        return True
    for word in words[:-1]:  # a full stop inside ends an initial or a title, or a sentence
        if word.endswith(".") and len(word) > 3 and not re.fullmatch(_TITLE, word):
            return not (word.isupper() or word[:-1].casefold() in ROLE_WORDS)  # `Resp. 1`
    return "," in label and not all(w[:1].isupper() or w in _SMALL for w in words)


def _named(words: list[str]) -> bool:
    """Say whether every word is capitalised, as in a name such as `Will Will`."""
    return (
        len(words) <= 4
        and all(word[:1].isupper() for word in words)
        and words[0] not in ("The", "This", "That", "So", "And", "But", "It")
    )


def _capitalised(words: list[str]) -> bool:
    """Say whether words are written as names are: `Ms Rhian ap Rhys`, `Chair of Governors`."""
    inner = [word for word in words[1:-1] if len(word) > 3 or not word.islower()]
    return all(
        word[:1].isupper() or not word[:1].isalpha() or word.casefold() in _SMALL
        for word in [words[0], *inner, words[-1]]
    )


def _like_a_name(words: list[str], lowered: list[str]) -> bool:
    if _capitalised(words):
        return True
    if any(word in ROLE_WORDS or word in ROLE_PLURALS for word in lowered) and len(words) <= 4:
        return True
    return guess_role(" ".join(words)) is not Role.UNKNOWN and len(words) <= 3


@lru_cache(maxsize=8192)
def is_code(label: str) -> bool:
    """Say whether a label is a code such as `P1`, `ES3`, `S01`, or one or two capitals."""
    return _CODE.fullmatch(label) is not None


@lru_cache(maxsize=8192)
def is_machine(label: str) -> bool:
    """Say whether a label is one that software writes: `SPEAKER_00`, `Speaker 1`."""
    return _MACHINE.fullmatch(label) is not None


@lru_cache(maxsize=8192)
def is_role_word(label: str) -> bool:
    """Say whether a label states a part in a conversation: `Interviewer`, `TA 2`, `Mum`."""
    plain = re.sub(r"\([^()]*\)|\d+", " ", label).strip(" .").casefold()
    return (
        plain in ROLE_WORDS
        or plain in _ASKING
        or (len(plain.split()) <= 3 and guess_role(label) is not Role.UNKNOWN and plausible(label))
    )


def stem(label: str) -> str:
    """Return a label without its numbers: `Participant` for `Participant 3`."""
    return re.sub(r"[\d\W_]+", " ", label).strip().casefold()


@lru_cache(maxsize=8192)
def pattern(label: str) -> str:
    """Return the shape of a label: `A9` for codes, `T Aa` for a title and a name, `AA` ..."""
    shape = []
    for word in re.sub(r"\([^()]*\)", " ", label).split():
        if re.fullmatch(_TITLE, word):
            shape.append("T")
        elif re.fullmatch(r"[A-Za-z]{0,4}[-_]?\d+[a-z]?", word):
            shape.append(re.sub(r"\d+", "9", word) if len(word) > 1 else "9")
        elif word.isupper() and len(word) > 1:
            shape.append("AA")
        else:
            shape.append("Aa" if word[:1].isupper() else "a")
    return " ".join(shape)
