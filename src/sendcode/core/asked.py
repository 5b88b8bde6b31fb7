"""What a query asks: a tree with a test in each leaf.

A term about the place (role, case, attribute, turn, text ...) holds for the passage itself.
`code:` holds where some coding on the passage has the code or one below it. `coder:`,
`status:`, `origin:`, `score`, `memo:` and the marks are about one coding at a time.

A coding is found when its passage fits and, where the query asks for codes, its own code is
one of those that made it fit: `code:a and code:b` finds the codings of a and of b that
overlap. A unit is found when a coding on it fits, or when it fits without any.

`core/query_terms.py` makes it, `store/asking.py` compiles it to SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sendcode.core.voice import Voice

OF_CODING = frozenset(("coder", "status", "origin", "score", "memo"))


@dataclass(frozen=True, slots=True)
class OfVoice:
    """Who speaks about whom passes a test."""

    test: Callable[[Voice], bool]


@dataclass(frozen=True, slots=True)
class OfTurn:
    """The number of the turn passes a test."""

    test: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class OfWords:
    """The words of the passage pass a test.

    Attributes:
        words: Where an index may look: each passage that passes has these words, or words that
            begin so (True). Empty where an index cannot help.
        side_by_side: They stand next to each other, in this order.
        about_length: It is about how many words there are, not which.
    """

    test: Callable[[str], bool]
    words: tuple[tuple[str, bool], ...] = ()
    side_by_side: bool = False
    about_length: bool = False


@dataclass(frozen=True, slots=True)
class HasCode:
    """Some coding on the passage has one of the codes."""

    guids: frozenset[str]


@dataclass(frozen=True, slots=True)
class IsCoded:
    """Some coding stands on the passage (a suggestion or a rejection is none)."""


@dataclass(frozen=True, slots=True)
class IsRead:
    """Some unit of the passage was read by anybody, or was not."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class OfCoding:
    """A field of `OF_CODING` of the coding in hand passes a test; a score may be None."""

    field: str
    test: Callable[[str | float | None], bool]


@dataclass(frozen=True, slots=True)
class IsMarked:
    """The segment of the coding in hand bears a mark, or does not."""

    kind: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Close:
    """One side holds, and the other holds for a unit so many units away in the transcript."""

    first: Asked
    second: Asked
    within: int


@dataclass(frozen=True, slots=True)
class Fails:
    """The term does not hold; a code that is denied makes no coding fit."""

    term: Term


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; of none, everything."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Asked, ...]


Term: TypeAlias = (
    OfVoice | OfTurn | OfWords | HasCode | IsCoded | IsRead | OfCoding | IsMarked | Close
)
Asked: TypeAlias = Term | Fails | All | Some


def about_codings(asked: Asked) -> bool:
    """Say whether a query asks anything of one coding at a time."""
    match asked:
        case All(parts) | Some(parts):
            return any(map(about_codings, parts))
        case Fails(term):
            return about_codings(term)
        case Close(first, second):
            return about_codings(first) or about_codings(second)
    return isinstance(asked, OfCoding | IsMarked)


def possible(asked: Asked) -> Asked:
    """Return what is left of a query when everything that is not about places may hold."""
    match asked:
        case All(parts):
            return All(tuple(map(possible, parts)))
        case Some(parts):
            return Some(tuple(map(possible, parts)))
    term = asked.term if isinstance(asked, Fails) else asked
    place = isinstance(term, OfVoice | OfTurn | IsRead) or (
        isinstance(term, OfWords) and term.about_length
    )
    return asked if place else All(())
