import re
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sendcode.errors import SendcodeError
from sendcode.sheets import book as book_module
from sendcode.sheets.book import Book, Link
from sendcode.sheets.look import Style
from sendcode.sheets.page import Page


def _one_cell(path: Path, text: str):  # type: ignore[no-untyped-def]
    book = Book("t")
    sheet = book.sheet("S", [10], Page())
    sheet.add([sheet.text(text)])
    book.save(path)
    return load_workbook(path, rich_text=True)["S"]["A1"]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "1", "TRUE"]
)
def test_text_stays_text_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    cell = _one_cell(tmp_path / "a.xlsx", text)
    assert (cell.value, cell.data_type) == (text, "s")


def test_text_that_looks_active_is_quoted_for_whoever_edits_it(tmp_path: Path) -> None:
    assert _one_cell(tmp_path / "a.xlsx", "=1").quotePrefix
    assert not _one_cell(tmp_path / "b.xlsx", "a").quotePrefix


def test_no_formula_is_in_the_file(tmp_path: Path) -> None:
    _one_cell(tmp_path / "a.xlsx", "=1+1")
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert not re.search(rb"<f[ >/]", archive.read("xl/worksheets/sheet1.xml"))


def test_blanks_around_text_survive(tmp_path: Path) -> None:
    assert _one_cell(tmp_path / "a.xlsx", "  two \n lines ").value == "  two \n lines "


def test_parts_of_a_text_can_be_bold(tmp_path: Path) -> None:
    book = Book("t")
    sheet = book.sheet("S", [10], Page())
    sheet.add(
        [sheet.rich([("=a ", False), ("bold", True), (" c", False)]), sheet.rich([("", True)])]
    )
    book.save(tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx", rich_text=True)["S"]["A1"]
    assert str(cell.value) == "=a bold c"
    assert [part.font.b for part in cell.value if not isinstance(part, str)] == [True]
    assert cell.quotePrefix
    assert load_workbook(tmp_path / "a.xlsx")["S"]["A1"].value == "=a bold c"


def test_text_that_is_cut_is_not_bold(tmp_path: Path) -> None:
    book = Book("t")
    sheet = book.sheet("S", [10], Page())
    sheet.add([sheet.rich([("a" * 20_000, False), ("b" * 20_000, True)])])
    book.save(tmp_path / "a.xlsx")
    value = load_workbook(tmp_path / "a.xlsx", rich_text=True)["S"]["A1"].value
    assert isinstance(value, str)
    assert "[cut; whole text in the CSV export]" in value


def test_times_in_the_file_come_from_the_project(tmp_path: Path) -> None:
    book = Book("A study", "2024-03-05T12:20:30+02:00")
    book.sheet("S", [10], Page())
    book.save(tmp_path / "a.xlsx")
    properties = load_workbook(tmp_path / "a.xlsx").properties
    assert properties.created.isoformat() == "2024-03-05T10:20:30"
    assert properties.modified == properties.created
    assert properties.title == "A study"
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_without_a_time_has_a_fixed_one(tmp_path: Path) -> None:
    book = Book("t")
    book.sheet("S", [10], Page())
    book.save(tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").properties.created.year == 1980


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(SendcodeError, match="16,384 columns"), Book("t") as book:
        book.sheet("S", [5.0] * 16_385, Page())


def _write(rows: int) -> None:
    with Book("t") as book:
        sheet = book.sheet("S", [10], Page())
        for _ in range(rows):
            sheet.add([sheet.text("a")])


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MAX_ROWS", 1)
    with pytest.raises(SendcodeError, match="this table has more") as refused:
        _write(2)
    assert ".csv" in refused.value.hint


def test_links_stop_before_excel_would_drop_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "MAX_LINKS", 1)
    book = Book("t")
    sheet = book.sheet("S", [10], Page())
    sheet.add([sheet.number(n, link=Link("S!A1")) for n in range(3)])
    book.save(tmp_path / "a.xlsx")
    row = load_workbook(tmp_path / "a.xlsx")["S"][1]
    assert [cell.hyperlink is not None for cell in row] == [True, False, False]


def test_lines_and_rotation_reach_the_file(tmp_path: Path) -> None:
    book = Book("t")
    sheet = book.sheet("S", [10], Page())
    sheet.add([sheet.text("a", Style(top="FF0000", rotation=90, indent=2, horizontal="left"))])
    book.save(tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx")["S"]["A1"]
    assert cell.border.top.style == "thin"
    assert (cell.alignment.textRotation, cell.alignment.indent) == (90, 2)


def test_a_book_that_is_given_up_leaves_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(book_module, "MAX_ROWS", 1)
    with pytest.raises(SendcodeError):
        _write(2)
    assert not list(tmp_path.iterdir())
