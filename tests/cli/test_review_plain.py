"""The plain reviewer in a terminal: a key acts at once, and Enter after it is no answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import pytest

from sendcode.cli import review_plain
from sendcode.store import Store
from tests.desk import actions, desk, suggest

Type = Callable[[str, list[str]], str]


@pytest.fixture
def typed(
    small: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Type:
    """Type keys, and lines at the prompts, in a terminal; return what was printed."""
    suggest(small)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)

    def run(keys: str, lines: list[str]) -> str:
        left, answers = iter(keys), iter(lines)
        monkeypatch.setattr(click, "getchar", lambda: next(left))
        monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
        review_plain.run(desk(small))
        assert next(left, "") == next(answers, "") == ""
        return capsys.readouterr().out

    return run


def test_enter_after_a_key_is_no_key(typed: Type, small: Store) -> None:
    told = typed("a\rr\nq", [])
    assert actions(small) == ["accept", "reject"]
    assert told.count("a accept   r reject") == 1  # only at the beginning


def test_enter_after_c_or_m_does_not_leave_the_question(typed: Type, small: Store) -> None:
    typed("cmq", ["", "voice", "", "good to quote"])
    assert actions(small)[0] == "recode"
    assert small.memos.all(about="segment")[0].text == "good to quote"


def test_enter_twice_leaves_the_question(typed: Type, small: Store) -> None:
    typed("cq", ["", ""])
    assert actions(small) == []


def test_reasons_stand_in_words_beside_their_code(typed: Type) -> None:
    assert "Why:   likely (0.80), rules 1 and 2: waiting list … Two years" in typed("q", [])
