"""Codes beside codes: in the same sentence, in the same turn, near by, one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sendcode.core.codebook import Code, Codebook
from sendcode.core.matrix import Matrix, Measure
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
    Way.WITHIN: "segments of the row's code with one of the column's code within {n} sentence(s)",
    Way.THEN: "segments of the row's code that one of the column's code follows within {n} "
    "sentence(s)",
}
_MEASURE = {Way.UNIT: Measure.UNITS, Way.TURN: Measure.TURNS}


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment as numbers: its units' places in its transcript, first and last."""

    segment: int
    first: int
    last: int


def together(
    codings: Sequence[SegmentRow],
    codebook: Codebook,
    *,
    way: Way,
    within: int = 0,
    places: Mapping[int, tuple[str, int]],
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
        codings: Those that count.
        codebook: For rows, columns and the tree.
        way: How two codes meet.
        within: How far, for `WITHIN` and `THEN`.
        places: By unit, its transcript and its number among all units of it.
        level: Only codes of this depth; None for all.
        coder: The choice of coder that the codings stand for.
        where: The filter that they stand for.
    """
    codes = [c for c in codebook if level in (None, c.level)]
    own = _by_code(codings, codebook, codes)
    if way in (Way.UNIT, Way.TURN):
        sets = [_things(own[code.guid], way) for code in codes]
        values = [[len(a & b) for b in sets] for a in sets]
        totals = [len(found) for found in sets]
        total = len(set().union(*sets)) if sets else 0
    else:
        spots = [_spots(own[code.guid], places) for code in codes]
        values = [[_meeting(a, b, way, within) for b in spots] for a in spots]
        totals = [len({p.segment for found in spot.values() for p in found}) for spot in spots]
        total = len({c.segment_id for c in codings})
    keys = tuple((code.path,) for code in codes)
    said = _SAID[way].format(n=within)
    return Matrix(
        row_dimension="code",
        column_dimension="code",
        rows=keys,
        columns=keys,
        values=tuple(map(tuple, values)),
        row_totals=tuple(totals),
        column_totals=tuple(totals),
        total=total,
        row_labels=tuple(code.name for code in codes),
        row_levels=tuple(code.level if level is None else 1 for code in codes),
        measure=_MEASURE.get(way, Measure.SEGMENTS),
        coder=coder,
        filter=where,
        base=tuple(totals),
        read_share=(),
        base_meaning="all that carry the code",
        notes=(
            "A code stands for itself and the codes below it; a family meets its own members. "
            "Totals are what carries the code, whether or not it meets another.",
        ),
        meaning=said,
    )


def _by_code(
    codings: Sequence[SegmentRow], codebook: Codebook, codes: Sequence[Code]
) -> dict[str, list[SegmentRow]]:
    """Return the codings of each code and of those below it, by the code's GUID."""
    found: dict[str, list[SegmentRow]] = {code.guid: [] for code in codes}
    above: dict[str, list[list[SegmentRow]]] = {}
    for coding in codings:
        path = coding.code_path
        if path not in above:
            above[path] = [found[c.guid] for c in codebook.ancestors(path) if c.guid in found]
        for inside in above[path]:
            inside.append(coding)
    return found


def _things(codings: Sequence[SegmentRow], way: Way) -> set[object]:
    if way is Way.UNIT:
        return {unit for coding in codings for unit in coding.units}
    return {(coding.transcript, coding.turn) for coding in codings}


def _spots(
    codings: Sequence[SegmentRow], places: Mapping[int, tuple[str, int]]
) -> dict[str, list[_Place]]:
    """Return distinct segments by transcript, in order of their first unit."""
    found: dict[str, dict[int, _Place]] = {}
    for coding in codings:
        numbers = [places[unit][1] for unit in coding.units if unit in places]
        if numbers and coding.segment_id is not None:
            place = _Place(coding.segment_id, min(numbers), max(numbers))
            found.setdefault(coding.transcript, {})[coding.segment_id] = place
    return {
        name: sorted(spots.values(), key=lambda p: (p.first, p.last, p.segment))
        for name, spots in found.items()
    }


def _meeting(
    rows: Mapping[str, Sequence[_Place]],
    columns: Mapping[str, Sequence[_Place]],
    way: Way,
    within: int,
) -> int:
    met = 0
    for name, here in rows.items():
        there = columns.get(name)
        if not there:
            continue
        firsts = [place.first for place in there]
        longest = max(place.last - place.first for place in there)
        for place in here:
            low = place.last + 1 if way is Way.THEN else place.first - within - longest
            begin = bisect_left(firsts, low)
            end = bisect_right(firsts, place.last + within)
            met += any(
                other.segment != place.segment
                and (way is Way.THEN or other.last >= place.first - within)
                for other in there[begin:end]
            )
    return met
