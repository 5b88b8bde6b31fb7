"""The plain twin of `store/asking.py`: what a query finds, passage by passage in Python.

A term about the place (role, case, attribute, turn, text ...) holds for the passage itself.
`code:` holds where some coding on the passage has the code or one below it. `coder:`,
`status:`, `origin:`, `score`, `memo:` and the marks are about one coding at a time.

A coding is found when its passage fits and, where the query asks for codes, its own code is
one of those that made it fit: `code:a and code:b` finds the codings of a and of b that
overlap. A unit is found when a coding on it fits, or when it fits without any.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from sendcode.core.codebook import Codebook
from sendcode.core.finding import hits, pattern
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
)
from sendcode.core.segments import PopulationUnit, SegmentRow, Status
from sendcode.errors import NotFound

OF_CODING = frozenset(("coder", "status", "origin", "score", "memo"))
CODING_FLAGS = frozenset(("starred", "flagged", "quotable"))
_LISTED = 12
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Holds = tuple[bool | None, bool | None]
"""Whether a term holds (None: the place alone cannot say), and whether the coding's own code
made it so (None: the term asks for no code)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one turn that a query looks at."""

    units: tuple[int, ...]
    transcript: str
    turn: int
    speaker: str | None
    participant: str | None
    role: Role
    cases: tuple[str, ...]
    attributes: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Material:
    """Everything that queries are answered from.

    Attributes:
        units: Units that can be found, by transcript and place.
        codings: Codings (and suggestions, where they are asked for) on them.
        codebook: For the tree above the codes.
        text: The words of a span of a transcript.
        turns: By unit, the number of its turn.
        places: By unit, its transcript and its number among all units of it.
        attributes: Names of all attributes.
        marks: By segment id, the kinds of marks it bears.
        quotable: Says of a coding whether it may be quoted; None where its own marks tell.
    """

    units: Sequence[PopulationUnit]
    codings: Sequence[SegmentRow]
    codebook: Codebook
    text: Callable[[str, int, int], str]
    turns: Mapping[int, int]
    places: Mapping[int, tuple[str, int]]
    attributes: tuple[str, ...]
    marks: Mapping[int, frozenset[str]] = field(default_factory=dict)
    quotable: Callable[[SegmentRow], bool] | None = None


class Matcher:
    """Answers one query over some material.

    Args:
        query: The tree.
        text: The query as it was written, for errors.
        material: What it is asked of.

    Raises:
        QueryError: It names a field, code, role or status that there is not.
    """

    def __init__(self, query: Query, text: str, material: Material) -> None:
        self.material = material
        self.source = text
        self.on: dict[int, list[SegmentRow]] = {}
        for row in material.codings:
            for unit in row.units:
                self.on.setdefault(unit, []).append(row)
        self.readers = {unit.id: unit.readers for unit in material.units}
        self.by_id = {unit.id: unit for unit in material.units}
        self.holds = self._compile(query)

    # --- answers ---------------------------------------------------------------------------

    def coding(self, row: SegmentRow) -> bool:
        """Say whether a coding is found."""
        place = passage_of(row)
        said = self.material.text(row.transcript, row.start, row.end)
        return _found(self.holds(replace(place, text=said), row))

    def unit(self, unit: PopulationUnit) -> bool:
        """Say whether a unit is found: with one of its codings, or without any."""
        here = self.passage(unit)
        if self.holds(here, None)[0] is True:
            return True
        return any(_found(self.holds(here, row)) for row in self.on.get(unit.id, ()))

    def could(self, unit: PopulationUnit) -> bool:
        """Say whether a unit belongs to the denominators: nothing about the place excludes it.

        What the query says about codes, codings, words and neighbours is left open.
        """
        return self.holds(self.passage(unit), _NOBODY)[0] is not False

    def passage(self, unit: PopulationUnit) -> Passage:
        """Return a unit as a passage."""
        return Passage(
            units=(unit.id,),
            transcript=unit.transcript,
            turn=self.material.turns[unit.id],
            speaker=unit.speaker,
            participant=unit.participant,
            role=unit.role,
            cases=unit.cases,
            attributes=unit.attributes,
            text=self.material.text(unit.transcript, unit.start, unit.end),
        )

    # --- from the tree to functions --------------------------------------------------------

    def _compile(self, query: Query) -> _Test:
        match query:
            case And(parts):
                return _all([self._compile(part) for part in parts])
            case Or(parts):
                return _any([self._compile(part) for part in parts])
            case Not(part):
                return self._compile_not(part)
            case Near(first, second, within):
                return self._near(first, second, within)
            case Flag():
                return self._flag(query)
            case Compare():
                return self._compare(query)
            case Match():
                return self._match(query)

    def _compile_not(self, part: Query) -> _Test:
        """Push the `not` down to the terms: a code that is denied makes no coding fit."""
        match part:
            case And(parts):
                return _any([self._compile_not(inner) for inner in parts])
            case Or(parts):
                return _all([self._compile_not(inner) for inner in parts])
            case Not(inner):
                return self._compile(inner)
        return _opposite(self._compile(part))

    def _match(self, term: Match) -> _Test:
        if term.field == "code":
            return self._code(term)
        if term.field == "text":
            return _open(_about_words(term))
        value = self._checked(term)
        if term.field in ("case", "transcript"):
            fits = self._known(term, self._values(term.field))
        elif term.field in FIELDS:
            fits = pattern(value)
        else:
            name = self._attribute(term)
            fits = self._known(term, self._values(name))
            return _place(lambda p: any(map(fits, p.attributes.get(name, "").split("; "))))
        if term.field in OF_CODING:
            read = _OF_CODING[term.field]
            return _own_coding(lambda row: fits(read(row)))
        if term.field == "case":
            if not value:
                return _place(lambda p: not p.cases)
            return _place(lambda p: any(map(fits, p.cases)))
        of_place = _OF_PLACE[term.field]
        return _place(lambda p: fits(of_place(p)))

    def _values(self, name: str) -> frozenset[str]:
        """Return the values that there are of a field; part of what errors may list."""
        units = self.material.units
        if name == "case":
            return frozenset(case for unit in units for case in unit.cases)
        if name == "transcript":
            return frozenset(unit.transcript for unit in units)
        found = {unit.attributes.get(name, "") for unit in units}
        return frozenset(value for several in found for value in several.split("; ") if value)

    def _known(self, term: Match, values: frozenset[str]) -> Callable[[str], bool]:
        """Return a test for a value that there is: as a whole, else as words of the whole.

        So `school:3` finds "School 3" where no school is called "3".
        """
        whole = pattern(term.value)
        if not term.value or any(map(whole, values)):
            return whole
        found = frozenset(value for value in values if hits(value, term.value))
        if found:
            return lambda value: value in found
        known = sorted(values)
        close = get_close_matches(term.value, known, n=1, cutoff=0.5)
        hint = f"Did you mean '{close[0]}'? " if close else ""
        more = ", ..." if len(known) > _LISTED else ""
        listed = f"{hint}Known: {', '.join(known[:_LISTED])}{more}." if known else ""
        raise self._refuse(term, f"no {term.field} '{term.value}'", listed)

    def _code(self, term: Match) -> _Test:
        guids = self._codes(term)

        def holds(place: Passage, row: SegmentRow | None) -> Holds:
            if row is _NOBODY:
                return None, None
            if row is not None and row.code_guid in guids:
                return True, True
            found = any(r.code_guid in guids for u in place.units for r in self.on.get(u, ()))
            return found, False

        return holds

    def _codes(self, term: Match) -> frozenset[str]:
        book = self.material.codebook
        if "*" in term.value:
            fits = pattern(term.value)
            found = [code for code in book if fits(code.path) or fits(code.name)]
            if not found:
                raise self._refuse(term, f"no code fits '{term.value}'", _codes_hint())
        else:
            try:
                found = list(book.descendants(book.code(term.value).path))
            except NotFound as error:
                raise self._refuse(term, error.message, error.hint) from error
        return frozenset(code.guid for code in found)

    def _checked(self, term: Match) -> str:
        if term.slop is not None:
            raise self._refuse(term, "only a text can have '~'", 'text:"waiting list"~3')
        known = {"role": [r.value for r in Role], "status": [s.value for s in Status][:-1]}
        allowed = known.get(term.field)
        if allowed and "*" not in term.value and term.value.casefold() not in allowed:
            raise self._refuse(
                term, f"no {term.field} '{term.value}'", f"Known: {', '.join(allowed)}."
            )
        return term.value

    def _attribute(self, term: Match | Compare) -> str:
        folded = {name.casefold(): name for name in self.material.attributes}
        name = folded.get(term.field.casefold())
        if name is None:
            known = [*FIELDS, *self.material.attributes]
            close = get_close_matches(term.field, known, n=1)
            hint = f"Did you mean '{close[0]}'? " if close else ""
            raise QueryError(
                self.source,
                term.at,
                f"no field '{term.field}'",
                f"{hint}Known: {', '.join(known)}.",
            )
        return name

    def _refuse(self, term: Match | Compare, message: str, hint: str) -> QueryError:
        return QueryError(self.source, term.value_at, message, hint)

    def _compare(self, term: Compare) -> _Test:
        test = _SIGNS[term.sign]
        if term.field in ("score", "turn", "words"):
            if not _NUMBER.fullmatch(term.value):
                raise self._refuse(term, f"'{term.field}' is compared with a number", "score>0.7")
            limit = float(term.value)
            if term.field == "score":
                return _own_coding(lambda r: r.score is not None and test(r.score, limit))
            if term.field == "turn":
                return _place(lambda p: test(p.turn, limit))
            return _place(lambda p: test(len(p.text.split()), limit))
        if term.field in FIELDS:
            raise QueryError(
                self.source, term.at, f"'{term.field}' cannot be compared", f"{term.field}:value"
            )
        name = self._attribute(term)
        return _place(
            lambda p: any(
                _compared(value, term.value, test)
                for value in p.attributes.get(name, "").split("; ")
                if value
            )
        )

    def _flag(self, term: Flag) -> _Test:
        if term.name in CODING_FLAGS:
            kind = {"starred": "star", "flagged": "flag", "quotable": "do-not-quote"}[term.name]
            marks = self.material.marks
            wanted = term.name != "quotable"

            if not wanted and self.material.quotable is not None:
                return _own_coding(self.material.quotable)

            def marked(row: SegmentRow) -> bool:
                return (kind in marks.get(row.segment_id or 0, ())) is wanted

            return _own_coding(marked)
        if term.name == "coded":
            return _open(
                lambda p: any(r.status is Status.CODED for u in p.units for r in self.on.get(u, ()))
            )
        wanted = term.name == "read"
        return _place(lambda p: any(bool(self.readers.get(u)) is wanted for u in p.units))

    def _near(self, first: Query, second: Query, within: int) -> _Test:
        sides = [self._compile(first), self._compile(second)]
        found: list[dict[str, list[int]]] = []

        def prepare() -> None:
            for side in sides:
                places: dict[str, list[int]] = {}
                for unit in self.material.units:
                    here = self.passage(unit)
                    if side(here, None)[0] is True or any(
                        _found(side(here, row)) for row in self.on.get(unit.id, ())
                    ):
                        name, number = self.material.places[unit.id]
                        places.setdefault(name, []).append(number)
                found.append(places)

        def holds(place: Passage, row: SegmentRow | None) -> Holds:
            if row is _NOBODY:
                return None, None
            if not found:
                prepare()
            best: Holds = (False, None)
            for side, others in ((sides[0], found[1]), (sides[1], found[0])):
                truth, own = side(place, row)
                if truth and self._close(place, others, within):
                    best = _better(best, (True, own))
            return best

        return holds

    def _close(self, place: Passage, others: Mapping[str, list[int]], within: int) -> bool:
        for unit in place.units:
            spot = self.material.places.get(unit)
            if spot is None:
                continue
            name, number = spot
            numbers = others.get(name, [])
            at = bisect_left(numbers, number - within)
            if at < len(numbers) and numbers[at] <= number + within:
                return True
        return False


_Test = Callable[[Passage, SegmentRow | None], Holds]


def passage_of(row: SegmentRow) -> Passage:
    """Return the passage that a coding is put on."""
    return Passage(
        units=row.units,
        transcript=row.transcript,
        turn=row.turn,
        speaker=row.speaker,
        participant=row.participant,
        role=row.role,
        cases=row.cases,
        attributes=row.attributes,
        text=row.text,
    )


_NOBODY = SegmentRow(
    coding_id=None, segment_id=None, transcript="", cases=(), speaker=None, participant=None,
    person="", role=Role.UNKNOWN, code_path="", code_name="", code_guid="", levels=(), turn=0,
    start=0, end=0, time_start=None, text="", status=Status.ALL, origin="", score=None,
    evidence=(), evidence_words=(), coder="", decided_at="", memo="", codebook_version=None,
)  # fmt: skip
"""Stands for every coding at once: what is asked of it stays open."""

_OF_CODING: dict[str, Callable[[SegmentRow], str]] = {
    "coder": lambda row: row.coder,
    "status": lambda row: row.status.value,
    "origin": lambda row: row.origin,
    "score": lambda row: "" if row.score is None else f"{row.score:g}",
    "memo": lambda row: row.memo,
}
_OF_PLACE: dict[str, Callable[[Passage], str]] = {
    "transcript": lambda place: place.transcript,
    "speaker": lambda place: place.speaker or "",
    "participant": lambda place: place.participant or "",
    "role": lambda place: place.role.value,
    "turn": lambda place: str(place.turn),
    "words": lambda place: str(len(place.text.split())),
}
_SIGNS: dict[str, Callable[[float | str, float | str], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
    "=": lambda a, b: a == b,
}


def _codes_hint() -> str:
    return "'sendcode codebook show' lists the codes."


def _found(holds: Holds) -> bool:
    return holds[0] is True and holds[1] is not False


def _better(one: Holds, other: Holds) -> Holds:
    """Return the holds of `one or other`: the truest, and of these the coding's own."""
    rank = {True: 2, None: 1, False: 0}
    if rank[one[0]] != rank[other[0]]:
        return one if rank[one[0]] > rank[other[0]] else other
    own = {True: 2, None: 1, False: 0}
    return one if own[one[1]] >= own[other[1]] else other


