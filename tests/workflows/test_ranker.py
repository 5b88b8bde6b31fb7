from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sendcode.store import Store
from sendcode.workflows import ranker_process
from sendcode.workflows.ranker import News, Ranker, Request
from sendcode.workflows.ranker_process import Answerer
from tests.conftest import DELAYS, VOICE, WAITING
from tests.desk import desk

ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"scores": [0.5, -1.0], "recalls": {}, "audit": None,
                      "since": asked["number"]}), flush=True)
"""
PAIRS = ((1, WAITING), (2, VOICE))


def until(true: Callable[[], object], limit: float = 20.0) -> None:
    end = time.monotonic() + limit
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def make() -> Iterator[Callable[..., Ranker]]:
    made: list[Ranker] = []

    def ranker(code: str) -> Ranker:
        command = (sys.executable, "-I", "-S", "-c", code)
        made.append(Ranker(Path("none.sendcode"), "anna", blind=False, command=command))
        return made[-1]

    yield ranker
    for one in made:
        one.stop()


def answer(ranker: Ranker) -> News:
    found: list[News] = []
    until(lambda: found or ranker.stopped or found.extend(filter(None, [ranker.news()])))
    return found[0]


def test_it_is_asked_without_waiting_and_gives_scores_by_pair(make: Callable[..., Ranker]) -> None:
    ranker = make(ECHO)
    assert ranker.news() is None
    for number in (1, 2):
        ranker.ask(Request(PAIRS, ()))
        assert ranker.busy
        news = answer(ranker)
        assert news.scores == {(1, WAITING): 0.5}
        assert news.since == number
    until(lambda: not ranker.busy)


@pytest.mark.parametrize("code", ["", "import sys; sys.exit(3)", "print('nonsense', flush=True)",
                                  "print('{}', flush=True)"])  # fmt: skip
def test_one_that_ends_or_answers_nonsense_is_left_alone(
    make: Callable[..., Ranker], code: str
) -> None:
    ranker = make(code)
    ranker.ask(Request(PAIRS, ()))
    until(lambda: ranker.stopped)
    assert ranker.news() is None
    ranker.ask(Request(PAIRS, ()))
    assert ranker.news() is None


def test_one_that_cannot_be_started_is_left_alone() -> None:
    ranker = Ranker(Path("x"), "anna", blind=False, command=("/no/such/program",))
    ranker.ask(Request(PAIRS, ()))
    until(lambda: ranker.stopped)
    assert ranker.pid is None


def test_a_slow_one_is_never_waited_for(make: Callable[..., Ranker]) -> None:
    ranker = make("import time; time.sleep(60)")
    began = time.process_time()
    ranker.ask(Request(PAIRS * 40_000, ()))  # more than a pipe holds
    ranker.ask(Request(PAIRS, ()))
    assert time.process_time() - began < 1
    until(lambda: ranker.pid)
    ranker.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(ranker.pid or 0, 0)


def test_scores_and_numbers_are_all_that_is_answered(coded: Store) -> None:
    keys = desk(coded).keys.keys
    asked = {
        "number": 7,
        "units": [key.units[0] for key in keys],
        "guids": [WAITING],
        "codes": [0] * len(keys),
        "asked": [DELAYS, "gone"],
    }
    with closing(Answerer(coded.path, "anna", blind=False)) as answerer:
        found = answerer.answer(asked)
        again = answerer.answer({"number": 8, "asked": []})
    assert (found["number"], found["since"], len(found["scores"])) == (7, 0, len(keys))
    assert max(found["scores"]) > 0.1
    assert set(found["recalls"]) == {DELAYS}
    assert isinstance(found["audit"]["unit"], int)
    assert again["scores"] == found["scores"]
    assert again["audit"] is None


def test_the_process_answers_and_ends_with_whoever_asked(coded: Store, tmp_path: Path) -> None:
    script = f"""
import time
from pathlib import Path
from sendcode.workflows.ranker import Ranker, Request
ranker = Ranker(Path({str(coded.path)!r}), "anna", blind=True)
ranker.ask(Request(((1, {WAITING!r}),), ({DELAYS!r},)))
while (news := ranker.news()) is None and not ranker.stopped:
    time.sleep(0.01)
print(ranker.pid, len(news.recalls), flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, recalls = map(int, parent.stdout.readline().split())
        assert recalls == 1
        os.kill(pid, 0)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until(lambda: not Path(f"/proc/{pid}/stat").exists() or " Z " in _stat(pid))


def _stat(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return " Z "


def test_a_project_that_is_gone_ends_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended: list[int] = []

    def leave(code: int) -> None:
        ended.append(code)
        raise SystemExit(code)

    monkeypatch.setattr(ranker_process.os, "_exit", leave)
    monkeypatch.setattr(ranker_process.signal, "signal", lambda *_: None)
    monkeypatch.setattr(ranker_process.os, "nice", lambda _: None)
    monkeypatch.setattr(ranker_process.threading.Thread, "start", lambda _: None)
    with pytest.raises(SystemExit):
        ranker_process.main(str(tmp_path / "gone.sendcode"), "anna", "all")
    assert ended == [1]
