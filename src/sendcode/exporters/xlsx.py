"""Workbooks and single tables as .xlsx; the sheets themselves are in the modules beside."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sendcode.core.matrix import Matrix
from sendcode.core.report import Workbook
from sendcode.core.segments import SegmentTable
from sendcode.exporters.xlsx_decisions import DECISIONS, add_decisions
from sendcode.exporters.xlsx_figures import FIGURES, add_figures
from sendcode.exporters.xlsx_framework import FRAMEWORK, add_framework
from sendcode.exporters.xlsx_links import first_rows
from sendcode.exporters.xlsx_matrix import add_matrix
from sendcode.exporters.xlsx_pages import CODEBOOK, add_codebook, add_readme
from sendcode.exporters.xlsx_segments import SEGMENTS, add_segments
from sendcode.sheets.book import Book
from sendcode.sheets.text import one_line

THEMES = "Theme matrix"
ROLES = "By role"
MATRIX = "Matrix"
TOGETHER = "Co-occurrence"

_SHEETS = (
    (THEMES, "Every code by case, with totals and denominators; a figure leads to its segments."),
    (ROLES, "Every code by the role of who speaks."),
    (
        SEGMENTS,
        "One row per coding, with filters; the words that led to a suggestion are in bold. "
        "code_guid, start and end are folded away (the + above the columns shows them). On paper "
        "it ends with the text.",
    ),
    (CODEBOOK, "What each code means. Segments counts what carries the code itself."),
)


def write_workbook(workbook: Workbook, path: Path) -> None:
    """Write a study's workbook, sheet by sheet.

    Raises:
        SendcodeError: A sheet would have more rows or columns than a spreadsheet can hold.
    """
    title = workbook.title
    with Book(title, workbook.made_at, _about(workbook)) as book:
        add_readme(book, title, workbook.made_at, workbook.readme, _sheets(workbook))
        for name, matrix in ((THEMES, workbook.themes), (ROLES, workbook.roles)):
            targets = first_rows(matrix, workbook.segments)
            add_matrix(book, name, matrix, title=title, targets=targets)
        for name, matrix in workbook.more:
            add_matrix(book, _by(name), matrix, title=title)
        if workbook.framework is not None:
            add_framework(book, workbook.framework, title=title)
        if workbook.together is not None:
            add_matrix(book, TOGETHER, workbook.together, title=title)
        if workbook.figures is not None:
            add_figures(book, workbook.figures, title=title)
        add_segments(book, workbook.segments, title=title)
        add_codebook(book, workbook.codebook, workbook.counts, title=title)
        if workbook.decisions is not None:
            add_decisions(book, workbook.decisions, title=title)
        book.save(path)


def _by(attribute: str) -> str:
    """Return the name of an attribute's sheet; spreadsheets forbid some letters and length."""
    return re.sub(r"[\[\]:*?/\\']", " ", f"By {one_line(attribute, 28)}").strip()


def _sheets(workbook: Workbook) -> tuple[tuple[str, str], ...]:
    more = [(_by(name), f"Every code by {name}.") for name, _ in workbook.more]
    if workbook.framework is not None:
        more.append(
            (
                FRAMEWORK,
                "One text per case and theme, with quotes. Write into the rows 'summary' and "
                "bring the texts back with 'sendcode summary --import'.",
            )
        )
    if workbook.together is not None:
        more.append((TOGETHER, "Codes beside codes: turns that carry both."))
    if workbook.figures is not None:
        more.append((FIGURES, "Charts: themes by role, cases per theme; each with its table."))
    last = [(DECISIONS, "The log: who decided what, and when; undone decisions too.")]
    return (*_SHEETS[:2], *more, *_SHEETS[2:], *(last if workbook.decisions is not None else ()))


def _about(workbook: Workbook) -> str:
    """Return what `verify` needs to count the workbook again."""
    about = {
        "coder": workbook.coder,
        "where": workbook.where,
        "made_at": workbook.made_at,
        "by": [name for name, _ in workbook.more],
    }
    return json.dumps(about, ensure_ascii=False)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write one matrix as a workbook of one sheet."""
    title = f"{matrix.row_dimension} by {matrix.column_dimension}"
    with Book(title) as book:
        add_matrix(book, MATRIX, matrix, title=title)
        book.save(path)


def write_segments(table: SegmentTable, path: Path) -> None:
    """Write a segment table as a workbook of one sheet."""
    with Book(SEGMENTS) as book:
        add_segments(book, table, title=SEGMENTS)
        book.save(path)
