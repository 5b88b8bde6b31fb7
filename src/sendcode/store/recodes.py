"""Codings that are moved or looked at anew when the codebook changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sendcode.store.database import Database

_LIVE = (
    "NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = {0}.id AND u.action = 'undo' "
    "AND NOT EXISTS (SELECT 1 FROM decision r WHERE r.undoes = u.id AND r.action = 'redo' "
    "AND NOT EXISTS (SELECT 1 FROM decision v WHERE v.undoes = r.id)))"
)


@dataclass(frozen=True, slots=True)
class LiveCoding:
    """One coding as it stands, with what is needed to decide about it again.

    Attributes:
        version: Of the codebook, when it was made; 0 if that is not known.
        before: For the re-code queue: it was made before this version of the codebook.
    """

    coding: int
    transcript: int
    turn: int
    start: int
    end: int
    code: str
    coder: int
    origin: str
    suggestion: int | None
    version: int
    before: int = 0


class Recodes:
    """Reads over codings for merges, and for the re-code queue."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_codes(self, codes: Collection[str]) -> tuple[LiveCoding, ...]:
        """Return every coder's live codings with some codes, oldest first."""
        marks = ", ".join("?" * len(codes))
        rows = self._db.rows(
            'SELECT c.id, s.transcript_id, s.turn_id, s.start, s."end", c.code_guid, c.coder_id, '
            "c.origin, c.suggestion_id, coalesce(d.codebook_version, 0) "
            "FROM coding c JOIN segment s ON s.id = c.segment_id "
            "JOIN decision d ON d.seq = c.created_by "
            f"WHERE c.ended_by IS NULL AND c.code_guid IN ({marks}) ORDER BY c.id",
            tuple(codes),
        )
        return tuple(LiveCoding(*row) for row in rows)

    def queue(self, coder: int) -> tuple[LiveCoding, ...]:
        """Return a coder's codings that somebody asked to look at again, and nobody has since.

        A request (a codebook decision with `recode` in its payload) is about the codings of a
        code that were made under a version before the one it names. One that was accepted
        again since, or under that version already, is done.
        """
        rows = self._db.rows(
            'SELECT c.id, s.transcript_id, s.turn_id, s.start, s."end", c.code_guid, c.coder_id, '
            "c.origin, c.suggestion_id, coalesce(d.codebook_version, 0), "
            "max(json_extract(q.payload, '$.recode')) "
            "FROM decision q JOIN coding c ON c.code_guid = q.code_guid "
            "JOIN segment s ON s.id = c.segment_id JOIN decision d ON d.seq = c.created_by "
            "JOIN transcript t ON t.id = s.transcript_id "
            "WHERE q.action = 'codebook' AND json_extract(q.payload, '$.recode') IS NOT NULL "
            f"AND {_LIVE.format('q')} AND c.ended_by IS NULL AND c.coder_id = ? "
            "AND t.removed_by IS NULL AND c.created_by < q.seq "
            "AND coalesce(d.codebook_version, 0) < json_extract(q.payload, '$.recode') "
            "AND NOT EXISTS (SELECT 1 FROM decision k WHERE k.segment_id = c.segment_id "
            "AND k.code_guid = c.code_guid AND k.coder_id = c.coder_id AND k.action = 'accept' "
            "AND k.seq > c.created_by AND (k.seq > q.seq "
            "OR coalesce(k.codebook_version, 0) >= json_extract(q.payload, '$.recode')) "
            f"AND {_LIVE.format('k')}) "
            'GROUP BY c.id ORDER BY t.name, s.start, s."end", c.id',
            (coder,),
        )
        return tuple(LiveCoding(*row) for row in rows)
