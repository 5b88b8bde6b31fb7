"""The review queue and what is decided in it: one by one, in bulk, or in a spreadsheet."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Evidence, Role, Span
from sendcode.core.review import (
    QueueItem,
    SuggestedSegment,
    decision_for,
    suggested_segments,
)
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame

if TYPE_CHECKING:
    from sendcode.workflows.ranking import Ranking

ORDERS = ("transcript", "priority", "code")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which suggestions a queue holds.

    Attributes:
        code: Path of a code; its descendants too. Empty for all.
        transcript: Name of a transcript. Empty for all.
        case: Name of a case. Empty for all.
        role: Only where this role speaks; None for all.
        min_score: At least this score.
        query: In the query language, e.g. `text:waiting and not role:teacher`. Empty for all.
    """

    code: str = ""
    transcript: str = ""
    case: str = ""
    role: Role | None = None
    min_score: float = 0.0
    query: str = ""


def queue(
    store: Store,
    *,
    coder: str,
    order: str = "transcript",
    where: Filter | None = None,
    limit: int | None = None,
    frame: StudyFrame | None = None,
) -> tuple[QueueItem, ...]:
    """Return the suggested segments that a coder has not decided.

    What the coder skipped before comes last.

    Args:
        store: The project.
        coder: Whose queue.
        order: `transcript` (as spoken), `priority` (best score first) or `code` (in the
            codebook's order, best first).
        where: Which suggestions.
        limit: At most so many.
        frame: Look-ups, where the caller has them already.

    Raises:
        NotFound: No such order, code, transcript or case.
        QueryError: The query cannot be read.
    """
    if order not in ORDERS:
        raise NotFound(f"no order '{order}'", f"Known: {', '.join(ORDERS)}.")
    frame = frame or StudyFrame(store)
    where = where or Filter()
    coder_id = store.coders.find(coder)
    skipped = store.decisions.skipped(coder_id) if coder_id is not None else frozenset()
    items = ((segment, _item(frame, segment)) for segment in _open(store, frame, where, coder_id))
    found = [(segment, item) for segment, item in items if fits(frame, item, where)]
    place_of = {code.guid: n for n, code in enumerate(frame.codebook.codes)}
    sort = _ORDER_KEYS[order]
    found.sort(
        key=lambda pair: (
            (pair[0].units[0].unit, pair[1].code_guid) in skipped,
            sort(pair[1], place_of),
        )
    )
    return tuple(item for _, item in found[:limit])


def _open(
    store: Store, frame: StudyFrame, where: Filter, coder: int | None
) -> tuple[SuggestedSegment, ...]:
    """Return what a coder has not decided of a filter's code and query, from its score on.

    Raises:
        NotFound: No such code, transcript or case.
        QueryError: The query cannot be read.
    """
    codes = None
    if where.code:
        path = frame.codebook.code(where.code).path
        codes = [code.guid for code in frame.codebook.descendants(path)]
    if where.transcript:
        store.transcripts.id(where.transcript)
    if where.case and where.case not in store.cases.names().values():
        raise NotFound(f"no case '{where.case}'", "'sendcode cases' lists them.")
    units = store.suggestions.open_units(coder=coder, codes=codes, min_score=where.min_score)
    segments = suggested_segments(units)
    if not where.query:
        return segments
    from sendcode.workflows.queue_query import found_by

    asked = found_by(store, where.query)
    return tuple(s for s in segments if any((u.unit, u.code) in asked for u in s.units))


_ORDER_KEYS: dict[str, Callable[[QueueItem, dict[str, int]], tuple[object, ...]]] = {
    "transcript": lambda i, n: (i.transcript, i.start, n.get(i.code_guid, 0)),
    "priority": lambda i, n: (-i.score, i.transcript, i.start, n.get(i.code_guid, 0)),
    "code": lambda i, n: (n.get(i.code_guid, 0), -i.score, i.transcript, i.start),
}


def fits(frame: StudyFrame, item: QueueItem, where: Filter) -> bool:
    """Say whether an item stands where a filter wants it."""
    turn = frame.turns[item.place.turn]
    if where.transcript and item.transcript != where.transcript:
        return False
    if where.role is not None and turn.role is not where.role:
        return False
    return not where.case or where.case in frame.cases(turn)


def _item(frame: StudyFrame, segment: SuggestedSegment) -> QueueItem:
    first = segment.units[0]
    return make_item(
        frame,
        place=segment.place,
        code=first.code,
        score=segment.score,
        evidence=segment.evidence,
        suggestion=first.suggestion,
        run=first.run,
    )


