"""What stands behind a key of the queue: the item that is shown, and whether it shows as one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sendcode.core.decisions import Place
from sendcode.core.queue import Key
from sendcode.core.review import QueueItem, suggested_segments
from sendcode.workflows.renewal import as_audit
from sendcode.workflows.review import make_item

if TYPE_CHECKING:
    from sendcode.workflows.desk import Desk


def item_of(desk: Desk, key: Key) -> QueueItem | None:
    """Return the item of a key, of what is open in it where only some is decided.

    None when a newer run no longer suggests it.
    """
    if key in desk.other_items:
        return desk.other_items[key]
    queue = desk.store.queue
    found = [unit for unit in queue.on_units(key.units) if unit.code == key.code]
    if not found:
        return None if key.suggestion else _ranked(desk, key)
    still = [u for u in found if queue.undecided([(u.unit, u.code)], coder=desk.coder_id)]
    segment = suggested_segments(still or found)[0]
    first = segment.units[0]
    item = make_item(
        desk.frame,
        place=segment.place,
        code=key.code,
        score=desk.renewed.score(key.pairs, segment.score),
        evidence=segment.evidence,
        suggestion=first.suggestion,
        run=first.run,
    )
    return as_audit(desk, item)


def _ranked(desk: Desk, key: Key) -> QueueItem:
    """Return the item of a unit that was not suggested: one that was drawn at random."""
    page = desk.frame.page(key.transcript)
    place = page.place(page.index_of(key.units[0]), page.index_of(key.units[-1]))
    run = desk.store.suggestions.last_run()
    item = make_item(desk.frame, place=place, code=key.code, score=key.score, run=run)
    return as_audit(desk, item)


def suggested_at(desk: Desk, place: Place | None) -> QueueItem | None:
    """Return the best open suggestion of the queue for a place, if any."""
    for hit in desk.store.queue.on_units(place.units) if place is not None else ():
        index = desk.keys.find(hit.unit, hit.code)
        if index is not None and desk.keys.is_open(index):
            return item_of(desk, desk.keys.keys[index])
    return None


def is_control(desk: Desk, key: Key) -> bool:
    """Say whether a suggestion belongs to the random share that is shown without it."""
    if not desk.shown.control or not key.suggestion:
        return False
    drawn = f"{desk.store.setting('guid')} {desk.coder} {key.suggestion}".encode()
    share = int.from_bytes(hashlib.sha256(drawn).digest()[:6], "big") / 2**48
    return share < desk.shown.control
