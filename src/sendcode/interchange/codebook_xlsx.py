"""A codebook as a sheet that people fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.codebook import Codebook
from sendcode.core.codebook_file import export_mark
from sendcode.sheets.book import Book
from sendcode.sheets.look import HEADER, LINE, Style
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

_WIDTHS = (18.0, 22.0, 26.0, 52.0, 38.0, 38.0, 46.0, 10.0, 46.0)
_CELL = Style(wrap=True, bottom=LINE)
_TOP = Style(wrap=True, bottom=LINE, bold=True)


def write_sheet(
    codebook: Codebook, columns: Sequence[str], rows: Sequence[Sequence[str]], path: Path
) -> None:
    """Write one sheet, Codebook; the same codebook gives the same bytes."""
    with Book(codebook.name, about=export_mark(codebook)) as book:
        sheet = book.sheet("Codebook", _WIDTHS, Page(title=codebook.name, freeze="D2"))
        sheet.add([sheet.text(name, HEADER) for name in columns], height=24)
        for row in rows:
            look = _TOP if not row[1] else _CELL
            cells = [sheet.text(v, look if n < 3 else _CELL) for n, v in enumerate(row)]
            sheet.add(cells, height=height(zip(row, _WIDTHS, strict=True)))
        book.save(path)
