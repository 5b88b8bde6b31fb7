"""What an answer at the desk is in the log: the decisions that it stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Span
from sendcode.core.review import QueueItem, decision_for

if TYPE_CHECKING:
    from sendcode.workflows.desk import Desk


def accepted(desk: Desk, item: QueueItem, *, memo: str | None) -> tuple[NewDecision, ...]:
    """Return the suggested code on the segment, as far as it was stretched or shrunk.

    What was accepted before and then stretched is moved; what stands so already is left.
    """
    before, now = _accepted_place(desk, item), desk.stretched
    if before is not None and now is not None and before != now:
        return (NewDecision(Action.RESPAN, place=now, code=item.code_guid, before=before),)
    if before is None or item.again:
        return (replace(about(desk, item, Action.ACCEPT), memo=memo),)
    return ()


def rejected(desk: Desk, item: QueueItem) -> NewDecision:
    """Return that the suggested code does not fit; what was accepted before is taken off."""
    before = _accepted_place(desk, item)
    if before is not None:
        return NewDecision(Action.UNCODE, place=before, code=item.code_guid)
    return about(desk, item, Action.REJECT)


def recoded(desk: Desk, item: QueueItem, code: str) -> tuple[NewDecision, ...]:
    """Return another code in the place of the suggested one; nothing where it stands there."""
    if desk.answer() and code == item.code_guid and not item.again:
        return ()
    return (about(desk, item, Action.RECODE, code=code),)


def coded_place(desk: Desk, code: str, span: Span, transcript: int) -> Place | None:
    """Return where this coder's code stands that touches a span, exactly as it was put."""
    page = desk.frame.page(transcript)
    for coding in desk.store.queue.codings(transcript):
        found = Span(coding.start, coding.end)
        if (coding.code, coding.coder) == (code, desk.coder) and found.overlaps(span):
            place = page.place(page.unit_at(coding.start), page.unit_at(coding.end - 1))
            return replace(place, span=found)
    return None


def _accepted_place(desk: Desk, item: QueueItem) -> Place | None:
    if not desk.answer():
        return None
    return coded_place(desk, item.code_guid, item.place.span, item.place.transcript)


def about(desk: Desk, item: QueueItem, action: Action, *, code: str | None = None) -> NewDecision:
    """Return a decision about an item that says what was asked, and what was hidden."""
    hidden = desk.hidden
    payload: dict[str, object] = {}
    if hidden:
        payload["hidden"] = sorted(hidden - {"control"})
        payload["score"] = item.score
    if "control" in hidden:
        payload["control"] = True
    if desk.selection is None and desk.listing.order == "priority":
        after = desk.keys.next_open(len(desk.keys) if desk.at is None else desk.at + 1)
        if after is not None:  # the next session goes on there, however it is ranked
            key = desk.keys.keys[after]
            payload["next"] = [key.units[0], key.code]
    place = desk.stretched if desk.selection is None else None
    if place is not None:
        payload["asked"] = list(item.place.units)
    decision = decision_for(item, action, code=code, place=place, payload=payload)
    return replace(decision, score=None) if hidden else decision
