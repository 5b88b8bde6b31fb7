"""Counting distinct things cell by cell, by code and by voice.

Everything that is counted (a segment, a coding, a unit, a word) lies in one turn, so it belongs
to one voice, and with it to the cells of that voice. People, cases and transcripts are what
voices stand for, so there the voices themselves are counted. Codes are never added up: the
things of a family are the union of its members'.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress, product
from math import fsum
from typing import Any

from sendcode.core.axis import Axis, Key
from sendcode.core.census import Census
from sendcode.core.measure import Measure
from sendcode.core.model import Role
from sendcode.core.things import Things, lying_in
from sendcode.core.voice import Voice

Value = int | float | None
Fits = tuple[tuple[str, str], ...]
"""Dimension and value, one pair for each that a cell stands for; empty for all."""
Grid = dict[Key | None, dict[Key | None, Any]]
"""What stands in a cell by key of the row, then of the column; None for all of them."""

_OF_VOICE: dict[Measure, Callable[[Voice], object]] = {
    Measure.PARTICIPANTS: lambda voice: voice.person,
    Measure.TRANSCRIPTS: lambda voice: voice.transcript,
    Measure.CASES: lambda voice: voice.cases,
}


class Tally:
    """Finds what stands in each cell.

    Args:
        census: What is counted.
        measure: What a cell counts.
        rows: One side.
        columns: The other.

    Attributes:
        aside: How many codings lie on an interviewer's turn and do not count.
        coded: The numbers of the voices that have a coding.
        voices_of: By code, the voices that have it; only codes that the sides have.
    """

    def __init__(self, census: Census, measure: Measure, rows: Axis, columns: Axis) -> None:
        self.census = census
        self.measure = measure
        self.rows = rows
        self.columns = columns
        self.segments, self.ids = census.codings.segments, census.codings.ids
        self.aside = 0
        self._put_aside()
        voice = census.codings.voices.__getitem__
        voices_of = {code: set(map(voice, some)) for code, some in self.segments.items()}
        self.coded = set[int]().union(*voices_of.values())
        self.voices_of = {
            code: voices
            for code, voices in voices_of.items()
            if rows.codes_of(code) and columns.codes_of(code)
        }
        things = (
            self._voices()
            if measure in _OF_VOICE
            else lying_in(census, measure, self.segments, self.ids)
        )
        self.by_code, self.voice_of, self.weights = things
        self.zero, self.join = _SUMS.get(measure, (int, operator.iadd))
        self.plain = self.zero is int and measure is not Measure.SHARE
        self.grid: Grid = {}
        for row_side in (rows, None):
            for column_side in (columns, None):
                self._fill(row_side, column_side)

    def _voices(self) -> Things:
        """Return the voices themselves, each with whom or what it stands for."""
        read = _OF_VOICE[self.measure]
        stands = {n: {read(self.census.voices[n])} for n in self.coded}
        return self.voices_of, range(len(self.census.voices)), stands

    def _put_aside(self) -> None:
        """Leave out what lies on turns of interviewers, unless they were asked about."""
        voices, voice_of = self.census.voices, self.census.codings.voices
        out = {n for n, voice in enumerate(voices) if voice.role is Role.INTERVIEWER}
        if any(n in out for n in self.census.asked) or out.isdisjoint(voice_of):
            return
        kept = {c: [voice_of[x] not in out for x in some] for c, some in self.segments.items()}
        self.aside = sum(len(some) - sum(some) for some in kept.values())
        self.segments, self.ids = (
            {
                code: list(compress(some, kept[code]))
                for code, some in column.items()
                if any(kept[code])
            }
            for column in (self.segments, self.ids)
        )

    # --- into the cells ----------------------------------------------------------------------

    def _fill(self, rows: Axis | None, columns: Axis | None) -> None:
        """Fill the cells of two sides; a side that is None is not parted."""
        together: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
        for code in self.voices_of:
            for row in rows.codes_of(code) if rows else _ALL:
                for column in columns.codes_of(code) if columns else _ALL:
                    together[row, column].add(code)
        pairs, places = self._places(rows, columns)
        places_of = list(map(places.__getitem__, self.voice_of))
        keys: dict[str | None, list[Key | None]] = {}
        for (row, column), codes in together.items():
            distinct = set[int]().union(*(self.by_code[code] for code in codes))
            cells = self._cells(distinct, places_of, len(pairs))
            if column not in keys:
                keys[column] = [columns.key(column, c) if columns else None for _, c in pairs]
            beside = keys[column]
            above = {
                r: self.grid.setdefault(rows.key(row, r) if rows else None, {})
                for r in {pairs[place][0] for place in cells}
            }
            for place, found in cells.items():
                above[pairs[place][0]][beside[place]] = found

    def _places(
        self, rows: Axis | None, columns: Axis | None
    ) -> tuple[list[tuple[Key, Key]], list[list[int]]]:
        """Return all pairs of bare keys, and by number of the voice the places of its pairs."""
        nothing = (_BARE,) * len(self.census.voices)
        sides = (side.bare_keys if side else nothing for side in (rows, columns))
        number: dict[tuple[Key, Key], int] = {}
        places = [
            [number.setdefault(pair, len(number)) for pair in product(r, c)]
            for r, c in zip(*sides, strict=True)
        ]
        return list(number), places

    def _cells(
        self, things: set[int], places_of: Sequence[list[int]], different: int
    ) -> Mapping[int, Any]:
        """Bring distinct things into cells, by the place of the pair of bare keys.

        Args:
            things: What is counted.
            places_of: By thing, its places.
            different: How many places there are.
        """
        if self.weights is None:
            if different == 1:  # and everything belongs there
                return {0: len(things)} if things else {}
            numbers = [0] * different
            for places in map(places_of.__getitem__, things):
                for place in places:
                    numbers[place] += 1
            return {place: number for place, number in enumerate(numbers) if number}
        if self.zero is int:
            numbers = [0] * different
            for thing in things:
                weight = self.weights[thing]
                for place in places_of[thing]:
                    numbers[place] += weight
            return {place: number for place, number in enumerate(numbers) if number}
        cells: dict[int, Any] = defaultdict(self.zero)
        for thing in things:
            for place in places_of[thing]:
                cells[place] = self.join(cells[place], self.weights[thing])
        return cells

    def used(self, axis: Axis) -> set[Key]:
        """Return the keys of one side in which there is a coding."""
        by_part: dict[str | None, set[int]] = defaultdict(set)
        for code, voices in self.voices_of.items():
            for part in axis.codes_of(code):
                by_part[part] |= voices
        return {
            axis.key(part, bare)
            for part, voices in by_part.items()
            for bare in {bare for voice in voices for bare in axis.bare_keys[voice]}
        }

    # --- values ------------------------------------------------------------------------------

    def values(
        self,
        row: Key | None,
        columns: Sequence[Key],
        units: Mapping[Key, int],
        fits: Fits,
        beside: Mapping[Key, Fits],
    ) -> tuple[Value, ...]:
        """Return the cells of a row; as `value` for each of the columns."""
        if self.plain:
            inside = self.grid.get(row, {})
            return tuple(inside.get(column, 0) for column in columns)
        return tuple(self.value(row, c, units[c], fits + beside[c]) for c in columns)

    def value(self, row: Key | None, column: Key | None, units: int, fits: Fits) -> Value:
        """Return the measure of a cell, or of a whole row or column.

        Args:
            row: Key of the row; None for all.
            column: Key of the column; None for all.
            units: How many units the share is a share of.
            fits: What the cell stands for; only cases that fit it count in it.
        """
        found = self.grid.get(row, {}).get(column)
        if self.plain:
            return found or 0
        match self.measure:
            case Measure.CASES:
                return len(self._cases(found or (), fits))
            case Measure.PARTICIPANTS | Measure.TRANSCRIPTS:
                return len(found or ())
            case Measure.SHARE:
                return (found or 0) / units if units else None
        return fsum(found) / len(found) if found else None  # the mean score

    def base(self, voices: Sequence[int], fits: Fits) -> int:
        """Return how many could have been counted among some voices."""
        match self.measure:
            case Measure.CASES:
                return len(self._cases({self.census.voices[v].cases for v in voices}, fits))
            case Measure.UNITS | Measure.SHARE:
                return sum(self.census.units[v] for v in voices)
            case Measure.WORDS:
                return sum(self._words[v] for v in voices)
        read = _OF_VOICE.get(self.measure, _OF_VOICE[Measure.TRANSCRIPTS])
        return len({read(self.census.voices[v]) for v in voices})

    @cached_property
    def _words(self) -> Sequence[int]:
        return self.census.words()

    def _cases(self, several: Iterable[tuple[str, ...]], fits: Fits) -> set[str]:
        """Return the cases of things; of a segment about two, only the one that fits."""
        found: set[str] = set()
        for cases in several:
            kept = set(cases)
            for dimension, value in fits:
                own = {case for case in cases if self._has(case, dimension, value)}
                kept &= own or (kept if dimension != "case" else own)
            found |= kept
        return found

    def _has(self, case: str, dimension: str, value: str) -> bool:
        if dimension == "case":
            return case == value
        known = self.census.case_attributes.get(case, {})
        return value in known.get(dimension, "").split("; ")


def _with(scores: list[float], score: float) -> list[float]:
    scores.append(score)
    return scores


_ALL: tuple[None] = (None,)
_BARE: tuple[Key] = ((),)
_SUMS: dict[Measure, tuple[Callable[[], Any], Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(_OF_VOICE, (set, operator.ior)),
    Measure.SCORE: (list, _with),
}
"""What a cell begins with, and how things come into it, where it is no number."""
