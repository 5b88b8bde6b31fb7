from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook

from sendcode.sheets.book import Book
from sendcode.sheets.page import Page


def test_a_title_with_signs_of_the_page_header_is_shown_as_it_is(tmp_path: Path) -> None:
    book = Book("t")
    book.sheet("S", [10], Page(title="R&D 7")).add([])
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"R&amp;&amp;D 7" in archive.read("xl/worksheets/sheet1.xml")


def test_a_wide_sheet_repeats_its_headings_on_every_page(tmp_path: Path) -> None:
    book = Book("t")
    page = Page(freeze="C2", header_rows=2, header_columns=2, pages_wide=3, outline_rows=9)
    book.sheet("S", [10], page).add([])
    book.save(tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["S"]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$2", "$A:$B")
    assert (sheet.page_setup.fitToWidth, sheet.freeze_panes) == (3, "C2")
    assert sheet.sheet_format.outlineLevelRow == 7  # Excel has no more
