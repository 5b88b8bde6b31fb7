"""Finding words in all transcripts while one types; coding all hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import ClassVar, Self

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from sendcode.core.printable import plain, so_many
from sendcode.tui.screens.window import Window
from sendcode.tui.widgets.fields import Field
from sendcode.tui.widgets.rows import Rows
from sendcode.tui.widgets.still import Box
from sendcode.workflows.text_search import Looked, Spots, TextHit, find

MOST = 200
_HEIGHT = 14
_ROUND = 10  # cells that a row needs besides
_WAIT = 0.1
Texts = Callable[[], Iterable[tuple[int, str, str]]]


class SearchScreen(Window[TextHit | Spots | None]):
    """Hits while one types; gives a hit to go to, all places to code, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False, priority=True),
        Binding("pageup", "move(-10)", show=False, priority=True),
        Binding("ctrl+k", "code", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__("window wide")
        self.phrase = ""
        self.about(lambda: ())

    def about(self, texts: Texts) -> Self:
        """Search in all transcripts, which are asked for in another thread."""
        self._texts = texts
        self.found = Looked(Spots(), ())
        self._found_for = ""
        return self.renewed()

    def fill(self) -> None:
        """Search for what was searched for last."""
        self.query_one("#told", Static).update("Words in all transcripts")
        self.query_one(Rows).offer((), least=_HEIGHT)
        if self.phrase:
            self._search(self.phrase)

    def on_screen_suspend(self) -> None:
        """Stop searching when nobody waits for it any more."""
        if self not in self.app.screen_stack:
            self.workers.cancel_node(self)

    def compose(self) -> ComposeResult:
        """Lay the window out."""
        with Box():
            yield Static(id="told", classes="heading", markup=False)
            yield Field(placeholder="words, in any case")
            yield Rows()
            yield Static("Enter goes there   Ctrl+K codes all hits   Esc closes", classes="foot")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search anew."""
        self.phrase = event.value
        self._search(event.value)

    @work(thread=True, exclusive=True, exit_on_error=True)
    def _search(self, phrase: str) -> None:
        import time

        worker = get_current_worker()
        time.sleep(_WAIT)  # somebody may still be typing
        found = Looked(Spots(), ())
        if len(phrase.strip()) > 1 and not worker.is_cancelled:
            found = find(self._texts(), phrase, most=MOST, stop=lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, phrase, found)

    def _settle(self) -> None:
        """Find what was typed last where a key was quicker than the search."""
        if self._found_for != self.phrase:
            self.workers.cancel_node(self)
            long_enough = len(self.phrase.strip()) > 1
            found = find(self._texts(), self.phrase, most=MOST) if long_enough else None
            self._show(self.phrase, found or Looked(Spots(), ()))

    def _show(self, phrase: str, found: Looked) -> None:
        if phrase != self.phrase or not self.is_attached:
            return
        self.found, self._found_for = found, phrase
        rows = self.query_one(Rows)
        rows.show([_line(hit, rows.size.width) for hit in found.hits])
        count, places = len(found.spots), found.spots.transcripts
        more = f", the first {MOST} are listed" if count > MOST else ""
        told = f"{so_many(count, 'hit')} in {so_many(places, 'transcript')}{more}"
        self.query_one("#told", Static).update(told)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.query_one(Rows).move(by)

    def on_input_submitted(self) -> None:
        """Go to the highlighted hit."""
        self._settle()
        at = self.query_one(Rows).highlighted
        if at is not None and self.found.hits:
            self.dismiss(self.found.hits[at])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to the hit that was clicked on."""
        self.dismiss(self.found.hits[event.index])

    def action_code(self) -> None:
        """Code all hits."""
        self._settle()
        if self.found.hits:
            self.dismiss(self.found.spots)


def _line(hit: TextHit, width: int) -> Text:
    """Return a hit with so much of what is before it that its words are in sight."""
    before, words, after = (
        re.sub(r"\s+", " ", plain(part)) for part in (hit.before, hit.words, hit.after)
    )
    name = plain(hit.name)
    room = max(width - len(name) - len(words) - _ROUND, 0)
    before = before[len(before) - min(len(before), room * 2 // 3) :]
    return Text.assemble(
        (f"{name}  ", "#9aa4ad"), f"…{before}", (words, "bold underline"), f"{after}…"
    )
