from __future__ import annotations

import asyncio

from rich.text import Text
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from sendcode.tui.widgets.still import Box
from sendcode.tui.widgets.words import Words


class Shown(App[None]):
    """Words on a screen of twenty lines, where there is room for ten."""

    def compose(self) -> ComposeResult:
        with Box():
            yield Words()


def lines(words: Words) -> list[str]:
    words._base = words.rich_style
    return [words.render_line(y).text for y in range(words.size.height)]


def test_words_are_broken_into_lines_and_scrolled_where_there_are_too_many() -> None:
    async def go() -> None:
        app = Shown()
        async with app.run_test(size=(24, 20)) as pilot:
            words = app.query_one(Words)
            words.show(Text.assemble("one ", ("two", "bold"), " three four five six seven"))
            await pilot.pause(0.1)
            assert words.size.height == 2
            assert [line.rstrip() for line in lines(words)] == [
                "one two three four",
                "five six seven",
            ]
            bold = [s.text for s in words.render_line(0) if s.style and s.style.bold]
            assert bold == ["two"]
            words.show(Text("\n".join(f"line {n}" for n in range(40))))
            await pilot.pause(0.1)
            assert words.size.height == 10
            assert lines(words)[0] == "line 0                 ┃"
            assert lines(words)[-1] == "line 9                 │"
            words.scroll(99)
            assert [line[-1] for line in lines(words)][-1] == "┃"
            assert lines(words)[-1].startswith("line 39 ")
            await pilot._post_mouse_events([MouseScrollUp], Words, offset=(2, 2))
            await pilot.pause()
            assert lines(words)[-1].startswith("line 36 ")
            words.scroll(-99)
            await pilot._post_mouse_events([MouseScrollDown], Words, offset=(2, 2))
            await pilot.pause()
            assert lines(words)[0].startswith("line 3 ")
            words.show(Text("other words"))
            assert words._top == 0

    asyncio.run(go())


def test_words_follow_a_screen_of_another_width() -> None:
    async def go() -> None:
        app = Shown()
        async with app.run_test(size=(60, 20)) as pilot:
            words = app.query_one(Words)
            words.show(Text("some words that fit into one line of sixty"))
            await pilot.pause(0.1)
            assert words.size.height == 1
            await pilot.resize_terminal(24, 20)
            await pilot.pause(0.1)
            assert words.size.height == 2
            assert [line.rstrip() for line in lines(words)][1] == "into one line of sixty"

    asyncio.run(go())
