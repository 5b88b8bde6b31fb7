"""Putting on the screen what is at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.widgets import Static

from sendcode.tui import texts
from sendcode.tui.widgets.bars import KeyLine, Line
from sendcode.tui.widgets.card import CardView, Look, card_text
from sendcode.tui.widgets.code_tree import CodeTree
from sendcode.tui.widgets.transcript import Scene, TranscriptView
from sendcode.workflows.card import telling, tree, visible_codings

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen

NARROW = 100
"""Below this width the codebook lies over the rest, and only when it is asked for."""
WIDE = 140
"""From this width on the card stands beside the transcript."""
_NEED_A_SEGMENT = (
    *("recode", "also", "again", "take_off", "done", "next", "flag", "star", "copy", "alike"),
)


def paint(screen: ReviewScreen, coded: Mapping[str, int], *, follow: bool) -> None:
    """Draw transcript, codebook, card and lines; `follow` scrolls to the segment."""
    desk, item = screen.desk, screen.card.item if screen.card else None
    hidden, reading = desk.hidden, desk.selection is not None
    code = item.code_guid if item and "code" not in hidden else ""
    _paint_transcript(screen, code, follow=follow)
    screen.query_one(CodeTree).show(tree(desk, dict(coded)), code, screen.palette)
    if screen.card is not None:
        view = screen.query_one(CardView)
        look = Look(hidden, screen.size.width < WIDE, reading, view.content_size.width)
        view.show(card_text(screen.card, desk.frame.codebook, screen.palette, look))
    screen.query_one("#top", Line).show(*texts.top(desk))
    screen.query_one("#title", Line).show(texts.title(desk, screen.card), screen.message)
    useless = () if item else ("accept", "reject", "skip", "alike")
    nothing = () if screen.card else _NEED_A_SEGMENT
    screen.query_one(KeyLine).show(reading=reading, without=(*useless, *nothing))


def _paint_transcript(screen: ReviewScreen, code: str, *, follow: bool) -> None:
    desk, view = screen.desk, screen.query_one(TranscriptView)
    empty = screen.query_one("#empty", Static)
    place, page = desk.place, desk.page
    view.display, empty.display = place is not None, place is None
    screen.query_one(CardView).display = place is not None
    if place is None or page is None:
        view.show(None, screen.palette)
        empty.update(texts.empty(desk, screen.keys))
        return
    item = screen.card.item if screen.card else None
    spans = [s for e in telling(item.evidence) for s in e.spans] if item and code else []
    scene = Scene(
        page=page,
        span=place.span,
        code=code,
        evidence=tuple(s for s in spans if place.span.overlaps(s)),
        codings=visible_codings(desk, place.transcript),
        coder=desk.coder,
        reading=desk.selection is not None,
    )
    view.show(scene, screen.palette, follow=follow)
