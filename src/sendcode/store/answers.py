"""What coders answered to single suggestions, and what a decision was about: read from the log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sendcode.core.model import Span
from sendcode.core.queue import Key, Pair
from sendcode.store.columns import as_json
from sendcode.store.database import Database
from sendcode.store.reversals import UNDONE

_BY_CODER = (
    "coder_id = ? AND batch_id IS NULL AND action IN ('accept', 'reject', 'recode', 'skip') "
    "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id)"
)
"""Condition on a decision `d`: a coder's answer to one item, never undone (nor brought back)."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What one decision was about, as far as the reviewer has to show it again.

    Attributes:
        pairs: Everything it said yes or no to.
        turn: Id of the turn of its first unit; None for what is about no place.
    """

    action: str
    transcript: int | None
    turn: int | None
    span: Span | None
    units: tuple[int, ...]
    code: str | None
    pairs: tuple[Pair, ...]


class Answers:
    """Reads over the log, small enough to run between two keys."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def last(self, *, coder: int | None) -> Key | None:
        """Return what the coder's last answer to a single suggestion was about, or None."""
        row = self._db.one(
            "SELECT suggestion_id, transcript_id, payload, coalesce(from_code_guid, code_guid) "
            f"AS code, score FROM decision d WHERE {_BY_CODER} AND suggestion_id IS NOT NULL "
            "ORDER BY seq DESC LIMIT 1",
            (coder,),
        )
        if row is None:
            return None
        details = json.loads(row["payload"])
        units = tuple(details.get("asked") or details["units"])
        score = row["score"] if row["score"] is not None else details.get("score", 0.0)
        return Key(row["suggestion_id"], row["transcript_id"], 0, units, row["code"], score)

    def went_on_to(self, *, coder: int | None) -> Pair | None:
        """Return what was to come after the coder's last answer, where that was kept."""
        found = self._db.value(
            f"SELECT json_extract(payload, '$.next') FROM decision d WHERE {_BY_CODER} "
            "ORDER BY seq DESC LIMIT 1",
            (coder,),
        )
        if found is None:
            return None
        unit, code = json.loads(found)
        return int(unit), str(code)

    def by_showing(self) -> dict[bool, dict[str, int]]:
        """Return how single suggestions were answered, by action: shown, or as a control."""
        rows = self._db.rows(
            "SELECT json_extract(payload, '$.control') IS NOT NULL, action, count(*) "
            "FROM decision d WHERE suggestion_id IS NOT NULL AND batch_id IS NULL "
            f"AND action IN ('accept', 'reject', 'recode') AND NOT {UNDONE} GROUP BY 1, 2"
        )
        found: dict[bool, dict[str, int]] = {False: {}, True: {}}
        for control, action, count in rows:
            found[bool(control)][action] = count
        return found

    def counts(self) -> dict[str, int]:
        """Return how suggestions were answered, by action.

        Neither what is said of a coding when it is looked at again is among them, nor what the
        merge of two codes does to everybody's codings.
        """
        rows = self._db.tuples(
            "SELECT action, count(*) FROM decision d "
            "WHERE action IN ('accept', 'reject', 'recode', 'skip') "
            "AND coalesce(suggestion_id, run_id, score) IS NOT NULL "
            f"AND json_extract(payload, '$.owner') IS NULL AND NOT {UNDONE} GROUP BY 1"
        )
        return dict(rows)

    def touched(self, ids: Sequence[str]) -> tuple[Touched, ...]:
        """Return what decisions were about, in the order of the log."""
        rows = self._db.rows(
            'SELECT action, transcript_id, start, "end", code_guid, from_code_guid, payload '
            "FROM decision WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq",
            (as_json(ids),),
        )
        return tuple(self._touched(dict(row)) for row in rows)

    def _touched(self, row: dict[str, object]) -> Touched:
        details = json.loads(str(row["payload"]))
        units = tuple(details.get("units", ()))
        all_units = (*units, *details.get("cut", ()), *details.get("before_units", ()))
        codes = (row["code_guid"], row["from_code_guid"], *details.get("also_not", ()))
        start, end = row["start"], row["end"]
        span = Span(start, end) if isinstance(start, int) and isinstance(end, int) else None
        turn = (
            self._db.value("SELECT turn_id FROM unit WHERE id = ?", (units[0],)) if units else None
        )
        return Touched(
            action=str(row["action"]),
            transcript=row["transcript_id"] if isinstance(row["transcript_id"], int) else None,
            turn=turn,
            span=span,
            units=units,
            code=str(row["code_guid"]) if row["code_guid"] else None,
            pairs=tuple((unit, str(code)) for unit in all_units for code in codes if code),
        )
