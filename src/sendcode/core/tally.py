"""Counting distinct things cell by cell, by code and by voice.

Everything that is counted (a segment, a coding, a unit, a word) lies in one turn, so it belongs
to one voice. How many distinct things some codes have in each voice is found once; a cell adds
up its voices. Codes are never added up: the things of a family are the union of its members'.
People, cases and transcripts are what voices stand for, so there a cell unites its voices.
"""

from __future__ import annotations

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, reduce
from itertools import compress, pairwise
from math import fsum
from typing import Any

from sendcode.core.axis import Axis, Key
from sendcode.core.census import Census
from sendcode.core.measure import Measure
from sendcode.core.model import Role
from sendcode.core.voice import Voice

Value = int | float | None
Fits = tuple[tuple[str, str], ...]
"""Dimension and value, one pair for each that a cell stands for; empty for all."""
OfCodes = Callable[[frozenset[str]], Mapping[int, Any]]
"""Gives what each voice contributes to a cell: a number, a set, or a list of scores."""
Grid = dict[tuple[Key | None, Key | None], Any]
"""What stands in a cell by key of the row and of the column; None for all of them."""

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
    """

    def __init__(self, census: Census, measure: Measure, rows: Axis, columns: Axis) -> None:
        self.census = census
        self.measure = measure
        self.rows = rows
        self.columns = columns
        asked = any(census.voices[v].role is Role.INTERVIEWER for v in census.asked)
        counts = [asked or voice.role is not Role.INTERVIEWER for voice in census.voices]
        codings = census.codings
        allowed = {c for c in set(codings.codes) if rows.codes_of(c) and columns.codes_of(c)}
        pairs = list(zip(codings.codes, codings.voices, strict=True))
        self.aside = sum(1 for _, voice in pairs if not counts[voice])
        self.kept = [counts[voice] and code in allowed for code, voice in pairs]
        self.voices_of: dict[str, set[int]] = {code: set() for code in allowed}
        for code, voice in set(compress(pairs, self.kept)):
            self.voices_of[code].add(voice)
        self.zero, self.join = _SUMS.get(measure, (int, operator.iadd))
        self.of_codes = cache(self._voices() if measure in _OF_VOICE else self._things())
        self.grid: Grid = {}
        for row_side in (rows, None):
            for column_side in (columns, None):
                self._fill(row_side, column_side)

    # --- what the voices contribute ----------------------------------------------------------

    def _voices(self) -> OfCodes:
        """Return what gives whom or what each voice with one of some codes stands for."""
        read = _OF_VOICE[self.measure]
        stands = [{read(voice)} for voice in self.census.voices]

        def found(codes: frozenset[str]) -> Mapping[int, set[object]]:
            voices = set[int]().union(*(self.voices_of[code] for code in codes))
            return {voice: stands[voice] for voice in voices}

        return found

    def _things(self) -> OfCodes:
        """Return what gives how many distinct things of some codes each voice has."""
        codes, voices = self.census.codings.codes, self.census.codings.voices
        by_code: dict[str, set[int]] = {code: set() for code in self.voices_of}
        places, things, weights = self._what_is_counted()
        kept = [self.kept[place] for place in places]
        places, things = list(compress(places, kept)), list(compress(things, kept))
        voice_of = dict(zip(things, map(voices.__getitem__, places), strict=True))
        for code, thing in zip(map(codes.__getitem__, places), things, strict=True):
            by_code[code].add(thing)

        def found(codes: frozenset[str]) -> Mapping[int, Any]:
            distinct = set[int]().union(*(by_code[code] for code in codes))
            if weights is None:
                return Counter(map(voice_of.__getitem__, distinct))
            amounts: dict[int, list[float]] = defaultdict(list)
            for thing in distinct:
                amounts[voice_of[thing]].append(weights[thing])
            if self.measure is Measure.SCORE:
                return amounts
            return {voice: sum(several) for voice, several in amounts.items()}

        return found

    def _what_is_counted(
        self,
    ) -> tuple[Sequence[int], Sequence[int], Mapping[int, float] | None]:
        """Return places of codings, a thing for each, and what a thing weighs (None: one)."""
        codings = self.census.codings
        match self.measure:
            case Measure.UNITS | Measure.SHARE:
                touched = list(codings.units())
                return [place for place, _ in touched], [unit for _, unit in touched], None
            case Measure.WORDS:
                return self._stretches()
            case Measure.SCORE:
                scores = {n: s for n, s in enumerate(codings.scores()) if s is not None}
                return list(scores), list(scores), scores
        columns = {Measure.CODINGS: codings.ids, Measure.TURNS: codings.turns}
        column = columns.get(self.measure, codings.segments)
        return range(len(column)), column, None

    def _stretches(self) -> tuple[list[int], list[int], dict[int, float]]:
        """Cut each turn where a coding begins or ends: stretches that count once each."""
        codings = self.census.codings
        by_turn: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(dict)
        spans = zip(codings.turns, codings.starts, codings.ends, strict=True)
        for place, (turn, start, end) in enumerate(spans):
            by_turn[turn].setdefault((start, end), []).append(place)
        places: list[int] = []
        things: list[int] = []
        weights: dict[int, float] = {}
        for coded in by_turn.values():
            voice = codings.voices[next(iter(coded.values()))[0]]
            transcript = self.census.voices[voice].transcript
            cuts = sorted({at for span in coded for at in span})
            for start, end in pairwise(cuts):
                inside = [p for (a, b), ps in coded.items() if a <= start and end <= b for p in ps]
                if inside:
                    places += inside
                    things += [len(weights)] * len(inside)
                    weights[len(weights)] = self.census.count_words(transcript, start, end)
        return places, things, weights

    # --- into the cells ----------------------------------------------------------------------

    def _fill(self, rows: Axis | None, columns: Axis | None) -> None:
        """Fill the cells of two sides; a side that is None is not parted."""
        together: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
        for code in self.voices_of:
            for row in rows.codes_of(code) if rows else _ALL:
                for column in columns.codes_of(code) if columns else _ALL:
                    together[row, column].add(code)
        for (row, column), codes in together.items():
            amounts = self.of_codes(frozenset(codes))
            for (r, c), amount in self._cells(amounts, rows, columns):
                row_key = rows.key(row, r) if rows else None
                self.grid[row_key, columns.key(column, c) if columns else None] = amount

    def _cells(
        self, amounts: Mapping[int, Any], rows: Axis | None, columns: Axis | None
    ) -> Iterable[tuple[tuple[Key, Key], Any]]:
        """Bring what voices contribute into cells, by bare keys."""
        above = rows.bare_keys if rows and rows.parts != ("code",) else None
        beside = columns.bare_keys if columns and columns.parts != ("code",) else None
        if above is None and beside is None:
            return [(((), ()), reduce(self.join, amounts.values(), self.zero()))] * bool(amounts)
        cells: dict[tuple[Key, Key], Any] = defaultdict(self.zero)
        for voice, amount in amounts.items():
            for r in above[voice] if above else _BARE:
                for c in beside[voice] if beside else _BARE:
                    cells[r, c] = self.join(cells[r, c], amount)
        return cells.items()

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

    def value(self, row: Key | None, column: Key | None, units: int, fits: Fits) -> Value:
        """Return the measure of a cell, or of a whole row or column.

        Args:
            row: Key of the row; None for all.
            column: Key of the column; None for all.
            units: How many units the share is a share of.
            fits: What the cell stands for; only cases that fit it count in it.
        """
        found = self.grid.get((row, column))
        match self.measure:
            case Measure.CASES:
                return len(self._cases(found or (), fits))
            case Measure.PARTICIPANTS | Measure.TRANSCRIPTS:
                return len(found or ())
            case Measure.SHARE:
                return (found or 0) / units if units else None
            case Measure.SCORE:
                return fsum(found) / len(found) if found else None
        return found or 0

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


_ALL: tuple[None] = (None,)
_BARE: tuple[Key] = ((),)
_SUMS: dict[Measure, tuple[Callable[[], Any], Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(_OF_VOICE, (set, operator.ior)),
    Measure.SCORE: (list, operator.iadd),
}
"""How contributions of voices come together, where they are no numbers."""
