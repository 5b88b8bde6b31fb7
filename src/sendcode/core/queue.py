"""The keys of a review queue: what is to be decided, in which order, and what is still open."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

Pair = tuple[int, str]
SortKey = Any


class Hit(NamedTuple):
    """One suggestion for one unit, without its evidence.

    Units of one transcript have rising ids without gaps, so neighbours differ by one.
    """

    suggestion: int
    transcript: int
    turn: int
    unit: int
    code: str
    score: float


class Key(NamedTuple):
    """One suggested segment in a queue: enough to order it, to find it and to load it."""

    suggestion: int
    transcript: int
    turn: int
    units: tuple[int, ...]
    code: str
    score: float

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return what a decision about it settles: (unit, code)."""
        return tuple((unit, self.code) for unit in self.units)


def grouped(hits: Iterable[Hit]) -> list[Key]:
    """Join hits on adjacent units of one turn with the same code.

    Args:
        hits: In the order of their units.

    Returns:
        Keys in the order of their first units.
    """
    keys: list[Key] = []
    newest: dict[str, tuple[int, int, int]] = {}  # by code: place, last unit, turn
    for suggestion, transcript, turn, unit, code, score in hits:
        before = newest.get(code)
        if before is not None and before[1] + 1 == unit and before[2] == turn:
            place, key = before[0], keys[before[0]]
            best = max(key.score, score)
            keys[place] = key._replace(units=(*key.units, unit), score=best)
        else:
            place = len(keys)
            keys.append(Key(suggestion, transcript, turn, (unit,), code, score))
        newest[code] = (place, unit, turn)
    return keys


def sort_key(
    order: str, *, transcripts: Mapping[int, int], codes: Mapping[str, int]
) -> Callable[[Key], SortKey]:
    """Return the function that orders keys.

    Args:
        order: `transcript` (as spoken), `priority` (best score first), or `code` (in the
            codebook's order, best first).
        transcripts: Place of each transcript by its id.
        codes: Place of each code by its GUID.
    """
    last = len(codes)

    def place(key: Key) -> int:  # one number: tuples would make the start slow
        _, transcript, _, units, code, _ = key
        return transcripts.get(transcript, 0) << 52 | units[0] << 12 | codes.get(code, last)

    if order == "priority":
        return lambda key: (-key[5], place(key))
    if order == "code":
        return lambda key: (codes.get(key[4], last), -key[5], place(key))
    return place


class OpenKeys:
    """Keys in order, with a mark for each whether it is still open.

    What has been decided keeps its place, so that nothing jumps while somebody works.

    Args:
        keys: In the order in which they are shown.
        is_open: Whether each is to be decided.
    """

    def __init__(self, keys: Iterable[Key], is_open: Iterable[bool] | None = None) -> None:
        self.keys = keys if isinstance(keys, list) else list(keys)
        keys = self.keys
        self._open = bytearray(b"\x01" * len(keys) if is_open is None else map(int, is_open))
        self.by_code = Counter(map(itemgetter(4), compress(keys, self._open)))

    @cached_property
    def _at(self) -> dict[Pair, int]:
        """Return the place of every unit and code; made when it is needed first."""
        return {(unit, key[4]): n for n, key in enumerate(self.keys) for unit in key[3]}

    def prepare(self) -> None:
        """Get ready for the first decision while nothing else is to be done."""
        self.find(0, "")

    def __len__(self) -> int:
        return len(self.keys)

    def is_open(self, index: int) -> bool:
        """Say whether a key is still to be decided."""
        return bool(self._open[index])

    @property
    def left(self) -> int:
        """Return how many are open."""
        return self._open.count(1)

    def find(self, unit: int, code: str) -> int | None:
        """Return the place of the key that holds a unit's suggestion, or None."""
        return self._at.get((unit, code))

    def look_for(self, unit: int, code: str) -> int | None:
        """Return the same as `find`, once, without making what makes it quick."""
        found = (n for n, key in enumerate(self.keys) if key[4] == code and unit in key[3])
        return next(found, None)

    def touched(self, pairs: Iterable[Pair]) -> tuple[int, ...]:
        """Return the places of the keys that a decision about these pairs may settle."""
        return tuple(sorted({self._at[pair] for pair in pairs if pair in self._at}))

    def set_open(self, index: int, is_open: bool) -> None:
        """Mark one key as open or decided."""
        if bool(self._open[index]) != is_open:
            self._open[index] = is_open
            self.by_code[self.keys[index].code] += 1 if is_open else -1

    def next_open(self, start: int) -> int | None:
        """Return the first open place at or after `start`, or None."""
        found = self._open.find(1, start)
        return found if found >= 0 else None

    # --- another order for what is still to come -------------------------------------------

    def ahead(self, after: int, *, near: int, far: int, shift: int = 0) -> list[int]:
        """Return open places after one: the next, and some of those far behind them.

        Args:
            after: The place where somebody is.
            near: So many of the next.
            far: At most so many of the others, at even distances.
            shift: Another number takes others of those.
        """
        found: list[int] = []
        at = self._open.find(1, after + 1)
        while at >= 0 and len(found) < near:
            found.append(at)
            at = self._open.find(1, at + 1)
        if at >= 0 and far:
            step = -(-(len(self.keys) - at) // far)
            places = range(at + shift % step, len(self.keys), step)
            found += [place for place in places if self._open[place]]
        return found

    def rearrange(self, places: Sequence[int], keys: Sequence[Key]) -> None:
        """Put keys at open places, in order; those for which there is no place go to the end.

        Args:
            places: Rising; what stands there is among the keys.
            keys: At least as many.
        """
        at, end = self._at, len(self.keys)
        for key in keys[len(places) :]:
            self.keys.append(key)
            self._open.append(1)
            self.by_code[key.code] += 1
        for place, key in zip((*places, *range(end, len(self.keys))), keys, strict=True):
            self.keys[place] = key
            for unit in key[3]:
                at[unit, key[4]] = place

    # --- where to go on --------------------------------------------------------------------

    def resume(self, after: SortKey | None, order: Callable[[Key], SortKey]) -> int | None:
        """Return where to go on: the first open place after what was decided last.

        Where nothing is open after it, the first open place of all; None at the end.

        Args:
            after: What `order` gives for what was decided last; None for nothing.
            order: By which the keys are in order.
        """
        start = 0 if after is None else bisect_left(self.keys, after, key=order)
        found = self.next_open(start)
        return found if found is not None else self.next_open(0)
