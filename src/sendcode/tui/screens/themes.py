"""Proposed themes, one after another: their phrases and quotes, and one key for each answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Self

from rich.text import Text
from textual import work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sendcode.core.printable import plain, so_many
from sendcode.errors import SendcodeError
from sendcode.tui.look import WINDOWS, CalmApp
from sendcode.tui.screens.choice import Choice, ChoiceScreen
from sendcode.tui.screens.window import Window
from sendcode.tui.widgets.fields import Field
from sendcode.tui.widgets.still import Box
from sendcode.workflows.theme_desk import ThemeDesk
from sendcode.workflows.themes import NAMED, Theme, ThemeQuote

KEYS = "a adopt  d dismiss  s split  Space mark  m merge  u undo  ↑↓ move  q leave"
TOP = "(top level)"
_MUTED = "#9aa4ad"


class AskScreen(Window[str | None]):
    """One line to write; gives it, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True)
    ]

    def __init__(self) -> None:
        super().__init__()
        self.about("")

    def about(self, title: str, *, needed: bool = False) -> Self:
        """Ask for something; where it is needed, an empty line is no answer."""
        self._heading, self._needed = title, needed
        return self.renewed()

    def fill(self) -> None:
        """Show the question, and an empty line."""
        self.query_one(".heading", Static).update(self._heading)
        self.query_one(Input).clear()

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static(classes="heading", markup=False)
            yield Field()
            yield Static("Enter goes on   Esc closes", classes="foot")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was written."""
        if event.value.strip() or not self._needed:
            self.dismiss(event.value.strip())


class ThemeScreen(Screen[bool]):
    """The list of themes beside the one that is looked at; says whether anything was done.

    Args:
        desk: What is known and can be done.
    """

    DEFAULT_CSS = """
    ThemeScreen #heading, ThemeScreen #told, ThemeScreen #keys { height: 1; padding: 0 1; }
    ThemeScreen #told { height: auto; min-height: 1; max-height: 3; }
    ThemeScreen #heading { background: $surface; text-style: bold; }
    ThemeScreen #keys { background: $surface; color: $text-muted; }
    ThemeScreen #both { height: 1fr; }
    ThemeScreen #list { width: 44; height: 1fr; border: none; text-wrap: nowrap;
                        text-overflow: ellipsis; background: $background; }
    ThemeScreen #shown { width: 1fr; height: 1fr; padding: 0 2; }
    ThemeScreen.-narrow #both { layout: vertical; }
    ThemeScreen.-narrow #list { width: 1fr; height: 7; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 - Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "by(1)", show=False, priority=True),
        Binding("up,k", "by(-1)", show=False, priority=True),
        Binding("pagedown", "scroll(10)", show=False, priority=True),
        Binding("pageup", "scroll(-10)", show=False, priority=True),
        Binding("a", "adopt", show=False),
        Binding("d", "put_aside", show=False),
        Binding("s", "split", show=False),
        Binding("space", "mark", show=False),
        Binding("m", "merge", show=False),
        Binding("u", "undo", show=False),
        Binding("q,escape", "leave", show=False),
    ]

    def __init__(self, desk: ThemeDesk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static("", id="heading", markup=False)
        with Horizontal(id="both"):
            yield OptionList(id="list", compact=True, markup=False)
            with VerticalScroll(id="shown", can_focus=False):
                yield Static("", id="theme", markup=False)
        yield Static("", id="told", markup=False)
        yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the largest theme."""
        self.query_one("#list", OptionList).can_focus = False
        self.draw()
        if self.desk.themes:
            self.say("PgUp and PgDn scroll the quotes.")

    def draw(self) -> None:
        """Draw everything as it is at the desk."""
        desk = self.desk
        left = f"Proposed themes (experimental): {len(desk.themes)} to decide about"
        self.query_one("#heading", Static).update(left)
        listing = self.query_one("#list", OptionList)
        listing.set_options([Option(_line(theme, desk.marked)) for theme in desk.themes])
        listing.highlighted = desk.at if desk.themes else None
        self.query_one("#theme", Static).update(
            _whole(desk.theme)
            if desk.theme
            else Text("No theme waits. 'sendcode suggest --all' looks at every sentence.")
        )
        self.query_one("#shown", VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Follow a click."""
        if event.option_index != self.desk.at and event.option_index < len(self.desk.themes):
            self.desk.go(event.option_index)
            self.draw()

    def say(self, words: str) -> None:
        """Tell what came of a key."""
        self.query_one("#told", Static).update(words)

    def do(self, act: Callable[[], str]) -> None:
        """Do something, tell what came of it or why not, and draw."""
        try:
            told = act()
        except SendcodeError as error:
            words = str(error)
            told = " ".join(filter(None, (f"{words[:1].upper()}{words[1:]}.", error.hint)))
            self.desk.read_again()
        self.draw()
        self.say(told)

    async def do_soon(self, meanwhile: str, act: Callable[[], str]) -> None:
        """Do what takes a second or two, once the screen says so; keys wait for it."""
        self.say(meanwhile)
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        self.do(act)

    def action_by(self, by: int) -> None:
        """Look at the theme below or above."""
        self.desk.go(self.desk.at + by)
        self.draw()

    def action_scroll(self, lines: int) -> None:
        """Scroll the quotes."""
        self.query_one("#shown", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_mark(self) -> None:
        """Mark a theme for a merge."""

        def mark() -> str:
            self.desk.mark()
            return f"{len(self.desk.marked)} marked; m merges them."

        self.do(mark)

    def action_merge(self) -> None:
        """Make one theme of those that are marked."""
        self.do(lambda: f"Merged: theme {self.desk.merge().id}. u takes it back.")

    async def action_split(self) -> None:
        """Part the theme in two."""

        def split() -> str:
            first, second = self.desk.split()
            return f"Split into themes {first.id} and {second.id}. u takes it back."

        await self.do_soon("Splitting the theme …", split)

    @work
    async def action_put_aside(self) -> None:
        """Dismiss the theme, with a reason or without."""
        if (theme := self.desk.theme) is None:
            return
        why = await self.app.push_screen_wait(
            AskScreen.of(self.app).about(f"Why is theme {theme.id} put aside?")
        )

        def put_aside() -> str:
            self.desk.dismiss(why or "")
            return f"Theme {theme.id} put aside. u brings it back."

        if why is not None:
            self.do(put_aside)

    @work
    async def action_adopt(self) -> None:
        """Make a code of the theme: its name, then where it stands."""
        if (theme := self.desk.theme) is None:
            return
        question = f"What is the code called that theme {theme.id} becomes?"
        name = await self.app.push_screen_wait(AskScreen.of(self.app).about(question, needed=True))
        if not name:
            return
        under = ""
        if parents := self.desk.parents:
            choices = [Choice("", TOP), *(Choice(path, path) for path in parents)]
            chosen = await self.app.push_screen_wait(
                ChoiceScreen.of(self.app).about("Under which code?", choices)
            )
            if chosen is None:
                return
            under = chosen[0]
        slug_id = ""
        if not self.desk.names_a_path(name):
            question = "No path can be made of that name. Its id, in letters a-z and digits:"
            asked = AskScreen.of(self.app).about(question, needed=True)
            given = await self.app.push_screen_wait(asked)
            if given is None:
                return
            slug_id = given

        def adopt() -> str:
            made = self.desk.adopt(name, under, slug_id)
            return (
                f"{made.code.path}: codebook version {made.version}, "
                f"{so_many(made.suggested, 'sentence waits', 'sentences wait')} for review. "
                "u takes it back."
            )

        await self.do_soon("Making the code …", adopt)

    def action_undo(self) -> None:
        """Take back what was done last on this screen."""
        self.do(lambda: "Taken back." if self.desk.undo() else "Nothing was done here yet.")

    def action_leave(self) -> None:
        """Leave the screen."""
        self.dismiss(self.desk.changed)

    def commands(self) -> Iterator[SystemCommand]:
        """Offer what the keys do, by name, in the palette."""
        for name, key, act in (
            ("adopt", "a", self.action_adopt),
            ("dismiss", "d", self.action_put_aside),
            ("split", "s", self.action_split),
            ("mark", "Space", self.action_mark),
            ("merge", "m", self.action_merge),
            ("undo", "u", self.action_undo),
            ("leave", "q", self.action_leave),
        ):
            yield SystemCommand(f"{name}  ({key})", act.__doc__ or "", act)


class ThemesApp(CalmApp):
    """The screen of themes as a program of its own.

    Args:
        desk: What is known and can be done.
    """

    TITLE = "sendcode suggest"
    CSS: ClassVar[str] = WINDOWS

    def __init__(self, desk: ThemeDesk) -> None:
        super().__init__()
        self.desk = desk

    def on_mount(self) -> None:
        """Open the screen; leaving it leaves the program."""
        self.choose_colours()
        self.push_screen(ThemeScreen(self.desk), lambda _: self.exit())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every key by name in the palette, and nothing that writes words to a file."""
        if isinstance(screen, ThemeScreen):
            yield from screen.commands()
        yield SystemCommand("colours", "Change the colours.", self.action_change_theme)


def _line(theme: Theme, marked: list[int]) -> Text:
    mark = "*" if theme.id in marked else " "
    return Text(f"{mark}{theme.id:>3} {theme.size:>5}  {plain(theme.label)}")


def _whole(theme: Theme) -> Text:
    text = Text()
    text.append(f"Theme {theme.id}: {plain(theme.label)}\n", style="bold")
    if also := theme.phrases[NAMED:]:
        text.append(f"also: {', '.join(map(plain, also))}\n")
    roles = ", ".join(f"{role} {count}" for role, count in theme.roles.items())
    cases = f" · {so_many(theme.cases, 'case')}" if theme.cases else ""
    size, spread_over = so_many(theme.size, "sentence"), so_many(theme.transcripts, "transcript")
    spread = f"{size} · {spread_over}{cases} · {roles}\n"
    text.append(spread, style=_MUTED)
    if theme.belongs:
        text.append(f"{theme.belongs}\n", _MUTED)
    for quote in theme.quotes:
        text.append("\n")
        _add_quote(text, quote)
    return text


def _add_quote(text: Text, quote: ThemeQuote) -> None:
    if quote.edge:
        text.append("At its edge: ", style="italic")
    text.append(f"“{' '.join(plain(quote.text).split())}”\n")
    who = " · ".join(filter(None, (plain(quote.transcript), quote.role)))
    text.append(f"    {who}\n", style=_MUTED)
