"""A matrix as a sheet: the code tree as folded rows, heat by value, totals, denominators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from openpyxl.cell import Cell

from sendcode.core.matrix import Key, Matrix, Measure, Value
from sendcode.exporters.shown import column_names
from sendcode.exporters.xlsx_links import Rows
from sendcode.exporters.xlsx_segments import SEGMENTS
from sendcode.sheets.book import Book, Link, Sheet
from sendcode.sheets.look import (
    ACCENT,
    DARK_FROM,
    FAINT,
    HEADER,
    HEAT,
    INK,
    LINE,
    QUIET,
    TINT,
    WHITE,
    Style,
)  # fmt: skip
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

_LONGEST_LEVEL_HEADER = 14
_NOTE_WIDTH = 130
_PAGE_WIDTH = 220
_LEAST_TOP = 5
"""The darkest shade stands for at least so many, lest a single segment look like a crowd."""

_NUMBERS = {Measure.SHARE: "0.0%", Measure.SCORE: "0.00"}
_BASES = {
    Measure.CASES: "Cases interviewed",
    Measure.PARTICIPANTS: "People interviewed",
    Measure.UNITS: "Codable units",
    Measure.SHARE: "Codable units",
    Measure.WORDS: "Words that could be coded",
}
_ROW_TITLES = {"code": "Theme"}


def add_matrix(
    book: Book, name: str, matrix: Matrix, *, title: str, targets: Rows | None = None
) -> None:
    """Add the sheet: header, rows, totals, then the denominators and the notes.

    Args:
        book: The workbook.
        name: Of the sheet.
        matrix: What to show.
        title: In the head of printed pages.
        targets: Where the cells lead to: rows of the sheet of segments by key.
    """
    _MatrixSheet(book, name, matrix, title, targets or {}).write()


class _MatrixSheet:
    """One matrix on its way into a sheet."""

    def __init__(self, book: Book, name: str, matrix: Matrix, title: str, targets: Rows) -> None:
        self.matrix = matrix
        self.targets = targets
        self.coded = "code" in matrix.row_dimension.split(",")
        self.headers = list(column_names(matrix))
        longest = max(map(len, self.headers), default=0)
        self.rotated = longest > _LONGEST_LEVEL_HEADER
        self.widths = self._widths(longest)
        self.number = _NUMBERS.get(matrix.measure, "#,##0")
        self.tops = _tops(matrix)
        depth = max(matrix.row_levels, default=1)
        pages = ceil(sum(self.widths) / _PAGE_WIDTH)
        page = Page(
            title=title,
            freeze="C2" if self.coded else "B2",
            header_columns=(2 if self.coded else 1) if pages > 1 else 0,
            pages_wide=pages,
            outline_rows=depth - 1,
        )
        self.sheet: Sheet = book.sheet(name, self.widths, page)

    def _widths(self, longest: int) -> list[float]:
        matrix = self.matrix
        labels = [
            len(label) + 2 * level
            for label, level in zip(matrix.row_labels, matrix.row_levels, strict=True)
        ]
        first = min(max([26, *labels]) + 2, 48)
        keys = min(max((len("/".join(key)) for key in matrix.rows), default=8) + 1, 34)
        cell = 7.5 if self.rotated else max(8.5, longest + 2.5)
        return [first, *([keys] if self.coded else []), *[cell] * len(matrix.columns), 9]

    def write(self) -> None:
        self._write_header()
        matrix = self.matrix
        for place, key in enumerate(matrix.rows):
            self._write_row(place, key)
        total = Style(bold=True, fill=TINT, top=ACCENT, vertical="center", number=self.number)
        values = (*matrix.column_totals, matrix.total)
        self._write_under("Total", values, total)
        self.sheet.add([])
        quiet = Style(colour=QUIET, number="#,##0")
        if matrix.read_share:
            label = _BASES.get(matrix.measure, "Transcripts")
            self._write_under(label, (*matrix.base, None), quiet)
            self._write_under(
                "Share of units read", (*matrix.read_share, None), replace(quiet, number="0%")
            )
        self.sheet.add([])
        for note in self._notes():
            self._write_note(note)

    def _write_header(self) -> None:
        text = self.sheet.text
        title = _ROW_TITLES.get(self.matrix.row_dimension, self.matrix.row_dimension.capitalize())
        column = replace(HEADER, horizontal="center", rotation=90 if self.rotated else 0)
        cells = [text(title, HEADER)]
        if self.coded:
            cells.append(text("Code", HEADER))
        cells += [text(header, column) for header in self.headers]
        cells.append(text("Total", replace(HEADER, horizontal="right")))
        longest = max(map(len, self.headers), default=0)
        self.sheet.add(cells, height=min(14 + 6.2 * longest, 190) if self.rotated else 24)

    def _write_row(self, place: int, key: Key) -> None:
        matrix, sheet = self.matrix, self.sheet
        level = matrix.row_levels[place]
        family = level == 1 and max(matrix.row_levels) > 1
        line = LINE if family and place else ""
        base = Style(bold=family, top=line, vertical="center")
        cells: list[Cell] = [
            sheet.text(
                matrix.row_labels[place],
                replace(base, indent=2 * (level - 1), horizontal="left"),
            )
        ]
        if self.coded:
            path = "/".join(key) if len(key) == 1 else " · ".join(key)
            cells.append(sheet.text(path, replace(base, bold=False, colour=QUIET, size=8)))
        for at, (column, value) in enumerate(
            zip(matrix.columns, matrix.values[place], strict=True)
        ):
            link = self._to_segments(place, key, column, value)
            look = self._heat(base, level, value)
            if (place, at) in matrix.nobody:
                look = replace(look, number='"·"')  # still a nought for who calculates
            cells.append(sheet.number(value, look, link=link))
        total = matrix.row_totals[place]
        look = replace(base, bold=True, fill=TINT, number=self.number)
        cells.append(sheet.number(total, look if total else replace(look, colour=FAINT)))
        sheet.outline(level - 1)
        sheet.add(cells, height=18)

    def _heat(self, base: Style, level: int, value: Value) -> Style:
        look = replace(base, number=self.number, horizontal="center")
        if not value:
            return replace(look, colour=FAINT, bold=False)
        step = min(ceil(value / self.tops[level] * len(HEAT)), len(HEAT)) - 1
        return replace(look, fill=HEAT[step], colour=WHITE if step >= DARK_FROM else INK)

    def _to_segments(self, place: int, key: Key, column: Key, value: Value) -> Link | None:
        row = self.targets.get((key, column))
        if not value or row is None:
            return None
        tip = f"{self.matrix.row_labels[place]} · {' · '.join(column)}: to the first segment"
        return Link(f"{SEGMENTS}!A{row}", tip)

    def _write_under(self, label: str, values: Sequence[Value], style: Style) -> None:
        sheet = self.sheet
        first = [sheet.text(label, style), *([sheet.text("", style)] if self.coded else [])]
        centred = replace(style, horizontal="center")
        cells = [sheet.number(value, centred) for value in values[:-1]]
        sheet.add([*first, *cells, sheet.number(values[-1], style)], height=18)

    def _notes(self) -> list[str]:
        matrix = self.matrix
        counted = f"Counted: {matrix.counted}. Coder: {matrix.coder}."
        if matrix.filter:
            counted += f" Filter: {matrix.filter}."
        shades = "Shades compare codes of the same level; the darker, the more."
        links = " Click a figure to come to its first segment." if self.targets else ""
        notes = [counted, shades + links, f"Denominators: {matrix.base_meaning}.", *matrix.notes]
        if matrix.nobody:
            notes.append("· : nobody of this kind was interviewed.")
        return notes

    def _write_note(self, note: str) -> None:
        columns, width = 0, 0.0
        while columns < len(self.widths) and width < _NOTE_WIDTH:
            width += self.widths[columns]
            columns += 1
        cell = self.sheet.text(note, Style(wrap=True, colour=QUIET, size=9))
        row = self.sheet.add([cell], height=height([(note, width)], size=9))
        self.sheet.merge(row, columns)


def _tops(matrix: Matrix) -> dict[int, float]:
    """Return the value of the darkest shade for each level of rows."""
    least = 0.0 if matrix.measure in _NUMBERS else float(_LEAST_TOP)
    tops: dict[int, float] = {}
    for level, values in zip(matrix.row_levels, matrix.values, strict=True):
        tops[level] = max(tops.get(level, least), *(value or 0 for value in values), least)
    return tops
