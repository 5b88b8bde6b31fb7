"""What there is to learn from: verdicts in their order, what was read in passing, audit draws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sendcode.store.database import Database

_MANY = 500


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One unit that a coder decided about.

    Attributes:
        yes: Any of the codes was put on it.
        pool: For an audit item, how many units it was drawn from; 0 for others.
    """

    unit: int
    yes: bool
    pool: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A live suggestion: its id and the run that made it."""

    suggestion: int
    run: int


class Learning:
    """Reads that serve ranking and stopping."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self) -> int:
        """Return the number of the newest decision; 0 before the first."""
        return int(self._db.value("SELECT coalesce(max(seq), 0) FROM decision"))

    def speakers(self) -> tuple[tuple[int, str], ...]:
        """Return every speaker's id and role."""
        return tuple((row[0], row[1]) for row in self._db.rows("SELECT id, role FROM speaker"))

    def verdicts(self, *, own: int | None, others: bool) -> dict[tuple[int, str], bool]:
        """Return live verdicts by (unit, code GUID), in the order in which they were given.

        Args:
            own: Id of a coder whose word wins over others'; None for nobody.
            others: Other coders' verdicts too; the newest wins.
        """
        found: dict[tuple[int, str], bool] = {}
        mine: set[tuple[int, str]] = set()
        for row in self._db.rows(
            "SELECT unit_id, code_guid, yes, coder_id FROM verdict WHERE ended_by IS NULL "
            "ORDER BY created_by, id"
        ):
            key = (row[0], row[1])
            if row[3] == own:
                mine.add(key)
            elif not others or key in mine:
                continue
            found[key] = bool(row[2])
        return found

    def passed(self, *, own: int | None, others: bool) -> frozenset[int]:
        """Return the units that were read whole in passing (reading mode, marked read)."""
        rows = self._db.rows(
            "SELECT DISTINCT r.unit_id FROM read_mark r JOIN decision d ON d.seq = r.created_by "
            "WHERE r.ended_by IS NULL AND d.action = 'read' AND (? OR r.coder_id = ?)",
            (int(others), own),
        )
        return frozenset(row[0] for row in rows)

    def standing(self, units: Sequence[int]) -> dict[tuple[int, str], Standing]:
        """Return the live suggestions of some units by (unit, code GUID)."""
        found: dict[tuple[int, str], Standing] = {}
        for start in range(0, len(units), _MANY):
            part = tuple(units[start : start + _MANY])
            marks = ", ".join("?" * len(part))
            for row in self._db.rows(
                "SELECT unit_id, code_guid, id, run_id FROM suggestion "
                f"WHERE ended_run IS NULL AND unit_id IN ({marks})",
                part,
            ):
                found[row[0], row[1]] = Standing(row[2], row[3])
        return found

    def reviewed(self, *, coder: int, codes: Collection[str]) -> tuple[Reviewed, ...]:
        """Return the units that a coder decided about for some codes, in the order of review."""
        known: dict[int, Reviewed] = {}
        for row in self._db.rows(
            "SELECT v.unit_id, v.code_guid, v.yes, json_extract(d.payload, '$.audit') "
            "FROM verdict v JOIN decision d ON d.seq = v.created_by "
            "WHERE v.ended_by IS NULL AND v.coder_id = ? ORDER BY v.created_by, v.id",
            (coder,),
        ):
            if row[1] in codes:
                before = known.get(row[0], Reviewed(row[0], yes=False, pool=0))
                known[row[0]] = Reviewed(
                    row[0], before.yes or bool(row[2]), max(before.pool, int(row[3] or 0))
                )
        return tuple(known.values())
