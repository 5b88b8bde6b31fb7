"""The sheet of figures: native charts, each with the small table that it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.cell import Cell

from sendcode.core import figures
from sendcode.core.report import ThemeFigures
from sendcode.sheets.book import Book, Sheet
from sendcode.sheets.chart import COLOURS, Bars
from sendcode.sheets.look import HEADER, LINE, QUIET, Style
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

FIGURES = "Figures"
_ROW = 15.0  # points
_POINTS = 28.35  # to a centimetre
_WIDTH = 24.0
_HEADING = Style(bold=True, size=12)
_CELL = Style(bottom=LINE, vertical="center")
_NUMBER = replace(_CELL, horizontal="center")
_SHARE = replace(_NUMBER, number="0%")
_ABOVE = replace(HEADER, horizontal="center")
_QUIET = Style(colour=QUIET, size=9, wrap=True)
_SHARES = "Share of the people interviewed"
_UNREAD = "An empty cell: nothing that people of this role said was read yet."


def add_figures(book: Book, drawn: ThemeFigures, *, title: str) -> None:
    """Add the sheet: themes by role, then cases per theme; tables stand below the charts."""
    roles = drawn.by_role.series
    widths = [30.0, 26.0, *[max(11.0, len(r) + 2.0) for r in roles], *([11.0] * (2 - len(roles)))]
    page = Page(title=title, header_rows=0)
    sheet = book.sheet(FIGURES, widths, page)
    if roles and drawn.by_role.groups:
        _by_role(sheet, drawn.by_role, drawn.codes)
        sheet.page_break()
    if drawn.cases.bars:
        _cases(sheet, drawn.cases, drawn.codes)
    if not sheet.rows:
        sheet.add([sheet.text("There is nothing to draw yet.", _QUIET)])


def _by_role(sheet: Sheet, figure: figures.Groups, codes: Sequence[str]) -> None:
    few = len(figure.groups) <= len(COLOURS)
    tall = 9.5 if few else min(4.0 + 0.25 * len(figure.groups) * len(figure.series), 40.0)
    first = _room(sheet, figure.title, tall)
    corner = _shares(sheet, figure, codes)
    sheet.add([])
    _people(sheet, figure, codes)
    missing = any(count is None for _, found in figure.groups for count, _ in found)
    _note(
        sheet,
        f"{_SHARES} in a role of whom at least one segment has the theme. "
        + (_UNREAD if missing else ""),
    )
    names = tuple(name for name, _ in figure.groups)
    shares = tuple(tuple(_share(*found) for found in row) for _, row in figure.groups)
    sheet.chart(
        Bars(
            title="Who spoke of each theme",
            axes=("Role" if few else "Theme", _SHARES),
            names=figure.series if few else names,
            series=tuple(zip(names, shares, strict=True))
            if few
            else tuple(zip(figure.series, zip(*shares, strict=True), strict=True)),
            corner=corner,
            name_column=1,
            across=few,
            lying=not few,
            top=1.0,
            number="0%",
            size=(_WIDTH, tall),
        ),
        first,
    )


def _shares(sheet: Sheet, figure: figures.Groups, codes: Sequence[str]) -> tuple[int, int]:
    """Write the table that the chart is drawn from; return row and column of its first number."""
    _head(sheet, "Theme", figure.series)
    first = sheet.rows + 1
    for (name, found), code in zip(figure.groups, codes, strict=True):
        cells = [sheet.number(_share(count, base), _SHARE) for count, base in found]
        sheet.add([*_names(sheet, name, code), *cells], height=16)
    return first, 3


def _head(sheet: Sheet, what: str, numbers: Sequence[str]) -> None:
    """Write the headings; those of numbers stand above them, in the middle."""
    above = [sheet.text(name, _ABOVE) for name in numbers]
    sheet.add([sheet.text(what, HEADER), sheet.text("Code", HEADER), *above], height=20)


def _people(sheet: Sheet, figure: figures.Groups, codes: Sequence[str]) -> None:
    """Write how many people the shares stand for, and of how many."""
    _head(sheet, "People", figure.series)
    for (name, found), code in zip(figure.groups, codes, strict=True):
        cells = [sheet.number(count, _NUMBER) for count, _ in found]
        sheet.add([*_names(sheet, name, code), *cells], height=16)
    quiet = replace(_NUMBER, colour=QUIET)
    cells = [sheet.number(base, quiet) for _, base in figure.groups[0][1]]
    sheet.add([*_names(sheet, "People interviewed", "", quiet), *cells], height=16)


def _cases(sheet: Sheet, figure: figures.Bars, codes: Sequence[str]) -> None:
    tall = min(3.2 + 0.75 * len(figure.bars), 40.0)
    first = _room(sheet, figure.title, tall)
    _head(sheet, "Theme", ("Cases", "Out of"))
    for (name, count, base), code in zip(figure.bars, codes, strict=True):
        cells = [sheet.number(count, _NUMBER), sheet.number(base, replace(_NUMBER, colour=QUIET))]
        sheet.add([*_names(sheet, name, code), *cells], height=16)
    corner = (sheet.rows - len(figure.bars) + 1, 3)
    _note(sheet, "Cases with at least one segment of the theme, out of the cases interviewed.")
    counts = tuple(float(count or 0) for _, count, _ in figure.bars)
    sheet.chart(
        Bars(
            title="Cases per theme",
            axes=("Theme", f"Cases, out of {figure.bars[0][2]:,}"),
            names=tuple(name for name, *_ in figure.bars),
            series=(("Cases", counts),),
            corner=corner,
            name_column=1,
            across=False,
            lying=True,
            top=float(max(figure.bars[0][2], 1)),
            number="0",
            size=(_WIDTH, tall),
        ),
        first,
    )


def _room(sheet: Sheet, heading: str, tall: float) -> int:
    """Write a heading and leave empty rows for a chart; return the first of these."""
    sheet.add([sheet.text(heading, _HEADING)], height=22)
    first = sheet.rows + 1
    for _ in range(int(tall * _POINTS / _ROW) + 2):
        sheet.add([], height=_ROW)
    return first


def _names(sheet: Sheet, name: str, code: str, style: Style = _CELL) -> list[Cell]:
    left = replace(style, horizontal="left")
    return [sheet.text(name, left), sheet.text(code, replace(left, colour=QUIET, size=8))]


def _note(sheet: Sheet, text: str) -> None:
    row = sheet.add([sheet.text(text, _QUIET)], height=height([(text, 90)], size=9))
    sheet.merge(row, 5)
    sheet.add([])


def _share(count: int | None, base: int) -> float | None:
    return count / base if count is not None and base else None
