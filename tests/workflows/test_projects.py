from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store, create_store, open_store
from sendcode.workflows import projects
from sendcode.workflows.projects import (
    backup,
    find_project,
    list_backups,
    new_project,
    project_path,
    restore,
)
from tests.conftest import AT, LATER, accept, record


@pytest.mark.parametrize("written", ["study", "study.sendcode"])
def test_a_project_is_made_with_or_without_its_suffix(tmp_path: Path, written: str) -> None:
    with new_project(tmp_path / written, at=AT) as store:
        assert store.path == tmp_path / "study.sendcode"
    with pytest.raises(ProjectError, match="exists already"):
        new_project(tmp_path / written, at=AT)


def test_a_name_with_a_dot_keeps_it() -> None:
    assert project_path(Path("wave.2")) == Path("wave.2.sendcode")


def test_the_project_is_the_only_one_in_the_folder_or_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = projects._projects_in
    monkeypatch.setattr(  # whatever may lie above the folders of the tests
        projects, "_projects_in", lambda f: look(f) if f.is_relative_to(tmp_path) else []
    )
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    with pytest.raises(ProjectError, match="no project in"):
        find_project(below)
    create_store(tmp_path / "study.sendcode", at=AT).close()
    (tmp_path / ".hidden.sendcode").touch()
    (tmp_path / "folder.sendcode").mkdir()
    assert find_project(below) == tmp_path / "study.sendcode"
    create_store(tmp_path / "a" / "near.sendcode", at=AT).close()
    assert find_project(below) == tmp_path / "a" / "near.sendcode"


def test_a_folder_that_may_not_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_store(tmp_path / "study.sendcode", at=AT).close()
    closed = tmp_path / "closed"
    glob = Path.glob

    def refuse(folder: Path, pattern: str):
        if folder == closed:
            raise PermissionError
        return glob(folder, pattern)

    monkeypatch.setattr(Path, "glob", refuse)
    assert find_project(closed) == tmp_path / "study.sendcode"


def test_two_projects_in_one_folder_have_to_be_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        create_store(tmp_path / f"{name}.sendcode", at=AT).close()
    with pytest.raises(ProjectError, match=r"one\.sendcode, two\.sendcode") as raised:
        find_project(tmp_path)
    assert "--project" in raised.value.hint


def test_a_copy_is_not_written_over_a_file_unless_asked(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.sendcode"
    target.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        backup(store, at=AT, target=target)
    assert target.read_text() == "mine"
    backup(store, at=AT, target=target, force=True)
    open_store(target, at=AT).close()


def test_a_restore_brings_the_copy_back_and_keeps_what_was_there(small: Store) -> None:
    copy = backup(small, at=AT)
    record(small, accept(small, "first", 1))
    small.close()
    done = restore(small.path, None, at=LATER)
    assert done.source == copy
    assert done.aside is not None
    assert done.aside.name == "study.before-restore-20240302100000.sendcode.old"
    with open_store(small.path, at=AT) as back, open_store(done.aside, at=AT) as old:
        assert back.codings.counts() == {}
        assert old.codings.counts() != {}


def test_the_newest_copy_is_taken_where_none_is_named(store: Store) -> None:
    backup(store, at=AT)
    newest = backup(store, at=LATER)
    store.close()
    assert restore(store.path, None, at=LATER).source == newest


def test_a_project_that_is_missing_or_damaged_is_brought_back(store: Store) -> None:
    copy = backup(store, at=AT)
    store.close()
    store.path.write_bytes(b"damage")
    assert restore(store.path, copy, at=LATER).aside is not None
    store.path.unlink()
    assert restore(store.path, copy, at=LATER).aside is None
    open_store(store.path, at=AT).close()


def test_a_copy_that_is_no_project_leaves_everything_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    store.close()
    wrong = tmp_path / "wrong.sendcode"
    wrong.write_text("no project at all, and long enough to look at" * 20)
    before = store.path.read_bytes()
    for copy, message in ((wrong, "not a sendcode project"), (tmp_path / "no", "no backup")):
        with pytest.raises(ProjectError, match=message):
            restore(store.path, copy, at=AT)
    with pytest.raises(ProjectError, match="no backup of study"):
        restore(store.path, None, at=AT)
    assert store.path.read_bytes() == before
    assert list_backups(store.path) == ()


def test_a_copy_is_left_as_it_is_by_a_restore(store: Store) -> None:
    copy = backup(store, at=AT)
    store.close()
    before = copy.read_bytes()
    restore(store.path, copy, at=LATER)
    assert copy.read_bytes() == before
    assert [entry.name for entry in copy.parent.iterdir()] == [copy.name]
