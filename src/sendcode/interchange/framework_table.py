"""The sheet Framework of a workbook, read back: the texts that people wrote in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import InputError

SHEET = "Framework"
_VERSION = re.compile(r"#([0-9]+)\s*$")


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A text of the sheet.

    Attributes:
        version: The text that stood there when the sheet was written; None for none.
        row: In the sheet, from 1.
    """

    case: str
    code: str
    text: str
    version: int | None
    row: int


def read_framework(path: Path) -> tuple[WrittenCell, ...]:
    """Return every cell of the rows `summary`, empty ones too.

    Raises:
        InputError: It is no workbook with such a sheet, or its first rows were changed.
    """
    from sendcode.interchange.table_xlsx import sheet_rows  # openpyxl: who only writes waits

    rows = sheet_rows(path, SHEET)
    if len(rows) < 2 or rows[1][:2] != ["", "code"]:
        raise InputError(
            f"{path.name}, sheet {SHEET}: the second row should hold the codes",
            "Export the workbook again and write into the rows 'summary'.",
        )
    codes = rows[1][2:]
    found = []
    for number, row in enumerate(rows[2:], 3):
        if len(row) < 2 or row[1] != "summary":
            continue
        below = rows[number] if number < len(rows) and rows[number][1:2] == ["written"] else []
        for at, code in enumerate(codes, 2):
            if not code:
                continue
            said = _VERSION.search(below[at]) if at < len(below) else None
            text = row[at] if at < len(row) else ""
            text = "\n".join(line.rstrip() for line in text.strip().splitlines())
            version = int(said[1]) if said else None
            found.append(WrittenCell(row[0], code, text, version, number))
    return tuple(found)
