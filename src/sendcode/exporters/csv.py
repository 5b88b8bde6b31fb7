"""Segments and matrices as CSV: RFC 4180, UTF-8 with a byte-order mark, text unaltered.

The mark makes Excel read the file as UTF-8; R (`read_csv`) and pandas skip it. Text is not
altered: words that start with `=`, `+`, `-` or `@` stay as they were said, because an
apostrophe before them would be data to R and pandas. Who opens a CSV of untrusted words in a
spreadsheet should use the .xlsx export, in which no text can become a formula. Only control
characters, which a terminal would obey, are written as their pictures (Escape as U+241B, those
above U+007E as U+FFFD): they show, and offsets stay true.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from sendcode.core.matrix import Key, Matrix
from sendcode.core.segments import SegmentTable
from sendcode.core.wide import WideTable

TOTAL = "(total)"
BASE = "(base)"
READ_SHARE = "(read share)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def write_segments(table: SegmentTable, path: Path) -> None:
    """Write one line per row of the table, with its columns; an empty cell is no value."""
    _write(path, table.columns, (table.cells(row) for row in table.rows))


def write_wide(table: WideTable, path: Path) -> None:
    """Write one line per unit: 1 coded, 0 read and not coded, empty for what nobody read."""
    _write(path, table.columns, table.rows)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write a line per row of the matrix, then its totals and denominators.

    The first columns are the parts of the row's key (and `name`, where it is a code), then
    one column per column key, its parts joined by ` · `, then `(total)`. The last lines begin
    with `(total)`, `(base)` and (but for codes beside codes) `(read share)`; `base` is what a
    column could have counted at most, and `read share` which part of its units was read. An
    empty cell is a value that is undefined or hidden.
    """
    dimensions = tuple(part.strip() for part in matrix.row_dimension.split(","))
    named = "code" in dimensions
    header = (
        *dimensions,
        *(("name",) if named else ()),
        *(" · ".join(key) for key in matrix.columns),
        TOTAL,
    )

    def line(key: Key, label: str, values: Sequence[float | None]) -> tuple[object, ...]:
        filled = (*key, *[""] * (len(dimensions) - len(key)))
        return (*filled, *((label,) if named else ()), *values)

    rows = zip(matrix.rows, matrix.row_labels, matrix.values, matrix.row_totals, strict=True)
    lines = [line(key, label, (*values, total)) for key, label, values, total in rows]
    lines.append(line((TOTAL,), "", (*matrix.column_totals, matrix.total)))
    lines.append(line((BASE,), "", (*matrix.base, None)))
    if matrix.read_share:
        shares = [round(share, 6) for share in matrix.read_share]
        lines.append(line((READ_SHARE,), "", (*shares, None)))
    _write(path, header, lines)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", errors=_HALF, newline="") as file:
        writer = csv.writer(_Tame(file))
        writer.writerow(header)
        writer.writerows(rows)


class _Tame:
    """Takes lines and writes them without anything that a terminal would obey."""

    def __init__(self, file: IO[str]) -> None:
        self._write = file.write

    def write(self, line: str) -> int:
        """Write a line."""
        return self._write(_CONTROL.sub(_picture, line))


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def _replaced(error: UnicodeError) -> tuple[bytes, int]:
    """Return U+FFFD for each half of a pair that no file can hold, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "\ufffd".encode() * (error.end - error.start), error.end


_HALF = "sendcode.half"
codecs.register_error(_HALF, _replaced)
