"""Checking a project, and a workbook that was written from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sendcode.core.compare import Difference, differences
from sendcode.core.replay import replay
from sendcode.exporters import BUILTIN, GROUP
from sendcode.interchange.workbook_xlsx import ReadBook, read_workbook
from sendcode.registry import load
from sendcode.store import Store
from sendcode.store.checks import Checks
from sendcode.workflows.export import workbook

KEYS = {
    "Theme matrix": 1,
    "By role": 1,
    "Co-occurrence": 1,
    "Segments": 0,
    "Codebook": 0,
    "Decisions": 0,
}
"""The column whose value names a row of a sheet, where it has one."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of recomputing a workbook.

    Attributes:
        differences: Cells, rows and sheets that are not what the project gives now.
        cells: How many cells were compared.
        made_at: The state of the project that the workbook says it shows.
        now_at: The state of the project now; when it is later, that may explain differences.
    """

    differences: tuple[Difference, ...]
    cells: int
    made_at: str
    now_at: str


def verify_project(store: Store) -> tuple[str, ...]:
    """Return what is wrong with the project, one sentence each; empty if nothing is.

    Checked are the file itself, the hashes of the texts, every offset and reference, and the
    state (codings, verdicts, reading) against the log, by playing the log again.
    """
    checks = Checks(store.database)
    return (
        *checks.file(),
        *checks.texts(),
        *checks.offsets(),
        *replay(checks.log()).differences(checks.state()),
    )


def verify_workbook(store: Store, path: Path) -> Verified:
    """Write a workbook anew from the project and compare the given one with it.

    Raises:
        InputError: The file is no workbook that sendcode wrote.
        NotFound: It counts a coder whom the project does not know.
        QueryError: It stands for a query that fits this project no more.
    """
    found = read_workbook(path)
    expected = _written_anew(store, found)
    return Verified(
        differences=differences(found.sheets, expected.sheets, KEYS),
        cells=sum(len(row) for sheet in expected.sheets.values() for row in sheet),
        made_at=found.made_at,
        now_at=expected.made_at,
    )


def _written_anew(store: Store, found: ReadBook) -> ReadBook:
    made = workbook(store, coder=found.coder or None, where=found.where, by=found.by)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.xlsx"
        load(GROUP, "workbook.xlsx", BUILTIN)(made, path)
        return read_workbook(path)
