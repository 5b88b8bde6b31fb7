"""Framework summaries: one live text per case and code, each the work of a decision."""

from __future__ import annotations

from sendcode.core.decisions import NewDecision
from sendcode.core.framework import Summary
from sendcode.core.model import Action
from sendcode.store.database import Database
from sendcode.store.decisions import Decisions


class Summaries:
    """The summary table."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> tuple[Summary, ...]:
        """Return the live texts, by case and code."""
        rows = self._db.rows(
            "SELECT s.id, c.name AS case_name, s.code_guid, s.text, coder.name AS coder, d.at, "
            "s.based_on FROM summary s JOIN study_case c ON c.id = s.case_id "
            "JOIN coder ON coder.id = s.coder_id JOIN decision d ON d.seq = s.created_by "
            "WHERE s.ended_by IS NULL ORDER BY c.name, s.code_guid, s.id"
        )
        return tuple(
            Summary(
                id=row["id"],
                case=row["case_name"],
                code=row["code_guid"],
                text=row["text"],
                coder=row["coder"],
                at=row["at"],
                based_on=row["based_on"],
            )
            for row in rows
        )

    def put(
        self,
        *,
        case: int,
        code: str,
        text: str,
        based_on: str,
        coder: int,
        at: str,
        codebook_version: int,
    ) -> str:
        """Write a text in the place of the one before; needs a transaction.

        An empty text takes the one before away. Returns the decision's id. The words stand in
        the summary table alone, not in the log.
        """
        new = NewDecision(Action.SUMMARY, code=code, payload={"case": case})
        (decision,) = Decisions(self._db).record(
            [new], coder=coder, at=at, codebook_version=codebook_version
        )
        seq = self._db.value("SELECT seq FROM decision WHERE id = ?", (decision,))
        self._db.execute(
            "UPDATE summary SET ended_by = ? WHERE case_id = ? AND code_guid = ? "
            "AND ended_by IS NULL",
            (seq, case, code),
        )
        if text:
            self._db.execute(
                "INSERT INTO summary (case_id, code_guid, coder_id, text, based_on, created_by) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (case, code, coder, text, based_on, seq),
            )
        return decision
