"""Repairs on disk: how they are written into the log, made, taken back and made again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.core.repairs import IN_WORDS, Change, Field, Repair, Value
from sendcode.errors import DependentsError
from sendcode.store.database import Database

_COLUMN = {
    Field.ROLE: ("speaker", "role"),
    Field.ROLE_SOURCE: ("speaker", "role_source"),
    Field.LABEL: ("speaker", "label"),
    Field.PARTICIPANT: ("speaker", "participant_id"),
    Field.SPEAKER: ("turn", "speaker_id"),
    Field.NAME: ("transcript", "name"),
}
_CHANGED = "what this repair changed has been changed since by something that is not undone"
_NAME_TAKEN = "another transcript has that name by now"
_LABEL_TAKEN = "another speaker of that transcript has that label by now"


class Repairs:
    """What can be repaired, in the tables of transcripts; every change needs a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- into the log ----------------------------------------------------------------------

    def decision(self, repair: Repair) -> NewDecision:
        """Return a repair as a decision; its words go into a table of their own."""
        topic = Topic("transcript", transcript=repair.transcript) if repair.transcript else None
        changes = [
            [c.field.value, c.target, self._coded(c.field, c.before), self._coded(c.field, c.after)]
            for c in repair.changes
        ]
        payload = {"repair": repair.kind, "changes": changes}
        return NewDecision(Action.REPAIR, topic=topic, payload=payload)

    def _coded(self, field: Field, value: Value) -> Value:
        if field not in IN_WORDS or value is None:
            return value
        self._db.execute("INSERT OR IGNORE INTO wording (text) VALUES (?)", (value,))
        return int(self._db.value("SELECT id FROM wording WHERE text = ?", (value,)))

    def _changes(self, payload: Mapping[str, Any]) -> tuple[Change, ...]:
        found = []
        for name, target, before, after in payload.get("changes", ()):
            field = Field(name)
            if field in IN_WORDS:
                before, after = self._words(before), self._words(after)
            found.append(Change(field, target, before, after))
        return tuple(found)

    def _words(self, number: int | None) -> str | None:
        if number is None:
            return None
        return str(self._db.value("SELECT text FROM wording WHERE id = ?", (number,)))

    # --- into the tables -------------------------------------------------------------------

    def make(self, payload: Mapping[str, Any], seq: int) -> None:
        """Make a repair; `seq` is its decision.

        Raises:
            DependentsError: Something is not as it was when the repair was decided.
        """
        for change in self._changes(payload):
            self._set(change.field, change.target, change.before, change.after, seq)

    def take_back(self, payload: Mapping[str, Any], seq: int) -> None:
        """Put back what was before a repair.

        Raises:
            DependentsError: Something is not as the repair left it.
        """
        for change in reversed(self._changes(payload)):
            self._set(change.field, change.target, change.after, change.before, seq)

    def _set(self, field: Field, target: int, old: Value, new: Value, seq: int) -> None:
        if self.value(field, target) != old:
            raise DependentsError(_CHANGED, (), "'sendcode log' shows what came later.")
        if field is Field.QUESTION:
            self._set_question(target, new)
        elif field is Field.REMOVED:
            if not new:
                self._refuse_taken_name(target, self.value(Field.NAME, target))
            self._db.execute(
                "UPDATE transcript SET removed_by = ? WHERE id = ?", (seq if new else None, target)
            )
        else:
            self._refuse_taken(field, target, new)
            table, column = _COLUMN[field]
            self._db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (new, target))

    def _set_question(self, turn: int, question: Value) -> None:
        self._db.execute("DELETE FROM attribute WHERE turn_id = ? AND name = 'question'", (turn,))
        if question is not None:
            self._db.execute(
                "INSERT INTO attribute (turn_id, name, value, source) "
                "VALUES (?, 'question', ?, 'person')",
                (turn, question),
            )

    def _refuse_taken(self, field: Field, target: int, new: Value) -> None:
        if field is Field.NAME:
            self._refuse_taken_name(target, new)
        elif field is Field.LABEL and self._db.value(
            "SELECT EXISTS (SELECT 1 FROM speaker s JOIN speaker mine USING (transcript_id) "
            "WHERE mine.id = ? AND s.id <> mine.id AND coalesce(s.label, '') = coalesce(?, ''))",
            (target, new),
        ):
            raise DependentsError(_LABEL_TAKEN, (), "Give the turns to that speaker instead.")

    def _refuse_taken_name(self, target: int, name: Value) -> None:
        if self._db.value(
            "SELECT EXISTS (SELECT 1 FROM transcript t JOIN transcript mine ON mine.id = ? "
            "WHERE t.id <> mine.id AND t.name = ? AND t.version = mine.version "
            "AND t.removed_by IS NULL)",
            (target, name),
        ):
            raise DependentsError(_NAME_TAKEN, (), "'sendcode transcripts rename' frees the name.")

    def value(self, field: Field, target: int) -> Value:
        """Return how a field stands now."""
        if field is Field.QUESTION:
            sql = "SELECT value FROM attribute WHERE turn_id = ? AND name = 'question'"
        elif field is Field.REMOVED:
            sql = "SELECT removed_by IS NOT NULL FROM transcript WHERE id = ?"
        else:
            table, column = _COLUMN[field]
            sql = f"SELECT {column} FROM {table} WHERE id = ?"
        found: Value = self._db.value(sql, (target,))
        return found

    def later(self, seq: int, payload: Mapping[str, Any], undone: str) -> tuple[int, ...]:
        """Return the sequence numbers of live later repairs of the same fields.

        Args:
            seq: Of the decision.
            payload: Of the decision.
            undone: SQL that says whether decision `d` is undone.
        """
        mine = {(name, target) for name, target, *_ in payload.get("changes", ())}
        rows = self._db.rows(
            "SELECT d.seq, d.payload FROM decision d WHERE d.action = 'repair' AND d.seq > ? "
            f"AND NOT {undone}",
            (seq,),
        )
        return tuple(
            row["seq"]
            for row in rows
            if any((c[0], c[1]) in mine for c in json.loads(row["payload"])["changes"])
        )

    # --- what a repair may need ------------------------------------------------------------

    def new_speaker(self, transcript: int, label: str, role: str) -> int:
        """Add a speaker without turns, which no list shows until a turn is given to them."""
        return self._db.execute(
            "INSERT INTO speaker (transcript_id, label, role, role_source) "
            "VALUES (?, ?, ?, 'guess')",
            (transcript, label, role),
        )

    def participant(self, name: str) -> int:
        """Return the id of a participant, adding the person when new."""
        found = self._db.value("SELECT id FROM participant WHERE name = ?", (name,))
        if found is not None:
            return int(found)
        return self._db.execute(
            "INSERT INTO participant (guid, name) VALUES (?, ?)", (str(uuid.uuid4()), name)
        )

    def all_speakers(self, transcript: int) -> dict[str, int]:
        """Return the ids of a transcript's speakers by label, those without turns too."""
        rows = self._db.rows(
            "SELECT coalesce(label, ''), id FROM speaker WHERE transcript_id = ?", (transcript,)
        )
        return {row[0]: row[1] for row in rows}

    def turns_of(self, speakers: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return (turn, speaker) for the turns of some speakers, in order."""
        rows = [
            row
            for speaker in speakers
            for row in self._db.rows(
                "SELECT id, speaker_id FROM turn WHERE speaker_id = ? ORDER BY seq", (speaker,)
            )
        ]
        return tuple((row[0], row[1]) for row in rows)

    def codings_in(self, transcript: int) -> tuple[int, int]:
        """Return how many live codings a transcript holds, and of how many coders."""
        row = self._db.one(
            "SELECT count(*), count(DISTINCT coder_id) FROM coding "
            "JOIN segment ON segment.id = segment_id "
            "WHERE transcript_id = ? AND ended_by IS NULL",
            (transcript,),
        )
        return (row[0], row[1]) if row else (0, 0)

    def questions(self) -> dict[int, str]:
        """Return the question that a turn answers, by the turn's id."""
        rows = self._db.rows(
            "SELECT turn_id, value FROM attribute WHERE turn_id IS NOT NULL AND name = 'question'"
        )
        return {row[0]: row[1] for row in rows}
