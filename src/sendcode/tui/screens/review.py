"""The reviewer's screen: transcript, card and codebook; what keys do is in `tui.acts`."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from sendcode.errors import ProjectError, SendcodeError
from sendcode.tui import texts
from sendcode.tui.acts import ACTS, codes, deciding
from sendcode.tui.keys import COMMANDS
from sendcode.tui.look import few_colours
from sendcode.tui.palette import Palette
from sendcode.tui.screens.painting import NARROW, WIDE, paint
from sendcode.tui.widgets.bars import KeyLine, Line
from sendcode.tui.widgets.card import CardView
from sendcode.tui.widgets.code_tree import CodeTree
from sendcode.tui.widgets.transcript import TranscriptView
from sendcode.workflows.card import Card, card, coded_counts
from sendcode.workflows.desk import Desk
from sendcode.workflows.ranker import Ranker
from sendcode.workflows.renewal import request, take_in

_LOOK = 0.5  # seconds between two looks at what was ranked


class ReviewScreen(Screen[None]):
    """Draws where the coder is at the desk; every key is a call to it.

    Args:
        desk: The coder's place in the study.
        keys: Every command's keys.
        ranker: Ranks the queue in the background; None for a queue that stands still.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (NARROW, "-normal"),
        (WIDE, "-wide"),
    ]

    def __init__(self, desk: Desk, keys: dict[str, str], ranker: Ranker | None = None) -> None:
        super().__init__()
        # bound here, since Textual would go through a keymap twice for every key that is typed
        given = [(keys[c.id], f"press({c.id!r})") for c in COMMANDS if keys[c.id]]
        numbers = [(str(n), f"other({n})") for n in range(1, 10)]
        self._bindings = BindingsMap([Binding(*one, show=False) for one in (*given, *numbers)])
        self.desk = desk
        self.keys = keys
        self.ranker = ranker
        self.palette = Palette(desk.frame.codebook)
        self.card: Card | None = None
        self.message = Text()
        self.coded: dict[str, int] = {}
        self._codes_of = -1  # the version of the codebook that is drawn

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Line(id="top")
        with Horizontal(id="main"):
            yield CodeTree(id="tree")
            with Container(id="work"):
                with Vertical(id="reading"):
                    yield Line(id="title", keep="right")
                    yield TranscriptView(id="transcript")
                    yield Static(id="empty", markup=False)
                yield CardView(id="card")
        yield KeyLine(self.keys, id="keys")

    def on_mount(self) -> None:
        """Open on the first item."""
        self.query_one(TranscriptView).few_colours = few_colours(self.app)
        self.draw()
        self.call_after_refresh(self.desk.keys.prepare)
        if self.ranker is not None:
            self.set_interval(_LOOK, self._follow_ranking)

    def _follow_ranking(self) -> None:
        """Take in what was ranked meanwhile, and have the queue ranked anew; never wait."""
        ranker, desk = self.ranker, self.desk
        if ranker is None:
            return
        if (news := ranker.news()) is not None:
            take_in(desk, news)
            self.query_one("#top", Line).show(*texts.top(desk))
            if desk.place is None:
                self.query_one("#empty", Static).update(texts.empty(desk, self.keys))
        if not ranker.busy and not ranker.stopped and (wanted := request(desk)) is not None:
            ranker.ask(wanted)

    def _palette(self) -> Palette:
        return Palette(self.desk.frame.codebook, colours=not self.app.no_color, before=self.palette)

    def _count_all(self) -> None:
        guids = [code.guid for code in self.desk.frame.codebook.codes]
        self.coded = coded_counts(self.desk, guids)

    # --- drawing -----------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw again: what fits is another."""
        self.call_after_refresh(self.draw)

    def draw(self, *, follow: bool = True) -> None:
        """Draw everything as it is at the desk."""
        desk = self.desk
        desk.codebook_changed()
        if self._codes_of != desk.frame.codebook.version:
            self._codes_of = desk.frame.codebook.version
            self.palette = self._palette()
            self._count_all()
        changed = desk.take_changed()
        if changed:
            self.coded.update(coded_counts(desk, sorted(changed)))
        self.card = card(desk)
        paint(self, self.coded, follow=follow)
        self.call_after_refresh(self._get_ready)

    def _get_ready(self) -> None:
        """Open the next transcript while the coder reads this one."""
        try:
            page = self.desk.coming()
        except SendcodeError:
            return  # what it is, the next key will tell
        if page is not None:
            self.query_one(TranscriptView).get_ready(page)

    def tell(self, words: str = "", *, follow: bool = False) -> None:
        """Draw, with some words in the line above the transcript until the next key."""
        self.message = Text(words, style="bold")
        self.draw(follow=follow)

    def do(
        self,
        act: Callable[[], object],
        said: str | Callable[[], str] = "",
        *,
        follow: bool = True,
    ) -> None:
        """Carry something out and draw; a refusal is told.

        Args:
            act: What is to be done.
            said: What is told once it is done, or what then says it.
            follow: Scroll to the segment.
        """
        try:
            act()
            words = said() if callable(said) else said
        except SendcodeError as error:
            self.app.clear_notifications()  # the newest says it all
            lost = "Not recorded: " if isinstance(error, ProjectError) else ""
            refusal = f"{lost}{error.message}. {error.hint}".strip()
            self.notify(refusal, severity="warning", markup=False)
            self.tell()
            return
        self.tell(words, follow=follow)

    # --- what keys and the mouse do ----------------------------------------------------

    def action_press(self, name: str) -> None:
        """Do what a command is for."""
        ACTS[name](self)

    def action_other(self, number: int) -> None:
        """Choose the code of that number on the card."""
        deciding.other(self, number)

    def on_transcript_view_clicked(self, event: TranscriptView.Clicked) -> None:
        """Go to the sentence that was clicked on, in reading mode."""
        desk, page = self.desk, self.desk.page
        if page is None:
            return
        unit = page.unit_at(event.offset)
        if event.extend and desk.selection is not None:
            self.do(lambda: desk.move(unit - (desk.selection or (0, 0, 0))[2], extend=True))
            return
        said = "reading: Esc goes back to the queue" if desk.selection is None else ""
        self.do(lambda: desk.read(page.transcript, unit), said)

    def on_code_tree_chosen(self, event: CodeTree.Chosen) -> None:
        """Say what a code means, and what can be done with it."""
        codes.meaning(self, event.guid)
