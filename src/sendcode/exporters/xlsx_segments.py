"""The sheet of segments: a row per coding in an Excel table, the telling words in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from sendcode.core.matrix import union
from sendcode.core.segments import SegmentRow, SegmentTable
from sendcode.sheets.book import Book, Sheet, StreamedRow
from sendcode.sheets.look import HEADER, LINE, Style
from sendcode.sheets.page import Page
from sendcode.sheets.stream import Rich
from sendcode.sheets.text import high, lines, one_line

SEGMENTS = "Segments"
_KEPT = 5_000
FIRST_ROW = 2
"""The row of the first segment; the table's order is the sheet's."""

_WIDTHS: dict[str, float] = {
    "coding_id": 8,
    "segment_id": 9,
    "transcript": 20,
    "case": 15,
    "speaker": 13,
    "participant": 13,
    "role": 12,
    "code": 24,
    "code_name": 22,
    "code_guid": 38,
    "turn": 6,
    "start": 8,
    "end": 8,
    "time_start": 8,
    "text": 70,
    "status": 10,
    "origin": 11,
    "score": 7,
    "evidence": 32,
    "coder": 12,
    "decided_at": 20,
    "memo": 30,
    "codebook_version": 10,
}
_LEVEL_WIDTH = 20.0
_ATTRIBUTE_WIDTH = 15.0
_FOLDED = ("code_guid", "start", "end")
"""Kept, but folded away; a click on the + above the columns shows them."""

_CELL = Style(wrap=True, bottom=LINE)
_NUMBER = Style(bottom=LINE, horizontal="left")
_FORMATS = {
    "score": replace(_NUMBER, number="0.00"),
    "time_start": replace(_NUMBER, number="0.0"),
}


def add_segments(book: Book, table: SegmentTable, *, title: str) -> None:
    """Add the sheet: a header, then one row per row of the table, with all its columns."""
    columns = table.columns
    headers = _headers(columns)
    widths = [_width(column) for column in columns]
    sheet = book.sheet(SEGMENTS, widths, Page(title=title, freeze="D2"))
    sheet.fold([columns.index(name) + 1 for name in _FOLDED])
    sheet.add([sheet.text(header, HEADER) for header in headers], height=30)
    text_at = columns.index("text")
    if table.rows:
        styles = [(_CELL, _FORMATS.get(column, _NUMBER)) for column in columns]
        sheet.stream(styles, _streamed(table, widths, text_at), len(table.rows))
    else:  # a table needs a row
        sheet.add([sheet.text("", _CELL) for _ in columns])
    _make_table(sheet, headers)
    sheet.raw.print_area = f"A1:{get_column_letter(text_at + 1)}{sheet.rows}"


def marked(row: SegmentRow) -> list[tuple[str, bool]]:
    """Return the text of a segment in parts, and which of them spoke for the code."""
    if len(row.text) != row.end - row.start:
        return [(row.text, False)]
    spans = union(
        (max(span.start, row.start) - row.start, min(span.end, row.end) - row.start)
        for reason in row.evidence
        for span in reason.spans
        if span.start < row.end and row.start < span.end
    )
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        parts += [(row.text[at:start], False), (row.text[start:end], True)]
        at = end
    return [*parts, (row.text[at:], False)]


def _streamed(table: SegmentTable, widths: Sequence[float], text_at: int) -> Iterator[StreamedRow]:
    tall: list[dict[object, int]] = [{} for _ in widths]  # by column, lines of what comes again
    for row in table.rows:
        values = table.cells(row)
        most = 1
        for at, (value, known) in enumerate(zip(values, tall, strict=True)):
            if isinstance(value, str):
                needed = known.get(value)
                if needed is None:
                    needed = lines(value, widths[at])
                    if len(known) < _KEPT:
                        known[value] = needed
                if needed > most:
                    most = needed
        rich: dict[int, Rich] = {text_at: marked(row)} if row.evidence else {}
        yield values, high(most), rich


def _width(column: str) -> float:
    level = _LEVEL_WIDTH if column.startswith("level_") else _ATTRIBUTE_WIDTH
    return _WIDTHS.get(column, level)


def _headers(columns: Sequence[str]) -> list[str]:
    """Return the columns as a table's headers must be: one line each, unlike in any case."""
    headers: list[str] = []
    taken: set[str] = set()
    for column in columns:
        plain = one_line(column, 200) or "column"
        header, number = plain, 2
        while header.casefold() in taken:
            header, number = f"{plain} ({number})", number + 1
        taken.add(header.casefold())
        headers.append(header)
    return headers


def _make_table(sheet: Sheet, headers: Sequence[str]) -> None:
    reference = f"A1:{get_column_letter(len(headers))}{sheet.rows}"
    table = Table(
        displayName="segments",
        ref=reference,
        autoFilter=AutoFilter(ref=reference),
        tableColumns=[TableColumn(id=n, name=header) for n, header in enumerate(headers, 1)],
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    sheet.raw.tables.add(table)
