"""Runs and suggestions: what the machine proposed, and what of it is still open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sendcode.core.model import Evidence, Span, Suggestion
from sendcode.core.review import OpenUnit
from sendcode.store.database import Database

CODES_IN_USE = (
    "code_version WHERE version = (SELECT max(number) FROM codebook_version) AND NOT retired"
)
IN_USE = f"s.code_guid IN (SELECT guid FROM {CODES_IN_USE})"
"""Condition on a suggestion `s`: the codebook has its code, and has not retired it."""
OPEN_UNITS = (
    'SELECT s.id, u.transcript_id, u.turn_id, s.unit_id, u.start, u."end", s.code_guid, '
    "s.score, s.evidence, s.run_id FROM suggestion s JOIN unit u ON u.id = s.unit_id "
    "JOIN transcript t ON t.id = u.transcript_id"
)
"""Rows for `open_unit`; what follows says which."""


@dataclass(frozen=True, slots=True)
class NewRun:
    """One execution of a suggester, about to be stored."""

    method: str
    settings: Mapping[str, str]
    software: Mapping[str, str]
    splitter: str
    codebook_version: int
    texts_sha256: str
    transcripts: int
    units: int


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run changed: `kept` suggestions stood already and were found again."""

    run: int
    found: int
    new: int
    kept: int
    gone: int


