"""Cases, their links to transcripts, and attributes of cases, transcripts and speakers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sendcode.core.cases import CaseSheet, Level
from sendcode.store.database import Database

_STRONGEST_LAST = "CASE source WHEN 'file' THEN 0 WHEN 'sheet' THEN 1 ELSE 2 END"
_COLUMN = {Level.CASE: "case_id", Level.TRANSCRIPT: "transcript_id", Level.SPEAKER: "speaker_id"}


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case and what it is linked to; `speaker_id` and the turns may be open."""

    case: str
    transcript_id: int
    speaker_id: int | None
    turn_first: int | None
    turn_last: int | None


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One attribute value; `owner` is the id of a case, a transcript or a speaker."""

    level: Level
    owner: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with its attributes and the transcripts it is linked to, by name."""

    name: str
    attributes: dict[str, str]
    transcripts: tuple[str, ...]


class Cases:
    """The case and attribute tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def apply(self, sheet: CaseSheet, *, file_name: str, sha256: str, coder: int, at: str) -> None:
        """Put a checked case sheet in the place of the one before; needs a transaction."""
        self._db.execute("DELETE FROM case_link WHERE source = 'sheet'")
        self._db.execute("DELETE FROM attribute WHERE source = 'sheet'")
        ids = {name: self._case(name) for name in sheet.cases}
        self._db.many(
            "INSERT OR IGNORE INTO case_link (case_id, transcript_id, speaker_id, source) "
            "VALUES (?, ?, ?, 'sheet')",
            ((ids[link.case], link.transcript_id, link.speaker_id) for link in sheet.links),
        )
        for value in sheet.attributes:
            owner = ids[value.case] if value.level is Level.CASE else value.owner
            self._db.execute(
                "INSERT OR REPLACE INTO attribute "
                f"({_COLUMN[value.level]}, name, value, source) VALUES (?, ?, ?, 'sheet')",
                (owner, value.name, value.value),
            )
        self._db.execute(
            "DELETE FROM study_case WHERE id NOT IN (SELECT case_id FROM case_link) "
            "AND id NOT IN (SELECT case_id FROM attribute WHERE case_id IS NOT NULL) "
            "AND id NOT IN (SELECT case_id FROM mark WHERE case_id IS NOT NULL) "
            "AND id NOT IN (SELECT case_id FROM memo WHERE case_id IS NOT NULL) "
            "AND id NOT IN (SELECT case_id FROM summary)"
        )
        self._db.execute(
            "INSERT INTO case_sheet (at, coder_id, file_name, sha256) VALUES (?, ?, ?, ?)",
            (at, coder, file_name, sha256),
        )

    def _case(self, name: str) -> int:
        found = self._db.value("SELECT id FROM study_case WHERE name = ?", (name,))
        if found is not None:
            return int(found)
        return self._db.execute(
            "INSERT INTO study_case (guid, name) VALUES (?, ?)", (str(uuid.uuid4()), name)
        )

    def links(self) -> tuple[CaseLink, ...]:
        """Return all links, by case name."""
        rows = self._db.rows(
            "SELECT name, transcript_id, speaker_id, turn_first, turn_last "
            "FROM case_link JOIN study_case ON study_case.id = case_id ORDER BY name, case_link.id"
        )
        return tuple(CaseLink(*row) for row in rows)

    def attributes(self) -> tuple[AttributeRow, ...]:
        """Return all attributes of cases, transcripts and speakers, by name.

        What a person said stands before what the case sheet says, and that before the file.
        """
        rows = self._db.rows(
            "SELECT case_id, transcript_id, speaker_id, name, value FROM attribute "
            f"WHERE turn_id IS NULL ORDER BY name, {_STRONGEST_LAST}, id"
        )
        found: dict[tuple[Level, int, str], AttributeRow] = {}
        for row in rows:
            level = next(level for level, column in _COLUMN.items() if row[column] is not None)
            owner, name = row[_COLUMN[level]], row["name"]
            found[level, owner, name] = AttributeRow(level, owner, name, row["value"])
        return tuple(found.values())

    def names(self) -> dict[int, str]:
        """Return the names of all cases by id, in the order of their names."""
        rows = self._db.rows("SELECT id, name FROM study_case ORDER BY name")
        return {row[0]: row[1] for row in rows}

    def overview(self) -> tuple[CaseRow, ...]:
        """Return all cases by name."""
        found = []
        for case_id, name in self.names().items():
            attributes = self._db.rows(
                "SELECT name, value FROM attribute WHERE case_id = ? "
                f"ORDER BY name, {_STRONGEST_LAST}",
                (case_id,),
            )
            transcripts = self._db.rows(
                "SELECT DISTINCT name FROM transcript JOIN case_link "
                "ON case_link.transcript_id = transcript.id "
                "WHERE case_id = ? AND removed_by IS NULL ORDER BY name",
                (case_id,),
            )
            found.append(
                CaseRow(name, {a[0]: a[1] for a in attributes}, tuple(t[0] for t in transcripts))
            )
        return tuple(found)
