"""Finding names by a few of their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def score(query: str, name: str) -> float:
    """Return how well a query fits a name, 0 where it does not.

    Every word of the query has to stand in the name, as a whole or letter by letter in order;
    what begins a word, and what stands together, counts more.
    """
    name = name.casefold()
    total = 1.0
    for word in query.casefold().split():
        found = _word(word, name)
        if not found:
            return 0.0
        total += found
    return total


def _word(word: str, name: str) -> float:
    at = name.find(word)
    if at >= 0:
        begins = at == 0 or not name[at - 1].isalnum()
        return 10.0 + (5.0 if begins else 0.0) - at / 100
    at, points = 0, 0.0
    for letter in word:
        found = name.find(letter, at)
        if found < 0:
            return 0.0
        begins = found == 0 or not name[found - 1].isalnum()
        points += 1.0 if begins or found == at else 0.2
        at = found + 1
    return points / len(word) if points >= len(word) / 2 else 0.0


def best(query: str, named: Sequence[tuple[str, T]]) -> list[tuple[str, T]]:
    """Return what fits a query, best first; everything in its order for an empty query."""
    scored = [(score(query, name), n, (name, value)) for n, (name, value) in enumerate(named)]
    found = [one for one in scored if one[0]]
    if query.strip():
        found.sort(key=lambda one: (-one[0], one[1]))
    return [pair for *_, pair in found]
