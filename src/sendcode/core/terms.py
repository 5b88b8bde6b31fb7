"""The words of a rule: what a term such as `wait* for`, `"Left"` or `@ta` stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, product

SET_MARK = "@"
WILDCARD = "*"
MAX_EXPANSIONS = 2000
"""A term with sets in it may stand for so many plain terms at most."""
MAX_DEPTH = 40
"""Sets may stand in sets so deep at most."""

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*s?")
_SET_NAME = re.compile(r"@([\w-]+)")


class TermError(ValueError):
    """A term cannot be read; the message says why, without naming the file."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a term.

    Attributes:
        text: As written, without quotes.
        exact: It stood in double quotes: matches letter by letter, case included.
    """

    text: str
    exact: bool = False

    @property
    def anything(self) -> bool:
        """Whether this is a lone `*`: any one word."""
        return not self.exact and set(self.text) == {WILDCARD}

    @property
    def capitals(self) -> bool:
        """Whether it matches in capitals only: `TA`, `EP`, `EHC`; not `I`, not `SENCo`."""
        return not self.exact and bool(_CAPITALS.fullmatch(self.text))


def parse_term(term: str) -> tuple[Word, ...]:
    """Split a plain term (sets already expanded) into its words.

    Raises:
        TermError: It is empty, has an open quote, or would match everything.
    """
    if not term.strip():
        raise TermError("a term is empty")
    if term.count('"') % 2:
        raise TermError("a term has a quotation mark that is not closed")
    words: list[Word] = []
    for quoted, plain in _PIECE.findall(term):
        if plain:
            words.append(Word(plain))
        else:
            words.extend(Word(text, exact=True) for text in quoted.split())
    if not any(re.search(r"\w", word.text) for word in words):
        raise TermError("a term has no letter or digit")
    return tuple(words)


def sets_in(term: str) -> tuple[str, ...]:
    """Return the names of the vocabulary sets that a term mentions, without the `@`."""
    return tuple(
        match.group(1)
        for quoted, plain in _PIECE.findall(term)
        if plain and not quoted and (match := _SET_NAME.fullmatch(plain))
    )


def expand(term: str, vocabulary: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the plain terms that a term stands for, in order, without repetitions.

    `@ta` stands for each term of the set `ta`; inside a phrase (`@ta sits`) each of them
    in that place. Sets may use sets.

    Raises:
        TermError: A set is unknown, contains itself or stands too deep in others, or there are
            too many terms.
    """
    return _Expansion(vocabulary, {}).of(term, ())


@dataclass(frozen=True, slots=True)
class _Expansion:
    """Terms written out; a set that is used in many places is written out once.

    Attributes:
        vocabulary: Terms by the name of their set.
        known: The plain terms of sets that were written out already.
    """

    vocabulary: Mapping[str, tuple[str, ...]]
    known: dict[str, tuple[str, ...]]

    def of(self, term: str, within: tuple[str, ...]) -> tuple[str, ...]:
        """Return the plain terms that a term stands for, itself a member of sets `within`."""
        if SET_MARK not in term:
            return (term,)
        choices: list[tuple[str, ...]] = []
        for match in _PIECE.finditer(term):
            name = _SET_NAME.fullmatch(match.group(2) or "")
            choices.append(self._members(name.group(1), within) if name else (match.group(),))
        combined = (" ".join(parts) for parts in product(*choices))
        terms = tuple(dict.fromkeys(islice(combined, MAX_EXPANSIONS + 1)))
        if len(terms) > MAX_EXPANSIONS:
            raise TermError(f"a term stands for more than {MAX_EXPANSIONS} combinations of words")
        return terms

    def _members(self, name: str, within: tuple[str, ...]) -> tuple[str, ...]:
        if name not in self.vocabulary:
            raise TermError(f"the vocabulary has no set '@{name}'")
        if name in within:
            raise TermError(f"the vocabulary set '@{name}' contains itself")
        if len(within) == MAX_DEPTH:
            raise TermError(f"more than {MAX_DEPTH} vocabulary sets stand in each other")
        if name not in self.known:
            found: dict[str, None] = {}
            for term in self.vocabulary[name]:
                found.update(dict.fromkeys(self.of(term, (*within, name))))
            self.known[name] = tuple(found)
        return self.known[name]
