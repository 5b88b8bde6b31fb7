"""What coders wrote and marked: memos, flags, stars, and what must not be quoted."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.store.database import Database


@dataclass(frozen=True, slots=True)
class MemoRow:
    """One memo that stands.

    Attributes:
        decision: Id of the decision that wrote it, by which it can be undone.
        about: `project`, `transcript`, `segment`, `code`, `case` or `journal`.
        code: GUID, for a memo on a code.
    """

    decision: str
    at: str
    coder: str
    about: str
    transcript: str | None
    start: int | None
    end: int | None
    code: str | None
    case: str | None
    text: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark that stands, on a segment (transcript, start, end) or on a case."""

    kind: str
    coder: str
    transcript: int | None
    start: int | None
    end: int | None
    case: str | None


class Memos:
    """Reads over the memo and mark tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(
        self,
        *,
        about: str | None = None,
        coder: str | None = None,
        transcript: int | None = None,
        code: str | None = None,
        case: int | None = None,
    ) -> tuple[MemoRow, ...]:
        """Return memos in the order in which they were written; None stands for all.

        A memo on a segment is found by its transcript too.
        """
        rows = self._db.rows(
            'SELECT d.id, d.at, coder.name, m.about, t.name, s.start, s."end", m.code_guid, '
            "c.name, m.text FROM memo m JOIN decision d ON d.seq = m.created_by "
            "JOIN coder ON coder.id = m.coder_id LEFT JOIN segment s ON s.id = m.segment_id "
            "LEFT JOIN transcript t ON t.id = coalesce(m.transcript_id, s.transcript_id) "
            "LEFT JOIN study_case c ON c.id = m.case_id WHERE m.ended_by IS NULL "
            "AND (:about IS NULL OR m.about = :about) "
            "AND (:coder IS NULL OR coder.name = :coder) "
            "AND (:transcript IS NULL OR t.id = :transcript) "
            "AND (:code IS NULL OR m.code_guid = :code) "
            "AND (:case IS NULL OR m.case_id = :case) ORDER BY m.id",
            {
                "about": about,
                "coder": coder,
                "transcript": transcript,
                "code": code,
                "case": case,
            },
        )
        return tuple(MemoRow(*row) for row in rows)

    def marks(
        self, *, kind: str | None = None, transcript: int | None = None
    ) -> tuple[MarkRow, ...]:
        """Return marks in the order in which they were set.

        Args:
            kind: `flag`, `star` or `do-not-quote`; None for all.
            transcript: Only on segments of this transcript; None for all, and cases.
        """
        rows = self._db.rows(
            'SELECT m.kind, coder.name, s.transcript_id, s.start, s."end", c.name FROM mark m '
            "JOIN coder ON coder.id = m.coder_id LEFT JOIN segment s ON s.id = m.segment_id "
            "LEFT JOIN study_case c ON c.id = m.case_id WHERE m.ended_by IS NULL "
            "AND (:kind IS NULL OR m.kind = :kind) "
            "AND (:transcript IS NULL OR s.transcript_id = :transcript) "
            "ORDER BY m.id",
            {"kind": kind, "transcript": transcript},
        )
        return tuple(MarkRow(*row) for row in rows)

    def marked_units(self, kind: str, *, coder: int | None) -> frozenset[int]:
        """Return the units that a coder's marks of one kind touch."""
        rows = self._db.rows(
            "SELECT DISTINCT u.id FROM mark m JOIN segment s ON s.id = m.segment_id "
            'JOIN unit u ON u.transcript_id = s.transcript_id AND u.start < s."end" '
            'AND u."end" > s.start WHERE m.kind = ? AND m.coder_id IS ? AND m.ended_by IS NULL',
            (kind, coder),
        )
        return frozenset(row[0] for row in rows)
