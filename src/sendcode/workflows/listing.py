"""Which suggestions stand in a coder's queue, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from sendcode.core.queue import Key, Pair, SortKey, grouped, sort_key
from sendcode.core.review import QueueItem
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.store.queue import STATUSES
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import ORDERS, Filter, fits


@dataclass(frozen=True, slots=True)
class Listing:
    """Which part of the queue, in which order.

    Attributes:
        status: One of `store.queue.STATUSES`.
    """

    order: str = "transcript"
    where: Filter = field(default_factory=Filter)
    status: str = "open"


@dataclass(frozen=True, slots=True)
class Listed:
    """The keys of a queue in order, without evidence or text.

    Attributes:
        order: By which they are in order; what was skipped before comes last.
        after: What `order` gives for the coder's last answer, as if it had not been skipped;
            None where there was none, or where one begins with the best.
        resume: What was to come after the last answer, where that was kept.
        items: What stands behind keys that are no suggestions: codings to be looked at again.
    """

    keys: list[Key]
    order: Callable[[Key], SortKey]
    after: SortKey | None
    resume: Pair | None = None
    items: Mapping[Key, QueueItem] = field(default_factory=dict)


def read_keys(store: Store, frame: StudyFrame, *, coder: int | None, listing: Listing) -> Listed:
    """Return the keys of a coder's queue.

    Raises:
        NotFound: No such order, status, code, transcript or case.
        QueryError: The query cannot be read.
    """
    if listing.order not in ORDERS:
        raise NotFound(f"no order '{listing.order}'", f"Known: {', '.join(ORDERS)}.")
    if listing.status not in STATUSES:
        raise NotFound(f"no status '{listing.status}'", f"Known: {', '.join(STATUSES)}.")
    if listing.status == "recode":
        return _to_recode(store, frame, coder, listing)
    where = listing.where
    hits = store.queue.hits(
        coder=coder,
        status=listing.status,
        min_score=where.min_score,
        transcript=store.transcripts.id(where.transcript) if where.transcript else None,
        role=where.role.value if where.role else None,
    )
    keys = grouped(hits)
    if where.code:
        path = frame.codebook.code(where.code).path
        codes = {code.guid for code in frame.codebook.descendants(path)}
        keys = [key for key in keys if key.code in codes]
    if where.case:
        keys = _of_case(store, frame, keys, where.case)
    if where.query:
        from sendcode.workflows.queue_query import found_by

        asked = found_by(store, where.query)
        keys = [key for key in keys if not asked.isdisjoint(key.pairs)]
    if listing.status == "flagged":
        marked = store.memos.marked_units("flag", coder=coder)
        keys = [key for key in keys if marked.intersection(key.units)]
    return _in_order(store, frame, coder, listing, keys)


def _in_order(
    store: Store, frame: StudyFrame, coder: int | None, listing: Listing, keys: list[Key]
) -> Listed:
    """Return keys in the order that was asked for, and where the coder goes on.

    Of an open queue, what was skipped comes last.
    """
    skipped = store.decisions.skipped(coder) if coder is not None else frozenset()
    if listing.status == "skipped":
        keys = [key for key in keys if (key.units[0], key.code) in skipped]
    transcripts = {number: n for n, number in enumerate(frame.names)}
    codes = {code.guid: n for n, code in enumerate(frame.codebook.codes)}
    by_order = sort_key(listing.order, transcripts=transcripts, codes=codes)
    best_first = listing.order == "priority"
    if best_first:  # twice by one number is quicker than once by two
        keys.sort(key=sort_key("transcript", transcripts=transcripts, codes=codes))
        keys.sort(key=attrgetter("score"), reverse=True)
    else:
        keys.sort(key=by_order)
    resume = store.answers.went_on_to(coder=coder) if best_first else None
    last = None if best_first else store.answers.last(coder=coder)
    after = None if last is None else by_order(last)
    if listing.status != "open" or not skipped:
        return Listed(keys, by_order, after, resume)

    def late(key: Key) -> bool:
        return (key.units[0], key.code) in skipped

    keys.sort(key=late)
    order = lambda key: (late(key), by_order(key))  # noqa: E731 - three lines would say no more
    return Listed(keys, order, None if after is None else (False, after), resume)


def _to_recode(store: Store, frame: StudyFrame, coder: int | None, listing: Listing) -> Listed:
    """Return the codings that wait to be looked at again, as spoken."""
    from sendcode.workflows.recode import recode_queue

    items = recode_queue(store, frame, coder=coder, code=listing.where.code)
    found = {
        Key(0, i.place.transcript, i.place.turn, i.place.units, i.code_guid, i.score): i
        for i in items
        if fits(frame, i, listing.where)
    }
    order = _in_order(store, frame, None, listing, list(found)).order
    return Listed(sorted(found, key=order), order, None, items=found)


def _of_case(store: Store, frame: StudyFrame, keys: list[Key], case: str) -> list[Key]:
    if case not in store.cases.names().values():
        raise NotFound(f"no case '{case}'", "'sendcode cases' lists them.")
    linked = {link.transcript_id for link in store.cases.links() if link.case == case}
    return [
        key
        for key in keys
        if key.transcript in linked and case in frame.cases(frame.turns[key.turn])
    ]
