"""Codebook changes in the log: how they are taken back and made again.

A version is never removed. Taking a change back stores the version before it once more, as a
new version; making it again stores the changed one once more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sendcode.errors import DependentsError, NotFound
from sendcode.store.codebooks import Codebooks
from sendcode.store.database import Database

FIRST = "action = 'codebook' AND coalesce(json_extract(payload, '$.version'), 0) = 1"
"""SQL: the decision that brought the first codebook, which is not taken back."""

_USES = ("coding", "verdict", "memo", "summary")
_IN_THE_WAY = "the codebook was changed since"
_THEMES_IN_THE_WAY = "something else was decided about these themes since"


class CodebookChanges:
    """Reverses changes of the codebook; every change needs a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._codebooks = Codebooks(database)

    def take_back(self, row: Any, *, coder: int, at: str) -> dict[str, object]:
        """Store the version before a change as the newest; return what the log should keep.

        Raises:
            NotFound: It is the first codebook.
            DependentsError: The codebook is not what the change made of it.
        """
        number = _version(row)
        if not number:
            return {}  # a request for coding anew changed no version
        if number == 1:
            raise NotFound(
                "the first codebook is not taken back", "Import another one in its place."
            )
        return self._restore(number, number - 1, f"undo of version {number}", coder, at)

    def make(self, row: Any, undone: str, *, coder: int, at: str) -> dict[str, object]:
        """Store a version that was taken back as the newest; return what the log should keep.

        Args:
            row: The decision.
            undone: SQL that says of a decision `d` that it is undone.
            coder: Id of who brings it back.
            at: When.

        Raises:
            DependentsError: The codebook is not what it was before the change, or something else
                was decided about the same themes since.
        """
        payload = json.loads(row["payload"])
        if self._about({*payload.get("themes", ()), *_made(payload)}, row, undone):
            raise DependentsError(_THEMES_IN_THE_WAY, (), "'sendcode log' shows what.")
        number = _version(row)
        if not number:
            return {}
        return self._restore(number - 1, number, f"redo of version {number}", coder, at)

    def _restore(self, now: int, wanted: int, why: str, coder: int, at: str) -> dict[str, object]:
        newest = self._codebooks.version()
        if self._codebooks.sha256(newest) != self._codebooks.sha256(now):
            raise DependentsError(_IN_THE_WAY, (), "'sendcode codebook log' shows how.")
        return {"version": self._codebooks.copy(wanted, message=why, coder=coder, at=at)}

    def later(self, row: Any, undone: str) -> set[int]:
        """Return the decisions (seq) that build on a change: later changes, and uses of new codes.

        On a split or a merge of themes builds what was decided about the themes that it made.

        Args:
            row: The decision.
            undone: SQL that says of a decision `d` that it is undone.
        """
        number = _version(row)
        if not number:
            return self._about(_made(json.loads(row["payload"])), row, undone)
        changes = self._db.rows(
            "SELECT seq, batch_id FROM decision d WHERE action = 'codebook' AND seq > ? "
            f"AND coalesce(json_extract(payload, '$.version'), 0) > ? AND NOT {undone}",
            (row["seq"], number),
        )
        found = self._whole(changes, undone)
        for table in _USES:
            found.update(
                one[0]
                for one in self._db.rows(
                    f"SELECT DISTINCT created_by FROM {table} WHERE ended_by IS NULL "
                    "AND code_guid IN (SELECT guid FROM code_version WHERE version = ? "
                    "EXCEPT SELECT guid FROM code_version WHERE version = ?)",
                    (number, number - 1),
                )
            )
        return found

    def _about(self, themes: Collection[int], row: Any, undone: str) -> set[int]:
        """Return the decisions (seq) after one that are about some themes, with their batches."""
        later = self._db.rows(
            "SELECT seq, batch_id, payload FROM decision d WHERE action = 'codebook' AND seq > ? "
            f"AND json_extract(payload, '$.did') IS NOT NULL AND NOT {undone}",
            (row["seq"],),
        )
        named = [(one, json.loads(one["payload"])["themes"]) for one in later] if themes else []
        return self._whole([one for one, of in named if not set(of).isdisjoint(themes)], undone)

    def _whole(self, decisions: Sequence[Any], undone: str) -> set[int]:
        """Return decisions (seq) and what was decided in one batch with them."""
        found = {int(one["seq"]) for one in decisions}
        for one in decisions:
            found.update(
                other["seq"]
                for other in self._db.rows(
                    f"SELECT seq FROM decision d WHERE batch_id = ? AND NOT {undone}",
                    (one["batch_id"],),
                )
            )
        return found


def _made(payload: Mapping[str, Any]) -> set[int]:
    """Return the ids of the themes that a decision made of others."""
    if payload.get("did") == "split":
        return set(payload["parts"])
    return {payload["themes"][0]} if payload.get("did") == "merge" else set()


def _version(row: Mapping[str, Any]) -> int:
    """Return the version that a codebook decision made; 0 if it made none."""
    return int(json.loads(row["payload"]).get("version", 0))
