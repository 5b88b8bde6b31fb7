"""Marks in queries: of the coding's own segment, or of whatever may not be quoted."""

from __future__ import annotations

from collections.abc import Mapping

from sendcode.core.model import Action
from sendcode.store.asking_rows import Bound

_MARKED = (
    "EXISTS (SELECT 1 FROM mark m WHERE m.segment_id = c.segment_id AND m.kind = {kind} "
    "AND m.ended_by IS NULL)"
)
_TOUCHED = (
    "EXISTS (SELECT 1 FROM mark m JOIN segment ms ON ms.id = m.segment_id "
    "WHERE m.kind = {kind} AND m.ended_by IS NULL AND ms.transcript_id = t.transcript_id "
    'AND ms.start < c."end" AND ms."end" > c.start)'
)
_CASES = (
    "SELECT DISTINCT k.name FROM mark m JOIN study_case k ON k.id = m.case_id "
    "WHERE m.kind = {kind} AND m.ended_by IS NULL"
)


def marked(sql: Bound, kind: str, cases: Mapping[int, tuple[str, ...]]) -> str:
    """Return the SQL of a coding `c` in a turn `t` bearing a mark.

    A coding may not be quoted where any word of it is marked so, or the case that it is about.

    Args:
        sql: Binds the values.
        kind: `flag`, `star` or `do-not-quote`.
        cases: Names of the cases of each turn, by its id.
    """
    bound = sql.bind(kind)
    if kind != Action.DO_NOT_QUOTE.value:
        return _MARKED.format(kind=bound)
    barred = {name for (name,) in sql.rows(_CASES.format(kind=bound))}
    turns = [turn for turn, of in cases.items() if not barred.isdisjoint(of)] if barred else []
    return f"({_TOUCHED.format(kind=bound)} OR {sql.among('t.id', turns)})"
