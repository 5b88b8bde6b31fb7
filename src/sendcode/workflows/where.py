"""Narrowing a study to what a query finds: what stands behind every `--where`."""

from __future__ import annotations

from collections.abc import Sequence

from sendcode.core.query import parse
from sendcode.core.query_match import Matcher, Material
from sendcode.core.segments import PopulationUnit, SegmentRow
from sendcode.workflows.frame import StudyFrame


def matcher(
    frame: StudyFrame,
    text: str,
    codings: Sequence[SegmentRow],
    population: Sequence[PopulationUnit],
) -> Matcher:
    """Return a matcher for a query over the given codings and units.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    material = Material(
        units=population,
        codings=codings,
        codebook=frame.codebook,
        text=lambda name, start, end: frame.text(frame.ids[name])[start:end],
        turns=frame.unit_turns,
        places=frame.places,
        attributes=frame.attribute_names,
        marks=frame.marks,
    )
    return Matcher(parse(text), text, material)


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
    asked = matcher(frame, where, codings, population)
    return (
        tuple(row for row in codings if asked.coding(row)),
        tuple(unit for unit in population if asked.could(unit)),
    )
