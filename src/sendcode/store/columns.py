"""The study as columns of numbers: what is counted is read without an object for each row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sendcode.core.segments import AGREED, ANY
from sendcode.store.database import Database

_LIVE = "JOIN transcript t ON t.id = {0}.transcript_id AND t.removed_by IS NULL"
_TOUCHES = 'u.turn_id = s.turn_id AND u.start < s."end" AND u."end" > s.start'
_REMOVED = "SELECT id FROM transcript WHERE removed_by IS NOT NULL"
_SEGMENTS = f"segment WHERE transcript_id NOT IN ({_REMOVED})"
_SPOTS = ("id", "start", '"end"')
_IN_ORDER = (  # a subquery with an order, under an aggregate, is read in its order
    "(SELECT id, (transcript_id << 40) + start AS start, "
    '(transcript_id << 40) + "end" AS "end" FROM {0} '
    f"WHERE transcript_id NOT IN ({_REMOVED}) ORDER BY transcript_id, {{1}})"
)
_PLACE = ("id", "turn_id", "start", '"end"')
_ONE = "AND c.coder_id = (SELECT id FROM coder WHERE name = :coder) "
_AGREED = f"""AND c.id IN (
    SELECT c.id FROM coding c JOIN segment s ON s.id = c.segment_id JOIN unit u ON {_TOUCHES}
    WHERE c.ended_by IS NULL AND (u.id, c.code_guid) IN (
        SELECT u.id, c.code_guid
        FROM coding c JOIN segment s ON s.id = c.segment_id JOIN unit u ON {_TOUCHES}
        WHERE c.ended_by IS NULL
        GROUP BY u.id, c.code_guid HAVING count(DISTINCT c.coder_id) > 1)) """


class Columns:
    """Reads over turns, units and codings; in no particular order unless said."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def turns(self) -> list[tuple[int, int, int, int]]:
        """Return (id, transcript, number, speaker) of all turns."""
        return self._db.tuples(
            f"SELECT turn.id, turn.transcript_id, turn.seq, speaker_id FROM turn "
            f"{_LIVE.format('turn')}"
        )

    def speakers(self) -> list[tuple[int, int, str | None, str, str | None]]:
        """Return (id, transcript, label, role, participant) of all speakers."""
        return self._db.tuples(
            "SELECT speaker.id, speaker.transcript_id, label, role, participant.name FROM speaker "
            f"{_LIVE.format('speaker')} LEFT JOIN participant ON participant.id = participant_id"
        )

    def units_by_turn(self) -> list[tuple[int, int]]:
        """Return (turn, how many units it has) of all turns."""
        return self._db.tuples("SELECT turn_id, count(*) FROM unit GROUP BY turn_id")

    def units_of(self, transcript: int) -> list[tuple[int, int, int, int]]:
        """Return (id, turn, start, end) of a transcript's units, in order."""
        return self._db.tuples(
            'SELECT id, turn_id, start, "end" FROM unit WHERE transcript_id = ? ORDER BY start',
            (transcript,),
        )

    def unit_spans(self) -> list[tuple[int, int, int, int]]:
        """Return (id, turn, start, end) of all units."""
        return list(zip(*self._whole(_PLACE, "unit"), strict=True))

    def places(self, units: Iterable[int]) -> list[tuple[int, int, int, int, int, int | None]]:
        """Return (id, transcript, turn, start, end, start of the unit before) of some units."""
        return self._db.tuples(
            'SELECT u.id, u.transcript_id, u.turn_id, u.start, u."end", '
            "(SELECT max(v.start) FROM unit v "
            "WHERE v.transcript_id = u.transcript_id AND v.start < u.start) "
            "FROM unit u WHERE u.id IN (SELECT value FROM json_each(?))",
            (as_json(units),),
        )

    def read(self, coder: str) -> set[int]:
        """Return the units that a coder has read, or that anybody has.

        Args:
            coder: A name; `any` or `agreed` for anybody.
        """
        whose = "" if coder in (ANY, AGREED) else _ONE.replace("c.", "")
        rows = self._db.tuples(
            f"SELECT unit_id FROM read_mark WHERE ended_by IS NULL {whose}", {"coder": coder}
        )
        return {row[0] for row in rows}

    def read_by_turn(self, coder: str) -> list[tuple[int, int]]:
        """Return (turn, how many of its units a coder has read, or anybody has).

        Args:
            coder: A name; `any` or `agreed` for anybody.
        """
        whose = "" if coder in (ANY, AGREED) else _ONE.replace("c.", "")
        return self._db.tuples(
            "SELECT u.turn_id, count(*) FROM (SELECT DISTINCT unit_id FROM read_mark "
            f"WHERE ended_by IS NULL {whose}) r CROSS JOIN unit u ON u.id = r.unit_id "
            "GROUP BY u.turn_id",
            {"coder": coder},
        )

    def codings(self, coder: str) -> set[int]:
        """Return the ids of the live codings that count for a choice of coder.

        Args:
            coder: A name, `any` for all, or `agreed` for codings of which at least one unit
                has the same code from at least two coders.
        """
        found = self._db.tuples(
            "SELECT c.id FROM coding c JOIN segment s ON s.id = c.segment_id "
            "WHERE c.ended_by IS NULL AND s.transcript_id NOT IN "
            f"({_REMOVED}) {counted(coder)}",
            {"coder": coder},
        )
        return {row[0] for row in found}

    def codings_by_code(self, coder: str) -> list[tuple[str, list[int], list[int]]]:
        """Return (code's GUID, ids, segments in the same order) of live codings.

        Args:
            coder: As for `codings`.
        """
        rows = self._db.tuples(
            "SELECT c.code_guid, json_group_array(c.id), json_group_array(c.segment_id) "
            "FROM coding c WHERE c.ended_by IS NULL AND c.segment_id NOT IN "
            f"(SELECT id FROM segment WHERE transcript_id IN ({_REMOVED})) {counted(coder)} "
            "GROUP BY c.code_guid",
            {"coder": coder},
        )
        return [(guid, json.loads(ids), json.loads(segments)) for guid, ids, segments in rows]

    def segment_turns(self) -> tuple[list[int], list[int]]:
        """Return the ids of all segments, and their turns in the same order."""
        segments, turns = self._whole(("id", "turn_id"), _SEGMENTS)
        return segments, turns

    def segment_spans(self) -> list[tuple[int, int, int, int]]:
        """Return (id, turn, start, end) of all segments."""
        return list(zip(*self._whole(_PLACE, _SEGMENTS), strict=True))

    def scores(self) -> dict[int, float]:
        """Return the score that was shown, by coding, where there was one."""
        return dict(
            self._db.tuples(
                "SELECT c.id, d.score FROM coding c JOIN decision d ON d.seq = c.created_by "
                "WHERE c.ended_by IS NULL AND d.score IS NOT NULL"
            )
        )

    def units_as_spoken(self) -> tuple[list[int], list[int], list[int]]:
        """Return the ids of all units, and the `spot` of each one's start and end, in order."""
        ids, starts, ends = self._whole(_SPOTS, _IN_ORDER.format("unit", "start"))
        return ids, starts, ends

    def segments_as_spoken(self) -> tuple[list[int], list[int], list[int]]:
        """Return the ids of all segments, and the `spot` of each one's start and end, in order."""
        ids, starts, ends = self._whole(_SPOTS, _IN_ORDER.format("segment", 'start, "end"'))
        return ids, starts, ends

    def _whole(self, columns: Sequence[str], source: str) -> list[list[int]]:
        """Return columns of whole numbers; each comes as one text, which is twice as fast."""
        wanted = ", ".join(f"json_group_array({column})" for column in columns)
        (row,) = self._db.tuples(f"SELECT {wanted} FROM {source}")
        return [json.loads(column) for column in row]


def transcript_of(spot: int) -> int:
    """Return the transcript of a spot: a number for a place in a text of the whole study."""
    return spot >> 40


def counted(coder: str) -> str:
    """Return the SQL that lets a coding `c` pass for a choice of coder, bound as `:coder`."""
    if coder == ANY:
        return ""
    return _AGREED if coder == AGREED else _ONE


def as_json(ids: Iterable[Any]) -> str:
    """Return ids as one bound value, for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(ids), separators=(",", ":"))
