from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from sendcode.store import open_store
from sendcode.workflows.demo import Demo
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


def test_nothing_that_was_answered_is_lost_when_it_is_killed(demo: Demo) -> None:
    chance, count = random.Random(5), 0
    for _ in range(3):
        count = killed_between_keys(demo.project, chance, count)


def test_it_opens_answers_and_leaves_in_a_terminal(demo: Demo) -> None:
    reviewer = Reviewer(demo.project, "cleo")
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
    with open_store(demo.project, at=AT) as store:
        actions = [e.action.value for e in store.decisions.log(coder="cleo")]
    assert actions == ["accept", "undo", "reject"]
