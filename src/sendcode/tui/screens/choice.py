"""Choosing one of many by typing some of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sendcode.tui.fuzzy import best
from sendcode.tui.widgets.fields import Field

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


class ChoiceScreen(ModalScreen[tuple[str, str] | None]):
    """A list that shrinks while one types; gives the id and what was typed, or None.

    Args:
        title: What is chosen.
        choices: In the order in which they are shown.
        new: Offers to make something new of what was typed, in these words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], *, new: str = "") -> None:
        super().__init__(classes="window")
        self._heading = title
        self._choices = choices
        self._new = new

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Vertical(classes="box"):
            yield Static(self._heading, classes="heading", markup=False)
            yield Field(placeholder="type some letters")
            yield OptionList(compact=True, markup=False)
            yield Static("Enter chooses   Esc closes", classes="foot")

    def on_mount(self) -> None:
        """Show all."""
        self.query_one(OptionList).can_focus = False
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._fill(event.value)

    def _fill(self, query: str) -> None:
        found = best(query, [(choice.name, choice) for choice in self._choices])
        options = [Option(c.label or Text(c.name), id=c.id) for _, c in found[:MOST]]
        if self._new and query.strip():
            options.append(Option(Text(f"+ {self._new} “{query.strip()}”"), id=NEW))
        listing = self.query_one(OptionList)
        listing.set_options(options)
        listing.highlighted = 0 if options else None

    def action_move(self, by: int) -> None:
        """Move in the list."""
        listing = self.query_one(OptionList)
        if listing.option_count:
            at = (listing.highlighted or 0) + by
            listing.highlighted = min(max(at, 0), listing.option_count - 1)

    def on_input_submitted(self) -> None:
        """Choose what is highlighted."""
        listing = self.query_one(OptionList)
        if listing.highlighted is not None and listing.option_count:
            self._choose(listing.get_option_at_index(listing.highlighted))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what was clicked on."""
        self._choose(event.option)

    def _choose(self, option: Option) -> None:
        self.dismiss((option.id or "", self.query_one(Input).value.strip()))
