"""The codebook at the side: a line per code with its letter, coded segments and open ones."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sendcode.core.printable import plain
from sendcode.tui.palette import Palette
from sendcode.workflows.card import TreeRow

_HEADS = 2


class CodeTree(ScrollView, can_focus=False):
    """Draws the codes that can be seen; a click tells which code was meant."""

    DEFAULT_CSS = """
    CodeTree { background: $surface; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """

    class Chosen(Message):
        """A code was clicked on."""

        def __init__(self, guid: str) -> None:
            super().__init__()
            self.guid = guid

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: Sequence[TreeRow] = ()
        self.current = ""
        self.palette: Palette | None = None
        self._base = Style()

    def show(self, rows: Sequence[TreeRow], current: str, palette: Palette) -> None:
        """Draw the codes; the current one is marked and kept in sight."""
        before = {row.code.guid: (row, row.code.guid == self.current) for row in self.rows}
        same = palette is self.palette and len(rows) == len(self.rows)
        self.rows, self.current, self.palette = rows, current, palette
        self.virtual_size = Size(self.size.width, len(rows) + _HEADS)
        at = next((n for n, row in enumerate(rows) if row.code.guid == current), None)
        top = int(self.scroll_offset.y)
        if at is not None and not top <= at + _HEADS < top + self.size.height:
            self.scroll_to(y=max(0, at - self.size.height // 2), animate=False, immediate=True)
        elif same:  # only what changed is drawn: a key has to be felt at once
            for number, row in enumerate(rows):
                if before.get(row.code.guid) != (row, row.code.guid == current):
                    self.refresh_line(number + _HEADS)
            return
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some lines; what all have in common is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        base, width = self._base, self.size.width
        number = y + int(self.scroll_offset.y)
        if number == 0:
            line = f"   {'codebook':<{max(width - 17, 4)}} coded  open"
            return Strip([Segment(set_cell_size(line, width), base + Style(color="#8a949e"))])
        row = self.rows[number - _HEADS] if 0 <= number - _HEADS < len(self.rows) else None
        if row is None or self.palette is None:
            return Strip.blank(width, base)
        here = row.code.guid == self.current
        style = base + Style(bold=here, reverse=here)
        indent = "  " * (row.code.level - 1)
        name = _fit(f"{indent}{plain(row.code.name)}", max(width - 16, 4))
        open_ = f"{row.open:>6,}" if row.open else "     ·"
        return Strip(
            [
                Segment("▸" if here else " ", style),
                Segment(
                    f"{self.palette.letter(row.code.guid)} ",
                    style + Style(color=self.palette.ink(row.code.guid), bold=True),
                ),
                Segment(f"{name}{row.coded:>6,}{open_} ", style),
            ]
        ).adjust_cell_length(width, base)

    def on_click(self, event: Click) -> None:
        """Tell which code was clicked on."""
        number = event.y + int(self.scroll_offset.y) - _HEADS
        if 0 <= number < len(self.rows):
            self.post_message(self.Chosen(self.rows[number].code.guid))


def _fit(name: str, width: int) -> str:
    return (
        set_cell_size(name, width)
        if cell_len(name) <= width
        else f"{set_cell_size(name, width - 1)}…"
    )
