"""The sheets of .xlsx files as rows of text."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sendcode.errors import InputError, NotFound
from sendcode.places import is_file

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_UNPACKED = 1024 * 1024 * 1024
DAMAGE = (
    *(BadZipFile, InvalidFileException, zlib.error, SyntaxError, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, struct.error),
    *(NotImplementedError, RuntimeError, OSError),
)
"""What openpyxl and its XML parsers raise on a workbook that is not whole."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a workbook to read what its cells show; raises `DAMAGE` where it is not whole."""
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that openpyxl leaves out
        workbook = load_workbook(file, read_only=True, data_only=True)
        try:
            yield workbook
        finally:
            workbook.close()


def sheet_rows(path: Path, name: str) -> list[list[str]]:
    """Return the rows of one sheet from the first on, every cell as text.

    Args:
        path: The workbook.
        name: Of the sheet, case ignored; empty for the first.

    Raises:
        InputError: It is missing, is no .xlsx, is protected by a password or damaged.
        NotFound: It has no such sheet; the hint lists those it has.
    """
    check_xlsx(path)
    try:
        with opened(path) as workbook:
            return list(_rows(_sheet(workbook, path, name)))
    except DAMAGE as error:
        raise InputError(
            f"{path.name}: the workbook is damaged ({type(error).__name__})",
            "Open it in a spreadsheet program and save it again as .xlsx.",
        ) from error


def description(path: Path) -> str:
    """Return the description in the properties of a workbook that can be read; else empty."""
    try:
        with opened(path) as workbook:
            return str(workbook.properties.description or "")
    except DAMAGE:
        return ""


def check_xlsx(path: Path) -> None:
    """Refuse a file that is missing, no .xlsx, protected by a password, or too large unpacked.

    Raises:
        InputError: The message says which of these it is.
    """
    if not is_file(path):
        raise InputError(f"no file {path}", "Check the spelling of the path.")
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        if _ENCRYPTED in path.read_bytes():
            raise InputError(
                f"{path.name}: the workbook is protected by a password",
                "Save a copy without the password.",
            )
        raise InputError(
            f"{path.name}: an old Excel file (.xls) under the name .xlsx", "Save it as .xlsx."
        )
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
    except DAMAGE as error:
        raise InputError(f"{path.name}: this is not an .xlsx workbook") from error
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise InputError(
            f"{path.name}: this is a zip file, but not an .xlsx workbook", "Save it as .xlsx."
        )
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise InputError(f"{path.name}: too large for a table when unpacked")


def _sheet(workbook: Any, path: Path, name: str) -> Any:
    sheets = workbook.worksheets
    if not sheets:
        raise InputError(f"{path.name}: the workbook has no sheet with cells")
    if not name:
        return sheets[0]
    for sheet in sheets:
        if sheet.title.casefold() == name.casefold():
            return sheet
    known = ", ".join(sheet.title for sheet in sheets)
    raise NotFound(f"{path.name} has no sheet '{name}'", f"It has: {known}.")


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # some programs write a wrong size
    for row in sheet.iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds")
    return str(value)