def make_item(
    frame: StudyFrame,
    *,
    place: Place,
    code: str,
    score: float,
    evidence: tuple[Evidence, ...] = (),
    suggestion: int = 0,
    run: int = 0,
    also_not: tuple[str, ...] = (),
) -> QueueItem:
    """Return a queue item for a place and a code's GUID, with its words and its speaker."""
    turn = frame.turns[place.turn]
    unstored = f"at-{place.transcript}-{place.span.start}-{code[:8]}"
    return QueueItem(
        id=str(suggestion) if suggestion else unstored,
        transcript=frame.names[place.transcript],
        start=place.span.start,
        end=place.span.end,
        text=frame.text(place.transcript)[place.span.start : place.span.end],
        code=frame.code(code).path,
        code_guid=code,
        score=score,
        evidence=evidence,
        place=place,
        speaker=turn.label,
        role=turn.role,
        turn=turn.seq,
        run=run,
        also_not=also_not,
    )


def ranked(
    store: Store,
    *,
    coder: str,
    code: str,
    limit: int | None = None,
    ranking: Ranking | None = None,
) -> tuple[QueueItem, ...]:
    """Return undecided units for a code, likeliest first, each once.

    For a family (a code with children) a unit stands with its likeliest leaf and the family's
    score, and is left out when any leaf of the family has been decided for it. What the coder
    skipped before comes last. With a limit, audit items are mixed in (`QueueItem.audit`).

    Args:
        store: The project.
        coder: Whose decisions count.
        code: Path or name of a code or a family.
        limit: At most so many; None for the whole ranking, without audit items.
        ranking: What was worked out before, where the caller keeps it.

    Raises:
        NotFound: No such code.
    """
    from sendcode.workflows.ranking import Ranking

    return (ranking or Ranking(store)).queue(code, coder, limit)


def decide(
    store: Store,
    decisions: Sequence[NewDecision],
    *,
    coder: str,
    at: str,
    batch: str | None = None,
) -> tuple[str, ...]:
    """Record decisions in one transaction and return their ids."""
    with store.transaction():
        return store.decisions.record(
            decisions,
            coder=store.coders.id(coder, at=at),
            at=at,
            codebook_version=store.codebooks.version(),
            batch=batch,
        )


def undo(
    store: Store, ids: Sequence[str], *, coder: str, at: str, with_dependents: bool = False
) -> tuple[str, ...]:
    """Take decisions back in one transaction; see `Decisions.undo`."""
    with store.transaction():
        return store.decisions.undo(
            ids, coder=store.coders.id(coder, at=at), at=at, with_dependents=with_dependents
        )


def undo_last(store: Store, *, coder: str, at: str, count: int = 1) -> tuple[str, ...]:
    """Take back a coder's last decisions (a batch counts as one); empty if there are none."""
    coder_id = store.coders.find(coder)
    ids = store.decisions.last(coder=coder_id, count=count) if coder_id is not None else ()
    return undo(store, ids, coder=coder, at=at) if ids else ()


def redo_last(store: Store, *, coder: str, at: str) -> tuple[str, ...]:
    """Bring back what a coder's last undo took away; empty if there is nothing to bring back."""
    coder_id = store.coders.find(coder)
    undone = store.decisions.redoable(coder=coder_id) if coder_id is not None else ()
    if not undone:
        return ()
    with store.transaction():
        return store.decisions.redo(undone, coder=coder_id or 0, at=at)


def accept_all(store: Store, *, coder: str, at: str, where: Filter) -> tuple[QueueItem, ...]:
    """Accept every suggestion that fits as one batch, which one undo takes back.

    The project is copied first.

    Returns:
        What was accepted.
    """
    items = queue(store, coder=coder, where=where)
    if items:
        store.backups.create(at=at, why="before-accept-all")
        decisions = [_bulk(decision_for(item, Action.ACCEPT)) for item in items]
        decide(store, decisions, coder=coder, at=at, batch=uuid.uuid4().hex)
    return items


def _bulk(decision: NewDecision) -> NewDecision:
    return replace(decision, origin="bulk")


def place_of(frame: StudyFrame, transcript: str, start: int, end: int) -> Place:
    """Return the place of a span: the turn in which it starts, and the units it touches.

    Raises:
        NotFound: No such transcript.
        InputError: The span touches no unit.
    """
    if transcript not in frame.ids:
        raise NotFound(f"no transcript '{transcript}' in the project")
    number = frame.ids[transcript]
    units = frame.units_in(number, start, end)
    if not units:
        raise InputError(f"{transcript} {start}-{end}: there are no words to code")
    return Place(number, units[0].turn, Span(start, end), tuple(unit.id for unit in units))
