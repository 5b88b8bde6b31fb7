from __future__ import annotations

import asyncio

from rich.text import Text
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp

from sendcode.tui.widgets.rows import Rows


class Shown(App[None]):
    """Twenty rows in a box of five."""

    CSS = "Rows { max-height: 5; }"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield Rows()

    def on_mount(self) -> None:
        self.query_one(Rows).offer([Text(f"row {n}", style="red") for n in range(20)])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.chosen.append(event.index)


def lines(rows: Rows) -> list[str]:
    rows._base = rows.rich_style
    return [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]


def test_only_what_fits_is_drawn_and_the_highlighted_row_stays_in_sight() -> None:
    async def go() -> None:
        app = Shown()
        async with app.run_test(size=(20, 10)) as pilot:
            rows = app.query_one(Rows)
            assert [line[:8].rstrip() for line in lines(rows)] == [
                "▸ row 0",
                *(f"  row {n}" for n in range(1, 5)),
            ]
            assert [line[-1] for line in lines(rows)] == ["┃", *"││││"]
            rows.move(7)
            assert [line[:8].rstrip() for line in lines(rows)][-1] == "▸ row 7"
            rows.move(99)
            assert (rows.highlighted, [line[-1] for line in lines(rows)]) == (19, [*"││││", "┃"])
            rows.move(-99)
            assert rows.highlighted == 0
            await pilot._post_mouse_events([MouseScrollDown], Rows, offset=(2, 2))
            await pilot.pause()
            await pilot.click(Rows, offset=(3, 1))
            await pilot._post_mouse_events([MouseScrollUp], Rows, offset=(2, 2))
            await pilot.pause()
            await pilot.click(Rows, offset=(3, 1))
            assert app.chosen == [4, 1]
            rows.show([Text("a row that is much too long for it"), Text("two")])
            assert lines(rows)[0].startswith("▸ a row that is m…")
            await pilot.click(Rows, offset=(3, 4))
            rows.show([])
            rows.move(1)
            assert (rows.highlighted, app.chosen) == (None, [4, 1])

    asyncio.run(go())
