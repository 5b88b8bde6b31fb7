"""The log of decisions, and the state that it leads to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sendcode.core.decisions import MARKS, LogEntry, NewDecision
from sendcode.core.model import Action
from sendcode.errors import NotFound
from sendcode.store.codebook_changes import FIRST
from sendcode.store.database import Database
from sendcode.store.effects import Effects, transcript_of
from sendcode.store.reversals import UNDONE, Reversals

_STANDS = "NOT EXISTS (SELECT 1 FROM decision r WHERE r.undoes = d.id)"
_REVERSALS = "('undo', 'redo')"
_DETAIL = (
    "CASE WHEN d.action IN ('repair', 'codebook') THEN d.payload "
    "WHEN d.action IN ('flag', 'star', 'do-not-quote') THEN json_object("
    "'case', (SELECT name FROM study_case WHERE id = json_extract(d.payload, '$.case')), "
    "'off', coalesce(json_extract(d.payload, '$.on'), 1) = 0) ELSE '{}' END"
)
_DID = {"adopt": "adopted", "dismiss": "dismissed", "merge": "merged", "split": "split into"}
_PATH = (
    "(SELECT path FROM code_version v WHERE v.guid = d.{0} ORDER BY v.version DESC LIMIT 1) AS {1}"
)


class Decisions:
    """The decision table and the tables that follow from it."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._effects = Effects(database)
        self._reversals = Reversals(database)

    # --- recording -------------------------------------------------------------------------

    def record(
        self,
        decisions: Iterable[NewDecision],
        *,
        coder: int,
        at: str,
        codebook_version: int,
        batch: str | None = None,
    ) -> tuple[str, ...]:
        """Append decisions and bring the state up to date; needs a transaction.

        Returns:
            The new decisions' ids, in order.
        """
        return tuple(self._record(d, coder, at, codebook_version, batch) for d in decisions)

    def _record(
        self, new: NewDecision, coder: int, at: str, version: int, batch: str | None
    ) -> str:
        """Append one row to the log and let it take effect; return its id."""
        decision_id = uuid.uuid4().hex
        place = new.place
        segment = (
            self._effects.segment(place) if place is not None and _keeps_segment(new) else None
        )
        payload = {**new.payload, **_details(new)}
        seq = self._db.execute(
            "INSERT INTO decision (id, at, coder_id, action, batch_id, transcript_id, segment_id, "
            'start, "end", code_guid, from_code_guid, suggestion_id, run_id, score, '
            "codebook_version, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(decision_id, at, coder, new.action.value, batch),
                *(transcript_of(new), segment),
                *((place.span.start, place.span.end) if place else (None, None)),
                *(new.code, new.from_code, new.suggestion, new.run, new.score),
                *(version or None, json.dumps(payload, sort_keys=True)),
            ),
        )
        self._effects.apply(new, seq, segment, new.owner or coder)
        return decision_id

    # --- undo and redo ---------------------------------------------------------------------

    def last(self, *, coder: int, count: int = 1) -> tuple[str, ...]:
        """Return the ids of the coder's last live decisions, oldest first.

        A batch counts as one. The first codebook is not among them: it is where the study
        starts, and not taken back by a word.
        """
        taken: list[str] = []
        below = -1
        for _ in range(count):
            row = self._db.one(
                "SELECT seq, id, batch_id FROM decision d WHERE coder_id = ? "
                f"AND action NOT IN {_REVERSALS} AND NOT ({FIRST}) "
                f"AND (? < 0 OR seq < ?) AND NOT {UNDONE} "
                "ORDER BY seq DESC LIMIT 1",
                (coder, below, below),
            )
            if row is None:
                break
            group = [row]
            if row["batch_id"]:
                group = self._db.rows(
                    f"SELECT seq, id FROM decision d WHERE batch_id = ? AND NOT {UNDONE} "
                    f"AND action NOT IN {_REVERSALS} ORDER BY seq DESC",
                    (row["batch_id"],),
                )
            taken += [one["id"] for one in group]
            below = group[-1]["seq"]
        return tuple(reversed(taken))

    def redoable(self, *, coder: int) -> tuple[str, ...]:
        """Return the coder's newest undo that can be redone, with those of its batch.

        Empty as soon as the coder has decided anything since: what was taken back then has
        been replaced.
        """
        row = self._db.one(
            "SELECT seq, id, batch_id FROM decision d WHERE coder_id = ? AND action = 'undo' "
            f"AND {_STANDS} ORDER BY seq DESC LIMIT 1",
            (coder,),
        )
        if row is None or self._db.value(
            "SELECT EXISTS (SELECT 1 FROM decision WHERE coder_id = ? AND seq > ? "
            f"AND action NOT IN {_REVERSALS})",
            (coder, row["seq"]),
        ):
            return ()
        if not row["batch_id"]:
            return (str(row["id"]),)
        rows = self._db.rows(
            f"SELECT id FROM decision d WHERE batch_id = ? AND action = 'undo' AND {_STANDS} "
            "ORDER BY seq",
            (row["batch_id"],),
        )
        return tuple(one["id"] for one in rows)

    def targets(self, undo_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the decisions that undo rows took back, oldest first."""
        marks = ", ".join("?" * len(undo_ids))
        rows = self._db.rows(
            "SELECT d.id FROM decision u JOIN decision d ON d.id = u.undoes "
            f"WHERE u.id IN ({marks}) ORDER BY d.seq",
            tuple(undo_ids),
        )
        return tuple(row[0] for row in rows)

    def group(self, decision_id: str) -> tuple[str, ...]:
        """Return the ids of a decision and of all others of its batch, oldest first.

        `decision_id` may be the beginning of an id, or a batch's id.

        Raises:
            NotFound: No decision, or more than one, begins so.
        """
        batch = self._db.rows(
            "SELECT id FROM decision WHERE batch_id = ? ORDER BY seq", (decision_id,)
        )
        if batch:
            return tuple(row["id"] for row in batch)
        rows = self._db.rows(
            "SELECT id, batch_id FROM decision WHERE substr(id, 1, ?) = ? LIMIT 2",
            (len(decision_id), decision_id),
        )
        if len(rows) != 1 or not decision_id:
            what = "no decision begins" if not rows else "more than one decision begins"
            raise NotFound(f"{what} with '{decision_id}'", "'sendcode log' lists the ids.")
        return self.group(rows[0]["batch_id"]) if rows[0]["batch_id"] else (rows[0]["id"],)

    def undo(
        self, ids: Sequence[str], *, coder: int, at: str, with_dependents: bool = False
    ) -> tuple[str, ...]:
        """Take decisions back, newest first; needs a transaction; see `Reversals.undo`."""
        return self._reversals.undo(ids, coder=coder, at=at, with_dependents=with_dependents)

    def redo(self, undo_ids: Collection[str], *, coder: int, at: str) -> tuple[str, ...]:
        """Bring back what undo rows took back; needs a transaction; see `Reversals.redo`."""
        return self._reversals.redo(undo_ids, coder=coder, at=at)

    # --- reading ---------------------------------------------------------------------------

    def log(
        self,
        *,
        coder: str | None = None,
        only: str | None = None,
        newest: int | None = None,
        action: str | None = None,
        transcript: int | None = None,
        codes: Sequence[str] | None = None,
    ) -> tuple[LogEntry, ...]:
        """Return the log, oldest first.

        Args:
            coder: Only this coder's decisions.
            only: Only the decision of that id.
            newest: Only so many of the newest.
            action: Only of this kind.
            transcript: Only in this transcript.
            codes: Only about these GUIDs, also as what was recoded.
        """
        marks = ", ".join("?" * len(codes or ()))
        about = f"AND (d.code_guid IN ({marks}) OR d.from_code_guid IN ({marks})) "
        rows = self._db.rows(
            "SELECT d.id, d.at, coder.name AS coder, d.action, d.batch_id, d.segment_id, "
            'transcript.name AS transcript, d.start, d."end", '
            f"{_PATH.format('code_guid', 'code')}, {_PATH.format('from_code_guid', 'from_code')}, "
            "d.undoes, d.score, d.suggestion_id, d.run_id, d.codebook_version, "
            f"{UNDONE} AS undone, "
            f"{_DETAIL} AS detail "
            "FROM decision d JOIN coder ON coder.id = d.coder_id "
            "LEFT JOIN transcript ON transcript.id = d.transcript_id "
            "WHERE (? IS NULL OR coder.name = ?) AND (? IS NULL OR d.id = ?) "
            "AND (? IS NULL OR d.action = ?) AND (? IS NULL OR d.transcript_id = ?) "
            f"{about if codes is not None else ''}ORDER BY d.seq DESC LIMIT ?",
            (
                *(coder, coder, only, only, action, action, transcript, transcript),
                *(*(codes or ()), *(codes or ()), -1 if newest is None else newest),
            ),
        )
        return tuple(_entry(dict(row)) for row in reversed(rows))

    def counts(self) -> dict[str, int]:
        """Return how many live decisions there are, by action."""
        rows = self._db.rows(
            f"SELECT action, count(*) FROM decision d WHERE NOT {UNDONE} "
            "AND action NOT IN ('undo', 'redo') GROUP BY action ORDER BY action"
        )
        return {row[0]: row[1] for row in rows}

    def newest_time(self) -> str:
        """Return the time of the newest decision; empty if there is none."""
        return str(self._db.value("SELECT at FROM decision ORDER BY seq DESC LIMIT 1") or "")

    def skipped(self, coder: int) -> frozenset[tuple[int, str]]:
        """Return (first unit, code GUID) of what the coder skipped."""
        rows = self._db.rows(
            "SELECT json_extract(payload, '$.units[0]'), code_guid FROM decision d "
            f"WHERE action = 'skip' AND coder_id = ? AND NOT {UNDONE}",
            (coder,),
        )
        return frozenset((row[0], row[1]) for row in rows)


def _entry(row: dict[str, Any]) -> LogEntry:
    payload = json.loads(row["detail"])
    told = {
        "action": Action(row["action"]),
        "undone": bool(row["undone"]),
        "detail": payload.get("repair") or _of_mark(payload) or _of_themes(payload),
    }
    return LogEntry(**{**row, **told})


def _of_mark(payload: dict[str, Any]) -> str:
    """Return the case that was marked, and whether the mark was taken off."""
    case = [f"case {payload['case']}"] if payload.get("case") else []
    return ", ".join(case + ["taken off"] * bool(payload.get("off")))


def _of_themes(payload: dict[str, Any]) -> str:
    """Return what was decided about proposed themes, e.g. `theme 4 split into 21, 22`."""
    if payload.get("did") not in _DID:
        return ""
    named = payload["themes"]
    themes = f"theme{'s' * (len(named) > 1)} {', '.join(map(str, named))}"
    told = (themes, _DID[payload["did"]], ", ".join(map(str, payload.get("parts", ()))))
    return " ".join(filter(None, told))


def _keeps_segment(new: NewDecision) -> bool:
    """Say whether a decision refers to a segment: a rejection or a skip leaves none behind."""
    return new.action not in (Action.REJECT, Action.SKIP, Action.READ) or bool(new.memo)


def _details(new: NewDecision) -> dict[str, object]:
    """Return what of a decision has no column of its own; never words."""
    found: dict[str, object] = {}
    if new.place is not None:
        found["units"] = list(new.place.units)
    if new.owner is not None:
        found["owner"] = new.owner
    if not new.denies:
        found["denies"] = False
    if new.also_not:
        found["also_not"] = list(new.also_not)
    if new.cut:
        found["cut"] = list(new.cut)
    if new.before is not None:
        found["before"] = [new.before.span.start, new.before.span.end]
        found["before_units"] = list(new.before.units)
    if new.topic is not None:
        found["about"] = new.topic.about
    if new.topic is not None and new.topic.case is not None:
        found["case"] = new.topic.case
    if new.action in MARKS:
        found["on"] = new.on
    return found
