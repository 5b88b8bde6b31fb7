from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sendcode.core.figures import Bars, Groups
from sendcode.core.report import ThemeFigures
from sendcode.exporters.xlsx import write_workbook
from sendcode.exporters.xlsx_figures import add_figures
from sendcode.sheets.book import Book
from tests.exporters import study

FIGURES = ThemeFigures(
    codes=("delays", "senco-time"),
    by_role=Groups(
        title="Themes by role",
        series=("parent", "pupil"),
        groups=(("Delays", ((3, 4), (1, 2))), ("=SENCo time", ((0, 4), (None, 2)))),
        unit="people",
    ),
    cases=Bars(
        title="Cases per theme",
        bars=(("Delays", 5, 6), ("=SENCo time", None, 6)),
        unit="cases",
    ),
)


def _written(path: Path, figures: ThemeFigures) -> Worksheet:
    book = Book("t")
    add_figures(book, figures, title="t")
    book.save(path)
    sheet = load_workbook(path)["Figures"]
    assert isinstance(sheet, Worksheet)
    return sheet


def _rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(values_only=True) if any(v is not None for v in row)]


def test_the_tables_below_the_charts_hold_shares_people_and_cases(tmp_path: Path) -> None:
    rows = [row[:4] for row in _rows(_written(tmp_path / "a.xlsx", FIGURES))]
    assert ("Delays", "delays", 0.75, 0.5) in rows
    assert ("=SENCo time", "senco-time", 0, None) in rows
    assert ("Delays", "delays", 3, 1) in rows
    assert ("Delays", "delays", 5, 6) in rows
    assert ("People interviewed", None, 4, 2) in rows


def test_each_chart_refers_to_the_cells_of_its_table(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "a.xlsx", FIGURES)
    by_role, cases = sheet._charts
    assert len(by_role.series) == 2
    first = by_role.series[0].val.numRef.f.replace("$", "").split("!")[1].split(":")
    assert [sheet[cell].value for cell in first] == [0.75, 0.5]
    counted = cases.series[0].val.numRef.f.replace("$", "").split("!")[1].split(":")
    assert [sheet[cell].value for cell in counted] == [5, None]


def test_where_nobody_was_interviewed_it_says_so(tmp_path: Path) -> None:
    nothing = ThemeFigures((), Groups("", (), (), "people"), Bars("", (), "cases"))
    assert _rows(_written(tmp_path / "a.xlsx", nothing))[0][0] == "There is nothing to draw yet."


def test_the_workbook_has_the_sheet_where_there_are_figures(tmp_path: Path) -> None:
    write_workbook(replace(study.workbook(), figures=FIGURES), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert "Figures" in book.sheetnames
    listed = [row[0] for row in book["Read me"].iter_rows(values_only=True)]
    assert "Figures" in listed


def test_headings_stand_above_their_numbers(tmp_path: Path) -> None:
    sheet = _written(tmp_path / "a.xlsx", FIGURES)
    headings = [row for row in sheet.iter_rows() if row[1].value == "Code"]
    assert len(headings) == 3
    for row in headings:
        below = sheet[row[0].row + 1]
        assert row[2].alignment.horizontal == below[2].alignment.horizontal == "center"
