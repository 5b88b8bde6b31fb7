"""Tables as DataFrames: pandas' only home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from sendcode.core.matrix import Key, Matrix, Measure
from sendcode.core.segments import SegmentTable

INT, FLOAT, TEXT, BOOL = "Int64", "float64", "string", "boolean"

_SEGMENT_DTYPES = {
    **dict.fromkeys(("coding_id", "segment_id", "turn", "start", "end", "codebook_version"), INT),
    **dict.fromkeys(("time_start", "score"), FLOAT),
}
_REAL = (Measure.SHARE, Measure.SCORE)


def segments_frame(table: SegmentTable) -> pd.DataFrame:
    """Return one row per coding (or suggestion), with the columns of the export.

    Ids, turn, offsets and version are Int64, times and scores float64, all else string;
    what is missing is NA, also where a whole column is.
    """
    columns = table.columns
    dtypes = [_SEGMENT_DTYPES.get(column, TEXT) for column in columns]
    return _frame(columns, [table.cells(row) for row in table.rows], dtypes)


def matrix_frame(matrix: Matrix) -> pd.DataFrame:
    """Return counts with the keys as index and columns, without totals.

    A key of two parts gives a MultiIndex. Counts are Int64, shares and mean scores float64.
    `DataFrame.attrs` holds `measure`, `coder`, `filter`, `denominators` and `notes`.
    """
    dtype: Any = FLOAT if matrix.measure in _REAL else INT
    result = pd.DataFrame(
        [list(row) for row in matrix.values],
        index=_index(matrix.rows, matrix.row_dimension),
        columns=_index(matrix.columns, matrix.column_dimension),
    ).astype(dtype)
    result.attrs = {
        name: value
        for name, value in matrix.to_json().items()
        if name not in ("rows", "columns", "values")
    }
    return result


def frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows as a DataFrame: Int64, float64, boolean or string, by what a column holds."""
    found = [tuple(row) for row in rows]
    dtypes = [_dtype(row[number] for row in found) for number in range(len(columns))]
    return _frame(columns, found, dtypes)


def _frame(
    columns: Sequence[str], rows: Sequence[Sequence[object]], dtypes: Sequence[Any]
) -> pd.DataFrame:
    series = [
        pd.Series([row[number] for row in rows], dtype=dtype) for number, dtype in enumerate(dtypes)
    ]
    result = pd.concat(series, axis=1) if series else pd.DataFrame()
    result.columns = pd.Index(list(columns))
    return result


def _dtype(values: Iterable[object]) -> str:
    types = {type(value) for value in values if value is not None}
    if types == {bool}:
        return BOOL
    if types == {int}:
        return INT
    return FLOAT if types and types <= {int, float} else TEXT


def _index(keys: Sequence[Key], dimension: str) -> pd.Index:
    names = [part.strip() for part in dimension.split(",")]
    if len(names) == 1:
        return pd.Index([key[0] for key in keys], name=names[0], dtype="str")
    return pd.MultiIndex.from_tuples(list(keys), names=names)
