"""A window over the screen, which goes on to show behind it, dimmed."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import ScreenResume
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip

Answer = TypeVar("Answer")
_TALL = 40


class Window(ModalScreen[Answer]):
    """What is behind is drawn once: Textual would draw it anew with every letter that is typed.

    On a screen of few lines it stands at the bottom, so that the words it is about can be seen.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012 - as Textual's

    def __init__(self, classes: str = "window") -> None:
        height = self.app.size.height
        *_, place = (name for least, name in self.VERTICAL_BREAKPOINTS if least <= height)
        super().__init__(classes=f"{classes} {place}")  # else it would be laid out twice
        self._behind: list[Strip] = []
        self._behind_at: tuple[Size, Size] | None = None

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Let what has just been styled stand."""
        event.refresh_styles = self._behind_at is not None

    def render_line(self, y: int) -> Strip:
        """Return a line of what is behind."""
        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        at = (self.size, below.size if below else self.size)
        if at != self._behind_at:
            self._behind_at, self._behind = at, []
            if below is not None:
                strips = below._compositor.render_strips()  # noqa: SLF001 - as Textual does it
                tint = self.styles.background
                self._behind = [_dimmed(strip, tint) for strip in strips]
        if 0 <= y < len(self._behind):
            return self._behind[y]
        return Strip.blank(self.size.width, self.rich_style)


def _dimmed(strip: Strip, tint: Color) -> Strip:
    found = (Segment(text, _dim(style or Style(), tint)) for text, style, control in strip)
    return Strip(found, strip.cell_length)


@lru_cache(maxsize=1024)
def _dim(style: Style, tint: Color) -> Style:
    """Return a style under a tint; nothing behind a window can be clicked on."""
    plain = style.clear_meta_and_links()
    ink, ground = (
        (Color.from_rich_color(colour) + tint).rich_color if colour is not None else None
        for colour in (plain.color, plain.bgcolor)
    )
    return plain + Style.from_color(ink, ground)
