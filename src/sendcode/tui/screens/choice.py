"""Choosing one of many by typing some of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from sendcode.tui.fuzzy import best
from sendcode.tui.screens.window import Window
from sendcode.tui.widgets.fields import Field
from sendcode.tui.widgets.rows import Rows
from sendcode.tui.widgets.still import Box

NEW = "+new"
MOST = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        id: What the screen returns.
        name: What is searched in.
        label: What is shown; the name where it is None.
    """

    id: str
    name: str
    label: Text | None = None


class ChoiceScreen(Window[tuple[str, str] | None]):
    """A list that shrinks while one types; gives the id and what was typed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.about("", ())

    def about(self, title: str, choices: Sequence[Choice], *, new: str = "") -> Self:
        """Offer something to choose from.

        Args:
            title: What is chosen.
            choices: In the order in which they are shown.
            new: Offers to make something new of what was typed, in these words.
        """
        self._heading = title
        self._named = [(choice.name, choice) for choice in choices]
        self._found = list(choices[:MOST])
        self._new = new
        return self.renewed()

    def fill(self) -> None:
        """Show all choices, and nothing typed yet."""
        self.query_one(".heading", Static).update(self._heading)
        with self.prevent(Input.Changed):
            self.query_one(Input).clear()
        self.query_one(Rows).offer(self._rows(), least=1 + bool(self._new))

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static(classes="heading", markup=False)
            yield Field(placeholder="type some letters")
            yield Rows()
            yield Static("Enter chooses   Esc closes", classes="foot")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._found = [c for _, c in best(event.value, self._named)[:MOST]]
        typed = event.value.strip()
        rows = self._rows()
        if self._new and typed:
            rows.append(Text(f"+ {self._new} “{typed}”"))
        self.query_one(Rows).show(rows)

    def _rows(self) -> list[Text]:
        return [choice.label or Text(choice.name) for choice in self._found]

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.query_one(Rows).move(by)

    def on_input_submitted(self) -> None:
        """Choose what is highlighted."""
        at = self.query_one(Rows).highlighted
        if at is not None:
            self._choose(at)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Choose what was clicked on."""
        self._choose(event.index)

    def _choose(self, index: int) -> None:
        chosen = self._found[index].id if index < len(self._found) else NEW
        self.dismiss((chosen, self.query_one(Input).value.strip()))
