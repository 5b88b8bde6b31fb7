"""Answers to a suggestion: accept, reject, skip, undo, redo, or another code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sendcode.tui import texts
from sendcode.tui.acts import codes
from sendcode.workflows.taking_back import Taken

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def accept(screen: ReviewScreen) -> None:
    """Accept; where the code is hidden, let the coder choose first."""
    if screen.card and screen.card.item and "code" in screen.desk.hidden:
        codes.choose_code(screen)
    elif suggested(screen):
        screen.do(screen.desk.accept)


def reject(screen: ReviewScreen) -> None:
    """Reject."""
    if suggested(screen):
        screen.do(screen.desk.reject)


def skip(screen: ReviewScreen) -> None:
    """Skip."""
    if suggested(screen):
        screen.do(screen.desk.skip, "skipped: it comes back at the end")


def suggested(screen: ReviewScreen) -> bool:
    """Say whether there is a suggestion here; tell it where there is none."""
    if screen.card is None or screen.card.item is None:
        screen.tell("nothing is suggested here")
        return False
    return True


def undo(screen: ReviewScreen) -> None:
    """Undo."""
    _turn(screen, screen.desk.undo, "taken back", "nothing to take back")


def redo(screen: ReviewScreen) -> None:
    """Redo."""
    _turn(screen, screen.desk.redo, "brought back", "nothing to bring back")


def _turn(screen: ReviewScreen, act: Callable[[], Taken | None], done: str, nothing: str) -> None:
    found: list[Taken | None] = []

    def told() -> str:
        return texts.taken(screen.desk, found[0], done) if found[0] else nothing

    screen.do(lambda: found.append(act()), told)


def other(screen: ReviewScreen, number: int) -> None:
    """Choose the code of that number on the card."""
    others = screen.card.others if screen.card else ()
    if 0 < number <= len(others):
        codes.put(screen, others[number - 1].guid)


def again(screen: ReviewScreen) -> None:
    """Put the last code again."""
    if screen.card is not None and screen.desk.last_code:
        codes.put(screen, screen.desk.last_code)
    else:
        screen.tell("no code was chosen yet: c chooses one")
