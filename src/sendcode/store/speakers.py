"""Who speaks in each transcript: labels, their roles, the people behind them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sendcode.core.model import Role
from sendcode.store.database import Database


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One speaker label in one transcript."""

    id: int
    transcript_id: int
    transcript: str
    label: str | None
    role: Role
    role_source: str
    participant: str | None
    turns: int


class Speakers:
    """The speaker and participant tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> tuple[SpeakerRow, ...]:
        """Return all speakers, by transcript, in the order in which they first speak."""
        rows = self._db.rows(
            "SELECT speaker.id, speaker.transcript_id, transcript.name AS transcript, label, role, "
            "role_source, participant.name AS participant, "
            "(SELECT count(*) FROM turn WHERE speaker_id = speaker.id) AS turns "
            "FROM speaker JOIN transcript ON transcript.id = speaker.transcript_id "
            "LEFT JOIN participant ON participant.id = participant_id "
            "WHERE removed_by IS NULL AND turns > 0 ORDER BY transcript.name, speaker.id"
        )
        return tuple(SpeakerRow(**{**row, "role": Role(row["role"])}) for row in map(dict, rows))

    def set_role(self, speaker_id: int, role: Role, source: str) -> None:
        """Give a speaker a role; `source` is `sheet` or `person`."""
        self._db.execute(
            "UPDATE speaker SET role = ?, role_source = ? WHERE id = ?",
            (role.value, source, speaker_id),
        )

    def set_participant(self, speaker_id: int, name: str) -> None:
        """Say which person a speaker is; the person is added when new."""
        found = self._db.value("SELECT id FROM participant WHERE name = ?", (name,))
        if found is None:
            found = self._db.execute(
                "INSERT INTO participant (guid, name) VALUES (?, ?)", (str(uuid.uuid4()), name)
            )
        self._db.execute("UPDATE speaker SET participant_id = ? WHERE id = ?", (found, speaker_id))
