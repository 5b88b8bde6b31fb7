from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest

from sendcode.held import held, remove_if_left

fcntl = pytest.importorskip("fcntl")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows knows open files instead")


def test_what_is_held_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "one"
    with held(path), pytest.raises(BlockingIOError):
        remove_if_left(path)
    assert path.exists()


def test_what_nobody_holds_any_more_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "one"
    held(path).close()
    remove_if_left(path)
    assert not path.exists()


def test_two_do_not_hold_the_same(tmp_path: Path) -> None:
    with held(tmp_path / "one"), pytest.raises(BlockingIOError):
        held(tmp_path / "one")


def test_what_is_removed_before_the_lock_is_there_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one"
    lock = fcntl.flock

    def remove_first(file: IO[bytes], how: int) -> None:
        path.unlink()
        lock(file, how)

    monkeypatch.setattr("fcntl.flock", remove_first)
    with pytest.raises(FileNotFoundError):
        held(path)


def test_nobody_comes_to_hold_what_is_being_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one"
    path.touch()
    unlink = Path.unlink

    def hold_first(one: Path) -> None:
        with pytest.raises(BlockingIOError):
            held(one)
        unlink(one)

    monkeypatch.setattr(Path, "unlink", hold_first)
    remove_if_left(path)
    assert not path.exists()


def test_on_a_drive_without_locks_work_goes_on_and_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    path = tmp_path / "one"
    held(path).close()
    with pytest.raises(OSError, match="not supported"):
        remove_if_left(path)
    assert path.exists()
