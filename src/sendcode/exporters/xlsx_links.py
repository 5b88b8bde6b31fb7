"""Which segments stand behind a cell of a matrix: the row to jump to."""

from __future__ import annotations

from itertools import product

from sendcode.core.matrix import Key, Matrix
from sendcode.core.model import Role
from sendcode.core.segments import NO_CASE, NO_VALUE, SegmentRow, SegmentTable, Status
from sendcode.exporters.xlsx_segments import FIRST_ROW

Rows = dict[tuple[Key, Key], int]


def first_rows(matrix: Matrix, segments: SegmentTable) -> Rows:
    """Return, per cell of the matrix, the row in the sheet of its first segment.

    A code's segments are those of its descendants too; a segment of several cases is a
    segment of each. Cells without segments are left out.
    """
    found: Rows = {}
    of_row, of_column = _Keys(matrix.row_dimension), _Keys(matrix.column_dimension)
    for number, segment in enumerate(segments.rows, FIRST_ROW):
        if segment.status is not Status.CODED or segment.role is Role.INTERVIEWER:
            continue
        columns = of_column.of(segment)
        for row in of_row.of(segment):
            for column in columns:
                if (row, column) not in found:
                    found[row, column] = number
    return found


class _Keys:
    """The keys of segments on one side; many segments have the same."""

    def __init__(self, dimensions: str) -> None:
        self.dimensions = tuple(part.strip() for part in dimensions.split(","))
        self._known: dict[tuple[object, ...], tuple[Key, ...]] = {}

    def of(self, segment: SegmentRow) -> tuple[Key, ...]:
        """Return the keys of a segment."""
        values = tuple([_value(segment, dimension) for dimension in self.dimensions])
        if values not in self._known:
            parts = map(_parts, self.dimensions, values)
            self._known[values] = tuple(product(*parts))
        return self._known[values]


def _value(segment: SegmentRow, dimension: str) -> str | tuple[str, ...]:
    match dimension:
        case "code":
            return segment.code_path
        case "case":
            return segment.cases
        case "transcript":
            return segment.transcript
        case "speaker":
            return segment.speaker or ""
        case "participant":
            return segment.participant or ""
        case "role":
            return segment.role.value
    return segment.attributes.get(dimension, "")


def _parts(dimension: str, value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value or (NO_CASE,)
    if dimension == "code":
        slugs = value.split("/")
        return tuple("/".join(slugs[: n + 1]) for n in range(len(slugs)))
    if dimension in ("transcript", "speaker", "participant", "role"):
        return (value or NO_VALUE,)
    return tuple(value.split("; ")) if value else (NO_VALUE,)
