"""Narrowing a study to what a query finds: what stands behind every `--where`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.query_terms import Known, ask
from sendcode.core.segments import ANY, PopulationUnit, SegmentRow
from sendcode.store import Store
from sendcode.store.asking import Asking
from sendcode.store.asking_rows import AskedRow
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.voices import Voices


def asking(
    store: Store,
    text: str,
    *,
    voices: Voices,
    book: Codebook,
    coder: str = ANY,
    rows: Sequence[SegmentRow] | None = None,
    interviewers: bool = False,
) -> Asking:
    """Return a query, ready to be asked of a project.

    Args:
        store: The project.
        text: In the query language.
        voices: The voices of the project.
        book: Its codebook.
        coder: Whose codings are asked: a name, `any` or `agreed`.
        rows: Other codings, suggestions and rejections to ask instead; by place in the list.
        interviewers: Units of interviewers can be found.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    found = [v for v in voices.all if interviewers or v.role is not Role.INTERVIEWER]
    return Asking(
        store.database,
        ask(text, Known(found, book, voices.attribute_names, store.coders.names())),
        voices=voices.all,
        turns=voices.turns,
        coder=coder,
        rows=None if rows is None else _plain(rows, voices),
        interviewers=interviewers,
    )


def unit_ids(store: Store, text: str, *, coder: str = ANY) -> frozenset[int]:
    """Return the ids of the units that a query finds.

    Args:
        store: The project.
        text: In the query language.
        coder: Whose codings `code:` and the like ask: a name, `any` or `agreed`.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    book = store.codebooks.current()
    return frozenset(asking(store, text, voices=Voices(store), book=book, coder=coder).units())


def narrowed(
    frame: StudyFrame,
    where: str,
    codings: Sequence[SegmentRow],
    population: Sequence[PopulationUnit],
) -> tuple[Sequence[SegmentRow], Sequence[PopulationUnit]]:
    """Return the codings that a query finds, and the units that make its denominators.

    Denominators follow what the query says about places (roles, cases, attributes), not what
    it says about codes, codings and words: who waited is counted out of who was interviewed.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    if not where.strip():
        return codings, population
    asked = asking(frame.store, where, voices=frame.voices, book=frame.codebook, rows=codings)
    could = {unit for unit, _ in asked.could()}
    return (
        tuple(codings[place] for place in asked.codings()),
        tuple(unit for unit in population if unit.id in could),
    )


def _plain(rows: Sequence[SegmentRow], voices: Voices) -> Iterator[AskedRow]:
    turns = voices.turn_ids
    for number, row in enumerate(rows):
        turn = turns[row.transcript, row.turn]
        place = (number, row.segment_id, turn, row.start, row.end)
        about = (row.coder, row.status.value, row.origin, row.score, row.memo)
        yield (*place, row.code_guid, *about)
