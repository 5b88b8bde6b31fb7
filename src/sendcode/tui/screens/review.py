"""The reviewer's screen: transcript, card and codebook, and one method per key."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from sendcode.core.model import Action
from sendcode.core.printable import plain, so_many
from sendcode.errors import ProjectError, SendcodeError
from sendcode.tui import texts
from sendcode.tui.keys import COMMANDS
from sendcode.tui.look import few_colours
from sendcode.tui.palette import Palette
from sendcode.tui.screens import flows, narrowing
from sendcode.tui.screens.painting import WIDE, paint
from sendcode.tui.screens.windows import InfoScreen, inside
from sendcode.tui.widgets.bars import KeyLine, Line
from sendcode.tui.widgets.card import CardView, Look, card_text
from sendcode.tui.widgets.code_tree import CodeTree
from sendcode.tui.widgets.transcript import TranscriptView
from sendcode.workflows import marking
from sendcode.workflows.card import (
    Card,
    card,
    coded_counts,
)
from sendcode.workflows.desk import Desk
from sendcode.workflows.ranker import Ranker
from sendcode.workflows.renewal import request, take_in
from sendcode.workflows.taking_back import Taken

_NARROW = 100
_LOOK = 0.5  # seconds between two looks at what was ranked


class ReviewScreen(Screen[None]):
    """Draws where the coder is at the desk; every key is one call to it.

    Args:
        desk: The coder's place in the study.
        keys: Every command's keys.
        ranker: Ranks the queue in the background; None for a queue that stands still.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (_NARROW, "-normal"),
        (WIDE, "-wide"),
    ]

    def __init__(self, desk: Desk, keys: dict[str, str], ranker: Ranker | None = None) -> None:
        super().__init__()
        # bound here, since Textual would go through a keymap twice for every key that is typed
        self._bindings = BindingsMap(
            [
                *(Binding(keys[c.id], c.id, c.help, show=False) for c in COMMANDS if keys[c.id]),
                *(Binding(str(n), f"other({n})", show=False) for n in range(1, 10)),
            ]
        )
        self.desk = desk
        self.keys = keys
        self.ranker = ranker
        self.palette = Palette(desk.frame.codebook)
        self.card: Card | None = None
        self.message = Text()
        self.coded: dict[str, int] = {}

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
        self.palette = self._palette()
        self._count_all()
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
        if desk.codebook_changed():
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

    def say(self, words: str) -> None:
        """Tell something in the line above the transcript, until the next key."""
        self.message = Text(words, style="bold")

    def do(self, act: Callable[[], object], said: str = "", *, follow: bool = True) -> bool:
        """Carry something out and draw; a refusal is told. Return whether it was done."""
        self.say(said)
        try:
            act()
        except SendcodeError as error:
            self.say("")
            self.app.clear_notifications()  # the newest says it all
            lost = "Not recorded: " if isinstance(error, ProjectError) else ""
            words = f"{lost}{error.message}. {error.hint}".strip()
            self.notify(words, severity="warning", markup=False)
            self.draw(follow=False)
            return False
        self.draw(follow=follow)
        return True

    # --- deciding ----------------------------------------------------------------------

    def action_accept(self) -> None:
        """Accept; where the code is hidden, let the coder choose first."""
        if self.card and self.card.item and "code" in self.desk.hidden:
            flows.choose_code(self)
        elif self._suggested():
            self.do(self.desk.accept)

    def action_reject(self) -> None:
        """Reject."""
        if self._suggested():
            self.do(self.desk.reject)

    def action_skip(self) -> None:
        """Skip."""
        if self._suggested():
            self.do(self.desk.skip, "skipped: it comes back at the end")

    def _suggested(self) -> bool:
        """Say whether there is a suggestion here; tell it where there is none."""
        if self.card is None or self.card.item is None:
            self.do(lambda: None, "nothing is suggested here", follow=False)
            return False
        return True

    def action_undo(self) -> None:
        """Undo."""
        self._turn(self.desk.undo, "taken back", "nothing to take back")

    def action_redo(self) -> None:
        """Redo."""
        self._turn(self.desk.redo, "brought back", "nothing to bring back")

    def _turn(self, act: Callable[[], Taken | None], done: str, nothing: str) -> None:
        found: list[Taken | None] = []
        if self.do(lambda: found.append(act())):
            taken = found[0]
            self.say(texts.taken(self.desk, taken, done) if taken else nothing)
            self.draw()

    def action_other(self, number: int) -> None:
        """Choose the code of that number on the card."""
        others = self.card.others if self.card else ()
        if 0 < number <= len(others):
            self.put(others[number - 1].guid)

    def put(self, guid: str) -> None:
        """Answer with a code: in the place of the suggested one, or by hand in reading mode."""
        desk, item = self.desk, self.card.item if self.card else None
        name = plain(desk.frame.code(guid).name)
        if item is None or (desk.selection is not None and item.code_guid != guid):
            self.do(lambda: desk.put(guid), f"coded: {name}")
            return
        told = ""
        if "code" in desk.hidden:
            same = item.code_guid == guid
            other = plain(desk.frame.code(item.code_guid).name)
            told = f"you: {name}; suggested: {'the same' if same else other}"
        self.do(lambda: desk.recode(guid) if desk.selection is None else desk.accept(), told)

    def action_recode(self) -> None:
        """Choose another code."""
        if self.card is not None:
            flows.choose_code(self)

    def action_also(self) -> None:
        """Choose a further code."""
        if self.card is not None:
            flows.choose_code(self, further=True)

    def action_again(self) -> None:
        """Put the last code again."""
        if self.card is not None and self.desk.last_code:
            self.put(self.desk.last_code)
        else:
            self.do(lambda: None, "no code was chosen yet: c chooses one", follow=False)

    def action_new_code(self) -> None:
        """Make a new code."""
        flows.new_code(self)

    def action_alike(self) -> None:
        """Settle all like this one."""
        if self._suggested():
            flows.all_alike(self)

    def action_take_off(self) -> None:
        """Take a code off."""
        flows.take_off(self)

    # --- the segment -------------------------------------------------------------------

    def action_start_out(self) -> None:
        """Begin the segment a sentence earlier."""
        self._stretch(start=-1)

    def action_start_in(self) -> None:
        """Begin the segment a sentence later."""
        self._stretch(start=+1)

    def action_end_out(self) -> None:
        """End the segment a sentence later."""
        self._stretch(end=+1)

    def action_end_in(self) -> None:
        """End the segment a sentence earlier."""
        self._stretch(end=-1)

    def _stretch(self, *, start: int = 0, end: int = 0) -> None:
        moved = self.desk.stretch(start=start, end=end)
        key = self.keys["accept"].split(",")[0]
        said = f"{key} accepts it so" if moved and self.desk.selection is None else ""
        self.do(lambda: None, said if moved else "the turn ends here", follow=False)

    def action_memo(self) -> None:
        """Write a memo."""
        flows.memo(self)

    def action_journal(self) -> None:
        """Write into the journal."""
        flows.memo(self, first="journal")

    def action_flag(self) -> None:
        """Flag."""
        self._mark(Action.FLAG, "flagged for discussion")

    def action_star(self) -> None:
        """Star."""
        self._mark(Action.STAR, "starred as a quote")

    def action_no_quote(self) -> None:
        """Do not quote."""
        self._mark(Action.DO_NOT_QUOTE, "these words will not be quoted")

    def _mark(self, kind: Action, told: str) -> None:
        if self.card is None:
            return
        set_now: list[bool] = []
        if self.do(lambda: set_now.append(marking.mark(self.desk, kind)), follow=False):
            self.say(told if set_now[0] else f"{kind.value} taken off")
            self.draw(follow=False)

    def action_no_quote_case(self) -> None:
        """Do not quote the case."""
        flows.mark_case(self)

    def action_copy(self) -> None:
        """Copy the quote with its source."""
        place, page = self.desk.place, self.desk.page
        if place is None or page is None or self.card is None:
            return
        if "do-not-quote" in self.card.marks or self.card.unquotable:
            self.do(lambda: None, "not copied: it must not be quoted", follow=False)
            return
        self.app.copy_to_clipboard(texts.quote(self.desk, place, page))
        self.do(lambda: None, "copied with its source", follow=False)

    # --- moving ------------------------------------------------------------------------

    def action_next(self) -> None:
        """Go to the next item, or the next turn."""
        self._step(+1)

    def action_previous(self) -> None:
        """Go to the item before, or the turn before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.desk.selection is not None:
            self.do(lambda: self.desk.move_turn(by))
        else:
            moved = self.desk.step(by)
            self.do(lambda: None, "" if moved else "no further", follow=moved)

    def action_first_open(self) -> None:
        """Go to the first open suggestion."""
        found = self.desk.to_open()
        self.do(lambda: None, "" if found else "nothing is open", follow=found)

    def action_down(self) -> None:
        """Scroll, or go to the next sentence."""
        self._down(+1)

    def action_up(self) -> None:
        """Scroll back, or go to the sentence before."""
        self._down(-1)

    def _down(self, by: int) -> None:
        if self.desk.selection is not None:
            self.do(lambda: self.desk.move(by))
        else:
            self.query_one(TranscriptView).scroll_relative(y=by, animate=False)

    def action_more(self) -> None:
        """Select a sentence more."""
        self.do(lambda: self.desk.move(+1, extend=True))

    def action_less(self) -> None:
        """Select a sentence less."""
        self.do(lambda: self.desk.move(-1, extend=True))

    def action_page_down(self) -> None:
        """Scroll by a page."""
        view = self.query_one(TranscriptView)
        view.scroll_relative(y=max(view.size.height - 2, 1), animate=False)

    def action_page_up(self) -> None:
        """Scroll back by a page."""
        view = self.query_one(TranscriptView)
        view.scroll_relative(y=-max(view.size.height - 2, 1), animate=False)

    def action_centre(self) -> None:
        """Go back to the segment."""
        self.do(lambda: None)

    def action_search(self) -> None:
        """Search."""
        flows.search(self)

    def action_filter(self) -> None:
        """Choose a part of the queue."""
        narrowing.choose_filter(self)

    def action_order(self) -> None:
        """Choose the order."""
        narrowing.choose_order(self)

    # --- the screen --------------------------------------------------------------------

    def action_read(self) -> None:
        """Begin or end to read freely."""
        if self.desk.selection is not None:
            self.do(self.desk.stop_reading)
        elif self.desk.place is not None:
            self.do(self.desk.read, "reading: arrows move, Enter codes, Esc goes back")
        else:
            narrowing.open_transcript(self)

    def action_open(self) -> None:
        """Open any transcript."""
        narrowing.open_transcript(self)

    def action_back(self) -> None:
        """Leave reading mode, or close the codebook."""
        side = self.query_one("#tree")
        if side.has_class("open"):
            side.remove_class("open")
        elif self.desk.selection is not None:
            self.do(self.desk.stop_reading)

    def action_done(self) -> None:
        """Mark the transcript as read."""
        self._mark_read(up_to_here=False)

    def action_done_here(self) -> None:
        """Mark the transcript as read up to here."""
        self._mark_read(up_to_here=True)

    def _mark_read(self, *, up_to_here: bool) -> None:
        if self.card is None:
            return
        count: list[int] = []
        if self.do(
            lambda: count.append(marking.mark_read(self.desk, up_to_here=up_to_here)), follow=False
        ):
            told = f"{so_many(count[0], 'sentence')} marked as read"
            self.say(told if count[0] else "all was read already")
            self.draw(follow=False)

    def action_tree(self) -> None:
        """Show or hide the codebook."""
        side = self.query_one("#tree")
        side.toggle_class("open" if self.size.width < _NARROW else "shut")

    def action_card(self) -> None:
        """Show the whole card."""
        if self.card is not None:
            look = Look(self.desk.hidden, brief=False, reading=self.desk.selection is not None)
            text = card_text(self.card, self.desk.frame.codebook, self.palette, look)
            self.app.push_screen(InfoScreen.of(self.app).about("Card", text))

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(
            InfoScreen.of(self.app).about(
                "Keys", texts.all_keys(self.keys, inside(self.size.width))
            )
        )

    def action_leave(self) -> None:
        """Leave; everything is saved."""
        self.app.exit()

    # --- the mouse ---------------------------------------------------------------------

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
        flows.code_window(self, event.guid)
