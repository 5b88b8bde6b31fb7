"""The query language: from text to one tree, with errors that point at the place.

    code:delays and role:parent and not case:"Ava"
    text:"waiting list"~3        score>0.7        near(code:voice, code:delays, 3)

`core/query_terms.py` says what a tree asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sendcode.errors import SendcodeError

FIELDS = (
    *("code", "case", "transcript", "speaker", "participant", "role", "turn", "text", "coder"),
    *("memo", "status", "origin", "score", "words"),
)
FLAGS = ("coded", "read", "unread", "starred", "flagged", "quotable")
MAX_DEPTH = 100
MAX_LENGTH = 10_000
_SHOWN = 70


class QueryError(SendcodeError):
    """A query cannot be read; the message shows it with a caret under the place."""

    def __init__(self, text: str, at: int, message: str, hint: str = "") -> None:
        first = max(0, at - _SHOWN // 2)
        shown = text[first : first + _SHOWN]
        line = "".join(c if c.isprintable() else " " for c in shown)
        super().__init__(f"{message}\n  {line}\n  {' ' * (at - first)}^", hint)
        self.at = at


@dataclass(frozen=True, slots=True)
class Match:
    """A field and the value it must have; `*` stands for anything, an empty value for none.

    Attributes:
        slop: For texts: so many other words may stand between the words, which may then come
            in any order; None for the words as they are.
        at: Offset in the query, for errors.
    """

    field: str
    value: str
    slop: int | None = None
    at: int = 0
    value_at: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """A field, one of `< <= > >= =`, and what it is compared with."""

    field: str
    sign: str
    value: str
    at: int = 0
    value_at: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """A word of `FLAGS`."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Both hold within so many units of one transcript."""

    first: Query
    second: Query
    within: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """All of them; of none, everything."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple[Query, ...]


Query: TypeAlias = Match | Compare | Flag | Near | Not | And | Or


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    | "(?P<quoted>(?:[^"\\]|\\.)*)"
    | (?P<mark><=|>=|[():,<>=~])
    | (?P<word>[^\s():,<>=~"]+)""",
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„", '"""')


def parse(text: str) -> Query:
    """Return the tree of a query.

    `and` binds closer than `or`; two terms side by side mean `and`; a word without a field
    is looked for in the text.

    Raises:
        QueryError: It cannot be read; the message points at the place.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(text[:_SHOWN], 0, f"a query has at most {MAX_LENGTH:,} characters")
    text = text.translate(_QUOTES)
    return _Parser(text).whole()


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise QueryError(text, at, "a quotation mark is not closed", 'Close it with ".')
        kind = found.lastgroup or "quoted"
        if kind == "quoted":
            yield _Token(kind, re.sub(r"\\(.)", r"\1", found["quoted"]), at)
        elif kind != "blank":
            yield _Token(kind, found[kind], at)
        at = found.end()
    yield _Token("end", "", len(text))


class _Parser:
    """Reads one query from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.token
        self.place += token.kind != "end"
        return token

    def said(self, word: str) -> bool:
        """Take an `and`, `or` or `not`, if it comes next."""
        token = self.token
        found = token.kind == "word" and token.text.casefold() == word
        self.place += found
        return found

    def mark(self, mark: str) -> bool:
        found = self.token.kind == "mark" and self.token.text == mark
        self.place += found
        return found

    def refuse(self, at: int, message: str, hint: str = "") -> QueryError:
        return QueryError(self.text, at, message, hint)

    def whole(self) -> Query:
        if self.token.kind == "end":
            raise self.refuse(0, "the query is empty", 'Example: code:delays and role:"parent".')
        found = self.either()
        if self.token.kind != "end":
            raise self.refuse(self.token.at, f"'{self.token.text}' is not expected here")
        return found

    def either(self) -> Query:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(self.token.at, f"more than {MAX_DEPTH} parentheses deep")
        parts = [self.both()]
        while self.said("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Query:
        parts = [self.maybe_not()]
        while self.said("and") or self.begins_term():
            parts.append(self.maybe_not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def begins_term(self) -> bool:
        token = self.token
        if token.kind == "mark":
            return token.text == "("
        return token.kind == "quoted" or (token.kind == "word" and token.text.casefold() != "or")

    def maybe_not(self) -> Query:
        turned = False
        while self.said("not"):
            turned = not turned
        found = self.term()
        return Not(found) if turned else found

    def term(self) -> Query:
        token = self.take()
        if token.kind == "mark" and token.text == "(":
            found = self.either()
            if not self.mark(")"):
                raise self.refuse(token.at, "this parenthesis is not closed")
            return found
        following = self.token
        if token.kind in ("word", "quoted") and following.kind == "mark":
            if following.text == ":":
                return self.match(token)
            if following.text in ("<", "<=", ">", ">=", "="):
                return self.compare(token)
            if following.text == "(" and token.kind == "word" and token.text == "near":
                return self.near(token)
        if token.kind == "quoted":
            return Match("text", token.text, self.slop(), token.at, token.at)
        if token.kind == "word" and token.text.casefold() not in ("and", "or"):
            name = token.text.casefold()
            if name in FLAGS:
                return Flag(name, token.at)
            return Match("text", token.text, self.slop(), token.at, token.at)
        what = f"'{token.text}'" if token.text else "the end"
        raise self.refuse(token.at, f"a term is expected here, not {what}")

    def match(self, field: _Token) -> Query:
        self.take()
        value = self.value(field)
        return Match(_name(field), value.text, self.slop(), field.at, value.at)

    def value(self, field: _Token) -> _Token:
        token = self.take()
        if token.kind not in ("word", "quoted"):
            raise self.refuse(
                token.at,
                f"a value for '{field.text}' is expected here",
                f'{field.text}:* finds any value, {field.text}:"" none.',
            )
        return token

    def compare(self, field: _Token) -> Query:
        sign = self.take()
        value = self.value(field)
        return Compare(_name(field), sign.text, value.text, field.at, value.at)

    def slop(self) -> int | None:
        return self.number(99, "so many words between") if self.mark("~") else None

    def number(self, most: int, what: str) -> int:
        token = self.take()
        if not re.fullmatch("[0-9]{1,6}", token.text) or int(token.text) > most:
            raise self.refuse(token.at, f"a number from 0 to {most} is expected here: {what}")
        return int(token.text)

    def near(self, token: _Token) -> Query:
        self.take()
        first = self.either()
        self.comma()
        second = self.either()
        self.comma()
        within = self.number(9999, "how many units apart")
        if not self.mark(")"):
            raise self.refuse(self.token.at, "')' is expected here")
        return Near(first, second, within, token.at)

    def comma(self) -> None:
        if not self.mark(","):
            raise self.refuse(
                self.token.at, "',' is expected here", "near(code:a, code:b, 3): two terms, units."
            )


def _name(field: _Token) -> str:
    lower = field.text.casefold()
    return lower if lower in FIELDS else field.text


def terms(query: Query) -> Iterator[Match | Compare | Flag | Near]:
    """Yield every term of a tree, in order; a `Near` before the terms in it."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms(part)
        case Not(part):
            yield from terms(part)
        case Near(first, second):
            yield query
            yield from terms(first)
            yield from terms(second)
        case _:
            yield query
