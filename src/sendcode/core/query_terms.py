"""Terms of the query language, checked against what there is: from a tree as written to `Asked`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sendcode.core.asked import (
    OF_CODING,
    All,
    Asked,
    Close,
    Fails,
    HasCode,
    IsCoded,
    IsMarked,
    IsRead,
    OfCoding,
    OfTurn,
    OfVoice,
    OfWords,
    Some,
    Term,
)
from sendcode.core.codebook import Codebook
from sendcode.core.finding import finder, index_words, pattern, said_in
from sendcode.core.model import Role
from sendcode.core.query import (
    FIELDS,
    And,
    Compare,
    Flag,
    Match,
    Near,
    Not,
    Or,
    Query,
    QueryError,
    parse,
)
from sendcode.core.segments import NO_CASE, NO_VALUE, Status
from sendcode.core.voice import Voice
from sendcode.errors import NotFound

_MARKS = {"starred": "star", "flagged": "flag", "quotable": "do-not-quote"}
_LISTED = 12
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CODES_HINT = "'sendcode codebook show' lists the codes."


@dataclass(frozen=True)
class Known:
    """What there is, for terms and for the errors about them.

    Attributes:
        voices: Those that can be found.
        codebook: For the tree above the codes.
        attributes: Names of all attributes.
        coders: Names of all coders.
    """

    voices: Collection[Voice]
    codebook: Codebook
    attributes: tuple[str, ...]
    coders: tuple[str, ...] = ()


def ask(text: str, known: Known) -> Asked:
    """Return what a query asks.

    Raises:
        QueryError: It cannot be read, or names a field, code, role, value or status that there
            is not; the message points at the place.
    """
    return resolve(parse(text), text, known)


def resolve(query: Query, text: str, known: Known) -> Asked:
    """Return what a tree asks; `text` is the query as it was written, for errors."""
    return _Resolver(text, known).whole(query)


class _Resolver:
    """Turns one tree into tests."""

    def __init__(self, text: str, known: Known) -> None:
        self.source = text
        self.known = known

    def whole(self, query: Query) -> Asked:
        match query:
            case And(parts):
                return All(tuple(map(self.whole, parts)))
            case Or(parts):
                return Some(tuple(map(self.whole, parts)))
            case Not(part):
                return self.denied(part)
        return self.term(query)

    def term(self, query: Match | Compare | Flag | Near) -> Term:
        match query:
            case Near(first, second, within):
                return Close(self.whole(first), self.whole(second), within)
            case Flag():
                return _flag(query)
            case Compare():
                return self.compare(query)
        return self.match(query)

    def denied(self, part: Query) -> Asked:
        """Push a `not` down to the terms."""
        match part:
            case And(parts):
                return Some(tuple(map(self.denied, parts)))
            case Or(parts):
                return All(tuple(map(self.denied, parts)))
            case Not(inner):
                return self.whole(inner)
        return Fails(self.term(part))

    # --- a field and a value -----------------------------------------------------------------

    def match(self, term: Match) -> Term:
        if term.field == "code":
            return HasCode(self.codes(term))
        if term.field == "text":
            words, side_by_side = index_words(term.value, term.slop)
            return OfWords(finder(term.value, term.slop), words, side_by_side)
        if term.slop is not None:
            raise self.refuse(term, "only a text can have '~'", 'text:"waiting list"~3')
        if term.value in (NO_CASE, NO_VALUE):  # as tables call it
            term = replace(term, value="")
        self.check_closed_list(term)
        if term.field in OF_CODING:
            fits = pattern(term.value)
            return OfCoding(term.field, lambda found: fits(_shown(found)))
        if term.field == "turn":
            fits = pattern(term.value)
            return OfTurn(lambda number: fits(str(number)))
        if term.field == "words":
            fits = pattern(term.value)
            return OfWords(lambda said: fits(str(len(said.split()))), about_length=True)
        return OfVoice(self.voice_test(term))

    def voice_test(self, term: Match) -> Callable[[Voice], bool]:
        if term.field in _OF_VOICE:
            read, fits = _OF_VOICE[term.field], pattern(term.value)
            return lambda voice: fits(read(voice))
        name = term.field if term.field in ("case", "transcript") else self.attribute(term)
        values = _READ.get(name) or _attribute(name)
        fits = self.known_value(term, {v for voice in self.known.voices for v in values(voice)})
        if term.field == "case" and not term.value:
            return lambda voice: not voice.cases
        return lambda voice: any(map(fits, values(voice)))

    def known_value(self, term: Match, values: set[str]) -> Callable[[str], bool]:
        """Return a test for a value that there is: as a whole, else as words of the whole.

        So `school:3` finds "School 3" where no school is called "3".
        """
        values.discard("")
        whole = pattern(term.value)
        if not term.value.strip("*") or any(map(whole, values)):
            return whole
        found = frozenset(value for value in values if said_in(value, term.value))
        if found:
            return lambda value: value in found
        known = sorted(values)
        close = get_close_matches(term.value, known, n=1, cutoff=0.5)
        hint = f"Did you mean '{close[0]}'? " if close else ""
        more = ", ..." if len(known) > _LISTED else ""
        listed = f"{hint}Known: {', '.join(known[:_LISTED])}{more}." if known else ""
        raise self.refuse(term, f"no {term.field} '{term.value}'", listed)

    def codes(self, term: Match) -> frozenset[str]:
        book = self.known.codebook
        if "*" in term.value:
            fits = pattern(term.value)
            found: Iterable[str] = [c.guid for c in book if fits(c.path) or fits(c.name)]
            if not found:
                raise self.refuse(term, f"no code fits '{term.value}'", _CODES_HINT)
        else:
            try:
                found = [c.guid for c in book.descendants(book.code(term.value).path)]
            except NotFound as error:
                raise self.refuse(term, error.message, error.hint) from error
        return frozenset(found)

    def check_closed_list(self, term: Match) -> None:
        known: dict[str, Sequence[str]] = {
            "role": [role.value for role in Role],
            "status": [status.value for status in Status][:-1],
            "coder": self.known.coders if term.value else (),  # a suggestion has none
        }
        allowed = known.get(term.field)
        if allowed and "*" not in term.value and not any(map(pattern(term.value), allowed)):
            raise self.refuse(
                term, f"no {term.field} '{term.value}'", f"Known: {', '.join(allowed)}."
            )

    def attribute(self, term: Match | Compare) -> str:
        folded = {name.casefold(): name for name in self.known.attributes}
        name = folded.get(term.field.casefold())
        if name is None:
            known = [*FIELDS, *self.known.attributes]
            close = get_close_matches(term.field, known, n=1)
            hint = f"Did you mean '{close[0]}'? " if close else ""
            message, listed = f"no field '{term.field}'", f"{hint}Known: {', '.join(known)}."
            raise QueryError(self.source, term.at, message, listed)
        return name

    def refuse(self, term: Match | Compare, message: str, hint: str) -> QueryError:
        return QueryError(self.source, term.value_at, message, hint)

    # --- a field and a limit -----------------------------------------------------------------

    def compare(self, term: Compare) -> Term:
        test = _SIGNS[term.sign]
        if term.field in ("score", "turn", "words"):
            if not _NUMBER.fullmatch(term.value):
                raise self.refuse(term, f"'{term.field}' is compared with a number", "score>0.7")
            limit = float(term.value)
            if term.field == "score":
                return OfCoding("score", lambda score: score is not None and test(score, limit))
            if term.field == "turn":
                return OfTurn(lambda number: test(number, limit))
            return OfWords(lambda said: test(len(said.split()), limit), about_length=True)
        if term.field in FIELDS:
            message, hint = f"'{term.field}' cannot be compared", f"{term.field}:value"
            raise QueryError(self.source, term.at, message, hint)
        values = _attribute(self.attribute(term))
        return OfVoice(
            lambda voice: any(
                _compared(value, term.value, test) for value in values(voice) if value
            )
        )


def _flag(term: Flag) -> Term:
    if term.name in _MARKS:
        return IsMarked(_MARKS[term.name], term.name != "quotable")
    return IsCoded() if term.name == "coded" else IsRead(term.name == "read")


def _attribute(name: str) -> Callable[[Voice], Collection[str]]:
    return lambda voice: voice.attributes.get(name, "").split("; ")


def _shown(found: str | float | None) -> str:
    if isinstance(found, float):
        return f"{found:g}"
    return found or ""


def _compared(value: str, limit: str, test: Callable[[float | str, float | str], bool]) -> bool:
    """Compare as numbers where both are, else as text (ISO dates sort as text)."""
    if _NUMBER.fullmatch(value) and _NUMBER.fullmatch(limit):
        return test(float(value), float(limit))
    return test(value.casefold(), limit.casefold())


_OF_VOICE: dict[str, Callable[[Voice], str]] = {
    "speaker": lambda voice: voice.speaker or "",
    "participant": lambda voice: voice.participant or "",
    "role": lambda voice: voice.role.value,
}
_READ: dict[str, Callable[[Voice], Collection[str]]] = {
    "case": lambda voice: voice.cases,
    "transcript": lambda voice: (voice.transcript,),
}
_SIGNS: dict[str, Callable[[float | str, float | str], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
    "=": lambda a, b: a == b,
}
