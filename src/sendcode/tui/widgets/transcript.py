"""The transcript on the screen: words, speakers, codings in the margin, the segment in colour."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from sendcode.core.model import Role, Span
from sendcode.core.printable import plain
from sendcode.store.queue import PlacedCoding
from sendcode.tui.palette import Palette
from sendcode.tui.wrap import GAP, HEAD, Layout, Line, lay_out
from sendcode.workflows.page import Page

MOST_LANES = 6
WIDEST = 100
_KEPT = 8
_BAR, _EDGE = "┃", "▌"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn: a transcript, and what stands on it.

    Attributes:
        span: The segment; None for none.
        code: GUID of the code in whose colour it is drawn; empty for no code.
        evidence: Words to underline.
        codings: Bars in the margin.
        coder: Whose bars have capital letters.
        reading: The segment is a selection in reading mode.
    """

    page: Page
    span: Span | None
    code: str
    evidence: tuple[Span, ...]
    codings: tuple[PlacedCoding, ...]
    coder: str
    reading: bool = False


class TranscriptView(ScrollView, can_focus=False):
    """Draws only the lines that can be seen; a transcript is broken into lines once."""

    DEFAULT_CSS = """
    TranscriptView { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    """

    class Clicked(Message):
        """Somebody clicked on a word."""

        def __init__(self, offset: int, *, extend: bool) -> None:
            super().__init__()
            self.offset = offset
            self.extend = extend

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.scene: Scene | None = None
        self.palette: Palette | None = None
        self._base = Style()
        self.few_colours = False
        self._layouts: OrderedDict[tuple[int, int], Layout] = OrderedDict()
        self._layout_now: Layout | None = None
        self._lanes: list[list[PlacedCoding]] = []

    # --- what is shown -----------------------------------------------------------------

    def show(self, scene: Scene | None, palette: Palette, *, follow: bool = True) -> None:
        """Draw a scene; `follow` scrolls to its segment."""
        self.scene, self.palette = scene, palette
        self._lanes = _lanes(scene.codings if scene else ())
        self._lay_out()
        if follow:
            self.to_segment()
        self.refresh()

    def _lay_out(self) -> None:
        if self.scene is None or not self.size.width:
            self._layout_now = None
            self._become_long(0)
            return
        self._layout_now = self._laid_out(self.scene.page)
        self._become_long(len(self._layout_now.lines))

    def _laid_out(self, page: Page) -> Layout:
        key = (page.transcript, self._text_width)
        if key not in self._layouts:
            self._layouts[key] = lay_out(page, key[1])
        self._layouts.move_to_end(key)
        while len(self._layouts) > _KEPT:
            self._layouts.popitem(last=False)
        return self._layouts[key]

    def get_ready(self, page: Page) -> None:
        """Break a transcript into lines that will be shown next."""
        if self.size.width:
            self._laid_out(page)

    def _become_long(self, lines: int) -> None:
        """Have so many lines; nothing else on the screen moves, so nothing is laid out anew."""
        size = Size(self.size.width, lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    @property
    def _margin(self) -> int:
        """Return the width of the margin: the segment's edge, bars, a blank."""
        return 2 + (3 if self.size.width < WIDEST else MOST_LANES)

    @property
    def _text_width(self) -> int:
        return min(self.size.width - self._margin - 2, WIDEST)

    def to_segment(self) -> None:
        """Scroll so that the segment stands in the upper part, with some lines before it."""
        if self.scene is None or self.scene.span is None or self._layout_now is None:
            self.scroll_to(y=0, animate=False, immediate=True)
            return
        first = self._layout_now.line_at(self.scene.span.start)
        last = self._layout_now.line_at(self.scene.span.end - 1)
        height = max(self.size.height, 1)
        before = max(1, min(height // 3, height - (last - first) - 2))
        top = int(self.scroll_offset.y)
        if self.scene.reading and top + 1 <= first and last < top + height - 1:
            return  # in reading mode the page stands still as long as the cursor is on it
        self.scroll_to(y=max(0, first - before), animate=False, immediate=True)

    def on_resize(self, _: Resize) -> None:
        """Break the lines anew."""
        self._lay_out()
        self.to_segment()

    # --- drawing -----------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some lines; what all have in common is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        base = self._base
        number = y + int(self.scroll_offset.y)
        layout, scene = self._layout_now, self.scene
        if layout is None or scene is None or number >= len(layout.lines):
            return Strip.blank(self.size.width, base)
        line = layout.lines[number]
        segments = [*self._margin_of(layout, line, number), *self._body(layout, line, scene)]
        strip = Strip([Segment(text, base + style) for text, style in segments if text])
        return strip.adjust_cell_length(self.size.width, base)

    def _margin_of(self, layout: Layout, line: Line, number: int) -> list[tuple[str, Style]]:
        scene, palette = self.scene, self.palette
        if scene is None or palette is None or line.kind in (HEAD, GAP):
            return [(" " * self._margin, Style())]
        edge = (" ", Style())
        if scene.span is not None and _meets(line, scene.span.start, scene.span.end):
            ink = palette.ink(scene.code) if scene.code else "#ffffff"
            edge = ("▶" if scene.reading else _EDGE, Style(color=ink, bold=True))
        room = self._margin - 2
        bars = [self._bar(layout, line, number, lane) for lane in self._lanes[:room]]
        hidden = any(_meets(line, c.start, c.end) for lane in self._lanes[room:] for c in lane)
        blanks = " " * (room - len(bars))
        return [edge, *bars, (blanks, Style()), ("+" if hidden else " ", Style())]

    def _bar(
        self, layout: Layout, line: Line, number: int, lane: list[PlacedCoding]
    ) -> tuple[str, Style]:
        for coding in lane:
            if _meets(line, coding.start, coding.end) and self.palette and self.scene:
                style = Style(color=self.palette.ink(coding.code), bold=True)
                if layout.line_at(coding.start) != number:
                    return _BAR, style
                letter = self.palette.letter(coding.code)
                return (letter if coding.coder == self.scene.coder else letter.lower()), style
        return " ", Style()

    def _body(self, layout: Layout, line: Line, scene: Scene) -> list[tuple[str, Style]]:
        turn = scene.page.turns[line.turn]
        if line.kind == GAP:
            return []
        asks = turn.role is Role.INTERVIEWER
        if line.kind == HEAD:
            time = f"  {_clock(turn.time_start)}" if turn.time_start is not None else ""
            head = plain(turn.label or "")
            role = "" if turn.role is Role.UNKNOWN else f"  {turn.role.value}"
            style = Style(color="#9aa4ad" if asks else "#c8d0d7", bold=not asks)
            return [(head or "(no name)", style), (f"{role}{time}", Style(color="#8a949e"))]
        quiet = Style(color="#a8b0b8") if asks else Style()
        inside = self._inside_style(scene)
        cuts = {line.start, line.end}
        marks = [scene.span] if scene.span else []
        for span in (*marks, *scene.evidence):
            cuts.update(cut for cut in (span.start, span.end) if line.start < cut < line.end)
        parts = []
        edges = sorted(cuts)
        for start, end in pairwise(edges):
            style = quiet
            if scene.span and scene.span.start <= start and end <= scene.span.end:
                style = inside
            if any(span.start <= start and end <= span.end for span in scene.evidence):
                style += Style(underline=True, bold=True)
            parts.append((layout.text[start:end], style))
        return parts

    def _inside_style(self, scene: Scene) -> Style:
        if self.few_colours:
            return Style(bold=True, reverse=scene.reading)
        background = self.styles.background if self.styles.has_rule("background") else None
        colour = background or self.background_colors[1]
        base = colour.rich_color.get_truecolor()
        if scene.reading or not scene.code or self.palette is None:
            return Style(bgcolor="#3a4450", color="#ffffff")
        return Style(bgcolor=self.palette.tint(scene.code, base), color="#ffffff")

    # --- the mouse ---------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """Tell which word was clicked on."""
        layout = self._layout_now
        number = event.y + int(self.scroll_offset.y)
        if layout is None or number >= len(layout.lines):
            return
        line = layout.lines[number]
        cells, offset = event.x - self._margin, line.start
        while offset < line.end and cells > 0:
            cells -= cell_len(layout.text[offset])
            offset += 1
        self.post_message(
            self.Clicked(min(offset, max(line.start, line.end - 1)), extend=event.shift)
        )


def _meets(line: Line, start: int, end: int) -> bool:
    return line.start < end and start < line.end


def _lanes(codings: Sequence[PlacedCoding]) -> list[list[PlacedCoding]]:
    """Put codings side by side so that those in one lane do not overlap."""
    lanes: list[list[PlacedCoding]] = []
    for coding in codings:
        free = next((lane for lane in lanes if lane[-1].end <= coding.start), None)
        if free is None:
            lanes.append([coding])
        else:
            free.append(coding)
    return lanes


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
