"""No key is lost, however fast it comes."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from textual.events import Key, Paste

from sendcode.store import Store, open_store
from sendcode.tui import keyboard
from sendcode.tui.app import ReviewApp
from sendcode.tui.keyboard import KeyParser
from sendcode.tui.keys import read_keys
from tests.conftest import AT
from tests.desk import actions
from tests.desk import desk as make_desk
from tests.tui.terminal import Reviewer

SAME = ["escape", "c"]


def keys(*chunks: str, late: bool = True) -> list[str]:
    """Return what a parser makes of what comes at once, and of waiting after it."""
    parser = KeyParser()
    found = [message for chunk in chunks for message in parser.feed(chunk)]
    if late:
        parser._timeout_time = 0.0 if parser._timeout_time is not None else None
        found += parser.tick()
    return ["paste" if isinstance(m, Paste) else m.key for m in found if isinstance(m, Key | Paste)]


@pytest.mark.parametrize(
    ("chunks", "meant"),
    [
        (["\x1bc"], SAME),
        (["\x1b", "c"], SAME),
        (["\x1bN\x1b"], ["escape", "N", "escape"]),
        (["\x1b1"], ["escape", "1"]),
        (["\x1b\r"], ["escape", "enter"]),
        (["\x1b."], ["escape", "full_stop"]),
        (["\x1b]", "}"], ["escape", "right_square_bracket", "right_curly_bracket"]),
        (["\x1b["], ["escape", "left_square_bracket"]),
        (["\x1b", "\x1b", "a"], ["escape", "escape", "a"]),
        (["a\x1b"], ["a", "escape"]),
        (["ab\x1b", "\x1bcd"], ["a", "b", "escape", "escape", "c", "d"]),
    ],
    ids=repr,
)
def test_escape_and_the_key_after_it_are_two_keys(chunks: list[str], meant: list[str]) -> None:
    assert keys(*chunks) == meant


@pytest.mark.parametrize(
    ("chunks", "meant"),
    [
        (["\x1b[A"], ["up"]),
        (["\x1b", "[A"], ["up"]),
        (["\x1b[1;2", "C"], ["shift+right"]),
        (["\x1bOP"], ["f1"]),
        (["\x1bf\x1bb\x1b\x7f"], ["ctrl+right", "ctrl+left", "ctrl+w"]),
        (["\x1b[200~a\x1bc b\x1b[201~n"], ["paste", "n"]),
        (["\x1b[200~a\x1b", "c b", "\x1b[201~n"], ["paste", "n"]),
        (["\x1b[200~a\x1b[201~", "\x1bn"], ["paste", "escape", "n"]),
    ],
    ids=repr,
)
def test_what_a_terminal_sends_for_one_key_stays_one(chunks: list[str], meant: list[str]) -> None:
    assert keys(*chunks, late=False) == meant


def typed_at_once(study: Store, *pressed: str) -> ReviewApp:
    """Put keys before the reviewer while it is still opening, all at once."""
    signs = {"enter": "\r", "escape": "\x1b"}

    async def go() -> ReviewApp:
        app = ReviewApp(make_desk(study), read_keys())
        async with app.run_test(size=(120, 36)) as pilot:
            for key in pressed:
                app.post_message(Key(key, signs.get(key, key)))
            await pilot.pause()
            while app.answers:
                await asyncio.sleep(0)
            await pilot.pause()
        return app

    return asyncio.run(go())


def test_keys_for_a_window_that_is_still_opening_reach_it(study: Store) -> None:
    typed_at_once(study, "c", *"voice", "enter", "a", "r", "u")
    assert actions(study) == ["recode", "accept", "reject", "undo"]


def test_keys_after_the_one_that_closes_a_window_reach_what_is_behind_it(study: Store) -> None:
    typed_at_once(study, "c", *"voi", "escape", "a", "m", *"arr", "escape", "escape", "r")
    assert actions(study) == ["accept", "reject"]


def test_a_key_that_opens_one_window_after_another_is_followed_by_keys_for_both(
    study: Store,
) -> None:
    app = typed_at_once(study, "F", *"code", "enter", *"delays", "enter", "a")
    assert app.desk.listing.where.code == "delays"
    assert actions(study) == ["accept"]


def test_what_is_typed_after_leaving_decides_nothing(study: Store) -> None:
    typed_at_once(study, "a", "q", "a", "a")
    assert actions(study) == ["accept"]


def test_a_screen_that_answers_nothing_does_not_stop_the_keys(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "_PATIENCE", 0.01)

    class Deaf:
        def call_later(self, _: object) -> bool:
            return True

    async def go() -> None:
        await ReviewApp._passed(Deaf())  # type: ignore[arg-type]

    asyncio.run(asyncio.wait_for(go(), timeout=10))  # else it would wait for ever


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_a_terminal_that_sends_all_keys_at_once_loses_none(long_study: Path) -> None:
    reviewer = Reviewer(long_study, "quinn")
    reviewer.until(r"1 of \d+")
    reviewer.press("cwait\x1bacbur\x1b\x1bcvoice\rr")
    reviewer.until("✓2 ✗1")
    reviewer.press("\x1bq")
    reviewer.until("3 decided")
    assert reviewer.wait() == 0
    with open_store(long_study, at=AT) as store:
        found = [e.action.value for e in store.decisions.log(coder="quinn")]
    assert found == ["accept", "recode", "reject"]


def test_a_memo_is_thrown_away_only_by_two_escapes_one_after_the_other(study: Store) -> None:
    app = typed_at_once(study, "m", *"so", "escape", *"me", "escape", "ctrl+s")
    assert actions(study) == ["memo"]
    assert [memo.text for memo in app.desk.store.memos.all(about="segment")] == ["some"]
    typed_at_once(study, "m", *"so", "escape", "escape", "a")
    assert actions(study) == ["memo", "accept"]
