"""Proposed themes: runs, the units of each theme, and what people made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sendcode.core.model import Span
from sendcode.store.database import Database

_UNDONE = (
    "EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id AND u.action = 'undo' AND NOT EXISTS "
    "(SELECT 1 FROM decision r WHERE r.undoes = u.id AND r.action = 'redo' AND NOT EXISTS "
    "(SELECT 1 FROM decision u2 WHERE u2.undoes = r.id)))"
)


@dataclass(frozen=True, slots=True)
class ThemeRun:
    """What one run of proposing looked at; the same inputs give the same themes.

    Attributes:
        units: How many were looked at; -1 for every unit that can be coded.
        at: When; empty before it is stored.
    """

    method: str
    settings: Mapping[str, str]
    software: Mapping[str, str]
    codebook_version: int
    texts_sha256: str
    units_sha256: str
    units: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme as a run found it.

    Attributes:
        id: Permanent; 0 before it is stored for the first time.
        units: Ids of units and how near each is to the middle, nearest first.
        phrases: Id of a unit, and offsets into the words of that unit.
        nearest_code: GUID of the most similar code, or None.
        nearest_score: How near that is, 0..1.
        part_of: Id of the theme that it was split off from, or None.
    """

    id: int
    units: tuple[tuple[int, float], ...]
    phrases: tuple[tuple[int, Span], ...]
    nearest_code: str | None = None
    nearest_score: float = 0.0
    part_of: int | None = None


class Themes:
    """The theme tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def last_run(self) -> int:
        """Return the id of the newest run; 0 if there is none."""
        return int(self._db.value("SELECT coalesce(max(id), 0) FROM theme_run"))

    def runs(self) -> tuple[ThemeRun, ...]:
        """Return every run, oldest first."""
        rows = self._db.rows("SELECT * FROM theme_run ORDER BY id")
        return tuple(
            ThemeRun(
                method=row["method"],
                settings=json.loads(row["settings"]),
                software=json.loads(row["software"]),
                codebook_version=row["codebook_version"],
                texts_sha256=row["texts_sha256"],
                units_sha256=row["units_sha256"],
                units=row["units"],
                at=row["at"],
            )
            for row in rows
        )

    def same_as(self, run: ThemeRun) -> int:
        """Return the id of the newest run if it had the same inputs, else 0."""
        row = self._db.one("SELECT * FROM theme_run ORDER BY id DESC LIMIT 1")
        same = row is not None and (
            row["method"],
            row["settings"],
            row["software"],
            row["codebook_version"],
            row["texts_sha256"],
            row["units_sha256"],
        ) == (
            run.method,
            _json(run.settings),
            _json(run.software),
            run.codebook_version,
            run.texts_sha256,
            run.units_sha256,
        )
        return int(row["id"]) if same and row is not None else 0

    def store_run(
        self, run: ThemeRun, themes: Sequence[FoundTheme], *, coder: int, at: str
    ) -> tuple[int, ...]:
        """Record a run and its themes; needs a transaction. Return the themes' ids."""
        run_id = self._db.execute(
            "INSERT INTO theme_run (at, coder_id, method, settings, software, codebook_version, "
            "texts_sha256, units_sha256, units) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(at, coder, run.method, _json(run.settings), _json(run.software)),
                *(run.codebook_version, run.texts_sha256, run.units_sha256, run.units),
            ),
        )
        return tuple(self.add(theme, run=run_id) for theme in themes)

    def add(self, theme: FoundTheme, *, run: int) -> int:
        """Store a theme of a run and return its id; needs a transaction."""
        number = theme.id or self._db.execute(
            "INSERT INTO theme (first_run, part_of) VALUES (?, ?)", (run, theme.part_of)
        )
        phrases = [[unit, span.start, span.end] for unit, span in theme.phrases]
        self._db.execute(
            "INSERT INTO theme_found (run_id, theme_id, phrases, nearest_code, nearest_score) "
            "VALUES (?, ?, ?, ?, ?)",
            (run, number, json.dumps(phrases), theme.nearest_code, round(theme.nearest_score, 6)),
        )
        self._db.many(
            "INSERT INTO theme_unit (run_id, theme_id, unit_id, near) VALUES (?, ?, ?, ?)",
            ((run, number, unit, round(near, 6)) for unit, near in theme.units),
        )
        return number

    def of_run(self, run: int) -> tuple[FoundTheme, ...]:
        """Return the themes of a run, largest first; parts that a split made are among them."""
        units: dict[int, list[tuple[int, float]]] = {}
        for row in self._db.rows(
            "SELECT theme_id, unit_id, near FROM theme_unit JOIN unit ON unit.id = unit_id "
            "JOIN transcript t ON t.id = transcript_id WHERE run_id = ? AND t.removed_by IS NULL "
            "ORDER BY theme_id, near DESC, unit_id",
            (run,),
        ):
            units.setdefault(row[0], []).append((row[1], row[2]))
        found = [
            FoundTheme(
                id=row["theme_id"],
                units=tuple(units.get(row["theme_id"], ())),
                phrases=tuple((u, Span(s, e)) for u, s, e in json.loads(row["phrases"])),
                nearest_code=row["nearest_code"],
                nearest_score=row["nearest_score"],
                part_of=row["part_of"],
            )
            for row in self._db.rows(
                "SELECT f.*, theme.part_of FROM theme_found f JOIN theme ON theme.id = theme_id "
                "WHERE run_id = ?",
                (run,),
            )
        ]
        return tuple(sorted(found, key=lambda theme: (-len(theme.units), theme.id)))

    def known(self) -> dict[int, frozenset[int]]:
        """Return, by theme or part of one, its units in the newest run that found it."""
        found: dict[int, set[int]] = {}
        for row in self._db.rows(
            "SELECT theme_id, unit_id FROM theme_unit "
            "WHERE run_id = (SELECT max(run_id) FROM theme_found f "
            "WHERE f.theme_id = theme_unit.theme_id)"
        ):
            found.setdefault(row[0], set()).add(row[1])
        return {theme: frozenset(units) for theme, units in found.items()}

    def known_from(self, run: ThemeRun) -> dict[int, frozenset[int]]:
        """Return, by theme, its units in the newest run with the inputs of `run`.

        The codebook does not matter: ids come back when what covered units is undone.
        """
        found: dict[int, set[int]] = {}
        for row in self._db.rows(
            "SELECT theme_id, unit_id FROM theme_unit "
            "WHERE run_id = (SELECT max(id) FROM theme_run "
            "WHERE settings = ? AND texts_sha256 = ? AND units_sha256 = ?)",
            (_json(run.settings), run.texts_sha256, run.units_sha256),
        ):
            found.setdefault(row[0], set()).add(row[1])
        return {theme: frozenset(units) for theme, units in found.items()}

    def parts(self) -> dict[int, int]:
        """Return, by every part that a split ever made, the theme it is a part of."""
        rows = self._db.rows("SELECT id, part_of FROM theme WHERE part_of IS NOT NULL")
        return {row[0]: row[1] for row in rows}

    def decided(self, *, ever: bool = False) -> tuple[dict[str, object], ...]:
        """Return what people made of themes and did not take back, oldest first.

        Each has `did` (adopt, dismiss, merge, split) and what belongs to it.

        Args:
            ever: Also what was taken back.
        """
        live = "" if ever else f" AND NOT {_UNDONE}"
        rows = self._db.rows(
            "SELECT payload FROM decision d WHERE action = 'codebook' "
            f"AND json_extract(payload, '$.did') IS NOT NULL{live} ORDER BY seq"
        )
        return tuple(json.loads(row[0]) for row in rows)


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), sort_keys=True)
