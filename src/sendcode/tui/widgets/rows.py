"""Rows to choose from: only those that can be seen are drawn, and their box keeps its size."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from sendcode.tui.widgets.still import Still

WHEEL = 3
"""So many lines a turn of the mouse's wheel."""


class Rows(Still, can_focus=False):
    """A list in which one row is highlighted; a click chooses."""

    DEFAULT_CSS = "Rows { height: auto; }"

    class Chosen(Message):
        """A row was clicked on."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Text] = ()
        self.at = 0
        self._top = 0
        self._base = Style()

    def offer(self, rows: Sequence[Text], *, least: int = 0) -> None:
        """Show rows in a box that holds all of them, or at least so many."""
        self.styles.height = max(len(rows), least)
        self.show(rows)

    def show(self, rows: Sequence[Text]) -> None:
        """Show other rows in the same box, the first highlighted."""
        self.rows, self.at, self._top = rows, 0, 0
        self.refresh()

    @property
    def highlighted(self) -> int | None:
        """Return the place of the highlighted row; None where there is none."""
        return self.at if self.rows else None

    def move(self, by: int) -> None:
        """Highlight another row, and keep it in sight."""
        self.at = min(max(self.at + by, 0), max(len(self.rows) - 1, 0))
        self._top = min(max(self._top, self.at - self.size.height + 1), self.at)
        self.refresh()

    def _scroll(self, by: int) -> None:
        most = max(len(self.rows) - self.size.height, 0)
        self._top = min(max(self._top + by, 0), most)
        self.refresh()

    # --- drawing -----------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some lines; what all have in common is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        number, base, width = self._top + y, self._base, self.size.width
        if number >= len(self.rows):
            return Strip.blank(width, base)
        here = number == self.at
        text = self.rows[number].copy()
        text.truncate(max(width - 4, 1), overflow="ellipsis")
        style = base + Style(reverse=here, bold=here)
        parts = [Segment("▸ " if here else "  ", style)]
        for part, own, _ in text.render(self.app.console):
            parts.append(Segment(part, style + Style() if here else base + (own or Style())))
        strip = Strip(parts).adjust_cell_length(width - 1, style)
        side = bar(y, height=self.size.height, count=len(self.rows), top=self._top)
        return Strip.join((strip, Strip([Segment(side, base)], 1)))

    # --- the mouse ---------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """Tell which row was clicked on."""
        number = self._top + event.y
        if 0 <= number < len(self.rows):
            self.post_message(self.Chosen(number))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show later rows."""
        event.stop()
        self._scroll(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show earlier rows."""
        event.stop()
        self._scroll(-WHEEL)


def bar(y: int, *, height: int, count: int, top: int) -> str:
    """Return what tells, at the side of a line, which part of all lines is seen."""
    if count <= height:
        return " "
    length = max(height * height // count, 1)
    first = round((height - length) * top / (count - height))
    return "┃" if first <= y < first + length else "│"
