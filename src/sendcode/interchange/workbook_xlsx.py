"""Workbooks that we wrote, read back: their cells, and what they were counted from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.compare import Cell
from sendcode.errors import InputError
from sendcode.interchange.table_xlsx import DAMAGE, check_xlsx, opened


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook as it was read.

    Attributes:
        sheets: By name, its rows up to the last that holds something.
        coder: Whose codings it says it counts; empty where it says nothing.
        where: The filter that it says it stands for.
        by: Attributes that have a sheet of their own.
        made_at: The state of the project that it says it shows.
    """

    sheets: dict[str, tuple[tuple[Cell, ...], ...]]
    coder: str
    where: str
    made_at: str
    by: tuple[str, ...]


def read_workbook(path: Path) -> ReadBook:
    """Return the cells of a workbook that `export` wrote.

    Raises:
        InputError: It is no .xlsx, is damaged, or was not written by sendcode.
    """
    check_xlsx(path)
    try:
        with opened(path) as book:
            about = _about(book.properties.description)
            sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except DAMAGE as error:
        raise InputError(
            f"{path.name}: the workbook is damaged ({type(error).__name__})"
        ) from error
    if about is None:
        raise InputError(
            f"{path.name} does not say that sendcode wrote it",
            "Only workbooks of 'sendcode export FILE.xlsx' can be recomputed.",
        )
    return ReadBook(sheets, *about)


def _about(text: str | None) -> tuple[str, str, str, tuple[str, ...]] | None:
    try:
        found = json.loads(text or "")
        by = tuple(str(name) for name in found["by"])
        return str(found["coder"]), str(found["where"]), str(found["made_at"]), by
    except (ValueError, KeyError, TypeError):
        return None


def _rows(sheet: object) -> tuple[tuple[Cell, ...], ...]:
    found: list[tuple[Cell, ...]] = []
    for row in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
        cells = [_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        found.append(tuple(cells))
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value or None if isinstance(value, str) else value
    return str(value)
