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
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sendcode.workflows import parallel
from sendcode.workflows.parallel import read_all
from tests.workflows.plugin import environment, script
from tests.workflows.talks import interviews, jobs


def test_processes_give_what_one_process_gives_in_the_same_order(tmp_path: Path) -> None:
    folder = interviews(tmp_path / "talks")
    (folder / "empty.txt").write_text("")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    alone = list(read_all(jobs(folder), processes=1))
    assert list(read_all(jobs(folder), processes=2)) == alone
    assert [bool(one.reason) for one in alone] == [True, True, *[False] * 7]


def test_few_and_small_files_start_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(parallel, "_in_parallel", refuse)
    assert len(list(read_all(jobs(interviews(tmp_path / "talks"))))) == 7


def test_many_bytes_are_worth_as_many_processes_as_there_are_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(parallel, "PARALLEL_BYTES", 10)
    monkeypatch.setattr(parallel, "_in_parallel", lambda _, n: asked.append(n) or iter(()))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    list(read_all(jobs(interviews(tmp_path / "talks"))))
    list(read_all(jobs(interviews(tmp_path / "two", 2))))
    assert asked == [3, 2]


def test_a_file_that_ends_its_process_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    env = environment(tmp_path / "plugin")
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in ("a", "b", "deadly", "faulty", "y", "z"):
        (folder / f"{name}.tale").write_text(f"Once upon a time {name}.")
    code = (
        "import json\nfrom pathlib import Path\nfrom sendcode.core.model import ReadOptions\n"
        "from sendcode.core.speaker_map import SpeakerMap\n"
        "from sendcode.workflows.parallel import read_all\n"
        "from sendcode.workflows.reading import job\n"
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


def test_a_process_that_reads_has_nothing_to_say(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SENDCODE_DEBUG")
    context = multiprocessing.get_context("spawn")
    far, near = context.Pipe(duplex=False)
    process = context.Process(target=_speaking, args=(far,))
    process.start()
    process.join(30)
    near.close()
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def _speaking(far: Connection) -> None:
    parallel._begin(far)
    sys.stderr.write("We rang every Monday.")
    sys.stderr.flush()


def test_where_no_process_can_be_started_one_process_reads(tmp_path: Path) -> None:
    interviews(tmp_path / "talks")
    code = (
        "from pathlib import Path\nfrom sendcode.core.model import ReadOptions\n"
        "from sendcode.core.speaker_map import SpeakerMap\n"
        "from sendcode.workflows.parallel import read_all\n"
        "from sendcode.workflows.reading import job\n"
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


@pytest.mark.parametrize("reads", [True, False])
def test_a_process_leaves_at_once_while_it_reads_and_hands_over_an_answer_before(
    monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    left: list[int] = []
    busy = threading.Event()
    if reads:
        busy.set()
    monkeypatch.setattr(parallel, "_busy", busy)
    monkeypatch.setattr(parallel.os, "_exit", left.append)
    far, near = multiprocessing.Pipe(duplex=False)
    near.close()
    began = time.monotonic()
    parallel._leave_with(far)
    far.close()
    assert left == [1]
    assert (time.monotonic() - began >= parallel._PATIENCE) is not reads
