"""Codes beside codes: in the same sentence, in the same turn, near by, one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from sendcode.core.codebook import Code, Codebook
from sendcode.core.matrix import Matrix, Measure, not_counted
from sendcode.core.printable import so_many
from sendcode.core.segments import SegmentRow


class Way(StrEnum):
    """How two codes meet."""

    UNIT = "unit"
    TURN = "turn"
    WITHIN = "within"
    THEN = "then"


_SAID = {
    Way.UNIT: "sentences that carry both codes",
    Way.TURN: "turns that carry both codes",
    Way.WITHIN: "segments of the row's code with one of the column's code within {n}",
    Way.THEN: "segments of the row's code that one of the column's code follows within {n}",
}
_MEASURE = {Way.UNIT: Measure.UNITS, Way.TURN: Measure.TURNS}


@dataclass(frozen=True)
class Laid:
    """Codings as they lie in the transcripts.

    Attributes:
        segments: By path of the code, the segments that carry it.
        turns: By segment, what tells its turn apart in the whole study.
        units: By segment, its sentences.
        places: By segment, the numbers of its first and last sentence. Sentences of different
            transcripts are further apart than anybody asks for; a segment without a place
            is near to nothing.
        aside: How many codings lie on an interviewer's turn and are left out.
    """

    segments: Mapping[str, Collection[int]]
    turns: Mapping[int, object]
    units: Mapping[int, Collection[int]]
    places: Mapping[int, tuple[int, int]]
    aside: int = 0


APART = 1_000_000_000
"""Between the numbers of sentences of two transcripts."""


def together(
    laid: Laid,
    codebook: Codebook,
    *,
    way: Way,
    within: int = 0,
    level: int | None = None,
    coder: str = "any",
    where: str = "",
) -> Matrix:
    """Count how often each code meets each other code.

    A parent stands for itself and all codes below it. The diagonal counts the code itself:
    its sentences or turns, or, for the ways that count segments, those with *another* segment
    of the same code near by. `within` 0 is the same sentence; N reaches N sentences beyond
    a segment's first and last one, in the same transcript. A segment follows another when it
    begins after the other's last sentence.

    Args:
        laid: The codings that count.
        codebook: For rows, columns and the tree.
        way: How two codes meet.
        within: How far, for `WITHIN` and `THEN`.
        level: Only codes of this depth; None for all.
        coder: The choice of coder that the codings stand for.
        where: The filter that they stand for.
    """
    codes = [c for c in codebook if level in (None, c.level)]
    own = _of_families(laid, codebook, codes)
    met = _shared(own, laid, way) if way in _MEASURE else _nearby(own, laid, way, within)
    keys = tuple((code.path,) for code in codes)
    return Matrix(
        row_dimension="code",
        column_dimension="code",
        rows=keys,
        columns=keys,
        values=tuple(map(tuple, met.values)),
        row_totals=met.totals,
        column_totals=met.totals,
        total=met.total,
        row_labels=tuple(code.name for code in codes),
        row_levels=tuple(code.level if level is None else 1 for code in codes),
        measure=_MEASURE.get(way, Measure.SEGMENTS),
        coder=coder,
        filter=where,
        base=met.totals,
        read_share=(),
        base_meaning="all that carry the code",
        notes=(
            "A code stands for itself and the codes below it; a family meets its own members. "
            "Totals are what carries the code, whether or not it meets another.",
            *not_counted(laid.aside),
        ),
        meaning=_SAID[way].format(n=so_many(within, "sentence")),
    )


def lay(codings: Sequence[SegmentRow], places: Mapping[int, tuple[str, int]]) -> Laid:
    """Return rows as they lie in the transcripts.

    Args:
        codings: Those that count.
        places: By unit, its transcript and its number among all units of it.
    """
    segments: dict[str, set[int]] = {}
    spots: dict[int, tuple[int, int]] = {}
    transcripts: dict[str, int] = {}
    for row in codings:
        segment = row.segment_id or 0
        segments.setdefault(row.code_path, set()).add(segment)
        numbers = [places[unit][1] for unit in row.units if unit in places]
        if numbers and row.segment_id is not None:
            first = APART * transcripts.setdefault(row.transcript, len(transcripts))
            spots[segment] = first + min(numbers), first + max(numbers)
    return Laid(
        segments=segments,
        turns={row.segment_id or 0: (row.transcript, row.turn) for row in codings},
        units={row.segment_id or 0: row.units for row in codings},
        places=spots,
    )


def _of_families(laid: Laid, codebook: Codebook, codes: Sequence[Code]) -> list[set[int]]:
    """Return, for each code, the segments that carry it or a code below it."""
    found: dict[str, set[int]] = {code.path: set() for code in codes}
    for path, segments in laid.segments.items():
        for code in codebook.ancestors(path):
            if code.path in found:
                found[code.path] |= set(segments)
    return list(found.values())


@dataclass(frozen=True)
class _Met:
    """How often codes meet: each pair, what carries each code, and what carries any."""

    values: Sequence[Sequence[int]]
    totals: tuple[int, ...]
    total: int


def _shared(own: Sequence[set[int]], laid: Laid, way: Way) -> _Met:
    """Count the sentences or turns that two codes share."""
    sets = [_things(found, laid, way) for found in own]
    values = [[len(a & b) for b in sets] for a in sets]
    return _Met(values, tuple(map(len, sets)), len(set().union(*sets)))


def _nearby(own: Sequence[set[int]], laid: Laid, way: Way, within: int) -> _Met:
    """Count the segments of one code that have one of the other near by."""
    totals = tuple(sum(segment in laid.places for segment in found) for found in own)
    total = len(set[int]().union(*laid.segments.values()))
    return _Met(_near(own, laid.places, way, within), totals, total)


def _things(segments: Iterable[int], laid: Laid, way: Way) -> set[object]:
    if way is Way.TURN:
        return set(map(laid.turns.__getitem__, segments))
    return set(chain.from_iterable(laid.units.get(segment, ()) for segment in segments))


def _near(
    own: Sequence[set[int]], places: Mapping[int, tuple[int, int]], way: Way, within: int
) -> list[list[int]]:
    """Return how many segments of each code have another one of each code near by.

    Each segment looks round once, whatever codes it carries: what it carries, and what is near,
    are bits of a number, one for each code.
    """
    carries: dict[int, int] = defaultdict(int)
    for bit, segments in enumerate(own):
        for segment in segments:
            carries[segment] |= 1 << bit
    laid = sorted((*places[n], n, bits) for n, bits in carries.items() if n in places)
    firsts = [first for first, *_ in laid]
    longest = max((last - first for first, last, *_ in laid), default=0)
    met: Counter[tuple[int, int]] = Counter()
    for first, last, segment, bits in laid:
        low = last + 1 if way is Way.THEN else first - within - longest
        near = 0
        for place in range(bisect_left(firsts, low), bisect_right(firsts, last + within)):
            _, other_last, other, other_bits = laid[place]
            if other != segment and (way is Way.THEN or other_last >= first - within):
                near |= other_bits
        if near:
            met[bits, near] += 1
    values = [[0] * len(own) for _ in own]
    for (bits, near), number in met.items():
        columns = _set_in(near)
        for row in _set_in(bits):
            for column in columns:
                values[row][column] += number
    return values


def _set_in(bits: int) -> list[int]:
    """Return which bits are set."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
