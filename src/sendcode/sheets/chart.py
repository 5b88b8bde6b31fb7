"""Native charts of a spreadsheet: bars that refer to the cells of a table on the same sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from sendcode.sheets.look import FONT, INK, LINE, QUIET
from sendcode.sheets.text import one_line

COLOURS = (
    *("0072B2", "E69F00", "009E73", "CC79A7", "56B4E9", "D55E00", "8C7A00", "555555"),
    *("7A5195", "A6CEE3"),
)
"""After Okabe and Ito (2008), the yellow darkened for white paper; they come again after ten."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What a chart shows: a table with a header row, one of whose sides is the series.

    Attributes:
        title: Above the chart.
        axes: Title of the axis of names and of that of numbers.
        names: Of the bars, as the table has them.
        series: Name and values of each, as the table has them.
        corner: Row and column of the table's first number.
        name_column: Column of the names of the table's rows.
        across: The series are the table's rows.
        lying: The bars lie.
        top: Where the axis of numbers ends.
        number: Format of the numbers.
        size: Width and height in centimetres.
    """

    title: str
    axes: tuple[str, str]
    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    corner: tuple[int, int]
    name_column: int
    across: bool
    lying: bool
    top: float
    number: str
    size: tuple[float, float]


def chart(raw: Any, bars: Bars) -> BarChart:
    """Return a chart of cells of an openpyxl sheet, with what the cells hold beside."""
    made = BarChart()
    made.type, made.grouping = ("bar" if bars.lying else "col"), "clustered"
    made.gapWidth = 60
    made.width, made.height = bars.size  # type: ignore[assignment]
    made.roundedCorners = False
    made.title = _title(bars.title, 12)
    for number, (name, values) in enumerate(bars.series):
        made.series.append(_series(raw, bars, number, name, values))
    _axes(made, bars)
    if len(bars.series) > 1:
        made.legend = Legend()
        made.legend.position, made.legend.overlay = "b", False
        made.legend.txPr = _rich(9, INK)
    else:
        made.legend = None
        made.dataLabels = DataLabelList(showVal=True)
        made.dataLabels.showSerName = made.dataLabels.showCatName = False
        made.dataLabels.showLegendKey = made.dataLabels.showPercent = False
        made.dataLabels.txPr = _rich(9, INK)
    return made


def _series(raw: Any, bars: Bars, number: int, name: str, values: Sequence[float | None]) -> Any:
    row, column = bars.corner
    last = len(bars.names) - 1
    if bars.across:
        cells = _cells(raw, row + number, column, row + number, column + last)
        names = _cells(raw, row - 1, column, row - 1, column + last)
        head = _cells(raw, row + number, bars.name_column, row + number, bars.name_column)
    else:
        cells = _cells(raw, row, column + number, row + last, column + number)
        names = _cells(raw, row, bars.name_column, row + last, bars.name_column)
        head = _cells(raw, row - 1, column + number, row - 1, column + number)
    made = Series(cells, title="x")
    made.tx.v = None
    made.tx.strRef = StrRef(str(head), StrData(ptCount=1, pt=[StrVal(0, one_line(name, 250))]))
    kept = [StrVal(n, one_line(text, 250)) for n, text in enumerate(bars.names)]
    made.cat = AxDataSource(strRef=StrRef(str(names), StrData(ptCount=len(kept), pt=kept)))
    made.val.numRef.numCache = NumData(
        formatCode=bars.number,
        ptCount=len(values),
        pt=[NumVal(n, v=repr(v)) for n, v in enumerate(values) if v is not None],
    )
    made.graphicalProperties = GraphicalProperties(solidFill=COLOURS[number % len(COLOURS)])
    made.invertIfNegative = False
    return made


def _cells(raw: Any, row: int, column: int, last_row: int, last_column: int) -> Reference:
    return Reference(raw, min_row=row, min_col=column, max_row=last_row, max_col=last_column)


def _axes(made: Any, bars: Bars) -> None:
    for axis, title in zip((made.x_axis, made.y_axis), bars.axes, strict=True):
        axis.delete = False  # else programs of this decade leave the axis out
        axis.title = _title(title, 9)
        axis.txPr = _rich(9, INK)
        axis.majorTickMark = "none"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    made.x_axis.scaling.orientation = "maxMin" if bars.lying else "minMax"
    made.y_axis.scaling.min, made.y_axis.scaling.max = 0, bars.top
    made.y_axis.crosses = "max" if bars.lying else "autoZero"
    made.y_axis.number_format = bars.number
    made.y_axis.numFmt.sourceLinked = False
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE))


def _title(words: str, size: float) -> Title:
    letters = _letters(size, INK if size > 9 else QUIET, bold=size > 9)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=letters),
        r=[RegularTextRun(rPr=letters, t=one_line(words, 120))],
    )
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)


def _rich(size: float, colour: str) -> RichText:
    letters = _letters(size, colour, bold=False)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _letters(size: float, colour: str, *, bold: bool) -> CharacterProperties:
    return CharacterProperties(
        latin=Font(typeface=FONT), sz=int(size * 100), b=bold, solidFill=colour
    )
