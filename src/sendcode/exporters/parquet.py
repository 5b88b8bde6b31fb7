"""Tables as Parquet, for pandas, R and DuckDB; needs the extra `parquet`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sendcode.core.matrix import Matrix
from sendcode.core.segments import SegmentTable
from sendcode.core.wide import WideTable
from sendcode.errors import SendcodeError
from sendcode.exporters.frames import frame, segments_frame


def write_segments(table: SegmentTable, path: Path) -> None:
    """Write one row per row of the table, with the types of the DataFrame."""
    _write(segments_frame(table), path)


def write_wide(table: WideTable, path: Path) -> None:
    """Write one row per unit; codes are whole numbers, missing where nobody read it."""
    made = frame(table.columns, table.rows)
    codes = list(made.columns[len(made.columns) - table.codes :])
    _write(made.astype(dict.fromkeys(codes, "Int64")), path)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write one row per cell: the parts of both keys, then `value`."""
    rows = [part.strip() for part in matrix.row_dimension.split(",")]
    columns = [part.strip() for part in matrix.column_dimension.split(",")]
    columns = [f"{name}_2" if name in rows else name for name in columns]
    cells = [
        (*key, *other, value)
        for key, values in zip(matrix.rows, matrix.values, strict=True)
        for other, value in zip(matrix.columns, values, strict=True)
    ]
    _write(frame((*rows, *columns, "value"), cells), path)


def _write(table: pd.DataFrame, path: Path) -> None:
    try:
        table.to_parquet(path, index=False)
    except ImportError as error:
        raise SendcodeError(
            "writing Parquet needs the package pyarrow",
            "Install the extra: pip install 'sendcode[parquet]', or write .csv.",
        ) from error
