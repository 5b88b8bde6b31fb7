from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store, create_store, open_store
from sendcode.store.backups import backup_folder, check_backup, list_backups, put_back
from sendcode.store.database import Database
from tests.conftest import AT, accept, record


def time(second: int) -> str:
    return f"2024-03-01T10:00:{second:02}Z"


def whys(store: Store) -> list[str]:
    return [copy.why for copy in list_backups(store.path)]


def test_a_copy_is_the_whole_project_with_rows_that_are_still_in_the_log(small: Store) -> None:
    record(small, accept(small, "first", 1))
    copy = small.backups.create(at=AT)
    assert copy == small.path.parent / "study.backups" / "20240301100000-by-hand.sendcode"
    assert [entry.name for entry in copy.parent.iterdir()] == [copy.name]
    with open_store(copy, at=AT) as other:
        assert other.codings.counts() == small.codings.counts() != {}
        assert other.transcripts.text_hashes() == small.transcripts.text_hashes()


def test_half_copies_of_killed_commands_go_after_an_hour(store: Store) -> None:
    folder = store.backups.create(at=AT).parent
    at = datetime.fromisoformat(AT).timestamp()
    for name, age in (("a", 3700), ("b", 60)):
        for end in ("", "-journal"):
            left = folder / f".{name}.sendcode.0123abcd.new{end}"
            left.write_text("words")
            os.utime(left, (at - age, at - age))
    store.backups.create(at=AT)
    left_over = sorted(path.name for path in folder.glob(".*"))
    assert left_over == [".b.sendcode.0123abcd.new", ".b.sendcode.0123abcd.new-journal"]


def test_automatic_copies_are_pruned_to_ten_and_those_by_hand_stay(store: Store) -> None:
    store.backups.create(at=time(0))
    for second in range(1, 15):
        store.backups.create(at=time(second), why="before-accept-all")
    found = list_backups(store.path)
    assert len(found) == 11
    assert [copy.at for copy in found] == [*(time(s) for s in range(14, 4, -1)), time(0)]
    assert found[-1].why == "by-hand"
    assert all(copy.size > 0 for copy in found)


def test_copies_of_the_same_second_get_numbers_and_the_oldest_goes_first(store: Store) -> None:
    made = [store.backups.create(at=AT, why="before-codebook") for _ in range(12)]
    assert made[0].name == "20240301100000-before-codebook.sendcode"
    assert made[2].name == "20240301100000-before-codebook-3.sendcode"
    left = {copy.path for copy in list_backups(store.path)}
    assert left == set(made[2:])
    assert set(whys(store)) == {"before-codebook"}


def test_files_that_are_no_copies_are_not_listed_and_never_pruned(store: Store) -> None:
    backup_folder(store.path).mkdir()
    mine = backup_folder(store.path) / "my own.sendcode"
    mine.touch()
    for second in range(12):
        store.backups.create(at=time(second), why="x")
    assert mine.exists()
    assert mine not in {copy.path for copy in list_backups(store.path)}


def test_a_project_without_copies_has_none(store: Store) -> None:
    assert list_backups(store.path) == ()


def test_a_copy_goes_to_a_named_file_but_not_over_the_project(store: Store) -> None:
    target = store.path.parent / "elsewhere.sendcode"
    assert store.backups.create(at=AT, target=target) == target
    assert store.backups.create(at=AT, target=target) == target
    with pytest.raises(ProjectError, match="is the project itself"):
        store.backups.create(at=AT, target=store.path)
    with pytest.raises(ProjectError, match="is not a folder"):
        store.backups.create(at=AT, target=store.path.parent / "nowhere" / "x.sendcode")


def test_a_copy_that_fails_leaves_nothing_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(target: Path) -> None:
        target.write_bytes(b"half")
        raise ProjectError("the disk is full")

    monkeypatch.setattr(store.database, "copy_to", half)
    with pytest.raises(ProjectError, match="full"):
        store.backups.create(at=AT)
    assert list(backup_folder(store.path).iterdir()) == []


def test_a_copy_put_back_is_the_project_as_it_was(small: Store) -> None:
    copy = small.backups.create(at=AT)
    record(small, accept(small, "first", 1))
    small.close()
    aside = small.path.with_name("old")
    put_back(small.path, copy, aside=aside)
    with open_store(small.path, at=AT) as back:
        assert back.codings.counts() == {}
        assert back.notes == ()
    with open_store(aside, at=AT) as old:
        assert old.codings.counts() != {}


