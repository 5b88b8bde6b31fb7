"""What a coder says about a segment besides codes: marks, memos, that it was read."""

from __future__ import annotations

from sendcode.core.decisions import NewDecision, Place, Topic
from sendcode.core.model import Action
from sendcode.workflows.desk import Desk


def mark(desk: Desk, kind: Action, *, case: int | None = None) -> bool:
    """Set a flag, a star or a do-not-quote, or take it off; return whether it is set now."""
    place = None if case is not None else desk.need_place()
    on = not _is_marked(desk, kind, place, case)
    topic = Topic("case", case=case) if case is not None else None
    desk.record([NewDecision(kind, place=place, topic=topic, on=on)])
    return on


def _is_marked(desk: Desk, kind: Action, place: Place | None, case: int | None) -> bool:
    name = desk.store.cases.names().get(case) if case is not None else None
    for row in desk.store.memos.marks(kind=kind.value):
        if row.coder != desk.coder:
            continue
        if place is None and row.case == name:
            return True
        here = place and (place.transcript, place.span.start, place.span.end)
        if here and here == (row.transcript, row.start, row.end):
            return True
    return False


def memo(desk: Desk, text: str) -> None:
    """Write a memo on the segment."""
    desk.record([NewDecision(Action.MEMO, place=desk.need_place(), memo=text.strip())])


def mark_read(desk: Desk, *, up_to_here: bool = False) -> int:
    """Mark the transcript as read, whole or as far as one is; return how many units."""
    place = desk.need_place()
    page = desk.frame.page(place.transcript)
    units = page.codable()
    if up_to_here:
        units = tuple(unit for unit in units if unit <= place.units[-1])
    done = desk.store.queue.read_units(place.transcript, coder=desk.coder_id)
    units = tuple(unit for unit in units if unit not in done)
    if units:
        span = page.place(page.index_of(units[0]), page.index_of(units[-1])).span
        turn = page.units[page.index_of(units[0])].turn
        desk.record([NewDecision(Action.READ, Place(page.transcript, turn, span, units))])
    return len(units)
