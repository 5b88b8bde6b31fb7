"""A window is built once; nothing of the last time is in it the next time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from rich.text import Text
from textual.widgets import Input, Static, TextArea

from sendcode.store import Store
from sendcode.tui import look
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import read_keys
from sendcode.tui.look import CalmApp
from sendcode.tui.screens.choice import ChoiceScreen
from sendcode.tui.screens.review import ReviewScreen
from sendcode.tui.screens.windows import InfoScreen, MemoScreen
from sendcode.tui.widgets.bars import Line
from sendcode.tui.widgets.rows import Rows
from tests.desk import actions
from tests.desk import desk as make_desk
from tests.tui.conftest import Play, press


def test_a_list_begins_anew_with_other_words_and_rows(play: Play) -> None:
    async def then(pilot) -> None:
        await press(pilot, "c", *"voi", "down", "down")
        first, rows = pilot.app.screen, pilot.app.screen.query_one(Rows)
        assert rows.at == 1
        await press(pilot, "escape", "o")
        assert pilot.app.screen is first
        assert pilot.app.focused is first.query_one(Input)
        assert first.query_one(Input).value == ""
        assert str(first.query_one(".heading", Static).content) == "In which order?"
        assert str(rows.rows[0]) == "as spoken"
        assert (rows.at, rows.size.height) == (0, len(rows.rows))
        await press(pilot, *"zz")
        assert not rows.rows  # nothing new can be made of an order

    play(then=then)


def test_a_memo_holds_nothing_of_the_one_before(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        await press(pilot, "m", *"old", "escape", "escape", "m")
        area = pilot.app.screen.query_one(TextArea)
        assert (area.text, area.has_focus) == ("", True)
        await press(pilot, "ctrl+z")
        assert area.text == ""
        assert "Esc closes" in str(pilot.app.screen.query_one(".foot", Static).content)
        await press(pilot, "n", "escape")
        assert isinstance(pilot.app.screen, MemoScreen)

    play(then=then)
    assert actions(study) == []


def test_keys_that_answered_one_text_do_nothing_in_the_next(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        await press(pilot, "l")
        assert "a accepts 2" in str(pilot.app.screen.query_one(".foot", Static).content)
        await press(pilot, "escape", "question_mark", "a")
        assert isinstance(pilot.app.screen, InfoScreen)
        assert "accepts" not in str(pilot.app.screen.query_one(".foot", Static).content)

    play(then=then)
    assert actions(study) == []


async def until(what: Callable[[], bool]) -> None:
    """Wait until something is so; a screen is drawn by a timer."""
    for _ in range(200):
        if what():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it did not come")


def test_what_changes_behind_a_window_is_drawn_and_nothing_else(play: Play) -> None:
    async def then(pilot) -> None:
        await press(pilot, "c")
        window, below = pilot.app.screen, pilot.app.screen_stack[-2]
        await until(lambda: window._behind is not None)
        picture = window._behind
        assert window.render_line(0).text.startswith(" 1 of 8")
        window.refresh(window.size.region)
        assert window._behind is picture
        below.query_one("#top", Line).show(Text("ranked anew"), Text())
        await until(lambda: window._behind is not picture)
        assert window.render_line(0).text.startswith(" ranked anew")

    play(then=then)


def test_the_screen_behind_follows_a_terminal_of_another_size(play: Play) -> None:
    async def then(pilot) -> None:
        await press(pilot, "c")
        await pilot.resize_terminal(90, 45)
        window = pilot.app.screen
        await until(lambda: "leave" in window.render_line(44).text)
        lines = [window.render_line(y).text for y in range(45)]
        assert {len(line) for line in lines} == {90}
        assert "leave" in lines[-1]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.size == (90, 45)

    play(then=then)


def test_a_window_has_the_colours_that_were_chosen_while_it_was_closed(play: Play) -> None:
    async def then(pilot) -> None:
        await press(pilot, "c")
        window = pilot.app.screen
        before = window.query_one(".box").styles.background
        await press(pilot, "escape")
        pilot.app.theme = "textual-light"
        await pilot.pause()
        await press(pilot, "c")
        await pilot.pause()
        assert pilot.app.screen is window
        assert window.query_one(".box").styles.background != before

    play(then=then)


def test_windows_are_built_and_laid_out_while_nobody_types(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "_CALM", 0.001)

    async def go() -> None:
        app = ReviewApp(make_desk(study), read_keys())
        async with app.run_test(size=(120, 36)) as pilot:
            await until(lambda: app.is_screen_installed("NewCodeScreen"))
            await pilot.pause()
            window = ChoiceScreen.of(app)
            assert window.is_running
            assert window not in app.screen_stack
            assert window.query_one(".box").size.width > 60
            ChoiceScreen.get_ready(app)
            await press(pilot, "c")
            assert app.screen is window

    asyncio.run(go())


def test_windows_wait_while_somebody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_CALM", 0.001)

    async def go() -> None:
        app = CalmApp()
        async with app.run_test() as pilot:
            app.get_ready(ChoiceScreen)
            app.typed += 1
            await asyncio.sleep(0.002)
            assert not app.is_screen_installed("ChoiceScreen")
            await until(lambda: app.is_screen_installed("ChoiceScreen"))
            await pilot.pause()

    asyncio.run(go())


def test_a_window_that_is_not_whole_since_the_program_ends_shows_nothing() -> None:
    async def go() -> None:
        app = CalmApp()
        async with app.run_test() as pilot:
            await pilot.pause()
            window = ChoiceScreen()
            window.on_mount()
            assert window.about("Which?", ()) is window
            whole = ChoiceScreen()
            await app.push_screen(whole.about("Which?", ()))
            assert str(whole.query_one(".heading").render()) == "Which?"

    asyncio.run(go())
