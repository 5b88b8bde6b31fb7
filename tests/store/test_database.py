from __future__ import annotations

import sqlite3
import sys
from pathlib import Path, PureWindowsPath

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store, create_store, open_store
from sendcode.store.database import Database, _explained, _uri
from tests.conftest import AT
from tests.processes import open_folder, run, somebody_else


def count(store: Store) -> int:
    return int(store.database.value("SELECT count(*) FROM coder"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("application_id", 0x53454E44),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
    ],
)
def test_every_connection_has_its_pragmas(store: Store, pragma: str, value: object) -> None:
    assert store.database.value(f"PRAGMA {pragma}") == value
    with open_store(store.path, at=AT) as second:
        assert second.database.value(f"PRAGMA {pragma}") == value


def test_all_tables_are_strict(store: Store) -> None:
    tables = store.database.rows(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    names = {row["name"] for row in tables if not row["name"].startswith("sqlite_")}
    assert {"transcript", "decision", "coding"} <= names
    assert {row["name"] for row in tables if row["strict"]} == names


def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(ProjectError, match="refused a change"):
        store.database.execute("INSERT INTO codebook_version VALUES (1,'',9,'','','{}','','')")


def test_a_value_of_the_wrong_kind_is_refused(store: Store) -> None:
    with pytest.raises(ProjectError, match="refused a change"):
        store.database.execute("INSERT INTO coder (id, name, created_at) VALUES ('x', 'a', '')")


def test_a_transaction_is_stored_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.transaction():  # noqa: PT012
        store.coders.id("anna", at=AT)
        raise KeyboardInterrupt
    assert count(store) == 0
    with store.transaction():
        store.coders.id("anna", at=AT)
    assert count(store) == 1


def test_transactions_do_not_nest(store: Store) -> None:
    with pytest.raises(ValueError, match="do not nest"), store.transaction(), store.transaction():
        pass
    assert count(store) == 0


def test_a_commit_that_fails_leaves_no_transaction_open(store: Store) -> None:
    sql = "INSERT INTO codebook_version VALUES (1,'',9,'','','{}','','')"
    with pytest.raises(ProjectError), store.transaction():  # noqa: PT012
        store.database.execute("PRAGMA defer_foreign_keys = ON")
        store.database.execute(sql)
    with store.transaction():
        store.coders.id("anna", at=AT)
    assert count(store) == 1


def test_a_script_that_fails_leaves_no_transaction_open(store: Store) -> None:
    with pytest.raises(ProjectError):
        store.database.script("BEGIN; CREATE TABLE odd (x); SELECT nothing; COMMIT;")
    assert store.database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'odd'") == 0
    with store.transaction():
        store.coders.id("anna", at=AT)


def test_the_log_is_written_into_the_file_at_a_clean_end(tmp_path: Path) -> None:
    with create_store(tmp_path / "study.sendcode", at=AT) as store, store.transaction():
        store.coders.id("anna", at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["study.sendcode"]


def test_closing_twice_is_fine(store: Store) -> None:
    store.close()
    store.close()


def test_a_second_writer_waits_for_the_first_and_then_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(store.path, at=AT) as second:
        second.database.execute("PRAGMA busy_timeout = 20")
        with store.transaction():
            assert second.coders.names() == ()
            with pytest.raises(ProjectError, match="written to by another process") as raised:
                second.database.execute("BEGIN IMMEDIATE")
    assert "nothing was changed" in raised.value.hint


def test_what_is_deleted_is_overwritten_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    with create_store(path, at=AT) as store:
        for sql in (
            "INSERT INTO coder (name, created_at) VALUES ('Quetzalcoatl', '')",
            "DELETE FROM coder",
        ):
            store.database.execute(sql)
    assert b"Quetzalcoatl" not in path.read_bytes()


def test_odd_characters_in_the_path_are_part_of_the_path(tmp_path: Path) -> None:
    folder = tmp_path / "100% öd?#&mode=ro"
    folder.mkdir()
    with create_store(folder / "a#b?.sendcode", at=AT) as store:
        assert count(store) == 0
    assert (folder / "a#b?.sendcode").is_file()


def test_a_read_only_connection_reads_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    create_store(path, at=AT).close()
    database = Database(path, read_only=True)
    assert database.value("SELECT count(*) FROM coder") == 0
    with pytest.raises(ProjectError, match="read-only"):
        database.execute("DELETE FROM coder")
    database.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["study.sendcode"]


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")
def test_a_full_disk_is_a_sentence_and_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    with create_store(path, at=AT) as store, store.transaction():
        store.coders.id("anna", at=AT)
    code = """
import resource
from sendcode.errors import ProjectError
store = open_store(path, at=AT)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with store.transaction():
        for n in range(20_000):
            store.coders.id(f"coder {n} with a long name, to fill the disk", at=AT)
except ProjectError as error:
    print(error.message)
try:
    store.close()
except Exception as error:
    print("close", error)
"""
    ended, printed = run(code, path)
    assert ended == 0
    assert printed.strip() in (
        "study.sendcode cannot be written: the disk is full",
        "study.sendcode cannot be read or written: the disk reports an error",
    )
    with open_store(path, at=AT) as store:
        assert store.coders.names() == ("anna",)
        assert store.database.value("PRAGMA integrity_check") == "ok"


def test_a_read_only_project_is_read_and_a_change_is_refused_in_a_sentence() -> None:
    with open_folder() as folder:
        path = folder / "study.sendcode"
        create_store(path, at=AT).close()
        with somebody_else(folder):
            with open_store(path, at=AT) as store:
                assert [note.startswith("study.sendcode or its folder") for note in store.notes]
                assert count(store) == 0
                with pytest.raises(ProjectError, match=r"study\.sendcode cannot be .*read-only"):
                    store.coders.id("anna", at=AT)
            with pytest.raises(ProjectError, match="cannot be"):
                create_store(folder / "other.sendcode", at=AT)
        assert [entry.name for entry in folder.iterdir()] == ["study.sendcode"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("file is not a database", "is not a sendcode project"),
        ("database disk image is malformed", "is damaged"),
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "the disk reports an error"),
        ("no such column: x", "refused a change (OperationalError)"),
    ],
)
def test_what_sqlite_says_reaches_people_in_plain_words(said: str, message: str) -> None:
    error = _explained(Path("/folder/study.sendcode"), sqlite3.OperationalError(said))
    assert message in error.message
    assert error.message.startswith("study.sendcode")
    assert said not in error.message


def test_a_file_on_a_windows_share_is_named_as_sqlite_takes_it() -> None:
    class Shared(PureWindowsPath):
        def absolute(self) -> Shared:
            return self

    assert (
        _uri(Shared(r"\\host\study files\a.sendcode")) == "file:////host/study%20files/a.sendcode"
    )
    assert _uri(Shared(r"C:\studies\a.sendcode")) == "file:///C:/studies/a.sendcode"
