"""What gets past the boundary, in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sendcode.cli import net

SECRET = "Ava said something"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and full disks of POSIX")


def _run(code: str, *words: str, debug: bool = False, folder: Path) -> tuple[int, str]:
    """Run the command line after some code; return its exit code and what it said on stderr."""
    unset = ("SENDCODE_DEBUG", "PYTHONUNBUFFERED")
    environment = {k: v for k, v in os.environ.items() if k not in unset}
    environment |= {"TMPDIR": str(folder)} | ({"SENDCODE_DEBUG": "1"} if debug else {})
    script = f"import sys\nsys.argv = {['sendcode', *words]!r}\n{code}\n"
    script += "from sendcode.__main__ import main\nmain()\n"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder,
    )
    return done.returncode, done.stderr


FAIL = (
    "import sendcode.workflows.projects as p\n"
    "def fail(*_, **__):\n"
    "    {what}\n"
    "p.new_project = fail\n"
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_on_a_full_disk_is_a_sentence(tmp_path: Path, asked: str) -> None:
    full = "import os\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    code, said = _run(full, asked, folder=tmp_path)
    assert code == 1
    assert said.startswith("the disk is full")
    assert "Traceback" not in said


def test_what_fails_before_a_command_begins_is_one_line(tmp_path: Path) -> None:
    fail = (
        "import sendcode.cli.main as m\n"
        "def fail(*_):\n"
        f"    raise ValueError({SECRET!r})\n"
        "m.App = fail\n"
    )
    code, said = _run(fail, "status", folder=tmp_path)
    assert code == 70
    assert said.count("\n") == 1
    assert "internal error (ValueError)" in said


def test_who_looks_for_a_bug_is_told_places_and_kinds_but_no_messages(tmp_path: Path) -> None:
    what = f"raise RuntimeError({SECRET!r}) from ValueError({SECRET!r})"
    code, said = _run(FAIL.format(what=what), "init", "x", debug=True, folder=tmp_path)
    assert code == 1
    assert "ValueError" in said
    assert said.endswith("fail\nRuntimeError\n")
    assert "Ava" not in said


def test_threads_warnings_and_logs_of_libraries_are_not_heard(tmp_path: Path) -> None:
    what = (
        "import logging, threading, warnings\n"
        f"    warnings.warn({SECRET!r})\n"
        f"    logging.getLogger('library').error({SECRET!r})\n"
        f"    thread = threading.Thread(target=int, args=({SECRET!r},))\n"
        "    thread.start()\n"
        "    thread.join()\n"
        "    raise SystemExit(3)"
    )
    assert _run(FAIL.format(what=what), "init", "x", folder=tmp_path) == (3, "")


def test_too_little_memory_is_a_sentence(tmp_path: Path) -> None:
    code, said = _run(FAIL.format(what="raise MemoryError"), "init", "x", folder=tmp_path)
    assert code == 1
    assert "not enough memory" in said


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_command_that_is_asked_to_end_leaves_nothing_behind(
    tmp_path: Path, name: str, code: int
) -> None:
    what = (
        "import os, signal, tempfile\n"
        f"    os.write(tempfile.mkstemp()[0], {SECRET.encode()!r})\n"
        f"    os.kill(os.getpid(), signal.{name})\n"
        "    signal.pause()"
    )
    ended, said = _run(FAIL.format(what=what), "init", "x", folder=tmp_path)
    assert ended == code
    assert said.startswith("\nStopped. ")
    assert list(tmp_path.iterdir()) == []


def test_shells_send_a_signal_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net._Signals, "at", time.monotonic())
    net._end(signal.SIGTERM, None)
    monkeypatch.setattr(net._Signals, "at", 0.0)
    with pytest.raises(net.Ended):
        net._end(signal.SIGTERM, None)


def test_an_error_of_the_system_without_words_of_its_own_names_its_kind() -> None:
    assert net.told(PermissionError(SECRET)) == "input/output: PermissionError"
