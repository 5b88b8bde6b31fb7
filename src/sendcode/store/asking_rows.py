"""What a query looks at: the rows of SQL behind codings, units, and units with a coding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

from sendcode.store.asking_sql import ALWAYS, NEVER
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
ON = (
    "{unit}.turn_id = {coding}.turn_id "
    'AND {unit}.start < {coding}."end" AND {unit}."end" > {coding}.start'
)

AskedRow: TypeAlias = tuple[int, int | None, int, int, int, str, str, str, str, float | None, str]
"""Number, segment, turn, start, end, code's GUID, coder, status, origin, score, memo."""


@dataclass(frozen=True, slots=True)
class Source:
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


def coded(coder: str) -> str:
    """Return the SQL of the codings that count for a choice of coder, bound as `:coder`."""
    return _CODED.format(counted=counted(coder))


def ask_instead(database: Database, rows: Iterable[AskedRow]) -> str:
    """Return the name of a table that holds other codings, suggestions and rejections."""
    name = f"asked_{next(_NUMBERS)}"
    database.execute(_TABLE.format(name=name))
    database.many(f"INSERT INTO {name} VALUES ({', '.join('?' * 11)})", rows)
    return name


def sources(codings: str, population: str) -> tuple[Source, Source, Source]:
    """Return the rows of codings, of units, and of units each with one of its codings.

    Args:
        codings: SQL of the codings.
        population: SQL of which units can be found, of their speaker `p`.
    """
    some = "" if population == ALWAYS else f"AND {population}"
    turn = (
        "JOIN turn t ON t.id = {0}.turn_id JOIN speaker p ON p.id = t.speaker_id "
        "JOIN transcript x ON x.id = t.transcript_id AND x.removed_by IS NULL "
    )
    on = ON.format(unit="u", coding="c")
    return (
        Source("c.n", f"{codings} c {turn.format('c')}", True, False),
        Source("u.id", f"unit u {turn.format('u')} {some}", False, True),
        Source(
            "(u.id << 32 | c.n)",
            f"{codings} c JOIN unit u ON {on} {turn.format('u')} {some}",
            True,
            True,
        ),
    )


class Bound:
    """A project with the texts that the SQL of one query names; each is bound once.

    Args:
        database: The project.
        coder: What `:coder` stands for.
    """

    def __init__(self, database: Database, coder: str) -> None:
        self._db = database
        self._bound: dict[str, Any] = {"coder": coder}
        self._names: dict[str, str] = {}

    def rows(self, sql: str) -> list[Any]:
        """Return what a statement finds, as tuples."""
        return self._db.tuples(sql, self._bound)

    def keys(self, source: Source, condition: str) -> list[int]:
        """Return the keys of a source's rows for which a condition holds."""
        if condition == NEVER:
            return []
        found = self.rows(f"SELECT {source.key} FROM {source.rows} WHERE {condition}")
        return [row[0] for row in found]

    def bind(self, text: str) -> str:
        """Return the name under which a text is bound."""
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = f"p{len(self._names)}"
            self._bound[name] = text
        return f":{name}"

    def among(self, column: str, ids: Iterable[Any]) -> str:
        """Return the SQL of a column being one of some ids; a text is ids written as JSON."""
        written = ids if isinstance(ids, str) else as_json(ids)
        if written == "[]":
            return NEVER
        return f"{column} IN (SELECT value FROM json_each({self.bind(written)}))"
