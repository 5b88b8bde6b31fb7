"""Codings as they stand now, read for counting and export."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sendcode.core.model import Evidence
from sendcode.store.columns import as_json
from sendcode.store.database import Database
from sendcode.store.suggestions import evidence_from_json


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One live coding, or one live rejection, with its ids.

    Attributes:
        coding_id: None for a rejection.
        origin: `suggestion`, `bulk`, `manual`; for a rejection `suggestion`.
    """

    coding_id: int | None
    segment_id: int | None
    transcript_id: int
    turn_id: int
    start: int
    end: int
    code_guid: str
    origin: str
    coder: str
    decided_at: str
    score: float | None
    evidence: tuple[Evidence, ...]
    memo: str
    codebook_version: int | None


class Codings:
    """Reads over codings, verdicts and read marks."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def coded(
        self, only: Collection[int] | None = None, *, transcripts: Collection[int] | None = None
    ) -> tuple[CodingRow, ...]:
        """Return live codings in the order of transcript, place and id.

        Args:
            only: Those with these ids; None for all.
            transcripts: Only those in these transcripts.
        """
        some = "" if only is None else "AND c.id IN (SELECT value FROM json_each(:only)) "
        if transcripts is not None:
            some += "AND s.transcript_id IN (SELECT value FROM json_each(:transcripts)) "
        rows = self._db.tuples(
            'SELECT c.id, c.segment_id, s.transcript_id, s.turn_id, s.start, s."end", '
            "c.code_guid, c.origin, coder.name, d.at, d.score, g.evidence, "
            "d.codebook_version, c.coder_id "
            "FROM segment s CROSS JOIN coding c ON c.segment_id = s.id "
            "JOIN decision d ON d.seq = c.created_by JOIN coder ON coder.id = c.coder_id "
            "LEFT JOIN suggestion g ON g.id = c.suggestion_id "
            "WHERE c.ended_by IS NULL AND s.transcript_id NOT IN "
            f"(SELECT id FROM transcript WHERE removed_by IS NOT NULL) {some}",
            {"only": as_json(only or ()), "transcripts": as_json(transcripts or ())},
        )
        names = dict(self._db.tuples("SELECT id, name FROM transcript"))
        rows.sort(key=lambda row: (names[row[2]], row[4], row[5], row[0]))
        return self._made(rows)

    def codes(self, ids: Collection[int]) -> frozenset[str]:
        """Return the GUIDs of the codes that some codings have."""
        rows = self._db.tuples("SELECT id, code_guid FROM coding WHERE ended_by IS NULL")
        return frozenset(guid for number, guid in rows if number in ids)

    def rejected(self) -> tuple[CodingRow, ...]:
        """Return all rejections that still stand, in the order of transcript and place."""
        rows = self._db.tuples(
            'SELECT NULL, d.segment_id, d.transcript_id, u.turn_id, d.start, d."end", '
            "d.code_guid, 'suggestion', coder.name, d.at, d.score, g.evidence, "
            "d.codebook_version, d.coder_id "
            "FROM decision d JOIN coder ON coder.id = d.coder_id "
            "JOIN transcript t ON t.id = d.transcript_id "
            "JOIN unit u ON u.id = json_extract(d.payload, '$.units[0]') "
            "LEFT JOIN suggestion g ON g.id = d.suggestion_id "
            "WHERE d.action = 'reject' AND t.removed_by IS NULL AND EXISTS "
            "(SELECT 1 FROM verdict v WHERE v.created_by = d.seq AND v.ended_by IS NULL "
            "AND v.code_guid = d.code_guid) "
            "ORDER BY t.name, d.start, d.seq"
        )
        return self._made(rows)

    def _made(self, rows: Iterable[Any]) -> tuple[CodingRow, ...]:
        memos = self._memos()
        found: list[CodingRow] = []
        for row in rows:
            ids, place, about = row[:2], row[2:6], row[6:11]
            evidence, version, coder = row[11:]
            why = evidence_from_json(evidence) if evidence else ()
            memo = memos.get((ids[1], coder), "") if memos else ""
            found.append(CodingRow(*(*ids, *place, *about, why, memo, version)))
        return tuple(found)

    def _memos(self) -> dict[tuple[int, int], str]:
        memos: dict[tuple[int, int], str] = {}
        for row in self._db.rows(
            "SELECT segment_id, coder_id, text FROM memo WHERE segment_id IS NOT NULL "
            "AND ended_by IS NULL ORDER BY id"
        ):
            key = (row[0], row[1])
            memos[key] = f"{memos[key]}\n{row[2]}" if key in memos else row[2]
        return memos

    def marks(self) -> dict[int, frozenset[str]]:
        """Return, by segment, the kinds of marks (star, flag, do-not-quote) anybody gave it."""
        found: dict[int, set[str]] = {}
        for row in self._db.rows(
            "SELECT segment_id, kind FROM mark WHERE ended_by IS NULL AND segment_id IS NOT NULL"
        ):
            found.setdefault(row[0], set()).add(row[1])
        return {segment: frozenset(kinds) for segment, kinds in found.items()}

    def readers(self) -> dict[int, frozenset[str]]:
        """Return, by unit, the names of the coders who have read it."""
        found: dict[int, frozenset[str]] = {}
        alone: dict[str, frozenset[str]] = {}
        for unit, name in self._db.tuples(
            "SELECT DISTINCT unit_id, name FROM read_mark JOIN coder ON coder.id = coder_id "
            "WHERE ended_by IS NULL"
        ):
            reader = alone.setdefault(name, frozenset((name,)))  # one object for very many units
            before = found.get(unit)
            found[unit] = reader if before is None else before | reader
        return found

    def verdicts(self, coder: int | None = None) -> dict[tuple[int, str], bool]:
        """Return live verdicts by (unit, code GUID); of one coder, or of anybody (last wins)."""
        rows = self._db.rows(
            "SELECT unit_id, code_guid, yes FROM verdict WHERE ended_by IS NULL "
            "AND (? IS NULL OR coder_id = ?) ORDER BY id",
            (coder, coder),
        )
        return {(row[0], row[1]): bool(row[2]) for row in rows}

    def counts(self, *, interviewers: bool = True) -> dict[str, int]:
        """Return, by code GUID, how many distinct segments carry the code.

        Args:
            interviewers: Also those on turns of interviewers, which no table counts.
        """
        rows = self._db.rows(
            "SELECT code_guid, count(DISTINCT segment_id) FROM coding "
            "JOIN segment ON segment.id = segment_id "
            "JOIN transcript t ON t.id = segment.transcript_id "
            "JOIN turn ON turn.id = segment.turn_id JOIN speaker ON speaker.id = turn.speaker_id "
            "WHERE ended_by IS NULL AND t.removed_by IS NULL "
            "AND (? OR speaker.role <> 'interviewer') GROUP BY code_guid",
            (interviewers,),
        )
        return {row[0]: row[1] for row in rows}
