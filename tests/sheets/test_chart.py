from pathlib import Path

from openpyxl import load_workbook
from openpyxl.chart import BarChart

from sendcode.sheets.book import Book
from sendcode.sheets.chart import Bars
from sendcode.sheets.page import Page

BARS = Bars(
    title="Who",
    axes=("Theme", "People"),
    names=("a", "b"),
    series=(("x", (1.0, None)), ("y", (2.0, 3.0))),
    corner=(2, 2),
    name_column=1,
    across=False,
    lying=True,
    top=4.0,
    number="0",
    size=(10.0, 5.0),
)


def _chart(path: Path, bars: Bars) -> BarChart:
    book = Book("t")
    sheet = book.sheet("S", [10, 10, 10], Page())
    for row in (("", "x", "y"), ("a", "1", "2"), ("b", "", "3")):
        sheet.add([sheet.text(value) for value in row])
    sheet.chart(bars, 5)
    book.save(path)
    (found,) = load_workbook(path)["S"]._charts
    assert isinstance(found, BarChart)
    return found


def test_each_column_is_a_series_named_by_its_header(tmp_path: Path) -> None:
    chart = _chart(tmp_path / "a.xlsx", BARS)
    assert [s.tx.strRef.f for s in chart.series] == ["'S'!$B$1", "'S'!$C$1"]
    assert [s.val.numRef.f for s in chart.series] == ["'S'!$B$2:$B$3", "'S'!$C$2:$C$3"]
    assert {s.cat.strRef.f for s in chart.series} == {"'S'!$A$2:$A$3"}


def test_a_missing_number_is_left_out_of_what_is_kept_beside(tmp_path: Path) -> None:
    chart = _chart(tmp_path / "a.xlsx", BARS)
    assert [(p.idx, float(p.v)) for p in chart.series[0].val.numRef.numCache.pt] == [(0, 1.0)]


def test_the_axis_of_numbers_ends_where_it_was_told(tmp_path: Path) -> None:
    chart = _chart(tmp_path / "a.xlsx", BARS)
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (0, 4)
    assert not chart.x_axis.delete
