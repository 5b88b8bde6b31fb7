"""Checks of a project file: is it whole, and does everything in it fit together?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sendcode.core.model import Action
from sendcode.core.replay import Logged, State
from sendcode.core.text import sha256
from sendcode.store.database import Database

_LOG = (
    "SELECT id, action, coder_id AS coder, transcript_id AS transcript, "
    'start, "end", code_guid AS code, from_code_guid AS from_code, undoes, payload '
    "FROM decision ORDER BY seq"
)
_OFFSETS = (
    (
        "turns that reach beyond their transcript's text",
        "SELECT count(*) FROM turn JOIN transcript t ON t.id = turn.transcript_id "
        'WHERE turn.start < 0 OR turn."end" > length(t.text)',
    ),
    (
        "turns that overlap the turn before",
        "SELECT count(*) FROM turn a JOIN turn b ON b.transcript_id = a.transcript_id "
        'AND b.seq = a.seq + 1 WHERE b.start < a."end"',
    ),
    (
        "sentences outside their turn",
        "SELECT count(*) FROM unit u JOIN turn t ON t.id = u.turn_id "
        'WHERE u.start < t.start OR u."end" > t."end" OR u.transcript_id <> t.transcript_id',
    ),
    (
        "sentences that overlap the one before",
        'SELECT count(*) FROM (SELECT start, lag("end") OVER '
        "(PARTITION BY transcript_id ORDER BY start) AS before FROM unit) WHERE start < before",
    ),
    (
        "segments outside their transcript's text",
        "SELECT count(*) FROM segment s JOIN transcript t ON t.id = s.transcript_id "
        'WHERE s.start < 0 OR s."end" > length(t.text) OR s."end" <= s.start',
    ),
)
_REFERENCES = (
    (
        "codings that bear a code that no codebook version has",
        "SELECT count(*) FROM coding WHERE code_guid NOT IN (SELECT guid FROM code_version)",
    ),
    (
        "rows of the state that end before they begin",
        "SELECT (SELECT count(*) FROM coding WHERE ended_by < created_by) + "
        "(SELECT count(*) FROM verdict WHERE ended_by < created_by)",
    ),
)


class Checks:
    """Reads over everything, for `verify`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def file(self) -> Iterator[str]:
        """Yield what SQLite finds wrong with the file and with references between its rows."""
        for row in self._db.rows("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"
        broken: dict[str, int] = {}
        for row in self._db.rows("PRAGMA foreign_key_check"):
            broken[row[0]] = broken.get(row[0], 0) + 1
        for table, number in sorted(broken.items()):
            yield f"rows of {table} that refer to what is not there: {number}"

    def texts(self) -> Iterator[str]:
        """Yield transcripts whose text is not the one that was read."""
        for row in self._db.rows("SELECT name, text, text_sha256 FROM transcript ORDER BY name"):
            if sha256(row[1]) != row[2]:
                yield f"{row[0]}: the text is not the one that was read (its hash differs)"

    def offsets(self) -> Iterator[str]:
        """Yield what lies outside the text or overlaps, and codes that are unknown."""
        for what, sql in (*_OFFSETS, *_REFERENCES):
            number = self._db.value(sql)
            if number:
                yield f"{what}: {number}"

    def log(self) -> Iterator[Logged]:
        """Yield the log as it is stored, oldest row first."""
        actions = {action.value: action for action in Action}
        for number, action, coder, *place, payload in self._db.tuples(_LOG):
            transcript, start, end, code, from_code, undoes = place
            yield Logged(
                id=number,
                action=actions[action],
                coder=coder,
                transcript=transcript,
                start=start,
                end=end,
                code=code,
                from_code=from_code,
                undoes=undoes,
                payload=json.loads(payload),
            )

    def state(self) -> State:
        """Return the state as it is stored."""
        rows = self._db.tuples
        return State(
            codings={
                tuple(row)
                for row in rows(
                    'SELECT s.transcript_id, s.start, s."end", c.code_guid, c.coder_id '
                    "FROM coding c JOIN segment s ON s.id = c.segment_id WHERE ended_by IS NULL"
                )
            },
            verdicts={
                (row[0], row[1], row[2]): bool(row[3])
                for row in rows(
                    "SELECT unit_id, code_guid, coder_id, yes FROM verdict WHERE ended_by IS NULL"
                )
            },
            read={
                (row[0], row[1])
                for row in rows("SELECT unit_id, coder_id FROM read_mark WHERE ended_by IS NULL")
            },
        )