def _all(tests: list[_Test]) -> _Test:
    def holds(place: Passage, row: SegmentRow | None) -> Holds:
        truth: bool | None = True
        owns: bool | None = None
        for test in tests:
            found, own = test(place, row)
            if found is False:
                return False, None
            truth = None if found is None else truth
            if own is not None:
                owns = bool(owns) or own
        return truth, owns

    return holds


def _any(tests: list[_Test]) -> _Test:
    def holds(place: Passage, row: SegmentRow | None) -> Holds:
        best: Holds = (False, None)
        for test in tests:
            best = _better(best, test(place, row))
        return best

    return holds


def _opposite(test: _Test) -> _Test:
    def holds(place: Passage, row: SegmentRow | None) -> Holds:
        found = test(place, row)[0]
        return (None if found is None else not found), None

    return holds


def _place(test: Callable[[Passage], bool]) -> _Test:
    return lambda place, _: (test(place), None)


def _open(test: Callable[[Passage], bool]) -> _Test:
    return lambda place, row: (None if row is _NOBODY else test(place), None)


def _own_coding(test: Callable[[SegmentRow], bool]) -> _Test:
    def holds(_: Passage, row: SegmentRow | None) -> Holds:
        if row is _NOBODY:
            return None, None
        return row is not None and test(row), None

    return holds


def _compared(value: str, limit: str, test: Callable[[float | str, float | str], bool]) -> bool:
    """Compare as numbers where both are, else as text (ISO dates sort as text)."""
    if _NUMBER.fullmatch(value) and _NUMBER.fullmatch(limit):
        return test(float(value), float(limit))
    return test(value.casefold(), limit.casefold())


def _about_words(term: Match) -> Callable[[Passage], bool]:
    return lambda place: bool(hits(place.text, term.value, term.slop))


def search(
    matcher: Matcher, units: Iterable[PopulationUnit]
) -> tuple[tuple[PopulationUnit, ...], ...]:
    """Return the found units as passages: adjacent ones of one turn belong together."""
    material = matcher.material
    runs: list[list[PopulationUnit]] = []
    for unit in units:
        if not matcher.unit(unit):
            continue
        if runs:
            last = runs[-1][-1]
            same_turn = (
                last.transcript == unit.transcript
                and material.turns[last.id] == material.turns[unit.id]
            )
            beside = material.places[unit.id][1] == material.places[last.id][1] + 1
            if same_turn and beside:
                runs[-1].append(unit)
                continue
        runs.append([unit])
    return tuple(map(tuple, runs))
