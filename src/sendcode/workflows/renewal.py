"""The ranking that follows the decisions: what is asked of the ranker, what becomes of its news."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sendcode.core.codebook import Code
from sendcode.core.queue import Key, Pair
from sendcode.core.review import QueueItem
from sendcode.core.stopping import AUDIT_EVERY, Recall
from sendcode.workflows.ranker import Audit, News, Request
from sendcode.workflows.review import Filter

if TYPE_CHECKING:
    from sendcode.workflows.desk import Desk

NEAR, FAR = 800, 400
"""So many of the next suggestions, and of those far behind them, are ranked anew together."""


@dataclass(slots=True)
class Renewed:
    """What the ranker said so far.

    Attributes:
        at: When the newest ranking came; empty for never.
        scores: Newest scores by unit and code.
        recalls: What was found so far, by GUID of a code or family.
        audits: Audit items that stand in the queue.
        pool: What was ranked last.
        lists: How many times the queue had been read, when the pool was taken.
        known: What had been said when a ranking was asked for last.
    """

    at: str = ""
    scores: dict[Pair, float] = field(default_factory=dict)
    recalls: Mapping[str, Recall] = field(default_factory=dict)
    audits: dict[Pair, Audit] = field(default_factory=dict)
    pool: tuple[Pair, ...] = ()
    lists: int = -1
    known: tuple[int, int] = (-1, -1)

    def score(self, pairs: Sequence[Pair], stored: float) -> float:
        """Return the newest score of a segment: its best unit's, or what is stored."""
        found = [self.scores[pair] for pair in pairs if pair in self.scores]
        return max(found) if found else stored


def request(desk: Desk) -> Request | None:
    """Return what is to be ranked anew for a desk; None where nothing was said since."""
    renewed, now = desk.renewed, (desk.said, desk.lists)
    asked = tuple(code.guid for code in asked_about(desk))
    if renewed.known == now or desk.listing.status != "open" or not asked or not desk.keys.keys:
        return None
    renewed.known = now
    if desk.listing.order != "priority":
        return Request((), asked)
    if renewed.lists != desk.lists or _is_used_up(desk):
        keys, after = desk.keys, -1 if desk.at is None else desk.at - 1
        places = keys.ahead(after, near=NEAR, far=FAR, shift=desk.said)
        renewed.pool = tuple(pair for place in places for pair in keys.keys[place].pairs)
        renewed.lists = desk.lists
    return Request(renewed.pool, asked)


def _is_used_up(desk: Desk) -> bool:
    """Say whether most of what was next is decided or passed."""
    at = -1 if desk.at is None else desk.at
    near = desk.renewed.pool[: NEAR // 2]
    places = (desk.keys.find(*pair) for pair in near)
    left = sum(1 for n in places if n is not None and n >= at and desk.keys.is_open(n))
    return left * 2 < len(near)


def asked_about(desk: Desk) -> tuple[Code, ...]:
    """Return the codes or families whose recall is estimated: the one that is reviewed, or all."""
    book = desk.frame.codebook
    if desk.listing.where.code:
        return (book.code(desk.listing.where.code),)
    return tuple(code for code in book.children("") if not code.retired)


def take_in(desk: Desk, news: News) -> None:
    """Let the queue follow a new ranking: what comes after the current item, and nothing else."""
    renewed, keys = desk.renewed, desk.keys
    renewed.at, renewed.recalls = desk.now(), news.recalls
    if desk.listing.order != "priority" or desk.listing.status != "open" or desk.at is None:
        return
    renewed.scores.update(news.scores)
    found = (keys.find(*pair) for pair in news.scores)
    ahead = {n for n in found if n is not None and n > desk.at and keys.is_open(n)}
    waits = {n for pair in renewed.audits if (n := keys.find(*pair)) is not None}
    waits = {n for n in waits if n > desk.at and keys.is_open(n)}
    places = sorted(ahead - waits)  # an audit item that waits already stays where it is
    order = [keys.keys[place] for place in places]
    order.sort(key=lambda key: -renewed.score(key.pairs, key.score))
    if news.audit is not None and not waits:
        due = max(AUDIT_EVERY - 2 - news.since, 0)  # the current item is an answer, too
        _mix_in(desk, news.audit, places, order, due=due)
    keys.rearrange(places, order)


def _mix_in(desk: Desk, audit: Audit, places: list[int], order: list[Key], *, due: int) -> None:
    """Put an audit item into the order, where its turn comes."""
    where = desk.listing.where
    if where != Filter(code=where.code) or desk.at is None:
        return  # it was drawn from the whole study
    place = desk.keys.find(audit.unit, audit.leaf)
    if place is None:
        spot = desk.store.queue.spot(audit.unit)
        key = Key(0, *spot, (audit.unit,), audit.leaf, audit.score)
    elif place <= desk.at:
        return  # the coder has passed it
    else:
        key = desk.keys.keys[place]
        if key in order:
            order.remove(key)
        else:
            insort(places, place)
    order.insert(min(due, len(order)), key)
    desk.renewed.audits[audit.unit, audit.leaf] = audit


def as_audit(desk: Desk, item: QueueItem) -> QueueItem:
    """Return an item as what it was drawn for, where it was: its family is asked about, too."""
    drawn = (desk.renewed.audits.get((unit, item.code_guid)) for unit in item.place.units)
    audit = next((one for one in drawn if one is not None), None)
    if audit is None:
        return item
    book = desk.frame.codebook
    asked = book.get(audit.asked)
    leaves = book.leaves(asked.path) if asked is not None else ()
    others = (c.guid for c in leaves if not c.retired and c.guid != item.code_guid)
    return replace(item, audit=True, pool=audit.pool, also_not=tuple(others))


def recall_here(desk: Desk) -> tuple[Code, Recall] | None:
    """Return how much was found of what is reviewed: of the code asked for, or the item's family.

    None as long as nobody has worked it out, and where it would give away a hidden code.
    """
    book = desk.frame.codebook
    if desk.listing.where.code:
        code: Code | None = book.get(book.code(desk.listing.where.code).guid)
    elif desk.item is None or "code" in desk.hidden:
        code = None
    else:
        code = book.ancestors(desk.item.code)[0]
    found = desk.renewed.recalls.get(code.guid) if code is not None else None
    return (code, found) if code is not None and found is not None else None
