"""Taking decisions back and bringing them back: new rows, and the state flipped to what it was."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence

from sendcode.core.printable import so_many
from sendcode.errors import DependentsError, NotFound
from sendcode.store.codebook_changes import CodebookChanges
from sendcode.store.database import Database
from sendcode.store.repairs import Repairs

STATE = ("coding", "verdict", "read_mark", "mark", "memo", "summary")
UNDONE = (
    "EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id AND u.action = 'undo' AND NOT EXISTS "
    "(SELECT 1 FROM decision r WHERE r.undoes = u.id AND r.action = 'redo' AND NOT EXISTS "
    "(SELECT 1 FROM decision u2 WHERE u2.undoes = r.id)))"
)
_KEYS = {"coding": "segment_id, code_guid, coder_id", "verdict": "unit_id, code_guid, coder_id"}
_IN_THE_WAY = "later decisions stand in the way of this redo"


class Reversals:
    """Undo and redo; rows of the state carry the decisions that made and ended them."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._changes = CodebookChanges(database)
        self._repairs = Repairs(database)

    def undo(
        self, ids: Sequence[str], *, coder: int, at: str, with_dependents: bool = False
    ) -> tuple[str, ...]:
        """Take decisions back, newest first; needs a transaction.

        Args:
            ids: Decisions to take back, oldest first.
            coder: Id of who undoes.
            at: Time of the undo.
            with_dependents: Take back later decisions that build on them too.

        Returns:
            The ids of the undo rows.

        Raises:
            DependentsError: Later decisions build on them, and they were not asked for.
            NotFound: A decision is undone already, or is none that can be.
        """
        wanted = dict.fromkeys(ids)
        batch = uuid.uuid4().hex if len(wanted) > 1 else None
        done: list[str] = []
        while wanted:
            decision_id = next(reversed(wanted))
            later = [other for other in self._dependents(decision_id) if other not in wanted]
            if later and not with_dependents:
                raise DependentsError(
                    f"decision {decision_id[:8]} is what {so_many(len(later), 'later decision')} "
                    f"{'builds' if len(later) == 1 else 'build'} on: "
                    + ", ".join(other[:8] for other in later),
                    tuple(later),
                    "Undo those first, or say --with-dependents.",
                )
            if later:
                wanted |= dict.fromkeys(later)
                continue
            done.append(self._undo_one(decision_id, coder, at, batch))
            del wanted[decision_id]
        return tuple(done)

    def _undo_one(self, decision_id: str, coder: int, at: str, batch: str | None) -> str:
        """Append the undo of one decision; end the rows it made, and revive those it ended."""
        row = self._db.one(
            f"SELECT d.*, {UNDONE} AS undone FROM decision d WHERE id = ?",
            (decision_id,),
        )
        if row is None:
            raise NotFound(f"no decision '{decision_id}'", "'sendcode log' lists the ids.")
        if row["undone"] or row["action"] in ("undo", "redo"):
            why = "is undone already" if row["undone"] else f"is a '{row['action']}'"
            raise NotFound(
                f"decision {decision_id[:8]} {why}", "'sendcode log' shows what is live."
            )
        revived = {
            table: [
                r[0]
                for r in self._db.rows(
                    f"SELECT id FROM {table} WHERE ended_by = ? AND created_by <> ?",
                    (row["seq"], row["seq"]),
                )
            ]
            for table in STATE
        }
        changed: dict[str, object] = {}
        if row["action"] == "codebook":
            changed = self._changes.take_back(row, coder=coder, at=at)
        new_id, seq = self._append_reversal("undo", row, coder, at, batch, revived, changed)
        if row["action"] == "repair":
            self._repairs.take_back(json.loads(row["payload"]), row["seq"])
        for table in STATE:
            self._db.execute(
                f"UPDATE {table} SET ended_by = ? WHERE created_by = ? AND ended_by IS NULL",
                (seq, row["seq"]),
            )
            self._db.execute(
                f"UPDATE {table} SET ended_by = NULL WHERE ended_by = ? AND created_by <> ?",
                (row["seq"], row["seq"]),
            )
        return new_id

    def redo(self, undo_ids: Collection[str], *, coder: int, at: str) -> tuple[str, ...]:
        """Bring back what undo rows took back, in the order of the decisions; needs a transaction.

        Raises:
            DependentsError: Something was decided since that stands in the way.
            NotFound: Not an undo, or redone already.
        """
        batch = uuid.uuid4().hex if len(undo_ids) > 1 else None
        rows = []
        for undo_id in undo_ids:
            row = self._db.one(
                "SELECT d.*, EXISTS (SELECT 1 FROM decision r WHERE r.undoes = d.id) AS redone "
                "FROM decision d WHERE id = ? AND action = 'undo'",
                (undo_id,),
            )
            if row is None or row["redone"]:
                raise NotFound(f"'{undo_id[:8]}' is no undo that can be redone")
            rows.append(row)
        done = []
        for row in sorted(rows, key=lambda r: r["seq"], reverse=True):
            target = self._db.one("SELECT * FROM decision WHERE id = ?", (row["undoes"],))
            if target is None:
                raise NotFound(f"decision {row['undoes'][:8]} is gone")
            revived = json.loads(row["payload"]).get("revived", {})
            self._end_revived(target["seq"], revived)
            self._refuse_conflicts(row["seq"])
            changed: dict[str, object] = {}
            if target["action"] == "codebook":
                changed = self._changes.make(target, UNDONE, coder=coder, at=at)
            new_id, _ = self._append_reversal("redo", row, coder, at, batch, {}, changed)
            if target["action"] == "repair":
                self._repairs.make(json.loads(target["payload"]), target["seq"])
            for table in STATE:
                self._db.execute(
                    f"UPDATE {table} SET ended_by = NULL WHERE ended_by = ?",
                    (row["seq"],),
                )
            done.append(new_id)
        return tuple(done)

    def _end_revived(self, seq: int, revived: dict[str, list[int]]) -> None:
        for table, ids in revived.items():
            for row_id in ids:
                changed = self._db.change(
                    f"UPDATE {table} SET ended_by = ? WHERE id = ? AND ended_by IS NULL",
                    (seq, row_id),
                )
                if not changed:
                    raise DependentsError(_IN_THE_WAY, (), "Decide again instead.")

    def _refuse_conflicts(self, ended_by: int) -> None:
        """Refuse to revive rows in whose place others live by now."""
        for table, key in _KEYS.items():
            if self._db.value(
                f"SELECT count(*) FROM {table} s JOIN {table} live USING ({key}) "
                "WHERE s.ended_by = ? AND live.ended_by IS NULL",
                (ended_by,),
            ):
                raise DependentsError(_IN_THE_WAY, (), "Decide again instead.")

    def _append_reversal(
        self,
        action: str,
        row: object,
        coder: int,
        at: str,
        batch: str | None,
        revived: dict[str, list[int]],
        changed: dict[str, object],
    ) -> tuple[str, int]:
        payload = {"revived": {table: ids for table, ids in revived.items() if ids}, **changed}
        new_id = uuid.uuid4().hex
        seq = self._db.execute(
            "INSERT INTO decision (id, at, coder_id, action, batch_id, transcript_id, segment_id, "
            'start, "end", code_guid, from_code_guid, codebook_version, undoes, payload) '
            'SELECT ?, ?, ?, ?, ?, transcript_id, segment_id, start, "end", code_guid, '
            "from_code_guid, codebook_version, id, ? FROM decision WHERE id = ?",
            (new_id, at, coder, action, batch, json.dumps(payload), row["id"]),  # type: ignore[index]
        )
        return new_id, seq

    def _dependents(self, decision_id: str) -> tuple[str, ...]:
        """Return the later decisions that ended, or replaced, what this one made."""
        seqs: set[int] = set()
        row = self._db.one("SELECT * FROM decision WHERE id = ?", (decision_id,))
        if row is not None and row["action"] == "codebook":
            seqs.update(self._changes.later(row, UNDONE))
        if row is not None and row["action"] == "repair":
            seqs.update(self._repairs.later(row["seq"], json.loads(row["payload"]), UNDONE))
        for table in STATE:
            seqs.update(
                row[0]
                for row in self._db.rows(
                    f"SELECT DISTINCT s.ended_by FROM {table} s "
                    "JOIN decision d ON d.seq = s.created_by "
                    "JOIN decision e ON e.seq = s.ended_by "
                    "WHERE d.id = ? AND e.action <> 'undo'",
                    (decision_id,),
                )
            )
        for table, key in _KEYS.items():
            seqs.update(
                row[0]
                for row in self._db.rows(
                    f"SELECT live.created_by FROM {table} s "
                    "JOIN decision d ON d.seq = s.ended_by "
                    f"JOIN {table} live USING ({key}) "
                    "WHERE d.id = ? AND live.ended_by IS NULL AND live.created_by <> d.seq",
                    (decision_id,),
                )
            )
        if not seqs:
            return ()
        marks = ", ".join("?" * len(seqs))
        rows = self._db.rows(
            f"SELECT id FROM decision WHERE seq IN ({marks}) ORDER BY seq",
            tuple(seqs),
        )
        return tuple(row["id"] for row in rows)
