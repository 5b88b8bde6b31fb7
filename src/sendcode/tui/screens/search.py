"""Finding words in all transcripts while one types; coding all hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from sendcode.core.printable import plain
from sendcode.tui.widgets.fields import Field
from sendcode.workflows.text_search import TextHit, find

MOST = 200
_WAIT = 0.1
Texts = Callable[[], Iterable[tuple[int, str, str]]]


class SearchScreen(ModalScreen[tuple[str, list[TextHit]] | None]):
    """Hits while one types; gives `("go", [hit])` or `("code", hits)`, or None.

    Args:
        texts: Gives all transcripts; is called in another thread.
        phrase: What was searched for last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
        Binding("ctrl+k", "code", show=False, priority=True),
    ]

    def __init__(self, texts: Texts, phrase: str = "") -> None:
        super().__init__(classes="window wide")
        self._texts = texts
        self.phrase = phrase
        self.hits: list[TextHit] = []

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Vertical(classes="box"):
            yield Static("Words in all transcripts", id="told", classes="heading", markup=False)
            yield Field(self.phrase, placeholder="words, in any case")
            yield OptionList(compact=True, markup=False)
            yield Static("Enter goes there   Ctrl+K codes all hits   Esc closes", classes="foot")

    def on_mount(self) -> None:
        """The list is moved in from the line above."""
        self.query_one(OptionList).can_focus = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search anew."""
        self.phrase = event.value
        self._search(event.value)

    @work(thread=True, exclusive=True, exit_on_error=True)
    def _search(self, phrase: str) -> None:
        import time

        worker = get_current_worker()
        time.sleep(_WAIT)  # somebody may still be typing
        hits: list[TextHit] = []
        if len(phrase.strip()) > 1 and not worker.is_cancelled:
            hits = list(find(self._texts(), phrase, stop=lambda: worker.is_cancelled))
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, phrase, hits)

    def _show(self, phrase: str, hits: list[TextHit]) -> None:
        if phrase != self.phrase or not self.is_attached:
            return
        self.hits = hits
        listing = self.query_one(OptionList)
        listing.set_options([Option(_line(hit), id=str(n)) for n, hit in enumerate(hits[:MOST])])
        listing.highlighted = 0 if hits else None
        places = len({hit.transcript for hit in hits})
        more = f", the first {MOST} are listed" if len(hits) > MOST else ""
        told = f"{len(hits):,} hits in {places:,} transcripts{more}"
        self.query_one("#told", Static).update(told)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        listing = self.query_one(OptionList)
        if listing.option_count:
            at = (listing.highlighted or 0) + by
            listing.highlighted = min(max(at, 0), listing.option_count - 1)

    def on_input_submitted(self) -> None:
        """Go to the highlighted hit."""
        at = self.query_one(OptionList).highlighted
        if at is not None and self.hits:
            self.dismiss(("go", [self.hits[at]]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the hit that was clicked on."""
        self.dismiss(("go", [self.hits[event.option_index]]))

    def action_code(self) -> None:
        """Code all hits."""
        if self.hits:
            self.dismiss(("code", self.hits))


def _line(hit: TextHit) -> Text:
    before, words, after = (
        re.sub(r"\s+", " ", plain(part)) for part in (hit.before, hit.words, hit.after)
    )
    return Text.assemble(
        (f"{plain(hit.name)}  ", "#9aa4ad"), f"…{before}", (words, "bold underline"), f"{after}…"
    )
