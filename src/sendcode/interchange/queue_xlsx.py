"""The review queue as a workbook: drop-downs for the answers, and a sheet of the codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sendcode.core.codebook import Code, Codebook
from sendcode.interchange.queue_table import COLUMNS, DECISIONS, QUEUE_SHEET, Cells
from sendcode.sheets.book import Book, Sheet
from sendcode.sheets.look import ACCENT, HEADER, LINE, QUIET, WHITE, Style
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

CODES_SHEET = "Codes"

_WIDTHS = dict(
    zip(COLUMNS, (12, 18, 6, 12, 11, 8, 8, 62, 24, 22, 7, 9, 26, 12, 26, 32), strict=True)
)
_CODE_WIDTHS = (28.0, 30.0, 60.0, 40.0, 40.0)
_ANSWERS = ("decision", "code", "memo")
_FOLDED = ("start", "end")
_READ = ("text", "code_name")
"""What the coder reads stands in black; the rest is there to find the way back."""

_GIVEN = Style(wrap=True, bottom=LINE, colour=QUIET, size=9)
_SPOKEN = Style(wrap=True, bottom=LINE)
_ANSWER = Style(wrap=True, bottom=LINE, fill="FFF8E1")
_ANSWER_HEADER = replace(HEADER, fill=ACCENT, colour=WHITE)


def write_queue_sheets(rows: Sequence[Cells], codebook: Codebook, path: Path) -> None:
    """Write the sheets Queue and Codes; the same queue gives the same bytes."""
    live = [code for code in codebook.codes if not code.retired]
    with Book("Review queue") as book:
        _add_queue(book, rows, len(live))
        _add_codes(book, live)
        book.save(path)


def _add_queue(book: Book, rows: Sequence[Cells], codes: int) -> None:
    page = Page(title="Review queue", freeze="A2")
    sheet = book.sheet(QUEUE_SHEET, list(_WIDTHS.values()), page)
    sheet.fold([COLUMNS.index(name) + 1 for name in _FOLDED])
    _add_validations(sheet, len(rows) + 1, codes + 1)
    sheet.add(
        [sheet.text(n, _ANSWER_HEADER if n in _ANSWERS else HEADER) for n in COLUMNS], height=24
    )
    for row in rows:
        named = dict(zip(COLUMNS, row, strict=True))
        cells = [_cell(sheet, column, value) for column, value in named.items()]
        texts = ((v, _WIDTHS[column]) for column, v in named.items() if isinstance(v, str))
        sheet.add(cells, height=max(height(texts), 18))
    sheet.raw.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{sheet.rows}"


def _add_codes(book: Book, codes: Sequence[Code]) -> None:
    sheet = book.sheet(CODES_SHEET, _CODE_WIDTHS, Page(title="Codes", freeze="B2"))
    headings = ("code", "name", "definition", "include", "exclude")
    sheet.add([sheet.text(heading, HEADER) for heading in headings], height=24)
    for code in codes:
        line = (code.path, code.name, code.definition, code.include, code.exclude)
        fitted = height(zip(line, _CODE_WIDTHS, strict=True))
        sheet.add([sheet.text(text, _SPOKEN) for text in line], height=fitted)


def _cell(sheet: Sheet, column: str, value: str | float | None) -> Cell:
    if column in _ANSWERS:
        return sheet.text("", _ANSWER)
    look = _SPOKEN if column in _READ else _GIVEN
    if column == "suggestion_id" and isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int | float):
        number = "0.00" if column == "score" else "General"
        return sheet.number(value, replace(look, number=number, horizontal="left"))
    return sheet.text(value, look)


def _add_validations(sheet: Sheet, last_row: int, last_code: int) -> None:
    decision = DataValidation(
        type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True, showErrorMessage=True
    )
    decision.errorTitle, decision.error = "Decision", f"One of: {', '.join(DECISIONS)}"
    code = DataValidation(
        type="list",
        formula1=f"{CODES_SHEET}!$A$2:$A${max(last_code, 2)}",
        allow_blank=True,
        showErrorMessage=True,
    )
    code.errorTitle, code.error = "Code", f"A code of the sheet {CODES_SHEET}, for a recode"
    for validation, column in ((decision, "decision"), (code, "code")):
        letter = get_column_letter(COLUMNS.index(column) + 1)
        validation.add(f"{letter}2:{letter}{max(last_row, 2)}")
        sheet.raw.data_validations.append(validation)
