"""The keys of a review queue: what is to be decided, in which order, and what is still open."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

Pair = tuple[int, str]
SortKey = tuple[object, ...]


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
    """Join hits on adjacent units of one turn with the same code, in the order of code and unit."""
    keys: list[Key] = []
    group: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.code, h.unit)):
        last = group[-1] if group else None
        if (
            last is not None
            and last.unit + 1 == hit.unit
            and last.turn == hit.turn
            and last.code == hit.code
        ):
            group.append(hit)
        else:
            if group:
                keys.append(_key(group))
            group = [hit]
    if group:
        keys.append(_key(group))
    return keys


def _key(group: Sequence[Hit]) -> Key:
    first = group[0]
    return Key(
        first.suggestion,
        first.transcript,
        first.turn,
        tuple(hit.unit for hit in group),
        first.code,
        max(hit.score for hit in group),
    )


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

    def place(key: Key) -> SortKey:
        return (transcripts.get(key.transcript, 0), key.units[0], codes.get(key.code, len(codes)))

    if order == "priority":
        return lambda key: (-key.score, *place(key))
    if order == "code":
        return lambda key: (codes.get(key.code, len(codes)), -key.score, *place(key))
    return place


class OpenKeys:
    """Keys in order, with a mark for each whether it is still open.

    What has been decided keeps its place, so that nothing jumps while somebody works.

    Args:
        keys: In the order in which they are shown.
        is_open: Whether each is to be decided.
    """

    def __init__(self, keys: Sequence[Key], is_open: Iterable[bool] | None = None) -> None:
        self.keys = keys
        self._open = bytearray(b"\x01" * len(keys) if is_open is None else map(int, is_open))
        self._at = {pair: n for n, key in enumerate(keys) for pair in key.pairs}
        self.by_code = Counter(
            key.code for key, is_open in zip(keys, self._open, strict=True) if is_open
        )

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

    def resume(self, last: Key | None, order: Callable[[Key], SortKey]) -> int | None:
        """Return where to go on: the first open place after what was decided last.

        Where nothing is open after it, the first open place of all; None at the end.
        """
        start = 0
        if last is not None:
            start = bisect_left(self.keys, order(last), key=order)
        found = self.next_open(start)
        return found if found is not None else self.next_open(0)
