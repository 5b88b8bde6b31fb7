from __future__ import annotations

import os
from pathlib import Path

import pytest

from sendcode.cli.temporary import own_folder


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_temporary_files_lie_in_a_folder_that_goes_with_them(base: Path) -> None:
    with own_folder():
        folder = Path(os.environ["TMPDIR"])
        assert folder.parent == base
        (folder / "rows").write_text("words")
        (folder / "more").mkdir()
        if os.name == "posix":
            assert folder.stat().st_mode & 0o777 == 0o700
    assert os.environ["TMPDIR"] == str(base)
    assert list(base.iterdir()) == []


def test_they_go_when_something_fails(base: Path) -> None:
    def work() -> None:
        with own_folder():
            (Path(os.environ["TMPDIR"]) / "rows").write_text("words")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(base.iterdir()) == []


def test_what_a_killed_command_left_goes_and_what_is_in_use_stays(base: Path) -> None:
    dead = base / "sendcode-dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "rows").write_text("words")
    with own_folder():
        living = Path(os.environ["TMPDIR"])
        os.environ["TMPDIR"] = str(base)
        with own_folder():
            assert not dead.exists()
            assert living.exists()


def test_a_folder_of_somebody_else_by_that_name_is_left_alone(base: Path) -> None:
    (base / "sendcode-notes").mkdir()
    (base / "sendcode-notes" / "mine").touch()
    (base / "elsewhere").mkdir()
    (base / "elsewhere" / "lock").touch()
    if os.name == "posix":
        (base / "sendcode-link").symlink_to(base / "elsewhere")
    before = sorted(base.rglob("*"))
    with own_folder():
        pass
    assert sorted(base.rglob("*")) == before


def test_without_a_place_for_it_work_goes_on(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    with own_folder():
        assert os.environ["TMPDIR"] == str(base)
