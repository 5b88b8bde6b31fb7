"""Which part of the queue is gone through, in which order; which transcript is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from sendcode.core.model import Role
from sendcode.core.printable import plain, so_many
from sendcode.store.queue import STATUSES
from sendcode.tui.screens.choice import NEW, Choice, ChoiceScreen
from sendcode.workflows.listing import Listing
from sendcode.workflows.review import ORDERS, Filter

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen

_SCORES = ("0", "0.4", "0.7", "0.8", "0.9")
_ORDERS = {
    "transcript": "as spoken",
    "priority": "best score first",
    "code": "code by code, best first",
}


def choose_filter(screen: ReviewScreen) -> None:
    """Choose what to narrow the queue by, then to what."""
    desk = screen.desk
    where = desk.listing.where
    now = {
        "code": where.code,
        "case": where.case,
        "role": where.role.value if where.role else "",
        "transcript": where.transcript,
        "score": f"{where.min_score:g} and more" if where.min_score else "",
        "query": where.query,
        "status": "" if desk.listing.status == "open" else desk.listing.status,
    }
    choices = [
        Choice(name, name, Text.assemble(f"{name:<12}", (plain(value) or "all", "#9aa4ad")))
        for name, value in now.items()
    ]
    choices.append(Choice("clear", "everything, no filter"))

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        if answer[0] == "clear":
            _list(screen, Listing(order=desk.listing.order))
        else:
            _choose_value(screen, answer[0])

    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about("Narrow the queue by", choices), chosen
    )


def _choose_value(screen: ReviewScreen, name: str) -> None:
    desk = screen.desk
    where = desk.listing.where

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        value = answer[1] if answer[0] == NEW else answer[0]
        if name == "status":
            _list(screen, replace(desk.listing, status=value or "open"))
        else:
            narrow(screen, _narrowed(where, name, value))

    everything = [] if name == "status" else [Choice("", "all")]
    choices = [*everything, *(Choice(v, plain(v)) for v in _values(screen, name))]
    asks = "only what this query finds:" if name == "query" else ""
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about(f"Only which {name}?", choices, new=asks), chosen
    )


def _narrowed(where: Filter, name: str, value: str) -> Filter:
    if name == "role":
        return replace(where, role=Role(value) if value else None)
    if name == "score":
        return replace(where, min_score=float(value or 0))
    if name == "code":
        return replace(where, code=value)
    if name == "case":
        return replace(where, case=value)
    if name == "query":
        return replace(where, query=value)
    return replace(where, transcript=value)


def _values(screen: ReviewScreen, name: str) -> Iterable[str]:
    desk = screen.desk
    if name == "code":
        return [code.path for code in screen.desk.frame.codebook.codes if not code.retired]
    if name == "case":
        return list(desk.store.cases.names().values())
    if name == "transcript":
        return list(desk.frame.ids)
    if name == "role":
        return [role.value for role in Role]
    if name == "query":
        return [desk.listing.where.query] if desk.listing.where.query else []
    return list(STATUSES) if name == "status" else list(_SCORES)


def narrow(screen: ReviewScreen, where: Filter) -> None:
    """Show only what a filter leaves of the queue."""
    _list(screen, replace(screen.desk.listing, where=where))


def _list(screen: ReviewScreen, listing: Listing) -> None:
    def load() -> None:
        screen.desk.stop_reading()
        screen.desk.load(listing)

    screen.do(load, lambda: so_many(len(screen.desk.keys), "suggestion"))


def choose_order(screen: ReviewScreen) -> None:
    """Choose the order of the queue."""

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            _list(screen, replace(screen.desk.listing, order=answer[0]))

    choices = [Choice(order, _ORDERS[order]) for order in ORDERS]
    screen.app.push_screen(ChoiceScreen.of(screen.app).about("In which order?", choices), chosen)


def open_transcript(screen: ReviewScreen) -> None:
    """Open a transcript in reading mode."""
    desk = screen.desk

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            number = desk.frame.ids[answer[0]]
            screen.do(lambda: desk.read(number, 0), "reading: Esc goes back to the queue")

    choices = [Choice(name, plain(name)) for name in desk.frame.ids]
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about("Read which transcript?", choices), chosen
    )
