from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sendcode.places import exists, is_file, is_folder
from sendcode.store.project import open_store
from sendcode.workflows.codebooks import find_codebook
from sendcode.workflows.files import find_files


def test_a_file_a_folder_and_nothing_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "there.txt").touch()
    told = {
        name: tuple(ask(tmp_path / name) for ask in (exists, is_file, is_folder))
        for name in ("there.txt", "", "not there", "there.txt/below", "null\0")
    }
    assert told == {
        "there.txt": (True, True, False),
        "": (True, False, True),
        "not there": (False, False, False),
        "there.txt/below": (False, False, False),
        "null\0": (False, False, False),
    }


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_that_leads_nowhere_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    assert not exists(tmp_path / "link")
    assert not exists(tmp_path / "round")


@pytest.mark.parametrize(
    "ask",
    [
        exists,
        is_file,
        is_folder,
        lambda path: find_codebook(str(path)),
        lambda path: find_files([path]),
        lambda path: open_store(path, at="2026-01-01T00:00:00+00:00"),
    ],
)
def test_what_cannot_be_told_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], object]
) -> None:
    def locked(self: Path, **_: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    def no(self: Path, **_: object) -> bool:  # as they answer since Python 3.14
        return False

    monkeypatch.setattr(Path, "stat", locked)
    for question in ("exists", "is_file", "is_dir"):
        monkeypatch.setattr(Path, question, no)
    with pytest.raises(PermissionError):
        ask(tmp_path / "locked" / "file.yaml")
