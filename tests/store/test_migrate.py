from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sendcode.errors import ProjectError
from sendcode.store import create_store, migrate, open_store
from sendcode.store.backups import list_backups
from sendcode.store.migrate import Migration
from tests.conftest import AT, LATER


def add(monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    """Pretend that this sendcode has one migration more."""
    known = migrate.migrations()
    more = (*known, Migration(known[-1].number + 1, "more", sql))
    monkeypatch.setattr(migrate, "migrations", lambda: more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "study.sendcode"
    with create_store(made, at=AT) as store, store.transaction():
        store.coders.id("anna", at=AT)
    return made


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    numbers = [migration.number for migration in migrate.migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert migrate.current_version() == numbers[-1]


def test_an_older_project_is_copied_and_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = migrate.current_version()
    add(monkeypatch, "CREATE TABLE novelty (x INTEGER) STRICT;")
    with open_store(path, at=LATER) as store:
        assert store.database.value("PRAGMA user_version") == before + 1
        assert store.database.value("SELECT count(*) FROM novelty") == 0
        assert store.coders.names() == ("anna",)
        note = f"the old one is kept as 20240302100000-before-upgrade-from-v{before}.sendcode."
        assert [note in said for said in store.notes] == [True]
    (copy,) = list_backups(path)
    assert copy.why == f"before-upgrade-from-v{before}"
    with sqlite3.connect(copy.path) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (before,)
    old.close()
    with open_store(path, at=LATER) as store:
        assert store.notes == ()


def test_an_upgrade_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = migrate.current_version()
    with monkeypatch.context() as patched:
        add(patched, "CREATE TABLE novelty (x INTEGER) STRICT; SELECT nothing;")
        with pytest.raises(ProjectError):
            open_store(path, at=LATER)
    with open_store(path, at=LATER) as store:
        assert store.database.value("PRAGMA user_version") == before
        assert store.coders.names() == ("anna",)


def test_a_newer_project_is_refused_and_not_touched(path: Path) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    content = path.read_bytes()
    with pytest.raises(ProjectError, match=r"made by a newer sendcode .*999") as raised:
        open_store(path, at=AT)
    assert "Upgrade sendcode" in raised.value.hint
    assert path.read_bytes() == content
    assert list_backups(path) == ()


@pytest.mark.parametrize("sql", ["CREATE TABLE a (b)", "PRAGMA application_id = 7"])
def test_somebody_else_s_database_is_refused_and_not_touched(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "other.sendcode"
    with sqlite3.connect(path) as other:
        other.execute(sql)
    other.close()
    content = path.read_bytes()
    with pytest.raises(ProjectError, match="is a database, but not a sendcode project"):
        open_store(path, at=AT)
    assert path.read_bytes() == content


def test_a_new_project_has_the_schema_of_all_migrations(path: Path) -> None:
    with open_store(path, at=AT) as store:
        sql = "SELECT name FROM pragma_table_list WHERE type = 'table'"
        names = {row["name"] for row in store.database.rows(sql)}
    wanted = "\n".join(migration.sql for migration in migrate.migrations())
    assert all(name in wanted for name in names if not name.startswith("sqlite_"))
