"""Matrices: how often, how much and by how many, with the denominators that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sendcode.core.axis import Axis
from sendcode.core.axis import Key as Key
from sendcode.core.census import Census
from sendcode.core.census import Study as Study
from sendcode.core.measure import MEANING as MEANING
from sendcode.core.measure import Measure as Measure
from sendcode.core.measure import base_label, base_meaning
from sendcode.core.model import Role
from sendcode.core.printable import so_many
from sendcode.core.segments import ANY, NO_CASE
from sendcode.core.tally import Tally
from sendcode.core.tally import Value as Value

COUNTED_TOO = re.compile(r"Counted too: ([\d,]+) speakers? whose role is unknown\.")
"""The note that says how many people have no role."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts.

    Attributes:
        rows: One key per row; a key has one part per dimension asked for.
        columns: One key per column.
        values: Row by row; None is a cell without a value (a mean of nothing, a hidden cell).
        row_totals: The measure over each whole row, not the sum of its cells: a segment that
            belongs to two cases counts once.
        column_totals: The measure over each whole column, in the same way.
        total: The measure over everything.
        row_labels: What to show for each row (a code's name), beside its key.
        row_levels: Depth of each row in the code tree, from 1; 1 for what is no code.
        base: Per column, how many transcripts, cases or people could have been counted; None
            where that is hidden.
        read_share: Per column, the share of units that was read, 0..1.
        base_meaning: What `base` counts, as a sentence.
        notes: What a reader has to know.
        meaning: What a cell counts, where it is not what the measure says.
        nobody: Row and column of cells in which nobody could have been counted: no such
            person was interviewed. Empty where one side is the code.
    """

    row_dimension: str
    column_dimension: str
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    values: tuple[tuple[Value, ...], ...]
    row_totals: tuple[Value, ...]
    column_totals: tuple[Value, ...]
    total: Value
    row_labels: tuple[str, ...]
    row_levels: tuple[int, ...]
    measure: Measure
    coder: str
    filter: str
    base: tuple[int | None, ...]
    read_share: tuple[float, ...]
    base_meaning: str
    notes: tuple[str, ...]
    meaning: str = ""
    nobody: frozenset[tuple[int, int]] = frozenset()

    @property
    def counted(self) -> str:
        """Return what a cell counts, as a sentence without its full stop."""
        return self.meaning or MEANING[self.measure]

    @property
    def base_label(self) -> str:
        """Return what `base` counts, in a word."""
        return base_label(self.measure)

    def to_json(self) -> dict[str, object]:
        """Return the matrix as the machine-readable contract has it."""
        return {
            "rows": [list(key) for key in self.rows],
            "columns": [list(key) for key in self.columns],
            "values": [list(row) for row in self.values],
            "measure": self.measure.value,
            "coder": self.coder,
            "filter": self.filter,
            "denominators": {
                "columns": list(self.base),
                "read_share": [round(share, 6) for share in self.read_share],
                "meaning": self.base_meaning,
            },
            "notes": list(self.notes),
        } | ({"meaning": self.meaning} if self.meaning else {})


def count(
    counted: Census | Study,
    *,
    rows: str = "code",
    columns: str = "case",
    measure: Measure = Measure.SEGMENTS,
    level: int | None = None,
    coder: str = ANY,
    where: str = "",
) -> Matrix:
    """Count a study into a matrix.

    A parent code counts the union of its descendants. A coding counts in the column of each
    of its cases. Rows and columns appear also where nothing is coded.

    Args:
        counted: Codings and who could have been coded, filtered already.
        rows: `code`, `case`, `transcript`, `speaker`, `participant`, `role`, an attribute, or
            two of these parted by a comma.
        columns: Likewise.
        measure: What a cell counts.
        level: Only codes of this depth; None for all.
        coder: The choice of coder that the codings stand for.
        where: The filter that `counted` stands for.

    Raises:
        NotFound: No such dimension; the hint lists the known ones.
    """
    census = counted if isinstance(counted, Census) else counted.census(coder)
    row_axis, column_axis = (_axis(census, dimension, level) for dimension in (rows, columns))
    tally = Tally(census, measure, row_axis, column_axis)
    row_keys = row_axis.all_keys(tally.used(row_axis))
    column_keys = column_axis.all_keys(tally.used(column_axis))
    asked = column_axis.asked_by(column_keys)
    units = {key: sum(census.units[v] for v in voices) for key, voices in asked.items()}
    everyone = sum(census.units)
    above = {key: row_axis.fits(key) for key in row_keys}
    beside = {key: column_axis.fits(key) for key in column_keys}
    return Matrix(
        row_dimension=rows,
        column_dimension=columns,
        rows=row_keys,
        columns=column_keys,
        values=tuple(tally.values(r, column_keys, units, above[r], beside) for r in row_keys),
        row_totals=tuple(tally.value(r, None, everyone, above[r]) for r in row_keys),
        column_totals=tuple(tally.value(None, c, units[c], beside[c]) for c in column_keys),
        total=tally.value(None, None, everyone, ()),
        row_labels=tuple(row_axis.label(key) for key in row_keys),
        row_levels=tuple(row_axis.depth(key) for key in row_keys),
        measure=measure,
        coder=coder,
        filter=where,
        base=tuple(tally.base(asked[c], beside[c]) for c in column_keys),
        read_share=tuple(_share(census, asked[c]) for c in column_keys),
        base_meaning=base_meaning(columns, measure),
        notes=_notes(census, tally),
        nobody=_nobody(census, row_axis, column_axis, row_keys, column_keys),
    )


def _axis(census: Census, dimension: str, level: int | None) -> Axis:
    return Axis(
        dimension,
        codebook=census.codebook,
        attributes=census.attributes,
        voices=census.voices,
        asked=census.asked,
        level=level,
    )


def _share(census: Census, voices: Sequence[int]) -> float:
    """Return which share of some voices' units was read."""
    units = sum(census.units[v] for v in voices)
    return sum(census.read[v] for v in voices) / units if units else 0.0


def _nobody(
    census: Census, rows: Axis, columns: Axis, row_keys: Sequence[Key], column_keys: Sequence[Key]
) -> frozenset[tuple[int, int]]:
    """Return the cells that stand for nobody who was interviewed."""
    if "code" in (*rows.parts, *columns.parts):
        return frozenset()
    asked = {(r, c) for v in census.asked for r in rows.bare_keys[v] for c in columns.bare_keys[v]}
    return frozenset(
        (i, j)
        for i, r in enumerate(row_keys)
        for j, c in enumerate(column_keys)
        if (r, c) not in asked
    )


def _notes(census: Census, tally: Tally) -> tuple[str, ...]:
    notes = []
    asked = [census.voices[v] for v in census.asked]
    if "case" in (*tally.columns.parts, *tally.rows.parts):
        if any(len(census.voices[v].cases) > 1 for v in tally.coded):
            notes.append(
                "Some segments belong to several cases and count for each; "
                "totals count every segment once, so cases may add up to more."
            )
        if any(not voice.cases for voice in asked):
            notes.append(f"What is linked to no case counts under {NO_CASE}.")
    notes += not_counted(tally.aside)
    unknown = len({voice.person for voice in asked if voice.role is Role.UNKNOWN})
    if unknown:
        notes.append(
            f"Counted too: {so_many(unknown, 'speaker')} whose role is unknown. "
            "A case sheet gives roles."
        )
    return tuple(notes)


def not_counted(aside: int) -> tuple[str, ...]:
    """Return the note about codings on turns of interviewers; none where there are none."""
    told = f"Not counted: {so_many(aside, 'coding')} on an interviewer's turn."
    return (told,) if aside else ()


def union(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the union of half-open spans as disjoint spans in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
