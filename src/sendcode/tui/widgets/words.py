"""Words to read in a window: only the lines that can be seen are drawn."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region, Size
from textual.strip import Strip

from sendcode.tui.widgets.rows import WHEEL, bar
from sendcode.tui.widgets.still import Still

_AROUND = 8  # lines of a window above and below its words
_LEAST = 3


class Words(Still, can_focus=False):
    """As high as its words, as long as the window finds room on the screen."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = Text()
        self._broken: tuple[int, list[Text]] | None = None
        self._top = 0
        self._base = Style()

    def show(self, text: Text) -> None:
        """Show other words, from their beginning."""
        self.text, self._broken, self._top = text, None, 0
        self.refresh(layout=True)

    def scroll(self, by: int) -> None:
        """Show what is so many lines further."""
        most = max(len(self._lines(self.size.width)) - self.size.height, 0)
        self._top = min(max(self._top + by, 0), most)
        self.refresh()

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002 - as Textual has it
        viewport: Size,
        width: int,
    ) -> int:
        """Return how many lines there are, or as many as there is room for."""
        room = max(viewport.height * 9 // 10 - _AROUND, _LEAST)
        return min(len(self._lines(width)), room)

    def _lines(self, width: int) -> list[Text]:
        """Return the words in lines that leave room for the bar at their side."""
        if self._broken is None or self._broken[0] != width:
            lines = self.text.wrap(self.app.console, max(width - 2, 1), overflow="fold")
            self._broken = (width, list(lines))
        return self._broken[1]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some lines; what all have in common is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        width, lines = self.size.width, self._lines(self.size.width)
        number = self._top + y
        text = lines[number] if number < len(lines) else Text()
        parts = [
            Segment(part, self._base + (own or Style()))
            for part, own, _ in text.render(self.app.console)
        ]
        strip = Strip(parts).adjust_cell_length(width - 1, self._base)
        side = bar(y, height=self.size.height, count=len(lines), top=self._top)
        return Strip.join((strip, Strip([Segment(side, self._base)], 1)))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show later lines."""
        event.stop()
        self.scroll(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show earlier lines."""
        event.stop()
        self.scroll(-WHEEL)
