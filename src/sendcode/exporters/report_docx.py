"""A report as a Word document; figures come as tables of their numbers, which Word can restyle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sendcode.core.figures import Bars, Curve, Grid, Groups, Strips
from sendcode.core.matrix import Matrix
from sendcode.core.report import (
    Block,
    Counts,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quotes,
    Report,
)
from sendcode.exporters.shown import column_names, notes, out_of, shown
from sendcode.exporters.word import add_paragraph, add_run, save, set_up
from sendcode.sheets.look import ACCENT, HEAT, INK, LINE, QUIET, WHITE

_MOST_POINTS = 12
_KEPT = 14  # rows that stay on one page
_LETTER, _MARGIN = 0.0194, 0.08  # cm: a letter of one point, beside the words of a cell
_WIDE = 9  # a table with more columns gets a page across


def write_report(report: Report, path: Path) -> None:
    """Write the report; the same report gives the same bytes."""
    document: Any = docx.Document()
    set_up(document, report.title, report.made_at)
    add_run(add_paragraph(document, after=2), report.title, bold=True, size=22, colour=ACCENT)
    state = f" · {report.made_at[:10]}" if report.made_at else ""
    add_run(add_paragraph(document, after=10), report.subtitle + state, colour=QUIET)
    for block in report.blocks:
        _block(document, block)
    save(document, path)


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading(words, level, _):
            heading = document.add_heading("", level=min(level, 4))
            add_run(
                heading, words, bold=True, size=(16, 13, 11, 10)[min(level, 4) - 1], colour=ACCENT
            )
        case Paragraph(words, quiet):
            add_run(add_paragraph(document), words, colour=QUIET if quiet else INK)
        case Facts(facts):
            for term, said in facts:
                line = add_paragraph(document, after=2)
                add_run(line, f"{term}: ", bold=True, size=9.5)
                add_run(line, said, size=9.5)
        case Quotes(quotes):
            for quote in quotes:
                line = add_paragraph(document, after=1)
                line.paragraph_format.left_indent = Cm(0.8)
                line.paragraph_format.keep_with_next = True
                add_run(line, quote.text, italic=True)
                line = add_paragraph(document, after=8)
                line.paragraph_format.left_indent = Cm(0.8)
                said = " · ".join(filter(None, (quote.attribution, f"segment {quote.segment_id}")))
                add_run(line, said, colour=QUIET, size=8.5)
        case Counts(matrix, caption):
            _matrix(document, matrix, caption)
        case Picture(figure, says):
            if isinstance(figure, Strips | Grid):
                return  # colours over a text's length: the page and `plot` have it
            add_run(
                add_paragraph(document, after=2, together=True), figure.title, bold=True, size=9.5
            )
            _table(document, [[_number(cell) for cell in row] for row in _figure_rows(figure)])
            add_run(add_paragraph(document, after=10), says, colour=QUIET, size=8.5)


def _figure_rows(figure: Bars | Groups | Curve) -> list[list[object]]:
    """Return the numbers of a figure as a small table."""
    rows: list[list[object]]
    if isinstance(figure, Groups):
        rows = [["theme", *figure.series]]
        for label, bars in figure.groups:
            rows.append([label, *(out_of(found, base) for found, base in bars)])
        return rows
    if isinstance(figure, Bars):
        rows = [["", figure.unit, "share"]]
        for name, n, base in figure.bars:
            share = "" if n is None else f"{n / max(base, 1):.0%}"
            rows.append([name, out_of(n, base), share])
        return rows
    rows = [list(row) for row in figure.rows()]
    every = max(1, -(-(len(rows) - 1) // _MOST_POINTS))
    return [rows[0], *rows[1:-1:every], *rows[-1:][: len(rows) - 1]]


def _matrix(document: Any, matrix: Matrix, caption: str) -> None:
    across = len(matrix.columns) > _WIDE
    if across:
        _section(document, across=True)
    add_run(add_paragraph(document, after=2, together=True), caption, bold=True, size=9.5)
    head = [matrix.row_dimension, *column_names(matrix), "total"]
    rows = [head]
    for place, values in enumerate(matrix.values):
        cells = [shown(value, matrix.measure) for value in values]
        label = "   " * (matrix.row_levels[place] - 1) + matrix.row_labels[place]
        rows.append([label, *cells, shown(matrix.row_totals[place], matrix.measure)])
    totals = [shown(value, matrix.measure) for value in (*matrix.column_totals, matrix.total)]
    rows.append(["all", *totals])
    if matrix.read_share:
        rows.append([f"out of {matrix.base_label}", *(shown(n) for n in matrix.base), ""])
    tops = max((value or 0 for row in matrix.values for value in row), default=0)
    made = _table(document, rows)
    for r, values in enumerate(matrix.values, 1):
        for c, value in enumerate(values, 1):
            if value and tops:
                step = min(int(value / tops * len(HEAT)), len(HEAT) - 1)
                _shade(made.cell(r, c), HEAT[step], dark=step >= 4)
    for note in notes(matrix):
        add_run(add_paragraph(document, after=1), note, colour=QUIET, size=8)
    add_paragraph(document)
    if across:
        _section(document, across=False)


def _section(document: Any, *, across: bool) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if across else (Cm(21), Cm(29.7))


def _table(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    _lines(made)
    made.autofit = False
    size, first, other = _widths(rows[0])
    for c, column in enumerate(made.columns):
        column.width = Cm(other if c else first)
    cells = made._cells  # noqa: SLF001 - cell() finds all cells anew for each cell
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            cell = cells[r * len(rows[0]) + c]
            cell.width = Cm(other if c else first)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.space_before = Pt(1)
            paragraph.paragraph_format.keep_with_next = r < min(len(rows), _KEPT) - 1
            if c:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            add_run(paragraph, said, bold=not r, size=size)
    repeat = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no name
    return made


def _widths(heads: Sequence[str]) -> tuple[float, float, float]:
    """Return the size of letters in points, and the width of the first and the other columns in cm.

    The longest word of a heading stays whole where the page has room for it.
    """
    wide, others = len(heads) > _WIDE, max(len(heads) - 1, 1)
    whole = 24.0 if wide else 16.4
    first = min(5.0, whole / 3) if len(heads) > 2 else whole / 2
    longest = max((len(word) for head in heads[1:] for word in head.split()), default=1)
    for size in (7.5,) if wide else (8.5, 7.0):
        needed = longest * size * _LETTER + 2 * _MARGIN
        if needed * others + 3 <= whole:
            break
    first = min(first, max(whole - needed * others, 3.0))
    return size, first, min((whole - first) / others, 3.2)


def _lines(made: Any) -> None:
    """Give a table thin lines between its rows, none between its columns, and narrow cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(_MARGIN * 567)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no name for these
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")


def _shade(cell: Any, colour: str, *, dark: bool) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no name for it
    if dark:
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = RGBColor.from_string(WHITE)


def _number(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "" if cell is None else str(cell)
