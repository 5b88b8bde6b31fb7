"""Answering queries: the tree of `core/asked.py` compiled to SQL and the full-text index.

What is looked at is a row of one of three sources: a coding (its segment is the place), a unit,
or a unit with one of the codings on it. A term becomes a condition on such a row; conditions
are joined as the tree says. Two kinds of terms are worked out before, and stand in the SQL as
a set of ids: those about voices (`asking_turns.py`), of which there are few, and those about
words (`asking_text.py`), where the full-text index names the turns and the words decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sendcode.core.asked import (
    All,
    Asked,
    Close,
    Fails,
    HasCode,
    IsCoded,
    IsMarked,
    IsRead,
    OfCoding,
    OfWords,
    Some,
    Term,
    about_codings,
    possible,
)
from sendcode.core.voice import Voice
from sendcode.store.asking_marks import marked
from sendcode.store.asking_rows import ON, AskedRow, Bound, Source, ask_instead, coded, sources
from sendcode.store.asking_sql import (
    ALWAYS,
    NEVER,
    WIDEST,
    Condition,
    joined,
    kept_small,
    opposite,
    plain,
)
from sendcode.store.asking_text import Texts, in_index
from sendcode.store.asking_turns import TurnTerms
from sendcode.store.columns import as_json
from sendcode.store.database import Database

_READ = "EXISTS (SELECT 1 FROM read_mark r WHERE r.unit_id = {unit}.id AND r.ended_by IS NULL)"


@dataclass(frozen=True, slots=True)
class _OnUnits:
    """The passage touches one of these units."""

    ids: str


class Asking:
    """One query, asked of one project.

    Args:
        database: The project.
        asked: What is asked.
        voices: All voices.
        turns: By the turn's id, its number in the transcript and the number of its voice.
        coder: Whose codings are asked: a name, `any` or `agreed`.
        rows: Other codings, suggestions and rejections to ask instead; they are numbered.
        interviewers: Units of interviewers can be found.
    """

    def __init__(
        self,
        database: Database,
        asked: Asked,
        *,
        voices: Sequence[Voice],
        turns: Mapping[int, tuple[int, int]],
        coder: str,
        rows: Iterable[AskedRow] | None = None,
        interviewers: bool = False,
    ) -> None:
        self._asked = asked
        self._sql = Bound(database, coder)
        self._turns = TurnTerms(voices, turns)
        self._cases_of = {turn: voices[voice].cases for turn, (_, voice) in turns.items()}
        self._texts = Texts(database)
        self._known: dict[tuple[int, str], tuple[Asked | _OnUnits, Condition]] = {}
        self._found: dict[int, tuple[Asked, set[int]]] = {}
        codings = coded(coder) if rows is None else ask_instead(database, rows)
        self._population = ALWAYS if interviewers else "p.role <> 'interviewer'"
        self._codings = codings
        self._of_codings, self._of_units, self._of_pairs = sources(codings, self._population)

    # --- answers -----------------------------------------------------------------------------

    @property
    def turns(self) -> frozenset[int] | None:
        """Return the turns that the query leaves, where it asks about nothing but turns."""
        return self._turns.left_by(self._asked)

    def codings(self) -> list[int]:
        """Return the numbers of the codings that are found."""
        found = self._condition(self._asked, self._of_codings).found
        return self._sql.keys(self._of_codings, found)

    def units(self) -> list[int]:
        """Return the units that are found: with one of their codings, or without any."""
        return sorted(self._units(self._asked))

    def could(self) -> list[tuple[int, int]]:
        """Return (unit, turn) of what makes the denominators: nothing about places excludes it.

        What the query says about codes, codings, words and neighbours is left open.
        """
        holds = self._condition(possible(self._asked), self._of_units).holds
        source = self._of_units.rows
        return self._sql.rows(f"SELECT u.id, u.turn_id FROM {source} WHERE {holds}")

    def coded_on(self, units: Iterable[int]) -> list[tuple[int, int, str]]:
        """Return (unit, segment, code's GUID) of what is coded on some units."""
        on = ON.format(unit="v", coding="a")
        return self._sql.rows(
            f"SELECT v.id, a.segment_id, a.code_guid FROM {self._codings} a JOIN unit v ON {on} "
            f"WHERE a.status = 'coded' AND {self._sql.among('v.id', units)}"
        )

    def _units(self, asked: Asked) -> set[int]:
        known = self._found.get(id(asked))
        if known is None:
            known = self._found[id(asked)] = (asked, self._search(asked))
        return known[1]

    def _search(self, asked: Asked) -> set[int]:
        found = self._sql.keys(self._of_units, self._condition(asked, self._of_units).holds)
        if not about_codings(asked):
            return set(found)
        pairs = self._sql.keys(self._of_pairs, self._condition(asked, self._of_pairs).found)
        return {*found, *(pair >> 32 for pair in pairs)}

    # --- the tree ----------------------------------------------------------------------------

    def _condition(self, asked: Asked | _OnUnits, source: Source) -> Condition:
        """Return a part of the tree as a condition, each worked out once: neighbours nest."""
        known = self._known.get((id(asked), source.key))
        if known is None:
            known = (asked, self._compiled(asked, source))
            self._known[id(asked), source.key] = known
        return known[1]

    def _compiled(self, asked: Asked | _OnUnits, source: Source) -> Condition:
        turns = self._turns.left_by(asked)
        if turns is not None:
            whole = self._turns.are_all(turns)
            return plain(ALWAYS if whole else self._sql.among("t.id", sorted(turns)))
        match asked:
            case All(parts) | Some(parts):
                kind = type(asked)
                if len(parts) > WIDEST:
                    parts = tuple(
                        kind(parts[at : at + WIDEST]) for at in range(0, len(parts), WIDEST)
                    )
                several = [self._condition(part, source) for part in parts]
                condition = joined(several, every=kind is All)
            case Fails(term):
                return plain(opposite(self._condition(term, source).holds))
            case Close(first, second, within):
                ways = ((first, second), (second, first))
                several = [
                    joined(
                        [
                            self._condition(side, source),
                            self._condition(self._close_to(other, within), source),
                        ],
                        every=True,
                    )
                    for side, other in ways
                ]
                condition = joined(several, every=False)
            case _:
                return self._term(asked, source)
        return kept_small(
            condition, lambda sql: self._sql.among(source.key, self._sql.keys(source, sql))
        )

    # --- terms -------------------------------------------------------------------------------

    def _term(self, term: Term | _OnUnits, source: Source) -> Condition:
        match term:
            case HasCode(guids):
                return self._has_code(guids, source)
            case IsCoded():
                return plain(self._touching(self._units_with("a.status = 'coded'"), source))
            case _OnUnits(ids):
                return plain(self._touching(ids, source))
            case IsRead(wanted):
                return plain(self._read(source, wanted=wanted))
            case OfWords():
                return plain(self._words(term, source))
            case OfCoding(field, test) if source.coding:
                return plain(self._sql.among("c.n", self._coding_field(field, test)))
            case IsMarked(kind, wanted) if source.coding:
                found = marked(self._sql, kind, self._cases_of)
                return plain(found if wanted else opposite(found))
        return plain(NEVER)  # about a coding, and there is none in hand

    def _has_code(self, guids: frozenset[str], source: Source) -> Condition:
        of = self._sql.among("a.code_guid", sorted(guids))
        here = self._touching(self._units_with(of), source)
        if not source.coding:
            return Condition(here, NEVER, NEVER)
        own = self._sql.among("c.code_guid", sorted(guids))
        return Condition(f"({own} OR {here})", own, NEVER)

    def _units_with(self, condition: str) -> str:
        """Return the units with a coding `a` of which a condition holds, as JSON."""
        if condition == NEVER:
            return "[]"
        on = ON.format(unit="v", coding="a")
        rows = self._sql.rows(
            f"SELECT DISTINCT v.id FROM {self._codings} a JOIN unit v ON {on} WHERE {condition}"
        )
        return as_json(row[0] for row in rows)

    def _touching(self, units: str, source: Source) -> str:
        """Return the SQL of the place touching one of some units."""
        if source.unit:
            return self._sql.among("u.id", units)
        return self._some_unit(self._sql.among("v.id", units))

    @staticmethod
    def _some_unit(condition: str) -> str:
        """Return the SQL of a condition holding for a unit `v` that the segment touches."""
        if condition == NEVER:
            return NEVER
        on = ON.format(unit="v", coding="c")
        return f"EXISTS (SELECT 1 FROM unit v WHERE {on} AND {condition})"

    def _read(self, source: Source, *, wanted: bool) -> str:
        unit = "u" if source.unit else "v"
        read = f"({_READ.format(unit=unit)} AND {self._population})"
        condition = read if wanted else opposite(read)
        return condition if source.unit else self._some_unit(condition)

    def _coding_field(self, field: str, test: Callable[[str | float | None], bool]) -> list[int]:
        rows = self._sql.rows(f"SELECT n, {field} FROM {self._codings}")
        passed = {value for value in {row[1] for row in rows} if test(value)}
        return [row[0] for row in rows if row[1] in passed]

    # --- words -------------------------------------------------------------------------------

    def _words(self, term: OfWords, source: Source) -> str:
        key, place = ("u.id", "u") if source.unit else ("c.n", "c")
        rows = self._of_units.rows if source.unit else self._of_codings.rows
        found = self._sql.rows(
            f'SELECT {key}, t.transcript_id, {place}.start, {place}."end" FROM {rows} '
            f"WHERE {self._candidates(term)}"
        )
        test, text = term.test, self._texts.text
        return self._sql.among(
            key, [n for n, transcript, start, end in found if test(text(transcript)[start:end])]
        )

    def _candidates(self, term: OfWords) -> str:
        """Return the SQL of turns `t` that may have the words, out of the full-text index."""
        wanted = in_index(term)
        if wanted is None:
            return ALWAYS
        inside = f"SELECT rowid FROM turn_index WHERE turn_index MATCH {self._sql.bind(wanted)}"
        return f"(t.id IN ({inside}) OR {self._sql.among('t.transcript_id', self._texts.special)})"

    # --- neighbours --------------------------------------------------------------------------

    def _close_to(self, asked: Asked, within: int) -> _OnUnits:
        """Return the units that are so close to one that is found."""
        found = self._units(asked)
        near: list[int] = []
        for units in self._by_transcript.values():
            last = -1
            for place, unit in enumerate(units):
                if unit in found:
                    first = max(last + 1, place - within)
                    last = min(len(units) - 1, place + within)
                    near += units[first : last + 1]
        return _OnUnits(as_json(near))

    @cached_property
    def _by_transcript(self) -> dict[int, list[int]]:
        units: dict[int, list[int]] = {}
        for unit, transcript in self._sql.rows(
            "SELECT id, transcript_id FROM unit ORDER BY transcript_id, start"
        ):
            units.setdefault(transcript, []).append(unit)
        return units
