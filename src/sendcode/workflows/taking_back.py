"""Undo and redo at the desk: of any session, and the coder goes to what it was about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sendcode.core.model import Action
from sendcode.core.queue import Pair
from sendcode.errors import NotFound
from sendcode.store.answers import Touched
from sendcode.workflows.review import undo

if TYPE_CHECKING:
    from sendcode.workflows.desk import Desk

_ANSWERS = ("accept", "reject", "recode", "skip")


@dataclass(frozen=True, slots=True)
class Taken:
    """What an undo or a redo did: how many decisions, and what the newest was about."""

    count: int
    about: Touched


def take_back(desk: Desk) -> Taken | None:
    """Take back the coder's last decision or batch; None where there is none."""
    store, coder = desk.store, desk.coder_id
    ids = store.decisions.last(coder=coder) if coder is not None else ()
    if not ids:
        return None
    about = store.answers.touched(ids)
    undo(store, ids, coder=desk.coder, at=desk.now())
    desk.tally.take_back(ids)
    desk.refresh((pair for one in about for pair in one.pairs), reviewed=False)
    _follow_codebook(desk, about)
    _go_to(desk, about[0])
    return Taken(len(ids), about[0])


def bring_back(desk: Desk) -> Taken | None:
    """Bring back what was undone last; None where something was decided since."""
    store, coder = desk.store, desk.coder_id
    undone = store.decisions.redoable(coder=coder) if coder is not None else ()
    if not undone:
        return None
    ids = store.decisions.targets(undone)
    with store.transaction():
        store.decisions.redo(undone, coder=coder or 0, at=desk.now())
    desk.tally.bring_back(ids)
    about = store.answers.touched(ids)
    desk.refresh((pair for one in about for pair in one.pairs), reviewed=True)
    _follow_codebook(desk, about)
    _go_to(desk, about[-1])
    if desk.selection is None and about[-1].action in _ANSWERS:
        desk.forward()
    return Taken(len(ids), about[-1])


def _follow_codebook(desk: Desk, about: Iterable[Touched]) -> None:
    """Read the queue anew where a code, with what is suggested for it, went or came back."""
    if all(one.action != Action.CODEBOOK for one in about):
        return
    before = () if desk.at is None else desk.keys.keys[desk.at].pairs
    listing = desk.listing
    try:
        desk.load(listing)
    except NotFound:  # the code that was reviewed is the one that went
        desk.load(replace(listing, where=replace(listing.where, code="")))
    index = _find(desk, before)
    if index is not None:
        desk.at = index


def _go_to(desk: Desk, about: Touched) -> None:
    index = _find(desk, about.pairs)
    if index is None and about.action in _ANSWERS and desk.listing.status == "open":
        desk.load(desk.listing)  # decided before this session: it was not in the queue
        index = _find(desk, about.pairs)
    if desk.selection is None:
        if index is not None:
            desk.go(index)
    elif about.transcript is not None and about.units:
        page = desk.frame.page(about.transcript)
        first, last = page.index_of(about.units[0]), page.index_of(about.units[-1])
        desk.selection = (about.transcript, first, last)


def _find(desk: Desk, pairs: Iterable[Pair]) -> int | None:
    found = (desk.keys.find(*pair) for pair in pairs)
    return next((index for index in found if index is not None), None)
