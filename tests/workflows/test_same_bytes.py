"""The same project gives the same bytes: every file that leaves it, written by two processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sendcode.exporters import BUILTIN
from sendcode.store import Store
from tests.conftest import FORMS, accept, record
from tests.workflows.studied import prepare

_WRITE = """
import sys
from pathlib import Path
from sendcode.core.segments import Status
from sendcode.core.together import Way
from sendcode.store import open_store
from sendcode.workflows import export
from sendcode.workflows.codebook_export import export_codebook_file
from sendcode.workflows.coded_transcript import export_transcript
from sendcode.workflows.matrix import codes_together, matrix
from sendcode.workflows.plot import plot
from sendcode.workflows.report import build_report, write_report

folder = Path(sys.argv[2])
with open_store(Path(sys.argv[1]), at="2024-03-09T10:00:00Z") as store:
    export.export_workbook(store, folder / "study.xlsx", by=["school"], force=False)
    counted = [matrix(store), matrix(store, rows="case,role", columns="school", values="words")]
    counted.append(codes_together(store, way=Way.WITHIN, within=2))
    for suffix in ("csv", "json", "xlsx"):
        for status in Status:
            path = folder / f"segments-{status}.{suffix}"
            export.export_segments(store, path, status=status, force=False)
    for suffix in ("csv", "json", "xlsx", "md", "html"):
        for number, made in enumerate(counted):
            export.export_matrix(made, folder / f"matrix{number}.{suffix}", force=False)
    for suffix in ("csv", "json"):
        export.export_wide(store, folder / f"wide.{suffix}", force=False)
    for suffix in ("html", "docx"):
        write_report(build_report(store), folder / f"report.{suffix}", force=False)
        export_transcript(store, folder / f"talk.{suffix}", "third", force=False)
    for suffix in ("yaml", "csv", "xlsx", "qdc", "docx"):
        export_codebook_file(store, folder / f"book.{suffix}", force=False)
    plot(store, "themes-by-role", folder / "roles.svg", force=False)
"""
_EXTRAS = {"parquet", "sav", "png"}


def test_every_file_is_the_same_from_two_processes(small: Store, tmp_path: Path) -> None:
    prepare(small)
    record(small, accept(small, "third", 2), accept(small, "odd one", 1, code=FORMS))
    record(small, accept(small, "third", 2, code=FORMS), coder="ben")
    path = small.path
    small.close()
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", _WRITE, str(path), str(tmp_path / seed)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / s).iterdir()} for s in "12")
    assert {name for name in one if one[name] != two.get(name)} == set()
    assert one.keys() == two.keys()
    written = {name.rpartition(".")[2] for name in one}
    assert written >= {name.rpartition(".")[2] for name in BUILTIN} - _EXTRAS
    assert all(one.values())
