"""One transcript with its codes in the margin: what supervision and member checking read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sendcode.core.segments import NOT_QUOTED


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on a stretch of the transcript.

    Attributes:
        name: Name of the code.
        path: Its slug path in the current codebook.
        colour: As `#rrggbb`; empty where the codebook gives none.
        start: Offset into the transcript's text.
        segment_id: By which the segment is found again.
        coders: Names of those who put it there.
    """

    name: str
    path: str
    colour: str
    start: int
    end: int
    segment_id: int | None
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that carry the same codes from end to end; `paths` is empty where they carry none."""

    text: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One turn, with the number by which it is cited.

    Attributes:
        number: 1 for the transcript's first turn.
        time: Seconds from the beginning; None where the file gave none.
        marks: What touches the turn, in the order of the text.
    """

    number: int
    speaker: str
    role: str
    time: float | None
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class CodedTranscript:
    """A transcript as one reads it, with codes.

    Attributes:
        facts: What stands at the top: label and value.
        legend: Path, name, colour and number of segments of the codes that occur.
    """

    title: str
    made_at: str
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    legend: tuple[tuple[str, str, str, int], ...]


def pieces(
    start: int,
    end: int,
    marks: Sequence[Mark],
    units: Iterable[int],
    shown: Callable[[int, int], str],
) -> tuple[Piece, ...]:
    """Cut a turn where a code begins or ends.

    Args:
        start: Of the turn, as all offsets in the transcript's text.
        end: Of the turn.
        marks: What touches the turn.
        units: Where its sentences begin: words that may not be shown are hidden by sentence.
        shown: The words of a span as a document may show them.

    Returns:
        Pieces in order; neighbours with the same codes are one.
    """
    cuts = {start, end, *(place for place in units if start < place < end)}
    cuts |= {place for mark in marks for place in (mark.start, mark.end) if start < place < end}
    edges = sorted(cuts)
    found: list[Piece] = []
    for first, last in pairwise(edges):
        over = dict.fromkeys(m.path for m in marks if m.start < last and first < m.end)
        paths, text = tuple(over), shown(first, last)
        hidden_before = bool(found) and found[-1].text.endswith(NOT_QUOTED)
        if hidden_before and found[-1].paths == paths and text == NOT_QUOTED:
            continue
        if hidden_before and not text[:1].isspace():
            text = f" {text}"  # the blank was hidden with the sentence before
        if found and found[-1].paths == paths:
            text = found.pop().text + text
        found.append(Piece(text, paths))
    return tuple(found)
