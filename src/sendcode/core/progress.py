"""The protocol by which long work reports progress; silence is the default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

T = TypeVar("T")


@runtime_checkable
class Counted(Protocol):
    """Something that counts its words: a bar that sees such things shows words per second."""

    @property
    def words(self) -> int:
        """Return how many words it stands for."""
        ...


class Track(Protocol):
    """Wrap an iterable so that somebody can watch it being consumed."""

    def __call__(
        self, things: Iterable[T], description: str, *, total: int | None = None
    ) -> Iterable[T]:
        """Yield what `things` yields, in the same order."""
        ...


def untracked(things: Iterable[T], description: str, *, total: int | None = None) -> Iterator[T]:
    """Yield what `things` yields and tell nobody."""
    yield from things
