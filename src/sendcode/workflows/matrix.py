"""Counting a project into a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sendcode.core.census import Census, Study
from sendcode.core.matrix import Matrix, Measure, count
from sendcode.core.segments import AGREED, ANY
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.census import lay_out, take_census

if TYPE_CHECKING:
    from sendcode.core.together import Way
    from sendcode.workflows.frame import StudyFrame


def choose_coder(store: Store, coder: str | None) -> str:
    """Return whose codings count: the only coder's where there is one, else `any`.

    Raises:
        NotFound: Nobody of that name has coded here.
    """
    known: Sequence[str] = store.coders.with_codings()
    if coder is None:
        return known[0] if len(known) == 1 else ANY
    if coder not in (ANY, AGREED) and coder not in store.coders.names():
        names = ", ".join((*store.coders.names(), ANY, AGREED))
        raise NotFound(f"no coder '{coder}' in the project", f"Known: {names}.")
    return coder


def study(frame: StudyFrame, coder: str, where: str = "") -> Study:
    """Return what matrices are counted from, for a choice of coder and a query."""
    from sendcode.workflows.where import narrowed  # what a plain table of counts does without

    counted = frame.store.columns.codings(coder)
    rows = tuple(row for row in frame.segments().rows if row.coding_id in counted)
    codings, population = narrowed(frame, where, rows, frame.population())
    return Study(
        codings=codings,
        population=population,
        codebook=frame.codebook,
        words=frame.words,
        attributes=frame.attribute_names,
        case_attributes=frame.case_attributes,
    )


def matrix(
    store: Store,
    *,
    rows: str = "code",
    columns: str = "case",
    values: str = "segments",
    level: int | None = None,
    coder: str | None = None,
    where: str = "",
    threshold: int | None = None,
    census: Census | None = None,
) -> Matrix:
    """Count the project into a matrix; see `core.matrix.count` for what the words mean.

    Args:
        store: The project.
        rows: What the rows are.
        columns: What the columns are.
        values: A measure.
        level: Only codes of this depth.
        coder: Whose codings count.
        where: A query.
        threshold: Hide counts of people and cases below it, and what gives them away.
        census: What is counted for this coder and query, where the caller has it already.

    Raises:
        NotFound: No such dimension, measure or coder.
        QueryError: `where` cannot be read, or names what there is not.
        SendcodeError: There is a threshold, and it is no count of people or cases.
    """
    try:
        measure = Measure(values)
    except ValueError:
        known = ", ".join(Measure)
        raise NotFound(f"no measure '{values}'", f"Known: {known}.") from None
    who = choose_coder(store, coder)
    counted = count(
        census or take_census(store, who, where),
        rows=rows,
        columns=columns,
        measure=measure,
        level=level,
        coder=who,
        where=where,
    )
    if threshold is None:
        return counted
    from sendcode.core.suppress import suppress

    return suppress(counted, threshold)


def codes_together(
    store: Store,
    *,
    way: Way,
    within: int = 0,
    level: int | None = None,
    coder: str | None = None,
    where: str = "",
) -> Matrix:
    """Count how often codes meet; see `core.together.together`.

    Raises:
        NotFound: No such coder.
        QueryError: `where` cannot be read, or names what there is not.
    """
    from sendcode.core.together import together

    who = choose_coder(store, coder)
    laid, codebook = lay_out(store, way, who, where)
    return together(laid, codebook, way=way, within=within, level=level, coder=who, where=where)
