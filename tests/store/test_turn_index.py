from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sendcode.core.model import Role
from sendcode.store import Store, create_store, migrate, open_store
from sendcode.store.migrate import migrations
from tests.conftest import AT, LATER, transcript


def find(store: Store, words: str) -> list[tuple[str, int]]:
    rows = store.database.rows(
        "SELECT t.name, turn.seq FROM turn_index i JOIN turn ON turn.id = i.rowid "
        "JOIN transcript t ON t.id = turn.transcript_id WHERE turn_index MATCH ? ORDER BY turn.id",
        (words,),
    )
    return [tuple(row) for row in rows]


def check(store: Store) -> None:
    store.database.execute("INSERT INTO turn_index (turn_index) VALUES ('integrity-check')")


def test_this_python_has_full_text_search() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (words)")
    connection.close()


def test_ingest_keeps_the_index_in_step_with_the_turns(small: Store) -> None:
    assert find(small, '"waiting list"') == [
        ("first", 1),
        ("first", 2),
        ("second", 1),
        ("second", 2),
    ]
    assert find(small, "soup") == [("first", 4), ("second", 4)]
    check(small)


def test_words_are_found_whatever_their_case_and_accents(store: Store) -> None:
    with store.transaction():
        talk = transcript(
            "cafe",
            (
                "A",
                Role.PARENT,
                "Sol\u2019s Caf\u00e9, \u00c9cole \U0001f600 it\u2019s a well-being.",
            ),
        )
        store.transcripts.add(talk, file_name="c.txt", part="", roles={}, at=AT)
    for words in ("cafe", "ECOLE", '"well being"', '"sol s cafe"'):
        assert find(store, words) == [("cafe", 1)]
    check(store)


def test_near_does_not_cross_turns(small: Store) -> None:
    assert find(small, "NEAR(waiting asked, 12)") == [("first", 2), ("second", 2)]
    assert find(small, "waiting AND soup") == []


def test_the_view_gives_each_turn_word_for_word(small: Store) -> None:
    for name in small.transcripts.names():
        got = small.transcripts.get(name)
        number = small.transcripts.id(name)
        rows = small.database.rows(
            "SELECT text FROM turn_text WHERE id IN (SELECT id FROM turn WHERE transcript_id = ?) "
            "ORDER BY id",
            (number,),
        )
        assert [row[0] for row in rows] == [got.text[t.start : t.end] for t in got.turns]


def test_after_a_purge_and_a_rebuild_no_byte_of_the_words_is_left(small: Store) -> None:
    database = small.database
    with small.transaction():
        database.execute("DELETE FROM transcript WHERE name = 'second'")
        database.execute("INSERT INTO turn_index (turn_index) VALUES ('rebuild')")
    assert find(small, "soup") == [("first", 4)]
    check(small)
    with small.transaction():
        database.execute("DELETE FROM transcript")
        database.execute("INSERT INTO turn_index (turn_index) VALUES ('rebuild')")
    path = small.path
    small.close()
    assert b"soup" not in path.read_bytes()


def test_a_project_of_version_one_gets_its_index_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = migrations()[:1]
    path = tmp_path / "old.sendcode"
    with monkeypatch.context() as past:
        past.setattr(migrate, "migrations", lambda: first)
        with create_store(path, at=AT) as old, old.transaction():
            row = (
                "g",
                "mum",
                "txt",
                "mum.txt",
                "f",
                "t",
                "Hello.\nI had soup.",
                4,
                4,
                "r",
                "s",
                AT,
            )
            old.database.execute(
                "INSERT INTO transcript (guid, name, format, file_name, file_sha256, text_sha256, "
                "text, words, words_in_source, reader, splitter, ingested_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            old.database.execute(
                "INSERT INTO speaker (transcript_id, role, role_source) VALUES (1, 'ta', 'guess')"
            )
            old.database.execute(
                'INSERT INTO turn (transcript_id, seq, speaker_id, start, "end") '
                "VALUES (1, 1, 1, 0, 6), (1, 2, 1, 7, 18)"
            )
    with open_store(path, at=LATER) as store:
        assert find(store, "soup") == [("mum", 2)]
        check(store)


def test_the_index_costs_less_than_half_of_the_text(store: Store) -> None:
    words = " ".join(f"word{n % 400} and the waiting list" for n in range(4_000))
    with store.transaction():
        talk = transcript("long", *[("A", Role.PARENT, f"{n} {words}") for n in range(6)])
        store.transcripts.add(talk, file_name="c.txt", part="", roles={}, at=AT)
    size = store.database.value("SELECT sum(length(block)) FROM turn_index_data")
    assert size < 0.5 * len(talk.text)
