"""Asking a project: passages and codings that a query finds, and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sendcode.core.finding import hits
from sendcode.core.model import Role
from sendcode.core.query import Compare, Match, parse, terms
from sendcode.core.query_match import Matcher, search
from sendcode.core.segments import PopulationUnit, SegmentRow, Status, chosen
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder
from sendcode.workflows.where import matcher


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a query finds: adjacent units of one turn.

    Attributes:
        codes: Paths of the codes on it, in the order of the codebook.
        segments: Ids of the coded segments on it.
        words: Where the words that were asked for stand, as offsets into `text`.
        before: Some of the transcript before it, for a line with the words in the middle.
        after: Some of the transcript after it.
    """

    transcript: str
    turn: int
    start: int
    end: int
    speaker: str | None
    role: Role
    cases: tuple[str, ...]
    codes: tuple[str, ...]
    segments: tuple[int, ...]
    text: str
    words: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""


def find(
    store: Store,
    query: str,
    *,
    coder: str | None = None,
    interviewers: bool = False,
    context: int = 60,
) -> tuple[Found, ...]:
    """Return the passages that a query finds, by transcript and place.

    Args:
        store: The project.
        query: In the query language.
        coder: Whose codings are asked; as for a matrix.
        interviewers: Look at interviewers' turns too.
        context: How many characters before and after.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
        NotFound: No such coder.
    """
    frame = StudyFrame(store)
    rows = _codings(store, frame, query, coder)
    units = frame.population(interviewers=interviewers)
    asked = matcher(frame, query, rows, units)
    order = {code.path: place for place, code in enumerate(frame.codebook.codes)}
    wanted = [
        (term.value, term.slop)
        for term in terms(parse(query))
        if isinstance(term, Match) and term.field == "text"
    ]
    return tuple(_found(frame, asked, run, order, wanted, context) for run in search(asked, units))


def find_codings(store: Store, query: str, *, coder: str | None = None) -> tuple[SegmentRow, ...]:
    """Return the codings (or suggestions, where the query asks for a status) that it finds."""
    frame = StudyFrame(store)
    rows = _codings(store, frame, query, coder)
    asked = matcher(frame, query, rows, frame.population())
    return tuple(row for row in rows if asked.coding(row))


def cases_without(
    store: Store, codes: Sequence[str], *, query: str = "", coder: str | None = None
) -> tuple[tuple[str, float], ...]:
    """Return the cases none of whose codings has one of the codes, with the share read.

    Args:
        store: The project.
        codes: Paths of codes; those below them count too.
        query: Only codings and units that it finds are looked at.
        coder: Whose codings.

    Returns:
        Name of the case, and which share of its units was read by anybody.

    Raises:
        NotFound: No such code.
    """
    frame = StudyFrame(store)
    text = query or "text:*"
    rows = [row for row in _codings(store, frame, text, coder) if row.status is Status.CODED]
    units: Sequence[PopulationUnit] = frame.population()
    if query:
        asked = matcher(frame, query, rows, units)
        rows = [row for row in rows if asked.coding(row)]
        units = [unit for unit in units if asked.could(unit)]
    book = frame.codebook
    guids = {c.guid for path in codes for c in book.descendants(book.code(path).path)}
    having = {case for row in rows if row.code_guid in guids for case in row.cases}
    shares: dict[str, list[bool]] = {}
    for unit in units:
        for case in unit.cases:
            shares.setdefault(case, []).append(bool(unit.readers))
    return tuple(
        (case, sum(read) / len(read)) for case, read in sorted(shares.items()) if case not in having
    )


def _codings(
    store: Store, frame: StudyFrame, query: str, coder: str | None
) -> tuple[SegmentRow, ...]:
    asks = {term.field for term in terms(parse(query)) if isinstance(term, Match | Compare)}
    status = Status.ALL if "status" in asks else Status.CODED
    rows = frame.segments(status).rows
    who = choose_coder(store, coder)
    coded = chosen([row for row in rows if row.status is Status.CODED], who)
    keep = {id(row) for row in coded}
    return tuple(row for row in rows if row.status is not Status.CODED or id(row) in keep)


def _found(
    frame: StudyFrame,
    asked: Matcher,
    run: Sequence[PopulationUnit],
    order: dict[str, int],
    wanted: Sequence[tuple[str, int | None]],
    context: int,
) -> Found:
    first, last = run[0], run[-1]
    text = frame.text(frame.ids[first.transcript])
    rows = {id(row): row for unit in run for row in asked.on.get(unit.id, ())}.values()
    coded = [row for row in rows if row.status is Status.CODED]
    inside = text[first.start : last.end]
    spans = sorted({span for words, slop in wanted for span in hits(inside, words, slop)})
    return Found(
        transcript=first.transcript,
        turn=asked.material.turns[first.id],
        start=first.start,
        end=last.end,
        speaker=first.speaker,
        role=first.role,
        cases=first.cases,
        codes=tuple(sorted({r.code_path for r in coded}, key=lambda p: (order.get(p, 9999), p))),
        segments=tuple(sorted({r.segment_id for r in coded if r.segment_id is not None})),
        text=inside,
        words=tuple(spans),
        before=text[max(0, first.start - context) : first.start],
        after=text[last.end : last.end + context],
    )
