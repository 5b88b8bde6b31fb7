"""Segments and matrices as JSON, for programs: the machine-readable contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sendcode.core.matrix import Matrix
from sendcode.core.segments import SegmentTable
from sendcode.core.wide import WideTable

_LONE = re.compile("[\ud800-\udfff]")


def write_segments(table: SegmentTable, path: Path) -> None:
    """Write an array with an object per row, its columns as names; one row per line."""
    _records(table.columns, map(table.cells, table.rows), path)


def write_wide(table: WideTable, path: Path) -> None:
    """Write an array with an object per unit; null is what nobody read."""
    _records(table.columns, table.rows, path)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write the matrix as one object (`Matrix.to_json`)."""
    path.write_text(_text(matrix.to_json(), indent=2) + "\n", encoding="utf-8", newline="\n")


def _records(columns: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, row in enumerate(rows):
            file.write(",\n" if number else "\n")
            file.write(_text(dict(zip(columns, row, strict=True))))
        file.write("\n]\n")


def _text(value: object, *, indent: int | None = None) -> str:
    return _LONE.sub("\ufffd", json.dumps(value, ensure_ascii=False, indent=indent))