class Suggestions:
    """The run and suggestion tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def store_run(
        self,
        run: NewRun,
        suggestions: Iterable[Suggestion],
        *,
        coder: int,
        at: str,
        keep: Collection[str] = (),
    ) -> RunResult:
        """Record a run and make its suggestions the live ones; needs a transaction.

        A suggestion that stands already with the same score and evidence is kept with its
        id; one that the run no longer makes is ended, and stays for the log.

        Args:
            run: What was run.
            suggestions: What it found.
            coder: Id of who ran it.
            at: Time of the run.
            keep: GUIDs of codes that the run did not look at, since nothing about them has
                changed: their suggestions stand, and count as found again.
        """
        found = {
            (s.unit, s.code): (round(s.score, 6), evidence_to_json(s.evidence)) for s in suggestions
        }
        live, standing = self._live(keep)
        run_id = self._record(run, suggestions=len(found) + standing, coder=coder, at=at)
        same = {
            key
            for key, row in live.items()
            if found.get(key) == (round(row["score"], 6), row["evidence"])
        }
        self._db.many(
            "UPDATE suggestion SET ended_run = ? WHERE id = ?",
            ((run_id, row["id"]) for key, row in live.items() if key not in same),
        )
        self._db.many(
            "INSERT INTO suggestion (unit_id, code_guid, score, evidence, run_id) "
            "VALUES (?, ?, ?, ?, ?)",
            ((*key, *found[key], run_id) for key in sorted(found) if key not in same),
        )
        return RunResult(
            run=run_id,
            found=len(found) + standing,
            new=len(found.keys() - live.keys()),
            kept=len(same) + standing,
            gone=len(live.keys() - found.keys()),
        )

    def _live(self, keep: Collection[str]) -> tuple[dict[tuple[int, str], sqlite3.Row], int]:
        """Return what stands by unit and code's GUID, and how many there are of codes in `keep`."""
        rows = self._db.rows(
            "SELECT id, unit_id, code_guid, score, evidence FROM suggestion WHERE ended_run IS NULL"
        )
        live = {(r["unit_id"], r["code_guid"]): r for r in rows if r["code_guid"] not in keep}
        return live, len(rows) - len(live)

    def _record(self, run: NewRun, *, suggestions: int, coder: int, at: str) -> int:
        """Write the row of a run; return its id."""
        return self._db.execute(
            "INSERT INTO run (at, coder_id, method, settings, software, splitter, "
            "codebook_version, texts_sha256, transcripts, units, suggestions) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(at, coder, run.method, json.dumps(dict(run.settings), sort_keys=True)),
                *(json.dumps(dict(run.software), sort_keys=True), run.splitter),
                *(run.codebook_version, run.texts_sha256, run.transcripts, run.units),
                suggestions,
            ),
        )

    def open_units(
        self, *, coder: int | None, codes: Iterable[str] | None = None, min_score: float = 0.0
    ) -> tuple[OpenUnit, ...]:
        """Return live suggestions on which a coder has given no verdict.

        What was suggested on a turn that turned out to be an interviewer's is left out, and so
        is what was suggested for a code that is retired (it comes back with the code) or that
        the codebook has no longer (its making was undone).

        Args:
            coder: Id of the coder; None for one who has decided nothing yet.
            codes: Only for these code GUIDs; None for all.
            min_score: Only with at least this score.
        """
        wanted = None if codes is None else set(codes)
        rows = self._db.rows(
            f"{OPEN_UNITS} JOIN turn ON turn.id = u.turn_id "
            "JOIN speaker ON speaker.id = turn.speaker_id AND speaker.role <> 'interviewer' "
            "WHERE s.ended_run IS NULL AND t.removed_by IS NULL AND s.score >= ? "
            f"AND {IN_USE} AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.unit_id = s.unit_id "
            "AND v.code_guid = s.code_guid AND v.coder_id = ? AND v.ended_by IS NULL) "
            "ORDER BY u.transcript_id, u.start",
            (min_score, coder),
        )
        positions = self._positions() if rows else {}
        return tuple(
            open_unit(row, position=positions[row["unit_id"]])
            for row in rows
            if wanted is None or row["code_guid"] in wanted
        )

    def _positions(self) -> dict[int, int]:
        """Return the place of every unit in its transcript, from 0."""
        positions: dict[int, int] = {}
        last, place = None, 0
        for row in self._db.rows(
            "SELECT id, transcript_id FROM unit ORDER BY transcript_id, start"
        ):
            place = place + 1 if row[1] == last else 0
            last = row[1]
            positions[row[0]] = place
        return positions

    def live(self, codes: Collection[str]) -> tuple[Suggestion, ...]:
        """Return what stands for some code GUIDs, decided or not, unit by unit.

        Within a unit in the order of the codebook's newest version. What an interviewer said or
        what stands in a removed transcript is left out.
        """
        rows = self._db.rows(
            "SELECT s.unit_id, s.code_guid, s.score, s.evidence FROM suggestion s "
            "JOIN unit u ON u.id = s.unit_id JOIN transcript t ON t.id = u.transcript_id "
            "JOIN turn ON turn.id = u.turn_id "
            "JOIN speaker ON speaker.id = turn.speaker_id AND speaker.role <> 'interviewer' "
            "JOIN code_version c ON c.guid = s.code_guid "
            "AND c.version = (SELECT max(number) FROM codebook_version) "
            "WHERE s.ended_run IS NULL AND t.removed_by IS NULL "
            "ORDER BY u.transcript_id, u.start, c.position"
        )
        return tuple(
            Suggestion(row[0], row[1], row[2], evidence_from_json(row[3]))
            for row in rows
            if row[1] in codes
        )

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return, by code GUID, the live suggestions and those that anybody has decided.

        Those of codes that are retired or gone are left out.
        """
        rows = self._db.rows(
            "SELECT code_guid, count(*), sum(EXISTS (SELECT 1 FROM verdict v "
            "WHERE v.unit_id = s.unit_id AND v.code_guid = s.code_guid AND v.ended_by IS NULL)) "
            "FROM suggestion s JOIN unit ON unit.id = s.unit_id "
            "JOIN transcript t ON t.id = unit.transcript_id "
            f"WHERE ended_run IS NULL AND t.removed_by IS NULL AND {IN_USE} GROUP BY code_guid"
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def last_run(self) -> int:
        """Return the id of the newest run; 0 if there is none."""
        return int(self._db.value("SELECT coalesce(max(id), 0) FROM run"))

    def runs(self) -> tuple[dict[str, object], ...]:
        """Return all runs, oldest first, as plain values."""
        rows = self._db.rows(
            "SELECT run.id, run.at, coder.name AS coder, method, settings, software, splitter, "
            "codebook_version, texts_sha256, transcripts, units, suggestions "
            "FROM run JOIN coder ON coder.id = coder_id ORDER BY run.id"
        )
        return tuple(
            {
                **row,
                "settings": json.loads(row["settings"]),
                "software": json.loads(row["software"]),
            }
            for row in map(dict, rows)
        )


def open_unit(row: sqlite3.Row, *, position: int) -> OpenUnit:
    """Return a row of `OPEN_UNITS` as a value; `position` tells which units are neighbours."""
    return OpenUnit(
        suggestion=row["id"],
        transcript=row["transcript_id"],
        turn=row["turn_id"],
        unit=row["unit_id"],
        position=position,
        span=Span(row["start"], row["end"]),
        code=row["code_guid"],
        score=row["score"],
        evidence=evidence_from_json(row["evidence"]),
        run=row["run_id"],
    )


def evidence_to_json(evidence: tuple[Evidence, ...]) -> str:
    """Return evidence as stored: offsets, never words."""
    return json.dumps(
        [[e.source, e.detail, e.weight, [[s.start, s.end] for s in e.spans]] for e in evidence],
        separators=(",", ":"),
    )


def evidence_from_json(written: str) -> tuple[Evidence, ...]:
    """Return stored evidence."""
    return tuple(
        Evidence(source, detail, weight, tuple(Span(*span) for span in spans))
        for source, detail, weight, spans in json.loads(written)
    )
