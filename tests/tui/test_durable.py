from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from base64 import b64decode
from pathlib import Path

import pytest

from sendcode.store import open_store
from tests.conftest import AT
from tests.tui.terminal import Reviewer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


def decided(project: Path, coder: str) -> int:
    """Return how many decisions a coder has; the file must be whole."""
    with open_store(project, at=AT) as store:
        assert store.database.value("PRAGMA integrity_check") == "ok"
        assert store.database.rows("PRAGMA foreign_key_check") == []
        return len(store.decisions.log(coder=coder))


def killed_between_keys(project: Path, chance: random.Random, before: int) -> int:
    """Answer some items, kill the reviewer at a random moment; return what is on disk then."""
    reviewer = Reviewer(project, "cleo")
    reviewer.until(r"1 of \d+")
    shown = 0
    for number in range(1, chance.randint(1, 4) + 1):
        reviewer.press(chance.choice("ar"))
        reviewer.until("|".join(rf"✓{n} ✗{number - n}\b" for n in range(number + 1)))
        shown = number
    reviewer.press(chance.choice("ar"))
    time.sleep(chance.random() * 0.05)
    reviewer.kill()
    found = decided(project, "cleo")
    assert before + shown <= found <= before + shown + 1
    return found


def test_nothing_that_was_answered_is_lost_when_it_is_killed(long_study: Path) -> None:
    chance, count = random.Random(5), 0
    for _ in range(3):
        count = killed_between_keys(long_study, chance, count)


def test_it_opens_answers_and_leaves_in_a_terminal(long_study: Path) -> None:
    reviewer = Reviewer(long_study, "cleo")
    reviewer.until(r"1 of \d+")
    reviewer.press("a")
    reviewer.until("✓1")
    reviewer.press("u")
    reviewer.until("taken back")
    reviewer.press("r")
    reviewer.until("✗1")
    reviewer.press("q")
    reviewer.until(r"1 decided[\s\S]*Next: sendcode review")
    assert reviewer.wait() == 0
    with open_store(long_study, at=AT) as store:
        actions = [e.action.value for e in store.decisions.log(coder="cleo")]
    assert actions == ["accept", "undo", "reject"]


def test_a_copied_quote_goes_to_the_terminal_s_clipboard(long_study: Path) -> None:
    reviewer = Reviewer(long_study, "cleo")
    reviewer.until(r"1 of \d+")
    reviewer.press("y")
    seen = b""
    while not (found := re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", seen)):
        seen += os.read(reviewer.stream, 65536)
    assert b64decode(found[1]).decode() == "“We were on the waiting list.” (parent, long, turn 2)"
    reviewer.kill()


def test_the_terminal_is_given_back_when_the_system_ends_it(long_study: Path) -> None:
    reviewer = Reviewer(long_study, "cleo")
    reviewer.until(r"1 of \d+")
    reviewer.press("a")
    reviewer.until("✓1")
    os.kill(reviewer.pid, signal.SIGTERM)
    reviewer.until("Stopped")
    _, status = os.waitpid(reviewer.pid, 0)
    os.close(reviewer.stream)
    assert os.waitstatus_to_exitcode(status) == 143
    assert not Path(f"{long_study}-wal").exists()
    assert decided(long_study, "cleo") == 1
