"""A file in a folder that may not be looked into is not called missing, whoever asks for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

ASKED = (
    "ingest locked/in/a.txt",
    "ingest . --cases locked/in/cases.csv",
    "ingest . --speakers locked/in/map.csv",
    "cases locked/in/cases.csv",
    "codebook import locked/in/ours.yaml",
    "codebook check locked/in/ours.yaml",
    "export locked/in/book.xlsx",
    "matrix -o locked/in/table.csv",
    "backup locked/in/copy.sendcode",
    "restore locked/in/copy.sendcode",
    "review --import locked/in/queue.csv",
    "summary --import locked/in/book.xlsx",
    "trace locked/in/book.xlsx Themes!B5",
    "transcripts guide locked/in/guide.txt",
    "verify locked/in/book.xlsx",
    "init locked/in/other",
    "--project locked/in/study.sendcode status",
)


@pytest.mark.parametrize("words", ASKED)
def test_it_is_said_that_there_is_no_permission(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    run("init", "study")
    (tmp_path / "locked").mkdir()

    def inside(path: Path) -> bool:
        return "locked" in path.parts[:-1]

    def unless_locked(question: Callable[..., Any], *, answer: bool) -> Callable[..., Any]:
        def asked(self: Path, **options: Any) -> Any:
            if not inside(self):
                return question(self, **options)
            if answer:
                return False
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

        return asked

    monkeypatch.setattr(Path, "stat", unless_locked(Path.stat, answer=False))
    for name in ("exists", "is_file", "is_dir"):  # as they answer since Python 3.14
        monkeypatch.setattr(Path, name, unless_locked(getattr(Path, name), answer=True))
    result = run(*words.split(), code=1)
    assert os.strerror(errno.EACCES) in result.stderr
