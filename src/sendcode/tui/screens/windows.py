"""Small windows: something to read, something to answer, a memo, a new code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static, TextArea

from sendcode.errors import SendcodeError
from sendcode.tui.screens.window import Window
from sendcode.tui.widgets.fields import Field, Page
from sendcode.tui.widgets.still import Box
from sendcode.tui.widgets.words import Words

_MEMO_FOOT = "Ctrl+S saves   Ctrl+T: about something else   Esc closes"


def inside(width: int) -> int:
    """Return how many cells a line of a window has on a screen of that width."""
    return min(width * 96 // 100, 76) - 8


class InfoScreen(Window[str | None]):
    """Something to read, with answers to some keys; gives the key's answer, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss(None)", show=False),
        Binding("down,j", "by(1)", show=False),
        Binding("up,k", "by(-1)", show=False),
        Binding("pagedown,space", "by(10)", show=False),
        Binding("pageup", "by(-10)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._keys = self._bindings
        self.about("", Text())

    def about(
        self, title: str, text: Text, answers: dict[str, tuple[str, str]] | None = None
    ) -> Self:
        """Give something to read.

        Args:
            title: What it is.
            text: The words.
            answers: Key to answer and label, e.g. `{"a": ("accept", "accept all")}`.
        """
        self._heading, self._words, self._replies = title, text, answers or {}
        self._bindings = self._keys.copy()
        for key, (answer, _) in self._replies.items():
            self._bindings.bind(key, f"dismiss({answer!r})", show=False)
        return self.renewed()

    def fill(self) -> None:
        """Show the words from their beginning, and the keys."""
        self.query_one(".heading", Static).update(self._heading)
        self.query_one(Words).show(self._words)
        keys = [f"{key} {label}" for key, (_, label) in self._replies.items()]
        self.query_one(".foot", Static).update("   ".join((*keys, "Esc closes")))

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static(classes="heading", markup=False)
            yield Words()
            yield Static(classes="foot", markup=False)

    def action_by(self, lines: int) -> None:
        """Scroll."""
        self.query_one(Words).scroll(lines)


@dataclass(frozen=True, slots=True)
class About:
    """What a memo can be about: a topic, its name, and what was written on it before."""

    topic: str
    subject: str
    label: str
    before: tuple[str, ...] = ()


class MemoScreen(Window[tuple[About, str] | None]):
    """A memo: what it is about, and its words; gives both, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+t", "turn", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.about((About("journal", "", ""),))

    def about(self, abouts: Sequence[About]) -> Self:
        """Say what the memo can be about; the first is chosen."""
        self._abouts = list(abouts)
        self._warned = False
        return self.renewed()

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static("", id="about", classes="heading", markup=False)
            yield Static("", id="before", markup=False)
            yield Page()
            yield Static(_MEMO_FOOT, classes="foot")

    def fill(self) -> None:
        """Begin to write."""
        self._tell()
        self._warn(False)
        self.query_one(TextArea).text = ""
        self.query_one(TextArea).focus()

    def _tell(self) -> None:
        now = self._abouts[0]
        self.query_one("#about", Static).update(f"Memo on {now.label}")
        before = "\n".join(f"· {' '.join(text.split())}" for text in now.before[-3:])
        self.query_one("#before", Static).update(Text(before, style="#9aa4ad"))
        self.query_one("#before", Static).display = bool(before)

    def action_turn(self) -> None:
        """Be about the next thing."""
        self._abouts = [*self._abouts[1:], self._abouts[0]]
        self._tell()

    def action_save(self) -> None:
        """Give the memo."""
        text = self.query_one(TextArea).text.strip()
        self.dismiss((self._abouts[0], text) if text else None)

    def action_leave(self) -> None:
        """Close; with words in it only when asked twice."""
        if self.query_one(TextArea).text.strip() and not self._warned:
            self._warn(True)
            return
        self.dismiss(None)

    def on_text_area_changed(self) -> None:
        """Who writes on does not want to throw it away."""
        if self._warned:
            self._warn(False)

    def _warn(self, warned: bool) -> None:
        self._warned = warned
        foot = "Not saved yet: Ctrl+S saves, Esc again throws it away" if warned else _MEMO_FOOT
        self.query_one(".foot", Static).update(foot)


class NewCodeScreen(Window[bool]):
    """A new code: name, where it stands, what it means; says whether it was made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.about("", "", lambda *_: None)

    def about(self, name: str, parent: str, make: Callable[[str, str, str], None]) -> Self:
        """Say what is known of the code.

        Args:
            name: What was typed before.
            parent: Path of the code under which it is to stand.
            make: Makes the code of name, parent and definition; its refusal is shown.
        """
        self._given = (name, parent)
        self._make = make
        return self.renewed()

    def fill(self) -> None:
        """Show what is known, and begin with the first empty line."""
        name, parent = self._given
        for part, value in (("name", name), ("parent", parent), ("definition", "")):
            self.query_one(f"#{part}", Input).value = value
        self.query_one("#refused", Static).update("")
        self.query_one("#definition" if name else "#name", Input).focus()

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static("A new code, as the next version of the codebook", classes="heading")
            yield Static("Name")
            yield Field(id="name")
            yield Static("Under (a path of the codebook; empty for the top)")
            yield Field(id="parent")
            yield Static("What it means (may come later)")
            yield Field(id="definition")
            yield Static("", id="refused", markup=False)
            yield Static("Enter goes on   Ctrl+S makes it   Esc closes", classes="foot")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next line; make the code after the last."""
        if event.input.id == "definition":
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Make the code."""
        name, parent, definition = (
            self.query_one(f"#{part}", Input).value.strip()
            for part in ("name", "parent", "definition")
        )
        try:
            self._make(name, parent, definition)
        except SendcodeError as error:
            self.query_one("#refused", Static).update(f"{error.message}. {error.hint}")
            return
        self.dismiss(True)
