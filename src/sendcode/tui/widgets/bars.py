"""The lines above and below: where one is, what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.content import Content
from textual.markup import escape
from textual.widgets import Static

from sendcode.tui.keys import BY_ID, COMMANDS, Command, shown


class Line(Static):
    """One line with a left and a right part.

    Args:
        id: Of the widget.
        keep: Which part stays whole where both do not fit: `left` or `right`.
    """

    DEFAULT_CSS = "Line { height: 1; background: $panel; padding: 0 1; }"

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 - Textual's name
        *,
        keep: str = "left",
    ) -> None:
        super().__init__(id=id, markup=False)
        self._keep = keep
        self.parts: tuple[Text, Text] = (Text(), Text())

    def show(self, left: Text, right: Text) -> None:
        """Draw both parts."""
        if (left, right) != self.parts:
            self.parts = (left, right)
            self._draw()

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw()

    def _draw(self) -> None:
        left, right = self.parts[0].copy(), self.parts[1].copy()
        room = max(self.content_size.width, 1)
        gap = room - left.cell_len - right.cell_len
        if gap < 1 and right.cell_len:
            whole, other = (left, right) if self._keep == "left" else (right, left)
            other.truncate(max(room - whole.cell_len - 2, 0), overflow="ellipsis")
            gap = room - left.cell_len - right.cell_len
        left.truncate(room, overflow="ellipsis")
        self.update(Text.assemble(left, " " * max(gap, 0), right), layout=False)


class KeyLine(Static):
    """The keys that act here, as many as fit, the most used first; each can be clicked."""

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; padding: 0 1; link-style: none;
              link-color: $text; link-style-hover: reverse; link-color-hover: $text;
              link-background-hover: $panel; }
    """

    def __init__(self, keys: dict[str, str], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.keys = keys
        self._reading = False
        self._left_out: Sequence[str] = ()
        self._drawn = False

    def show(self, *, reading: bool, without: Sequence[str] = ()) -> None:
        """Show the keys of the queue or of reading mode, without those that do nothing here."""
        if (reading, without) != (self._reading, self._left_out) or not self._drawn:
            self._reading, self._left_out = reading, without
            self._draw()

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._draw()

    def _draw(self) -> None:
        self._drawn = True
        rank = {c.id: (c.reading if self._reading else c.line) for c in COMMANDS}
        wanted = sorted((c for c in COMMANDS if rank[c.id]), key=lambda c: rank[c.id])
        always = [BY_ID["help"], BY_ID["leave"]]
        rest = [c for c in wanted if c not in always and c.id not in self._left_out]
        room = self.content_size.width - sum(map(self._cells, always))
        fitting = []
        for command in rest:
            if self.keys[command.id] and self._cells(command) <= room:
                room -= self._cells(command)
                fitting.append(command)
        parts = [self._markup(command.id) for command in (*fitting, *always)]
        self.update(Content.from_markup("  ".join(parts)), layout=False)

    def _cells(self, command: Command) -> int:
        key, label = self._words(command.id)
        return cell_len(key) + cell_len(label) + 3

    def _words(self, name: str) -> tuple[str, str]:
        label = "queue" if name == "read" and self._reading else BY_ID[name].label
        return shown(self.keys[name].split(",")[0]), label

    def _markup(self, name: str) -> str:
        key, label = self._words(name)
        return f"[@click=screen.press({name!r})][b]{escape(key)}[/b] {escape(label)}[/]"