def test_rows_in_the_log_of_the_project_go_aside_with_it(tmp_path: Path) -> None:
    path, aside = tmp_path / "study.sendcode", tmp_path / "old"
    with create_store(path, at=AT) as store:
        copy = store.backups.create(at=AT)
        with store.transaction():
            store.coders.id("anna", at=AT)
        with open_store(path, at=AT) as reader:
            files = {name: Path(f"{path}{name}").read_bytes() for name in ("", "-wal")}
            assert reader.notes
    for name, content in files.items():
        Path(f"{path}{name}").write_bytes(content)
    put_back(path, copy, aside=aside)
    with open_store(path, at=AT) as back:
        assert back.coders.names() == ()
    with open_store(aside, at=AT) as old:
        assert old.coders.names() == ("anna",)


def test_a_copy_that_was_made_by_hand_with_its_log_is_put_back_with_its_rows(
    tmp_path: Path,
) -> None:
    path, hand = tmp_path / "study.sendcode", tmp_path / "hand.sendcode"
    with create_store(path, at=AT) as store:
        with store.transaction():
            store.coders.id("anna", at=AT)
        for name in ("", "-wal"):
            Path(f"{hand}{name}").write_bytes(Path(f"{path}{name}").read_bytes())
    path.unlink()
    check_backup(hand)
    put_back(path, hand, aside=None)
    with open_store(path, at=AT) as back:
        assert back.coders.names() == ("anna",)


def test_a_log_that_was_left_by_a_project_that_is_gone_is_not_taken_for_the_copy_s(
    store: Store,
) -> None:
    copy = store.backups.create(at=AT)
    store.close()
    store.path.unlink()
    Path(f"{store.path}-wal").write_bytes(b"left over")
    put_back(store.path, copy, aside=None)
    with open_store(store.path, at=AT) as back:
        assert back.notes == ()


def test_checking_a_copy_changes_nothing(store: Store) -> None:
    copy = store.backups.create(at=AT)
    before = copy.read_bytes()
    check_backup(copy)
    assert copy.read_bytes() == before
    assert [entry.name for entry in copy.parent.iterdir()] == [copy.name]


def test_a_copy_that_is_none_cannot_be_put_back(tmp_path: Path) -> None:
    path = tmp_path / "copy.sendcode"
    with pytest.raises(ProjectError, match="no backup"):
        check_backup(path)
    path.write_bytes(b"")
    with pytest.raises(ProjectError, match="is empty"):
        check_backup(path)
    path.write_bytes(b"text " * 200)
    with pytest.raises(ProjectError, match="not a sendcode project"):
        check_backup(path)


def test_a_damaged_copy_is_not_put_back(small: Store) -> None:
    copy = small.backups.create(at=AT)
    content = bytearray(copy.read_bytes())
    content[-4096 * 3 :] = b"\xff" * 4096 * 3
    copy.write_bytes(content)
    with pytest.raises(ProjectError, match="is damaged"):
        check_backup(copy)


_AT_WORK = """
import sys
from pathlib import Path
from sendcode.store import open_store
with open_store(Path(sys.argv[1]), at="2024-03-01T10:00:00Z") as store:
    store.coders.names()
    print("open", flush=True)
    sys.stdin.readline()
    with store.transaction():
        store.coders.id("latecomer", at="2024-03-01T10:00:00Z")
"""


def test_a_project_that_another_process_has_open_is_not_replaced(small: Store) -> None:
    copy = small.backups.create(at=AT)
    path, aside = small.path, small.path.with_name("aside.old")
    small.close()
    command = [sys.executable, "-c", _AT_WORK, str(path)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(ProjectError, match="is open in another command"):
            put_back(path, copy, aside=aside)
        assert not aside.exists()
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.wait() == 0
    put_back(path, copy, aside=aside)
    with open_store(path, at=AT) as back, open_store(aside, at=AT) as old:
        assert ("latecomer" in back.coders.names(), "latecomer" in old.coders.names()) == (
            False,
            True,
        )
        assert back.transcripts.names() == old.transcripts.names() != {}


def test_who_comes_while_a_copy_is_put_back_waits_and_finds_it(
    small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = small.backups.create(at=AT)
    path = small.path
    record(small, accept(small, "first", 1))
    small.close()
    take_over = Database.take_over
    found: list[object] = []

    def come() -> None:
        with open_store(path, at=AT) as store:
            found.append(store.codings.counts())

    def slowly(target: Database, source: Database) -> None:
        visitor.start()
        visitor.join(0.2)
        assert found == []
        take_over(target, source)

    visitor = Thread(target=come)
    monkeypatch.setattr(Database, "take_over", slowly)
    put_back(path, copy, aside=path.with_name("aside.old"))
    visitor.join()
    assert found == [{}]


def test_where_no_folder_for_copies_can_be_made_it_is_said(store: Store) -> None:
    store.backups.folder.write_text("in the way")
    with pytest.raises(ProjectError, match=r"no copy can be made first: \S+\.backups"):
        store.backups.create(at=AT, why="before-codebook")
