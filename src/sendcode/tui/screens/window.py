"""A window over the screen, which goes on to show behind it, dimmed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, Self, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.events import ScreenResume
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

Answer = TypeVar("Answer")
_TALL = 40


class Window(ModalScreen[Answer]):
    """Built once and kept, since to build one takes longer than a key may.

    Each kind has a method `about` that says what it is about the next time. What is behind is
    drawn once: Textual would draw it anew with every letter that is typed. On a screen of few
    lines it stands at the bottom, so that the words it is about can be seen.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012 - as Textual's

    def __init__(self, classes: str = "window") -> None:
        height = self.app.size.height
        *_, place = (name for least, name in self.VERTICAL_BREAKPOINTS if least <= height)
        super().__init__(classes=f"{classes} {place}")  # else it would be laid out twice
        self._behind: _Behind | None = None
        self._styled_in = self.app.theme
        self._built = False

    @classmethod
    def of(cls, app: App[Any]) -> Self:
        """Return the app's window of this kind."""
        name = cls.__name__
        if not app.is_screen_installed(name):
            app.install_screen(cls(), name)
        return app.get_screen(name, cls)

    @classmethod
    def get_ready(cls, app: App[Any]) -> None:
        """Build the window and lay it out before it is asked for."""
        window = cls.of(app)
        if not window.is_running:  # Textual has no public way to do any of it without showing it
            app._get_screen(window)  # noqa: SLF001
            window.call_later(window._be_laid_out)  # noqa: SLF001

    def _be_laid_out(self) -> None:
        self._refresh_layout(self.app.size)
        self._update_timer.resume()  # else the first drawing would wait for a round of it

    def on_mount(self) -> None:
        """Show what it is about."""
        parts = [part.is_mounted for part in self.walk_children(Widget)]
        if parts and all(parts):  # else the program ended while it was built
            self._built = True
            self.fill()

    def renewed(self) -> Self:
        """Show what it is about now, as soon as there is something to show it in."""
        if self._built:
            self.fill()
        return self

    def fill(self) -> None:
        """Put what it is about into its parts; what was there the last time is gone."""
        raise NotImplementedError

    # --- what is behind ----------------------------------------------------------------

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Look anew at what is behind; let styles stand that are right still."""
        self._behind = None
        event.refresh_styles = self._styled_in != self.app.theme
        self._styled_in = self.app.theme

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw anew; for the screen behind, which names regions, only when it has changed."""
        if regions and self._behind is not None:
            if self._behind.seen == self._below():
                return self
            self._behind = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """Return a line of what is behind."""
        if self._behind is None:
            tint = self.styles.background
            seen = self._below()
            self._behind = _Behind(seen, [_dimmed(strip, tint) for strip in seen])
        if 0 <= y < len(self._behind.drawn):
            return self._behind.drawn[y]
        return Strip.blank(self.size.width, self.rich_style)

    def _below(self) -> list[Strip]:
        """Return the lines of the screen behind."""
        stack = self.app.screen_stack
        at = stack.index(self) if self in stack else 0
        return stack[at - 1]._compositor.render_strips() if at else []  # noqa: SLF001


class _Behind(NamedTuple):
    """What is behind a window: as it is there, and as it is drawn."""

    seen: list[Strip]
    drawn: list[Strip]


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
