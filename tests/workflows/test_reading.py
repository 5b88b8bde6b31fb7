from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.store import Store
from sendcode.workflows import ingest as ingest_module
from sendcode.workflows import reading
from sendcode.workflows.ingest import ingest
from sendcode.workflows.parallel import read_all
from tests.conftest import AT
from tests.workflows.talks import interviews, jobs


def stored(store: Store) -> list[tuple[object, ...]]:
    rows = store.database.rows(
        'SELECT t.name, t.text_sha256, u.start, u."end" FROM unit u JOIN turn ON turn.id = turn_id '
        "JOIN transcript t ON t.id = u.transcript_id ORDER BY u.id"
    )
    return [tuple(row) for row in rows]


def test_an_ingest_in_parallel_stores_the_same_rows(store: Store, tmp_path: Path) -> None:
    from sendcode.store import create_store

    folder = interviews(tmp_path / "talks")
    ingest(store, [folder], coder="anna", at=AT, processes=2)
    with create_store(tmp_path / "other.sendcode", at=AT) as other:
        ingest(other, [folder], coder="anna", at=AT, processes=1)
        assert stored(other) == stored(store)


def test_a_bug_of_a_reader_is_a_reason_without_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("what Ava said")

    monkeypatch.setattr(reading, "load", lambda *_: fail)
    found = list(read_all(jobs(interviews(tmp_path / "talks", 1))))
    assert found[0].reason == "the reader failed on it (KeyError); this is a bug"


def test_want_of_memory_and_errors_of_the_disk_are_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(error: Exception) -> str:
        def reader(*_: object) -> None:
            raise error

        monkeypatch.setattr(reading, "load", lambda *_: reader)
        return next(read_all(jobs(interviews(tmp_path / "talks", 1)))).reason

    assert fail(MemoryError()) == "it needs more memory than there is"
    assert fail(PermissionError(13, "Permission denied")) == "Permission denied"
    assert fail(OSError("?")) == "cannot be read"


def test_names_that_no_database_can_hold_are_made_storable(store: Store, tmp_path: Path) -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    try:
        (tmp_path / name).write_text("A: Yes.\nB: No.\nA: Oh.\nB: Well.\n")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system wants names in UTF-8")
    assert [t.name for t in ingest(store, [tmp_path], coder="a", at=AT).transcripts] == ["caf?"]


def test_a_batch_is_one_transaction_and_later_ones_do_not_undo_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "BATCH_FILES", 3)

    def fail_after_four(things, description, *, total=None):
        for place, thing in enumerate(things):
            if place == 4:
                raise RuntimeError("the power fails")
            yield thing

    with pytest.raises(RuntimeError):
        ingest(*(store, [interviews(tmp_path / "talks")]), coder="a", at=AT, track=fail_after_four)
    assert list(store.transcripts.names()) == ["talk0", "talk1", "talk2"]
    done = ingest(store, [tmp_path / "talks"], coder="a", at=AT)
    assert done.known == ("talk0", "talk1", "talk2")
    assert [t.name for t in done.transcripts] == ["talk3", "talk4", "talk5", "talk6"]


def interrupted(things, description, *, total=None):
    for place, thing in enumerate(things):
        if place == 4:
            raise KeyboardInterrupt
        yield thing


def test_ctrl_c_keeps_what_was_finished_and_says_so(store: Store, tmp_path: Path) -> None:
    folder = interviews(tmp_path / "talks")
    done = ingest(store, [folder], coder="a", at=AT, track=interrupted, processes=2)
    assert done.interrupted
    assert [t.name for t in done.transcripts] == ["talk0", "talk1", "talk2", "talk3"]
    assert list(store.transcripts.names()) == ["talk0", "talk1", "talk2", "talk3"]
    again = ingest(store, [folder], coder="a", at=AT)
    assert [t.name for t in again.transcripts] == ["talk4", "talk5", "talk6"]


def test_an_interrupted_save_is_neither_lost_nor_stored_twice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    add = store.transcripts.add_packed

    def once_interrupted(*words: object, **more: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return add(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store.transcripts, "add_packed", once_interrupted)
    done = ingest(store, [interviews(tmp_path / "talks")], coder="a", at=AT)
    assert done.interrupted
    assert len(done.transcripts) == 7
    assert len(store.transcripts.names()) == 7


def test_a_label_that_states_several_roles_gets_none_and_a_problem(tmp_path: Path) -> None:
    talk = "INT: So?\nTeacher & TA: Well.\nINT: And?\nTeacher & TA: Yes.\n"
    (tmp_path / "joint.txt").write_text(talk, encoding="utf-8")
    (reading_of,) = read_all(jobs(tmp_path), processes=1)
    (transcript,) = reading_of.transcripts
    assert [s.role.value for s in transcript.speakers] == ["interviewer", "unknown"]
    (problem,) = transcript.problems
    assert (problem.line, "states several roles" in problem.message) == (2, True)
    assert "Teacher" not in problem.message
