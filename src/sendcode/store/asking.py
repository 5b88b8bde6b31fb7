"""Answering queries: the tree of `core/query_terms.py` compiled to SQL and the full-text index.

What is looked at is a row of one of three sources: a coding (its segment is the place), a unit,
or a unit with one of the codings on it. A term becomes a condition on such a row; conditions
are joined as the tree says. Two kinds of terms are worked out before, and stand in the SQL as
a set of ids: those about voices, of which there are few, and those about words, where the
full-text index names the turns and the words themselves decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, TypeAlias

from sendcode.core.finding import SPECIAL
from sendcode.core.query_terms import (
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
from sendcode.core.voice import Voice
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
from sendcode.store.columns import as_json, counted
from sendcode.store.database import Database

_CODED = """(
    SELECT c.id AS n, c.segment_id, s.turn_id, s.start, s."end", c.code_guid,
        (SELECT name FROM coder WHERE coder.id = c.coder_id) AS coder, 'coded' AS status,
        c.origin, (SELECT d.score FROM decision d WHERE d.seq = c.created_by) AS score,
        coalesce((SELECT group_concat(text, char(10)) FROM (
            SELECT m.text FROM memo m WHERE m.segment_id = c.segment_id
            AND m.coder_id = c.coder_id AND m.ended_by IS NULL ORDER BY m.id)), '') AS memo
    FROM coding c JOIN segment s ON s.id = c.segment_id
    JOIN transcript t ON t.id = s.transcript_id AND t.removed_by IS NULL
    WHERE c.ended_by IS NULL {counted})"""
_TABLE = """CREATE TEMP TABLE {name} (n INTEGER PRIMARY KEY, segment_id INTEGER, turn_id INTEGER,
    start INTEGER, "end" INTEGER, code_guid TEXT, coder TEXT, status TEXT, origin TEXT,
    score REAL, memo TEXT)"""
_NUMBERS = count()
_READ = "EXISTS (SELECT 1 FROM read_mark r WHERE r.unit_id = {unit}.id AND r.ended_by IS NULL)"
_MARKED = (
    "EXISTS (SELECT 1 FROM mark m WHERE m.segment_id = c.segment_id AND m.kind = {kind} "
    "AND m.ended_by IS NULL)"
)
_ON = (
    "{unit}.turn_id = {coding}.turn_id "
    'AND {unit}.start < {coding}."end" AND {unit}."end" > {coding}.start'
)

AskedRow: TypeAlias = tuple[int, int | None, int, int, int, str, str, str, str, float | None, str]
"""Number, segment, turn, start, end, code's GUID, coder, status, origin, score, memo."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows that are looked at: `t` is the turn; `c` a coding, `u` a unit, where there is one.

    Attributes:
        key: SQL of what tells the rows apart.
        rows: What comes behind FROM.
        coding: There is a coding in hand.
        unit: The place is a unit, not the coding's segment.
    """

    key: str
    rows: str
    coding: bool
    unit: bool


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
        self._db = database
        self._asked = asked
        self._voices = voices
        self._turns = turns
        self._bound: dict[str, Any] = {"coder": coder}
        self._names: dict[str, str] = {}
        self._texts: dict[int, str] = {}
        self._known: dict[tuple[int, str], tuple[Asked | _OnUnits, Condition]] = {}
        self._found: dict[int, tuple[Asked, set[int]]] = {}
        self._passing: dict[OfVoice | OfTurn, frozenset[int]] = {}
        codings = _CODED.format(counted=counted(coder)) if rows is None else self._table(rows)
        some = "" if interviewers else "AND p.role <> 'interviewer'"
        turn = (
            "JOIN turn t ON t.id = {0}.turn_id JOIN speaker p ON p.id = t.speaker_id "
            "JOIN transcript x ON x.id = t.transcript_id AND x.removed_by IS NULL "
        )
        self._population = ALWAYS if interviewers else "p.role <> 'interviewer'"
        on = _ON.format(unit="u", coding="c")
        self._codings = codings
        self._of_codings = _Source("c.n", f"{codings} c {turn.format('c')}", True, False)
        self._of_units = _Source("u.id", f"unit u {turn.format('u')} {some}", False, True)
        self._of_pairs = _Source(
            "(u.id << 32 | c.n)",
            f"{codings} c JOIN unit u ON {on} {turn.format('u')} {some}",
            True,
            True,
        )

    def _table(self, rows: Iterable[AskedRow]) -> str:
        name = f"asked_{next(_NUMBERS)}"
        self._db.execute(_TABLE.format(name=name))
        self._db.many(f"INSERT INTO {name} VALUES ({', '.join('?' * 11)})", rows)
        return name

    # --- answers -----------------------------------------------------------------------------

    def codings(self) -> list[int]:
        """Return the numbers of the codings that are found."""
        found = self._condition(self._asked, self._of_codings).found
        return self._keys(self._of_codings, found)

    def units(self) -> list[int]:
        """Return the units that are found: with one of their codings, or without any."""
        return sorted(self._units(self._asked))

    def could(self) -> list[tuple[int, int]]:
        """Return (unit, turn) of what makes the denominators: nothing about places excludes it.

        What the query says about codes, codings, words and neighbours is left open.
        """
        holds = self._condition(_possible(self._asked), self._of_units).holds
        source = self._of_units.rows
        return self._rows(f"SELECT u.id, u.turn_id FROM {source} WHERE {holds}")

    def coded_on(self, units: Iterable[int]) -> list[tuple[int, int, str]]:
        """Return (unit, segment, code's GUID) of what is coded on some units."""
        on = _ON.format(unit="v", coding="a")
        return self._rows(
            f"SELECT v.id, a.segment_id, a.code_guid FROM {self._codings} a JOIN unit v ON {on} "
            f"WHERE a.status = 'coded' AND {self._among('v.id', units)}"
        )

    def _units(self, asked: Asked) -> set[int]:
        known = self._found.get(id(asked))
        if known is None:
            known = self._found[id(asked)] = (asked, self._search(asked))
        return known[1]

    def _search(self, asked: Asked) -> set[int]:
        found = self._keys(self._of_units, self._condition(asked, self._of_units).holds)
        if not _about_codings(asked):
            return set(found)
        pairs = self._keys(self._of_pairs, self._condition(asked, self._of_pairs).found)
        return {*found, *(pair >> 32 for pair in pairs)}

    def _keys(self, source: _Source, condition: str) -> list[int]:
        if condition == NEVER:
            return []
        rows = self._rows(f"SELECT {source.key} FROM {source.rows} WHERE {condition}")
        return [row[0] for row in rows]

    def _rows(self, sql: str) -> list[Any]:
        return self._db.tuples(sql, self._bound)

    def _bind(self, value: str) -> str:
        """Return the name under which a text is bound."""
        name = self._names.get(value)
        if name is None:
            name = self._names[value] = f"p{len(self._names)}"
            self._bound[name] = value
        return f":{name}"

    def _among(self, column: str, ids: Iterable[Any]) -> str:
        """Return the SQL of a column being one of some ids."""
        written = ids if isinstance(ids, str) else as_json(ids)
        if written == "[]":
            return NEVER
        return f"{column} IN (SELECT value FROM json_each({self._bind(written)}))"

    # --- the tree ----------------------------------------------------------------------------

    def _condition(self, asked: Asked | _OnUnits, source: _Source) -> Condition:
        """Return a part of the tree as a condition, each worked out once: neighbours nest."""
        known = self._known.get((id(asked), source.key))
        if known is None:
            known = (asked, self._compiled(asked, source))
            self._known[id(asked), source.key] = known
        return known[1]

    def _compiled(self, asked: Asked | _OnUnits, source: _Source) -> Condition:
        turns = self._turns_of(asked)
        if turns is not None:
            whole = len(turns) == len(self._turns)
            return plain(ALWAYS if whole else self._among("t.id", sorted(turns)))
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
        return kept_small(condition, lambda sql: self._among(source.key, self._keys(source, sql)))

    def _turns_of(self, asked: Asked | _OnUnits) -> frozenset[int] | None:
        """Return the turns for which a condition holds that is about nothing else."""
        match asked:
            case OfVoice() | OfTurn():
                if asked not in self._passing:
                    self._passing[asked] = self._test_turns(asked)
                return self._passing[asked]
            case Fails(OfVoice() | OfTurn() as term):
                return frozenset(self._turns) - (self._turns_of(term) or frozenset())
            case All(parts) | Some(parts) if parts:
                several = [self._turns_of(part) for part in parts]
                known = [turns for turns in several if turns is not None]
                if len(known) < len(several):
                    return None
                return _met(known) if isinstance(asked, All) else frozenset().union(*known)
        return None

    def _test_turns(self, term: OfVoice | OfTurn) -> frozenset[int]:
        if isinstance(term, OfTurn):
            return frozenset(t for t, (number, _) in self._turns.items() if term.test(number))
        voices = {n for n, voice in enumerate(self._voices) if term.test(voice)}
        return frozenset(t for t, (_, voice) in self._turns.items() if voice in voices)

    # --- terms -------------------------------------------------------------------------------

    def _term(self, term: Term | _OnUnits, source: _Source) -> Condition:
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
                return plain(self._among("c.n", self._coding_field(field, test)))
            case IsMarked(kind, wanted) if source.coding:
                marked = _MARKED.format(kind=self._bind(kind))
                return plain(marked if wanted else opposite(marked))
        return plain(NEVER)  # about a coding, and there is none in hand

    def _has_code(self, guids: frozenset[str], source: _Source) -> Condition:
        of = self._among("a.code_guid", sorted(guids))
        here = self._touching(self._units_with(of), source)
        if not source.coding:
            return Condition(here, NEVER, NEVER)
        own = self._among("c.code_guid", sorted(guids))
        return Condition(f"({own} OR {here})", own, NEVER)

    def _units_with(self, condition: str) -> str:
        """Return the units with a coding `a` of which a condition holds, as JSON."""
        if condition == NEVER:
            return "[]"
        on = _ON.format(unit="v", coding="a")
        rows = self._rows(
            f"SELECT DISTINCT v.id FROM {self._codings} a JOIN unit v ON {on} WHERE {condition}"
        )
        return as_json(row[0] for row in rows)

    def _touching(self, units: str, source: _Source) -> str:
        """Return the SQL of the place touching one of some units."""
        if source.unit:
            return self._among("u.id", units)
        return self._some_unit(self._among("v.id", units))

    @staticmethod
    def _some_unit(condition: str) -> str:
        """Return the SQL of a condition holding for a unit `v` that the segment touches."""
        if condition == NEVER:
            return NEVER
        on = _ON.format(unit="v", coding="c")
        return f"EXISTS (SELECT 1 FROM unit v WHERE {on} AND {condition})"

    def _read(self, source: _Source, *, wanted: bool) -> str:
        unit = "u" if source.unit else "v"
        read = f"({_READ.format(unit=unit)} AND {self._population})"
        condition = read if wanted else opposite(read)
        return condition if source.unit else self._some_unit(condition)

    def _coding_field(self, field: str, test: Callable[[str | float | None], bool]) -> list[int]:
        rows = self._rows(f"SELECT n, {field} FROM {self._codings}")
        passed = {value for value in {row[1] for row in rows} if test(value)}
        return [row[0] for row in rows if row[1] in passed]

    # --- words -------------------------------------------------------------------------------

    def _words(self, term: OfWords, source: _Source) -> str:
        key, place = ("u.id", "u") if source.unit else ("c.n", "c")
        rows = self._of_units.rows if source.unit else self._of_codings.rows
        found = self._rows(
            f'SELECT {key}, t.transcript_id, {place}.start, {place}."end" FROM {rows} '
            f"WHERE {self._candidates(term)}"
        )
        test, text = term.test, self._text
        return self._among(
            key, [n for n, transcript, start, end in found if test(text(transcript)[start:end])]
        )

    def _candidates(self, term: OfWords) -> str:
        """Return the SQL of turns `t` that may have the words, out of the full-text index."""
        if not term.words:
            return ALWAYS
        if term.side_by_side:
            wanted = '"' + " ".join(word for word, _ in term.words) + '"'
        else:
            wanted = " AND ".join(
                f'"{word}" *' if begins else f'"{word}"'
                for word, begins in dict.fromkeys(term.words)
            )
        inside = f"SELECT rowid FROM turn_index WHERE turn_index MATCH {self._bind(wanted)}"
        special = self._among("t.transcript_id", self._special)
        return f"(t.id IN ({inside}) OR {special})"

    @cached_property
    def _special(self) -> list[int]:
        """Return the transcripts with characters that the index may cut otherwise than we do."""
        rows = self._rows("SELECT id, text FROM transcript WHERE removed_by IS NULL")
        self._texts = dict(rows)
        return [number for number, text in rows if not text.isascii() and SPECIAL.search(text)]

    def _text(self, transcript: int) -> str:
        text = self._texts.get(transcript)
        if text is None:
            found = self._db.value("SELECT text FROM transcript WHERE id = ?", (transcript,))
            text = self._texts[transcript] = str(found)
        return text

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
        for unit, transcript in self._rows(
            "SELECT id, transcript_id FROM unit ORDER BY transcript_id, start"
        ):
            units.setdefault(transcript, []).append(unit)
        return units


def _met(several: Sequence[frozenset[int]]) -> frozenset[int]:
    return several[0].intersection(*several[1:])


def _about_codings(asked: Asked) -> bool:
    """Say whether a query asks anything of one coding at a time."""
    match asked:
        case All(parts) | Some(parts):
            return any(map(_about_codings, parts))
        case Fails(term):
            return _about_codings(term)
        case Close(first, second):
            return _about_codings(first) or _about_codings(second)
    return isinstance(asked, OfCoding | IsMarked)


def _possible(asked: Asked) -> Asked:
    """Return what is left of a query when everything that is not about places may hold."""
    match asked:
        case All(parts):
            return All(tuple(map(_possible, parts)))
        case Some(parts):
            return Some(tuple(map(_possible, parts)))
    term = asked.term if isinstance(asked, Fails) else asked
    place = isinstance(term, OfVoice | OfTurn | IsRead) or (
        isinstance(term, OfWords) and term.about_length
    )
    return asked if place else All(())
