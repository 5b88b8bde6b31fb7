"""What is on the screen: the codebook, the whole card, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcode.tui import texts
from sendcode.tui.screens.painting import NARROW
from sendcode.tui.screens.windows import InfoScreen, inside
from sendcode.tui.widgets.card import Look, card_text

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def tree(screen: ReviewScreen) -> None:
    """Show or hide the codebook."""
    side = screen.query_one("#tree")
    side.toggle_class("open" if screen.size.width < NARROW else "shut")


def card(screen: ReviewScreen) -> None:
    """Show the whole card."""
    if screen.card is not None:
        look = Look(screen.desk.hidden, brief=False, reading=screen.desk.selection is not None)
        text = card_text(screen.card, screen.desk.frame.codebook, screen.palette, look)
        screen.app.push_screen(InfoScreen.of(screen.app).about("Card", text))


def keys(screen: ReviewScreen) -> None:
    """Show all keys."""
    screen.app.push_screen(
        InfoScreen.of(screen.app).about(
            "Keys", texts.all_keys(screen.keys, inside(screen.size.width))
        )
    )


def leave(screen: ReviewScreen) -> None:
    """Leave; everything is saved."""
    screen.app.exit()
