"""What the reviewer reads: keys of the queue, and what stands at one place of a transcript."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sendcode.core.queue import Hit, Pair, grouped
from sendcode.core.review import OpenUnit
from sendcode.errors import NotFound
from sendcode.store.database import Database, Parameters
from sendcode.store.suggestions import CODES_IN_USE, IN_USE, OPEN_UNITS, open_unit

STATUSES = ("open", "skipped", "flagged", "accepted", "rejected", "recode", "all")
"""Parts of a queue; `recode` holds codings of the coder's own, to be looked at again."""
_VERDICT = (
    "EXISTS (SELECT 1 FROM verdict v WHERE v.unit_id = s.unit_id AND v.code_guid = s.code_guid "
    "AND v.coder_id = :coder AND v.ended_by IS NULL)"
)
_INTERVIEWERS = (
    "SELECT turn.id FROM turn JOIN speaker ON speaker.id = turn.speaker_id "
    "WHERE speaker.role = 'interviewer' AND speaker.role_source <> 'guess'"
)


@dataclass(frozen=True, slots=True)
class PlacedCoding:
    """One live coding in one transcript."""

    coding: int
    segment: int
    start: int
    end: int
    code: str
    coder: str


class Queue:
    """Reads over suggestions, verdicts and codings, small enough to run between two keys."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def hits(
        self,
        *,
        coder: int | None,
        status: str = "open",
        min_score: float = 0.0,
        transcript: int | None = None,
        role: str | None = None,
    ) -> Iterator[Hit]:
        """Yield live suggestions, one per unit and code, in the order of the units.

        Args:
            coder: Id of the coder whose decisions count; None for one who has decided nothing.
            status: One of `STATUSES`, but `recode`; `skipped` gives what is open.
            min_score: At least this score.
            transcript: Only in this transcript.
            role: Only where this role speaks.
        """
        of_role = (
            "JOIN turn ON turn.id = u.turn_id JOIN speaker ON speaker.id = turn.speaker_id "
            "AND speaker.role = :role "
        )
        rows = self._db.stream(
            "SELECT s.id, u.transcript_id, u.turn_id, s.unit_id, s.code_guid, s.score "
            f"FROM suggestion s CROSS JOIN unit u ON u.id = s.unit_id {of_role if role else ''}"
            "WHERE s.ended_run IS NULL AND s.score >= :least "
            "AND (:transcript IS NULL OR u.transcript_id = :transcript) ORDER BY s.unit_id",
            {"least": min_score, "transcript": transcript, "role": role},
        )
        # what concerns few rows, or all of them, is quicker looked up here than by SQLite
        removed = self._ids("SELECT id FROM transcript WHERE removed_by IS NOT NULL")
        asking = self._ids(_INTERVIEWERS)
        codes = {guid: guid for guid in self._ids(f"SELECT guid FROM {CODES_IN_USE}")}
        decided = self._decided(coder, status)
        wanted = status in ("accepted", "rejected")
        for hit, number, turn, unit, guid, score in rows:
            code = codes.get(guid)
            if code is None or turn in asking or number in removed:
                continue
            if decided is None or ((unit, code) in decided) is wanted:
                yield Hit(hit, number, turn, unit, code, score)

    def undecided_segments(self) -> Iterator[tuple[tuple[int, ...], int, int, int, str, float]]:
        """Yield (units, turn, start, end, code's GUID, score) of what nobody has decided.

        Adjacent units of one turn with the same code are one, with the best of their scores.
        """
        decided = set(
            self._db.tuples("SELECT unit_id, code_guid FROM verdict WHERE ended_by IS NULL")
        )
        hits = (hit for hit in self.hits(coder=None) if (hit.unit, hit.code) not in decided)
        keys = grouped(hits)
        ids = json.dumps(sorted({unit for key in keys for unit in key.units}))
        rows = self._db.stream(
            'SELECT id, start, "end" FROM unit WHERE id IN (SELECT value FROM json_each(?))', (ids,)
        )
        spans = {unit: (start, end) for unit, start, end in rows}
        for key in keys:
            start, end = spans[key.units[0]][0], spans[key.units[-1]][1]
            yield key.units, key.turn, start, end, key.code, key.score

    def _ids(self, sql: str) -> set[Any]:
        return {row[0] for row in self._db.tuples(sql)}

    def _decided(self, coder: int | None, status: str) -> set[Pair] | None:
        """Return the pairs that a status asks for, or leaves out; None where it asks for all."""
        if status in ("flagged", "all") or (coder is None and status in ("open", "skipped")):
            return None
        said = {"accepted": " AND yes = 1", "rejected": " AND yes = 0"}.get(status, "")
        return set(
            self._db.tuples(
                "SELECT unit_id, code_guid FROM verdict WHERE coder_id = ? AND ended_by IS NULL"
                f"{said}",
                (coder,),
            )
        )

    def undecided(self, pairs: Collection[Pair], *, coder: int | None) -> bool:
        """Say whether a coder has given no verdict on one of these pairs at least."""
        return any(
            self._db.value(
                "SELECT 1 FROM verdict WHERE unit_id = ? AND code_guid = ? AND coder_id = ? "
                "AND ended_by IS NULL",
                (unit, code, coder),
            )
            is None
            for unit, code in pairs
        )

    def verdict(self, pairs: Iterable[Pair], *, coder: int | None) -> bool | None:
        """Return yes if the coder said yes to any of these, no if to none, None if undecided."""
        found = [
            self._db.value(
                "SELECT yes FROM verdict WHERE unit_id = ? AND code_guid = ? AND coder_id = ? "
                "AND ended_by IS NULL",
                (unit, code, coder),
            )
            for unit, code in pairs
        ]
        if 1 in found:
            return True
        return None if None in found else False

    def on_units(self, units: Sequence[int]) -> tuple[OpenUnit, ...]:
        """Return every live suggestion on some units, with its evidence, best first."""
        return self._open_units(
            f"s.unit_id IN ({_marks(units)}) ORDER BY s.score DESC, s.unit_id", tuple(units)
        )

    def explained_by(self, code: str, detail: str, *, coder: int | None) -> tuple[OpenUnit, ...]:
        """Return what a coder has not decided of a code and one rule, transcript by transcript."""
        return self._open_units(
            f"s.code_guid = :code AND instr(s.evidence, :rule) > 0 AND NOT {_VERDICT} "
            "ORDER BY s.unit_id",
            {"coder": coder, "code": code, "rule": json.dumps(detail)},
        )

    def _open_units(self, where: str, parameters: Parameters) -> tuple[OpenUnit, ...]:
        rows = self._db.rows(
            f"{OPEN_UNITS} WHERE s.ended_run IS NULL AND t.removed_by IS NULL AND {IN_USE} "
            f"AND {where}",
            parameters,
        )
        return tuple(open_unit(row, position=row["unit_id"]) for row in rows)

    def codings(self, transcript: int) -> tuple[PlacedCoding, ...]:
        """Return the live codings of a transcript in the order of their places."""
        rows = self._db.rows(
            'SELECT c.id, s.id, s.start, s."end", c.code_guid, coder.name FROM segment s '
            "JOIN coding c ON c.segment_id = s.id JOIN coder ON coder.id = c.coder_id "
            "WHERE s.transcript_id = ? AND c.ended_by IS NULL "
            'ORDER BY s.start, s."end" DESC, c.id',
            (transcript,),
        )
        return tuple(PlacedCoding(*row) for row in rows)

    def coded_segments(self, codes: Sequence[str], *, coder: int | None) -> int:
        """Return how many distinct segments carry any of these codes; None counts all coders'."""
        return int(
            self._db.value(
                "SELECT count(DISTINCT segment_id) FROM coding WHERE ended_by IS NULL "
                f"AND code_guid IN ({_marks(codes)}) AND (? IS NULL OR coder_id = ?)",
                (*codes, coder, coder),
            )
        )

    def spot(self, unit: int) -> tuple[int, int]:
        """Return the ids of a unit's transcript and turn.

        Raises:
            NotFound: There is no such unit any more.
        """
        row = self._db.one("SELECT transcript_id, turn_id FROM unit WHERE id = ?", (unit,))
        if row is None:
            raise NotFound("the transcript was taken out of the project", "Open it again.")
        return row[0], row[1]

    def transcript_of_turn(self, turn: int) -> int:
        """Return the id of a turn's transcript."""
        return int(self._db.value("SELECT transcript_id FROM turn WHERE id = ?", (turn,)))

    def read_units(self, transcript: int, *, coder: int | None) -> frozenset[int]:
        """Return the units of a transcript that a coder has read."""
        rows = self._db.rows(
            "SELECT DISTINCT r.unit_id FROM read_mark r JOIN unit u ON u.id = r.unit_id "
            "WHERE u.transcript_id = ? AND r.coder_id = ? AND r.ended_by IS NULL",
            (transcript, coder),
        )
        return frozenset(row[0] for row in rows)

    def recent_codes(self, *, coder: int | None, count: int = 9) -> tuple[str, ...]:
        """Return the codes that a coder put on most recently, newest first."""
        rows = self._db.rows(
            "SELECT code_guid FROM coding WHERE coder_id = ? AND ended_by IS NULL "
            "ORDER BY id DESC LIMIT 200",
            (coder,),
        )
        return tuple(dict.fromkeys(row[0] for row in rows))[:count]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
