"""Moving: through the queue, over the page, into a transcript and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcode.core.printable import so_many
from sendcode.tui.acts import narrowing
from sendcode.tui.widgets.transcript import TranscriptView
from sendcode.workflows import marking

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def next_one(screen: ReviewScreen) -> None:
    """Go to the next item, or the next turn."""
    _step(screen, +1)


def previous(screen: ReviewScreen) -> None:
    """Go to the item before, or the turn before."""
    _step(screen, -1)


def _step(screen: ReviewScreen, by: int) -> None:
    if screen.desk.selection is not None:
        screen.do(lambda: screen.desk.move_turn(by))
    else:
        moved = screen.desk.step(by)
        screen.tell("" if moved else "no further", follow=moved)


def first_open(screen: ReviewScreen) -> None:
    """Go to the first open suggestion."""
    found = screen.desk.to_open()
    screen.tell("" if found else "nothing is open", follow=found)


def down(screen: ReviewScreen) -> None:
    """Scroll, or go to the next sentence."""
    _down(screen, +1)


def up(screen: ReviewScreen) -> None:
    """Scroll back, or go to the sentence before."""
    _down(screen, -1)


def _down(screen: ReviewScreen, by: int) -> None:
    if screen.desk.selection is not None:
        screen.do(lambda: screen.desk.move(by))
    else:
        screen.query_one(TranscriptView).scroll_relative(y=by, animate=False)


def more(screen: ReviewScreen) -> None:
    """Select a sentence more."""
    screen.do(lambda: screen.desk.move(+1, extend=True))


def less(screen: ReviewScreen) -> None:
    """Select a sentence less."""
    screen.do(lambda: screen.desk.move(-1, extend=True))


def page_down(screen: ReviewScreen) -> None:
    """Scroll by a page."""
    view = screen.query_one(TranscriptView)
    view.scroll_relative(y=max(view.size.height - 2, 1), animate=False)


def page_up(screen: ReviewScreen) -> None:
    """Scroll back by a page."""
    view = screen.query_one(TranscriptView)
    view.scroll_relative(y=-max(view.size.height - 2, 1), animate=False)


def centre(screen: ReviewScreen) -> None:
    """Go back to the segment."""
    screen.tell(follow=True)


def read(screen: ReviewScreen) -> None:
    """Begin or end to read freely."""
    if screen.desk.selection is not None:
        screen.do(screen.desk.stop_reading)
    elif screen.desk.place is not None:
        screen.do(screen.desk.read, "reading: arrows move, Enter codes, Esc goes back")
    else:
        narrowing.open_transcript(screen)


def back(screen: ReviewScreen) -> None:
    """Leave reading mode, or close the codebook."""
    side = screen.query_one("#tree")
    if side.has_class("open"):
        side.remove_class("open")
    elif screen.desk.selection is not None:
        screen.do(screen.desk.stop_reading)


def done(screen: ReviewScreen) -> None:
    """Mark the transcript as read."""
    _mark_read(screen, up_to_here=False)


def done_here(screen: ReviewScreen) -> None:
    """Mark the transcript as read up to here."""
    _mark_read(screen, up_to_here=True)


def _mark_read(screen: ReviewScreen, *, up_to_here: bool) -> None:
    if screen.card is None:
        return
    count: list[int] = []

    def told() -> str:
        done = f"{so_many(count[0], 'sentence')} marked as read"
        return done if count[0] else "all was read already"

    screen.do(
        lambda: count.append(marking.mark_read(screen.desk, up_to_here=up_to_here)),
        told,
        follow=False,
    )
