"""What a decision does to the state: codings, verdicts, read marks, marks and memos."""

from __future__ import annotations

from sendcode.core.decisions import MARKS, NewDecision, Place, Topic
from sendcode.core.model import Action
from sendcode.store.database import Database
from sendcode.store.repairs import Repairs

_SAYS_NOTHING = (Action.SKIP, Action.MEMO, *MARKS)  # leave no read mark


class Effects:
    """Writes the rows that follow from a decision, each with the decision that made it."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._repairs = Repairs(database)

    def segment(self, place: Place) -> int:
        """Return the id of the segment at a place, adding it when new."""
        key = (place.transcript, place.span.start, place.span.end)
        found = self._db.value(
            'SELECT id FROM segment WHERE transcript_id = ? AND start = ? AND "end" = ?', key
        )
        if found is not None:
            return int(found)
        return self._db.execute(
            'INSERT INTO segment (transcript_id, start, "end", turn_id) VALUES (?, ?, ?, ?)',
            (*key, place.turn),
        )

    def apply(self, new: NewDecision, seq: int, segment: int | None, coder: int) -> None:
        """Bring the state up to date after one decision; needs its transaction."""
        if new.action in (Action.ACCEPT, Action.RECODE, Action.CODE, Action.RESPAN):
            self._put(new, seq, segment, coder)
        elif new.action is Action.REJECT:
            self._say(new, new.code, False, seq, coder)
        elif new.action is Action.UNCODE:
            self._end_coding(segment, new.code, seq, coder)
            self._say(new, new.code, False, seq, coder)
        elif new.action is Action.REPAIR:
            self._repairs.make(new.payload, seq)
        elif new.action in MARKS:
            self._mark(new, seq, segment, coder)
        for other in new.also_not:
            self._say(new, other, False, seq, coder)
        if new.place is not None and new.owner is None and new.action not in _SAYS_NOTHING:
            self._db.many(
                "INSERT INTO read_mark (unit_id, coder_id, created_by) VALUES (?, ?, ?)",
                ((unit, coder, seq) for unit in (*new.place.units, *new.cut)),
            )
        if new.memo:
            self._write_memo(new, seq, segment, coder)

    def _put(self, new: NewDecision, seq: int, segment: int | None, coder: int) -> None:
        """Put a code on a segment; what it replaces goes, and what it does not cover is denied."""
        denied: tuple[int, ...] = new.cut
        if new.before is not None and new.place is not None:
            self._end_coding(self.segment(new.before), new.code, seq, coder)
            denied = tuple(u for u in new.before.units if u not in new.place.units)
        self._put_coding(new, seq, segment, coder)
        self._say(new, new.code, True, seq, coder)
        if new.from_code is not None and new.from_code != new.code:
            self._end_coding(segment, new.from_code, seq, coder)
            if new.denies:
                self._say(new, new.from_code, False, seq, coder)
            else:
                self._unsay(new, new.from_code, seq, coder)
        self._deny(denied, new.from_code or new.code, seq, coder)

    def _end_coding(self, segment: int | None, code: str | None, seq: int, coder: int) -> None:
        self._db.execute(
            "UPDATE coding SET ended_by = ? WHERE segment_id = ? AND code_guid = ? "
            "AND coder_id = ? AND ended_by IS NULL",
            (seq, segment, code, coder),
        )

    def _mark(self, new: NewDecision, seq: int, segment: int | None, coder: int) -> None:
        """Set or take off a flag, a star or a do-not-quote, on a segment or on a case."""
        case = new.topic.case if new.topic else None
        about = None if case is not None else segment
        live = self._db.value(
            "SELECT id FROM mark WHERE kind = ? AND segment_id IS ? AND case_id IS ? "
            "AND coder_id = ? AND ended_by IS NULL",
            (new.action.value, about, case, coder),
        )
        if new.on and live is None:
            self._db.execute(
                "INSERT INTO mark (kind, segment_id, case_id, coder_id, created_by) "
                "VALUES (?, ?, ?, ?, ?)",
                (new.action.value, about, case, coder, seq),
            )
        elif not new.on and live is not None:
            self._db.execute("UPDATE mark SET ended_by = ? WHERE id = ?", (seq, live))

    def _write_memo(self, new: NewDecision, seq: int, segment: int | None, coder: int) -> None:
        topic = new.topic or Topic("segment")
        self._db.execute(
            "INSERT INTO memo (about, transcript_id, segment_id, code_guid, case_id, coder_id, "
            "text, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(topic.about, transcript_of(new), segment if topic.about == "segment" else None),
                *(new.code if topic.about == "code" else None, topic.case),
                *(coder, new.memo, seq),
            ),
        )

    def _put_coding(self, new: NewDecision, seq: int, segment: int | None, coder: int) -> None:
        live = self._db.value(
            "SELECT id FROM coding WHERE segment_id = ? AND code_guid = ? AND coder_id = ? "
            "AND ended_by IS NULL",
            (segment, new.code, coder),
        )
        if live is None:
            self._db.execute(
                "INSERT INTO coding (segment_id, code_guid, coder_id, origin, suggestion_id, "
                "created_by) VALUES (?, ?, ?, ?, ?, ?)",
                (segment, new.code, coder, new.origin, new.suggestion, seq),
            )

    def _say(self, new: NewDecision, code: str | None, yes: bool, seq: int, coder: int) -> None:
        """Give each unit the coder's verdict on a code, ending the one before."""
        self._verdicts(new.place.units if new.place else (), code, yes, seq, coder)

    def _unsay(self, new: NewDecision, code: str | None, seq: int, coder: int) -> None:
        """End the coder's verdicts on a code without giving others."""
        self._db.many(
            "UPDATE verdict SET ended_by = ? WHERE unit_id = ? AND code_guid = ? "
            "AND coder_id = ? AND ended_by IS NULL",
            ((seq, unit, code, coder) for unit in (new.place.units if new.place else ())),
        )

    def _deny(self, units: tuple[int, ...], code: str | None, seq: int, coder: int) -> None:
        self._verdicts(units, code, False, seq, coder)

    def _verdicts(
        self, units: tuple[int, ...], code: str | None, yes: bool, seq: int, coder: int
    ) -> None:
        self._db.many(
            "UPDATE verdict SET ended_by = ? WHERE unit_id = ? AND code_guid = ? "
            "AND coder_id = ? AND ended_by IS NULL",
            ((seq, unit, code, coder) for unit in units),
        )
        self._db.many(
            "INSERT INTO verdict (unit_id, code_guid, coder_id, yes, created_by) "
            "VALUES (?, ?, ?, ?, ?)",
            ((unit, code, coder, int(yes), seq) for unit in units),
        )


def transcript_of(new: NewDecision) -> int | None:
    """Return the id of the transcript that a decision is about, or None."""
    if new.place is not None:
        return new.place.transcript
    return new.topic.transcript if new.topic else None
