"""Canonical text and its offsets: joining turns, cutting units, counting words.

This is the only code that computes offsets into a transcript.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import filterfalse

from sendcode.core.model import Anchor, Interview, Role, Span, Turn, Unit

SPLITTER = "sentences-1"
"""Name and version of the unit splitter; stored with every transcript."""

MAX_UNIT_WORDS = 60
"""A stretch without full stops (speech is often typed so) is cut after so many words."""

_LETTER_OR_DIGIT = re.compile(r"\w")
_TOKEN = re.compile(r"\S+")
_NEVER_LAST = re.compile(r"\b(?:(?i:mr|mrs|ms|dr|st|prof|e\.g|i\.e|vs|approx|cf)|[A-HJ-Z])\.$")
_BOUNDARY = re.compile(
    r"""(?<![.!?…])([.!?…]++["'’”)\]]*+)(?=(?P<aside>(?:[^\S\n]++\[[^\[\]\n]{1,40}\])*))"""
    r"""(?P=aside)\s++(?=\S)|\n+"""
)  # a run of stops is tried once, and never again from its middle: speech may hold thousands; what
# is taken by looking ahead is never given back (Python before 3.11.5 errs in `(?:...)*+`)
_LONE_STOP = re.compile(r"\.(?:\s|$)")
_LATIN = [chr(code) for code in range(256)]
_BLANK_OR_LETTER = "".join(" " if c.isspace() else "a" for c in _LATIN).encode()
_OTHER = bytes(ord(c) for c in _LATIN if not c.isspace() and not _LETTER_OR_DIGIT.match(c))
_TYPOGRAPHIC = "’‘“”–—…"
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, as stored with the transcript."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def count_words(text: str) -> int:
    """Count the runs of non-blank characters that hold at least one letter or digit."""
    single = _single_bytes(text)
    if single is None:
        return _count_tokens(text)
    return (b" " + single).translate(_BLANK_OR_LETTER, _OTHER).count(b" a")


def _single_bytes(text: str) -> bytes | None:
    """Return a text as Latin-1, the punctuation of word processors left out; None if it has more.

    Counting bytes takes a tenth of the time, and a file is counted several times.
    """
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, "")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _count_tokens(text: str) -> int:
    tokens = text.split()
    marked = filterfalse(str.isalnum, tokens)  # most words are left aside without a Python step
    bare = [t for t in marked if not t[0].isalnum() and not _LETTER_OR_DIGIT.search(t)]
    return len(tokens) - len(bare)


def words_between(text: str, start: int, end: int) -> int:
    """Return how many words begin in a span; a word that is cut counts where it begins."""
    while 0 < start < end and not (text[start - 1].isspace() or text[start].isspace()):
        start += 1
    while start < end < len(text) and not (text[end - 1].isspace() or text[end].isspace()):
        end += 1
    return count_words(text[start:end])


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical text of one interview with everything that points into it."""

    text: str
    turns: tuple[Turn, ...]
    units: tuple[Unit, ...]
    anchors: tuple[Anchor, ...]


def canonical(interview: Interview) -> Canonical:
    """Join an interview's turns into its canonical text and cut the units.

    Pieces of a turn, and turns, are joined by one line break. A piece's text is kept as it
    is but for blanks around it; carriage returns become line breaks, and what is no character
    (half of a surrogate pair) becomes U+FFFD, because no file can hold it. Turns keep the
    role that the source states, else `unknown`.
    """
    parts: list[str] = []
    turns: list[Turn] = []
    units: list[Unit] = []
    anchors: list[Anchor] = []
    offset = 0
    for spoken in interview.turns:
        pieces = [(p, _clean(p.text)) for p in spoken.pieces]
        pieces = [(piece, text) for piece, text in pieces if text]
        if not pieces:
            continue
        start = offset
        for piece, text in pieces:
            label = _storable(piece.label)
            anchors.append(Anchor(offset, piece.anchor, label, piece.time_start, piece.time_end))
            parts.append(text)
            offset += len(text) + 1
        seq = len(turns) + 1
        turn = Turn(
            seq=seq,
            speaker=_storable(spoken.label),
            role=spoken.role or Role.UNKNOWN,
            start=start,
            end=offset - 1,
            time_start=next((p.time_start for p, _ in pieces if p.time_start is not None), None),
            time_end=next(
                (p.time_end for p, _ in reversed(pieces) if p.time_end is not None), None
            ),
            anchor=pieces[0][0].anchor,
        )
        turns.append(turn)
        inside = "\n".join(text for _, text in pieces)
        units.extend(Unit(seq, s.start + start, s.end + start) for s in split_units(inside))
    return Canonical("\n".join(parts), tuple(turns), tuple(units), tuple(anchors))


def _clean(text: str) -> str:
    return _HALF_PAIR.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def _storable(label: str | None) -> str | None:
    return label and _HALF_PAIR.sub("\ufffd", label)


def split_units(text: str) -> Iterator[Span]:
    """Cut a turn into units: sentences, broken at line breaks, at most 60 words long.

    The units are in order, do not overlap, and hold every character that is not blank.
    An ending after a title (`Mr.`) or an initial is no sentence end, nor is one before a
    small letter or inside a spaced ellipsis (`. . .`); a mark in square brackets ([laughs])
    stays with the sentence it follows.
    """
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        cut = boundary.end()
        if "\n" not in boundary.group() and not _ends_sentence(text, start, boundary):
            continue
        yield from _capped(text, start, cut)
        start = cut
    yield from _capped(text, start, len(text))


def _ends_sentence(text: str, start: int, boundary: re.Match[str]) -> bool:
    following = text[boundary.end()]
    mark = boundary.group(1)
    if following.islower() or following in "[,;" or _LONE_STOP.match(text, boundary.end()):
        return False
    before = max(start, boundary.start() - 7)
    if mark == "." and _NEVER_LAST.search(text, before, boundary.start() + 1):
        return False
    return mark[:1] not in "…" or following.isupper()


def _capped(text: str, start: int, end: int) -> Iterator[Span]:
    if end - start <= 2 * MAX_UNIT_WORDS:  # too short for more words: most sentences are
        if left := text[start:end].lstrip():
            yield Span(end - len(left), end - len(left) + len(left.rstrip()))
        return
    tokens: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text, start, end):
        tokens.append(match.span())
        if len(tokens) > MAX_UNIT_WORDS:
            cut = _best_cut(text, tokens)
            yield Span(tokens[0][0], tokens[cut - 1][1])
            del tokens[:cut]
    if tokens:
        yield Span(tokens[0][0], tokens[-1][1])


def _best_cut(text: str, tokens: list[tuple[int, int]]) -> int:
    """Return after how many tokens to cut: at the last comma or dash of the second half."""
    for index in range(MAX_UNIT_WORDS, MAX_UNIT_WORDS // 2, -1):
        if text[tokens[index - 1][1] - 1] in ",;:–—-":
            return index
    return MAX_UNIT_WORDS
