"""Tables that people give us, .csv, .tsv or .xlsx, as text: case sheets, queues, codebooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sendcode.errors import InputError, NotFound
from sendcode.places import is_file

Row = tuple[str, ...]
Table = tuple[Row, tuple[Row, ...]]

TEXT_SUFFIXES = (".csv", ".tsv")
SUFFIXES = (*TEXT_SUFFIXES, ".xlsx")
MAX_BYTES = 256 * 1024 * 1024

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BINARY = ("PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF")
_MAX_FIELD = 64 * 1024 * 1024


def read_table(path: Path) -> Table:
    """Return the header and the rows of a table, everything as text.

    A row has as many cells as the header. Empty rows at the end are dropped, others kept, so
    that the row of the file is the place in the result plus two. Numbers come without a
    trailing `.0`, dates in ISO form. Of an .xlsx the first sheet is read; a formula counts
    as the value that was saved with it. A .csv may have commas, semicolons, tabs or bars
    between its cells, a byte-order mark, and be UTF-8, UTF-16 (with a mark) or Windows-1252.

    Raises:
        InputError: The file cannot be read as a table; the message says why.
    """
    return read_sheet(path, "")


def read_sheet(path: Path, name: str) -> Table:
    """Return the named sheet of an .xlsx as `read_table` does; a text file has one sheet only.

    Args:
        path: The file.
        name: Of the sheet, case ignored; empty for the first.

    Raises:
        InputError: The file cannot be read as a table.
        NotFound: There is no sheet of this name.
    """
    suffix = _checked_suffix(path)
    if suffix == ".xlsx":
        from sendcode.interchange.table_xlsx import sheet_rows

        return _table(path, sheet_rows(path, name))
    if name:
        raise NotFound(f"{path.name} has no sheet '{name}'", "Only .xlsx files have sheets.")
    return _table(path, _text_rows(path, "\t" if suffix == ".tsv" else ""), strict=True)


def _checked_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{path.name}: not a table that sendcode reads ({suffix or 'no suffix'})",
            f"Save it as {' or '.join(SUFFIXES)}.",
        )
    if not is_file(path):
        raise InputError(f"no file {path}", "Check the spelling of the path.")
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{path.name}: the file is empty")
    if size > MAX_BYTES:
        raise InputError(f"{path.name}: too large for a table ({size:,} bytes)")
    return suffix


def _table(path: Path, rows: Iterable[Sequence[str]], *, strict: bool = False) -> Table:
    """Return header and rows of equal length.

    Args:
        path: For messages.
        rows: As they stand in the file.
        strict: A row longer than the header is an error, not a header that is too short: in
            a text file it is mostly a comma without quotes around it.
    """
    found = [_trimmed(row) for row in rows]
    while found and not found[-1]:
        found.pop()
    if not found:
        raise InputError(f"{path.name}: the table is empty")
    if not found[0]:
        raise InputError(
            f"{path.name}: the first row is empty", "A table starts with the names of its columns."
        )
    header = tuple(" ".join(name.split()) for name in found[0])
    width = max(map(len, found))
    if strict and width > len(header):
        number = next(n for n, row in enumerate(found, 1) if len(row) > len(header))
        raise InputError(
            f"{path.name}: row {number} has {len(found[number - 1])} cells, "
            f"the header {len(header)}",
            "Put quotation marks around cells that hold the separator.",
        )
    padded = [(*row, *[""] * (width - len(row))) for row in found[1:]]
    return (*header, *[""] * (width - len(header))), tuple(padded)


def _trimmed(row: Sequence[str]) -> Row:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return tuple(row[:end])


def _text_rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    text = _decoded(path)
    named = _SEPARATOR_LINE.match(text)
    if named:
        delimiter, text = named.group(1), text[named.end() :]
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_FIELD))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True
    )
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(
            f"{path.name}, line {reader.line_num}: the quotation marks do not match ({error})",
            "A quotation mark inside a cell is written twice.",
        ) from error


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif raw.startswith(tuple(mark.encode("latin-1") for mark in _BINARY)) or b"\0" in raw:
        raise InputError(
            f"{path.name}: this is not a text file",
            "If it is a spreadsheet, name it .xlsx or save it as CSV.",
        )
    else:
        encoding = "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """Return what parts the cells of the first row: the commonest candidate outside quotes."""
    first = ""
    for line in io.StringIO(text, newline=""):
        first += line
        if first.count('"') % 2 == 0:
            break
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)
