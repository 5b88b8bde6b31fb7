"""Which segments stand behind a cell of a matrix: the row to jump to."""

from __future__ import annotations

from sendcode.core.matrix import Key, Matrix
from sendcode.core.segments import NO_CASE, NO_VALUE, SegmentRow, SegmentTable, Status
from sendcode.exporters.xlsx_segments import FIRST_ROW

Rows = dict[tuple[Key, Key], int]


def first_rows(matrix: Matrix, segments: SegmentTable) -> Rows:
    """Return, per cell of the matrix, the row in the sheet of its first segment.

    A code's segments are those of its descendants too; a segment of several cases is a
    segment of each. Cells without segments are left out.
    """
    found: Rows = {}
    for number, segment in enumerate(segments.rows, FIRST_ROW):
        if segment.status is not Status.CODED:
            continue
        columns = _keys(segment, matrix.column_dimension)
        for row in _keys(segment, matrix.row_dimension):
            for column in columns:
                found.setdefault((row, column), number)
    return found


def _keys(segment: SegmentRow, dimensions: str) -> tuple[Key, ...]:
    parts = [_parts(segment, dimension.strip()) for dimension in dimensions.split(",")]
    keys: tuple[Key, ...] = ((),)
    for part in parts:
        keys = tuple((*key, value) for key in keys for value in part)
    return keys


def _parts(segment: SegmentRow, dimension: str) -> tuple[str, ...]:
    match dimension:
        case "code":
            slugs = segment.code_path.split("/")
            return tuple("/".join(slugs[: n + 1]) for n in range(len(slugs)))
        case "case":
            return segment.cases or (NO_CASE,)
        case "transcript":
            return (segment.transcript,)
        case "speaker":
            return (segment.speaker or NO_VALUE,)
        case "participant":
            return (segment.participant or NO_VALUE,)
        case "role":
            return (segment.role.value,)
    found = segment.attributes.get(dimension, "")
    return tuple(found.split("; ")) if found else (NO_VALUE,)
