"""Segments and matrices as JSON, for programs: the machine-readable contract."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sendcode.core.matrix import Matrix
from sendcode.core.segments import SegmentTable

_LONE = re.compile("[\ud800-\udfff]")


def write_segments(table: SegmentTable, path: Path) -> None:
    """Write an array with an object per row, its columns as names; one row per line."""
    columns = table.columns
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, row in enumerate(table.rows):
            record = dict(zip(columns, table.cells(row), strict=True))
            file.write(",\n" if number else "\n")
            file.write(_text(record))
        file.write("\n]\n")


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write the matrix as one object (`Matrix.to_json`)."""
    path.write_text(_text(matrix.to_json(), indent=2) + "\n", encoding="utf-8", newline="\n")


def _text(value: object, *, indent: int | None = None) -> str:
    return _LONE.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=indent))
