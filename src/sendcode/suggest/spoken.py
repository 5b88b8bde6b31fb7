"""Many turns as one line of talk, with the terms that were found in it.

Turns stand behind each other with one character between them, so that offsets, units and
words of all of them are compared as plain numbers, and nothing touches two turns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sendcode.core.model import Role, Span, TurnText, UnitRef
from sendcode.core.spelling import plain
from sendcode.nlp import Matches, ranges

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_APART = 2**32
"""The words of two turns have numbers so far apart that none is near another."""


@dataclass(frozen=True, slots=True)
class Found:
    """Matches on the line of talk.

    Attributes:
        starts: Offset of the first character.
        ends: Offset after the last one.
        first: Number of the first word.
        last: Number of the last word.
    """

    starts: Ints
    ends: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, chosen: Ints | Flags) -> Found:
        """Return some of the matches."""
        return Found(self.starts[chosen], self.ends[chosen], self.first[chosen], self.last[chosen])

    def barrier(self) -> Barrier:
        """Return the matches as what others must not overlap."""
        order = np.argsort(self.starts, kind="stable")
        return Barrier(self.starts[order], np.maximum.accumulate(self.ends[order]))


@dataclass(frozen=True, slots=True)
class Barrier:
    """Stretches of talk that take away what overlaps them.

    Attributes:
        starts: Where they begin, in order.
        furthest: How far this and those before it reach.
    """

    starts: Ints
    furthest: Ints

    def spares(self, starts: Ints, ends: Ints) -> Flags:
        """Say of other stretches which of them overlap none of these."""
        if not len(self.starts):
            return np.ones(len(starts), dtype=bool)
        before = np.searchsorted(self.starts, ends, "left")
        reached = self.furthest[before - 1]  # of those that begin before the end
        spared: Flags = (before == 0) | (reached <= starts)
        return spared


class Spoken:
    """Some turns with what was found in them.

    Args:
        turns: In order.
        matches: Of numbered terms, in the texts of the turns.
    """

    def __init__(self, turns: Sequence[TurnText], matches: Matches) -> None:
        self.turns = turns
        self._scopes: dict[tuple[frozenset[Role], frozenset[str]], Flags] = {}
        bases = np.cumsum([0, *(len(turn.text) + 1 for turn in turns)])[:-1]
        self._shift = bases - np.array([turn.start for turn in turns], dtype=np.int64)
        self._units = [unit for turn in turns for unit in turn.units]
        self._turn_of = np.repeat(np.arange(len(turns)), [len(turn.units) for turn in turns])
        shift = self._shift[self._turn_of]
        self._starts = np.array([unit.start for unit in self._units], dtype=np.int64) + shift
        self._ends = np.array([unit.end for unit in self._units], dtype=np.int64) + shift
        order = np.argsort(matches.terms, kind="stable")
        self._terms = matches.terms[order]
        self._texts = matches.texts[order]
        base, words = bases[self._texts], self._texts * _APART
        self._found = Found(
            *(matches.starts[order] + base, matches.ends[order] + base),
            *(matches.first[order] + words, matches.last[order] + words),
        )

    def unit(self, number: int) -> UnitRef:
        """Return a unit by its number on the line."""
        return self._units[number]

    def turns_of(self, roles: Collection[Role], speakers: Collection[str]) -> Flags:
        """Say for each turn whether one of these roles and one of these labels speaks.

        Nobody is left out where no roles, or no labels, are named.
        """
        key = (frozenset(roles), frozenset(label.casefold() for label in speakers))
        if key not in self._scopes:
            chosen = np.ones(len(self.turns), dtype=bool)
            if key[0]:
                chosen &= np.array([turn.role in key[0] for turn in self.turns], dtype=bool)
            if key[1]:
                labels = [(turn.speaker or "").casefold() for turn in self.turns]
                chosen &= np.array([label in key[1] for label in labels], dtype=bool)
            self._scopes[key] = chosen
        return self._scopes[key]

    def of(self, terms: Sequence[int], within: Flags | None = None) -> Found:
        """Return the matches of some terms, in chosen turns or in all."""
        wanted = np.array(terms, dtype=np.int64)
        low = np.searchsorted(self._terms, wanted, "left")
        high = np.searchsorted(self._terms, wanted, "right")
        rows = ranges(low, high - low)[1]
        if within is not None:
            rows = rows[within[self._texts[rows]]]
        return self._found.at(rows)

    def touched(self, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Return which stretch of talk (by its number here) touches which units."""
        low = np.searchsorted(self._ends, starts, "right")
        return ranges(low, np.searchsorted(self._starts, ends, "left") - low)

    def units_in(self, within: Flags | None) -> Ints:
        """Return the numbers of the units of chosen turns or of all."""
        if within is None:
            return np.arange(len(self._units))
        return np.flatnonzero(within[self._turn_of])

    def text(self, unit: int) -> tuple[str, tuple[int, ...] | None]:
        """Return the words of a unit fit for matching, and their offsets in it."""
        turn, ref = self.turns[int(self._turn_of[unit])], self._units[unit]
        return plain(turn.text[ref.start - turn.start : ref.end - turn.start])

    def start(self, unit: int) -> int:
        """Return where a unit begins on the line."""
        return int(self._starts[unit])

    def spans(self, units: Ints, starts: Ints, ends: Ints) -> list[Span]:
        """Return stretches of the turns of some units as offsets into their transcripts."""
        shift = self._shift[self._turn_of[units]]
        return list(map(Span, (starts - shift).tolist(), (ends - shift).tolist()))
