from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import OptionList, Static

from sendcode.store import Store
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import read_keys
from sendcode.tui.screens.review import ReviewScreen
from sendcode.tui.screens.themes import KEYS, ThemesApp, ThemeScreen
from sendcode.workflows import theme_decisions
from sendcode.workflows.theme_desk import ThemeDesk
from sendcode.workflows.theme_proposals import propose_themes
from tests.conftest import AT
from tests.desk import desk as review_desk
from tests.tui.conftest import press, typed
from tests.workflows.test_themes import fill


@pytest.fixture
def proposed(store: Store) -> Store:
    """Four interviews about the bus and about dinner, with two proposed themes."""
    fill(store, "a", "b", "c", "d")
    propose_themes(store, coder="anna", at=AT, themes=2)
    return store


def play(
    store: Store, *keys: str, look: Callable[[ThemesApp], Any], size: tuple[int, int] = (120, 36)
) -> Any:
    async def go() -> Any:
        app = ThemesApp(ThemeDesk(store, coder="anna", now=lambda: AT))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await press(pilot, *keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return look(app)

    return asyncio.run(go())


def words(app: ThemesApp, which: str) -> str:
    return str(app.screen.query_one(which, Static).content)


def test_it_opens_on_the_largest_theme_with_its_quotes(proposed: Store) -> None:
    def look(app: ThemesApp) -> None:
        first = app.desk.themes[0]
        assert app.screen.query_one("#list", OptionList).option_count == 2
        assert words(app, "#theme").startswith(f"Theme {first.id}: {first.label}")
        named = words(app, "#theme").partition(" · ")[0]
        assert all(named.count(phrase) == 1 for phrase in first.phrases)
        assert first.quotes[0].text in words(app, "#theme")
        assert "At its edge" in words(app, "#theme")

    play(proposed, look=look)
    play(proposed, look=look, size=(80, 24))


def test_arrows_and_letters_move(proposed: Store) -> None:
    assert play(proposed, "down", look=lambda app: app.desk.at) == 1
    assert play(proposed, "j", "j", "k", look=lambda app: app.desk.at) == 0


def test_a_dismissed_theme_goes_and_undo_brings_it_back(proposed: Store) -> None:
    keys = ("d", *typed("small talk"), "enter")
    assert play(proposed, *keys, look=lambda app: len(app.desk.themes)) == 1

    def look(app: ThemesApp) -> None:
        assert len(app.desk.themes) == 1
        assert "Nothing was done here" in words(app, "#told")

    play(proposed, "u", look=look)  # what was done on another day is not touched
    assert play(proposed, *keys, "u", look=lambda app: len(app.desk.themes)) == 1


def test_escape_in_the_question_does_nothing(proposed: Store) -> None:
    assert play(proposed, "d", "escape", look=lambda app: app.desk.done) == 0
    assert play(proposed, "a", "enter", "escape", look=lambda app: app.desk.done) == 0


def test_adopting_asks_for_the_name_and_makes_the_code(proposed: Store) -> None:
    def look(app: ThemesApp) -> None:
        assert "transport" in proposed.codebooks.current()
        assert "wait for review" in words(app, "#told")
        assert len(app.desk.themes) == 1

    play(proposed, "a", *typed("Transport"), "enter", look=look)


def test_a_name_of_which_no_path_can_be_made_is_asked_for_an_id(proposed: Store) -> None:
    def look(app: ThemesApp) -> None:
        assert [code.name for code in proposed.codebooks.current()] == ["Автобус"]
        assert "bus" in proposed.codebooks.current()

    play(proposed, "a", *typed("Автобус"), "enter", *typed("bus"), "enter", look=look)


def test_a_theme_that_somebody_else_put_aside_goes_with_the_next_key(proposed: Store) -> None:
    async def go() -> None:
        app = ThemesApp(ThemeDesk(proposed, coder="anna", now=lambda: AT))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            first = app.desk.themes[0].id
            theme_decisions.dismiss(proposed, [first], coder="ben", at=AT)
            await press(pilot, "s")
            await pilot.pause()
            assert "already" in words(app, "#told")
            assert first not in [theme.id for theme in app.desk.themes]

    asyncio.run(go())


def test_the_second_code_can_stand_under_the_first(proposed: Store) -> None:
    def look(_: ThemesApp) -> None:
        assert "day/meals" in proposed.codebooks.current()

    keys = ("a", *typed("Day"), "enter", "a", *typed("Meals"), "enter", "down", "enter")
    play(proposed, *keys, look=look)


def test_marked_themes_are_merged_and_split_again(proposed: Store) -> None:
    assert play(proposed, "m", look=lambda app: words(app, "#told")).startswith("Mark two")
    keys = ("space", "down", "space", "m")
    assert play(proposed, *keys, look=lambda app: len(app.desk.themes)) == 1
    assert play(proposed, "s", look=lambda app: len(app.desk.themes)) == 2
    assert play(proposed, "s", "u", look=lambda app: (len(app.desk.themes), app.desk.done)) != 0


def test_no_theme_left_says_so(proposed: Store) -> None:
    def look(app: ThemesApp) -> None:
        assert "No theme waits" in words(app, "#theme")

    play(proposed, "d", "enter", "d", "enter", "d", "a", "s", "space", look=look)


def test_the_palette_of_the_reviewer_opens_it(proposed: Store) -> None:
    async def go() -> None:
        app = ReviewApp(review_desk(proposed), read_keys())
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            commands = {c.title: c for c in app.get_system_commands(app.screen)}
            named = next(c for c in commands.values() if c.title == "proposed themes")
            named.callback()
            await pilot.pause()
            assert isinstance(app.screen, ThemeScreen)
            assert "adopt  (a)" in {c.title for c in app.get_system_commands(app.screen)}
            await press(pilot, "a", *typed("Transport"), "enter", "q")
            assert isinstance(app.screen, ReviewScreen)
            assert "transport" in app.desk.frame.codebook

    asyncio.run(go())


def test_the_palette_has_every_key_and_nothing_that_writes_words_to_a_file(
    proposed: Store,
) -> None:
    async def go() -> None:
        app = ThemesApp(ThemeDesk(proposed, coder="anna", now=lambda: AT))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            commands = {c.title: c for c in app.get_system_commands(app.screen)}
            assert not any("screenshot" in title.lower() for title in commands)
            told = [one.split()[-1] for one in KEYS.split("  ") if not one.startswith("↑")]
            assert [title.split()[0] for title in commands] == [*told, "colours"]
            assert all(command.help for command in commands.values())
            commands["mark  (Space)"].callback()
            assert app.desk.marked == [app.desk.themes[0].id]

    asyncio.run(go())
