"""Joining the conditions of a query's terms into one SQL condition.

For a place and a coding in hand a condition has three sides: whether the query holds; whether
it holds thanks to the coding's own code; whether it holds without asking for codes. A coding is
found by either of the last two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

NEVER, ALWAYS = "0", "1"
LONGEST = 20_000
DEEPEST = 8
WIDEST = 50
"""SQLite's parser goes a hundred symbols deep, and a statement has a greatest length. So what
is longer, deeper or wider than this is asked by itself, and its answer stands in its place."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition about a place and a coding in hand, as SQL.

    Attributes:
        holds: Whether it holds.
        own: Whether the code of the coding in hand is one of those that made it hold.
        free: Whether it holds without asking for any code.
        depth: How many parentheses deep it is.
    """

    holds: str
    own: str
    free: str
    depth: int = 1

    @property
    def found(self) -> str:
        """Return the SQL of whether the coding in hand is found."""
        return either([self.own, self.free])


def plain(sql: str) -> Condition:
    """Return the condition of a term that is not about codes."""
    return Condition(sql, NEVER, sql)


def both(parts: Iterable[str]) -> str:
    """Return the SQL of all parts holding."""
    return _joined(parts, "AND", neutral=ALWAYS, decisive=NEVER)


def either(parts: Iterable[str]) -> str:
    """Return the SQL of any part holding."""
    return _joined(parts, "OR", neutral=NEVER, decisive=ALWAYS)


def opposite(sql: str) -> str:
    """Return the SQL of a condition not holding."""
    return {NEVER: ALWAYS, ALWAYS: NEVER}.get(sql, f"(NOT {sql})")


def _joined(parts: Iterable[str], word: str, *, neutral: str, decisive: str) -> str:
    kept = list(dict.fromkeys(part for part in parts if part != neutral))
    if decisive in kept:
        return decisive
    if len(kept) < 2:
        return kept[0] if kept else neutral
    return f"({f' {word} '.join(kept)})"


def joined(parts: list[Condition], *, every: bool) -> Condition:
    """Return the condition of all parts, or of at least one."""
    depth = max((part.depth for part in parts), default=0) + 1
    holds = [part.holds for part in parts]
    own = either(part.own for part in parts)
    if every:
        free = both(part.free for part in parts)
        return Condition(both(holds), both([own, both(holds)]), free, depth + 1)
    return Condition(either(holds), own, either(part.free for part in parts), depth)


def kept_small(condition: Condition, answer: Callable[[str], str]) -> Condition:
    """Return a condition that a statement can hold.

    Args:
        condition: The condition.
        answer: Asks a condition, and returns the SQL of being among the answers.
    """
    sides = (condition.holds, condition.own, condition.free)
    if condition.depth < DEEPEST and max(map(len, sides)) < LONGEST:
        return condition
    holds, own, free = (side if side in (NEVER, ALWAYS) else answer(side) for side in sides)
    return Condition(holds, own, free)
