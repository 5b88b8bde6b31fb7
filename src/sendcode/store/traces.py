"""Where a segment stands, in the text and in the file it came from."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.store.database import Database


@dataclass(frozen=True, slots=True)
class SegmentPlace:
    """A segment's place.

    Attributes:
        anchor: Paragraph, cue or row of the source in which it begins, or None.
        file_name: The file that was read.
    """

    transcript: int
    turn: int
    start: int
    end: int
    anchor: int | None
    file_name: str


class Traces:
    """Reads over segments and their sources."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def segment(self, number: int) -> SegmentPlace | None:
        """Return where a segment stands, or None."""
        row = self._db.one(
            'SELECT s.transcript_id, s.turn_id, s.start, s."end", t.file_name, '
            "(SELECT a.number FROM source_anchor a WHERE a.transcript_id = s.transcript_id "
            "AND a.start <= s.start ORDER BY a.start DESC LIMIT 1) AS anchor "
            "FROM segment s JOIN transcript t ON t.id = s.transcript_id "
            "WHERE s.id = ? AND t.removed_by IS NULL",
            (number,),
        )
        if row is None:
            return None
        return SegmentPlace(
            *(row["transcript_id"], row["turn_id"], row["start"], row["end"]),
            *(row["anchor"], row["file_name"]),
        )
