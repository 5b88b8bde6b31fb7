from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sendcode.core.model import ReadOptions
from sendcode.core.speaker_map import SpeakerMap
from sendcode.store import Store
from sendcode.workflows import ingest as ingest_module
from sendcode.workflows import reading
from sendcode.workflows.ingest import ingest
from sendcode.workflows.reading import job, read_all
from tests.conftest import AT
from tests.workflows.plugin import environment, script


def interviews(folder: Path, number: int = 7) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        talk = "".join(f"INT: What about {n} and {m}?\nMUM: It was {m}.\n" for m in range(n + 2))
        (folder / f"talk{n}.txt").write_text(talk, encoding="utf-8")
    return folder


def jobs(folder: Path) -> list[reading.Job]:
    return [job(p, p.name, ReadOptions(), SpeakerMap()) for p in sorted(folder.iterdir())]


def stored(store: Store) -> list[tuple[object, ...]]:
    rows = store.database.rows(
        'SELECT t.name, t.text_sha256, u.start, u."end" FROM unit u JOIN turn ON turn.id = turn_id '
        "JOIN transcript t ON t.id = u.transcript_id ORDER BY u.id"
    )
    return [tuple(row) for row in rows]


def test_processes_give_what_one_process_gives_in_the_same_order(tmp_path: Path) -> None:
    folder = interviews(tmp_path / "talks")
    (folder / "empty.txt").write_text("")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    alone = list(read_all(jobs(folder), processes=1))
    assert list(read_all(jobs(folder), processes=2)) == alone
    assert [bool(one.reason) for one in alone] == [True, True, *[False] * 7]


def test_an_ingest_in_parallel_stores_the_same_rows(store: Store, tmp_path: Path) -> None:
    from sendcode.store import create_store

    folder = interviews(tmp_path / "talks")
    ingest(store, [folder], coder="anna", at=AT, processes=2)
    with create_store(tmp_path / "other.sendcode", at=AT) as other:
        ingest(other, [folder], coder="anna", at=AT, processes=1)
        assert stored(other) == stored(store)


def test_few_and_small_files_start_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(reading, "_in_parallel", refuse)
    assert len(list(read_all(jobs(interviews(tmp_path / "talks"))))) == 7


def test_many_bytes_are_worth_as_many_processes_as_there_are_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(reading, "PARALLEL_BYTES", 10)
    monkeypatch.setattr(reading, "_in_parallel", lambda _, n: asked.append(n) or iter(()))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    list(read_all(jobs(interviews(tmp_path / "talks"))))
    list(read_all(jobs(interviews(tmp_path / "two", 2))))
    assert asked == [3, 2]


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


def test_a_file_that_ends_its_process_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    env = environment(tmp_path / "plugin")
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in ("a", "b", "deadly", "faulty", "y", "z"):
        (folder / f"{name}.tale").write_text(f"Once upon a time {name}.")
    code = (
        "import json\nfrom pathlib import Path\nfrom sendcode.core.model import ReadOptions\n"
        "from sendcode.core.speaker_map import SpeakerMap\n"
        "from sendcode.workflows.reading import job, read_all\n"
        "if __name__ == '__main__':\n"
        "    jobs = [job(p, '', ReadOptions(), SpeakerMap()) for p in "
        "sorted(Path('talks').iterdir())]\n"
        "    print(json.dumps([r.reason for r in read_all(jobs, processes=2)]))\n"
    )
    out, err = script(code, tmp_path, env).communicate(timeout=120)
    reasons = json.loads(out)
    assert [bool(reason) for reason in reasons] == [False, False, True, True, False, False]
    assert "the process that read it was ended" in reasons[2]
    assert reasons[3] == "the reader failed on it (KeyError); this is a bug"
    assert err == ""


def test_where_no_process_can_be_started_one_process_reads(tmp_path: Path) -> None:
    interviews(tmp_path / "talks")
    code = (
        "from pathlib import Path\nfrom sendcode.core.model import ReadOptions\n"
        "from sendcode.core.speaker_map import SpeakerMap\n"
        "from sendcode.workflows.reading import job, read_all\n"
        "files = sorted(Path('talks').iterdir())\n"
        "jobs = [job(p, '', ReadOptions(), SpeakerMap()) for p in files]\n"
        "print(sum(not r.reason for r in read_all(jobs, processes=2)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-"],  # the script has no file that another process could import
        input=code,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == "7\n"


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at Linux processes")
def test_what_was_committed_stays_after_a_kill_and_no_process_is_left(tmp_path: Path) -> None:
    env = environment(tmp_path / "plugin")
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in ("a", "b", "slow"):
        (folder / f"{name}.tale").write_text(f"Once upon a time {name}.")
    code = (
        "from pathlib import Path\nfrom sendcode.store import create_store\n"
        "from sendcode.workflows import ingest\n"
        "if __name__ == '__main__':\n"
        "    ingest.BATCH_FILES = 1\n"
        "    store = create_store(Path('study.sendcode'), at='2024')\n"
        "    ingest.ingest(store, [Path('talks')], coder='a', at='2024', processes=2)\n"
    )
    process = script(code, tmp_path, env, start_new_session=True)
    marker = folder / "slow.tale.pid"
    try:
        wait_for(
            lambda: marker.exists() and marker.read_text() and names_in(tmp_path) == ["a", "b"]
        )
        reader = int(marker.read_text())
        assert _alive(reader)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    wait_for(lambda: not _alive(reader))
    assert names_in(tmp_path) == ["a", "b"]


def names_in(folder: Path) -> list[str]:
    path = folder / "study.sendcode"
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT name FROM transcript ORDER BY id")]
    except sqlite3.Error:
        return []
    finally:
        connection.close()


def wait_for(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_a_label_that_states_several_roles_gets_none_and_a_problem(tmp_path: Path) -> None:
    talk = "INT: So?\nTeacher & TA: Well.\nINT: And?\nTeacher & TA: Yes.\n"
    (tmp_path / "joint.txt").write_text(talk, encoding="utf-8")
    (reading_of,) = read_all(jobs(tmp_path), processes=1)
    (transcript,) = reading_of.transcripts
    assert [s.role.value for s in transcript.speakers] == ["interviewer", "unknown"]
    (problem,) = transcript.problems
    assert (problem.line, "states several roles" in problem.message) == (2, True)
    assert "Teacher" not in problem.message


@pytest.mark.parametrize("reads", [True, False])
def test_a_process_leaves_at_once_while_it_reads_and_hands_over_an_answer_before(
    monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    left: list[int] = []
    busy = threading.Event()
    if reads:
        busy.set()
    monkeypatch.setattr(reading, "_busy", busy)
    monkeypatch.setattr(reading.os, "_exit", left.append)
    far, near = multiprocessing.Pipe(duplex=False)
    near.close()
    began = time.monotonic()
    reading._leave_with(far)
    far.close()
    assert left == [1]
    assert (time.monotonic() - began >= reading._PATIENCE) is not reads
