"""A workbook that is written row by row, and whose text stays text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zipfile import ZIP_DEFLATED

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from sendcode.errors import SendcodeError
from sendcode.sheets.archive import FixedZip, Nowhere, property_time
from sendcode.sheets.chart import Bars, chart
from sendcode.sheets.look import TEXT, Style, emphasis, style_array
from sendcode.sheets.page import MAX_OUTLINE, Page, set_up
from sendcode.sheets.stream import Rich, Stream
from sendcode.sheets.text import clean, looks_active, one_line

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_LINKS = 65_000
"""Excel drops the links of a sheet above 65,530."""

StreamedRow = tuple[Sequence[str | float | None], float, dict[int, Rich]]


@dataclass(frozen=True, slots=True)
class Link:
    """A jump inside the workbook.

    Attributes:
        place: Sheet and cell, e.g. `Segments!A12`.
        tip: What the pointer shows over the cell.
    """

    place: str
    tip: str = ""


class Book:
    """A workbook with fixed bytes: the same content gives the same file.

    A context manager: what was streamed to temporary files is removed at its end, also when
    the book was not saved.

    Args:
        title: For the file's properties.
        made_at: ISO time for the file's properties; the clock is never read.
        about: A description for the file's properties.
    """

    def __init__(self, title: str, made_at: str = "", about: str = "") -> None:
        self.workbook = Workbook(write_only=True)
        self.workbook.calculation.fullCalcOnLoad = False
        at = property_time(made_at)
        self.workbook.properties = DocumentProperties(
            creator="sendcode",
            lastModifiedBy="sendcode",
            title=one_line(title, 250),
            description=clean(about) or None,
            created=at,
            modified=at,
        )
        self._styles: dict[tuple[Style, bool], StyleArray] = {}
        self._streams: list[tuple[Any, Stream]] = []
        self._saved = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if not self._saved and self.workbook.worksheets:
                with FixedZip(Nowhere(), "w") as nothing:
                    ExcelWriter(self.workbook, nothing).save()
        finally:
            for _, stream in self._streams:
                stream.remove()

    def sheet(self, name: str, widths: Sequence[float], page: Page) -> Sheet:
        """Add an empty sheet with columns of these widths (in characters)."""
        return Sheet(self, name, widths, page)

    def style(self, sheet: Any, style: Style, *, quoted: bool = False) -> StyleArray:
        """Return openpyxl's form of a style, made once."""
        found = self._styles.get((style, quoted))
        if found is None:
            found = self._styles[style, quoted] = style_array(sheet, style, quoted=quoted)
        return found

    def keep(self, raw: Any, stream: Stream) -> None:
        """Remember the rows of a sheet until the book is written."""
        self._streams.append((raw, stream))

    def save(self, path: Path) -> None:
        """Write the file; the book cannot be added to any more."""
        self._saved = True
        archive = FixedZip(path, "w", ZIP_DEFLATED)
        archive.streams = {
            f"xl/worksheets/sheet{self.workbook.worksheets.index(raw) + 1}.xml": stream
            for raw, stream in self._streams
        }
        for _, stream in self._streams:
            stream.close()
        ExcelWriter(self.workbook, archive).save()


class Sheet:
    """One sheet of a book: make cells with `text`, `number` and `rich`, then `add` the row."""

    def __init__(self, book: Book, name: str, widths: Sequence[float], page: Page) -> None:
        if len(widths) > MAX_COLUMNS:
            raise SendcodeError(
                f"a sheet holds {MAX_COLUMNS:,} columns; this table has {len(widths):,}",
                "Swap rows and columns, or export to .csv.",
            )
        self.book = book
        self.raw: Any = book.workbook.create_sheet(name)
        self.rows = 0
        self._links = 0
        for number, width in enumerate(widths, 1):
            self.raw.column_dimensions[get_column_letter(number)].width = width
        set_up(self.raw, page)

    def text(self, value: str | None, style: Style = TEXT, *, link: Link | None = None) -> Cell:
        """Return a cell with text, whatever the text looks like."""
        content = clean(value or "")
        look = self.book.style(self.raw, style, quoted=looks_active(content))
        cell = Cell(self.raw, 1, 1, content or None, style_array=look)
        if content:
            cell.data_type = "s"
        self._link(cell, link)
        return cell

    def number(self, value: float | None, style: Style = TEXT, *, link: Link | None = None) -> Cell:
        """Return a cell with a number, or an empty one."""
        cell = Cell(self.raw, 1, 1, value, style_array=self.book.style(self.raw, style))
        self._link(cell, link)
        return cell

    def rich(self, parts: Iterable[tuple[str, bool]], style: Style = TEXT) -> Cell:
        """Return a cell with text, some parts of it bold; text that is cut has no bold parts."""
        found = [(clean(text), bold) for text, bold in parts if text]
        whole = "".join(text for text, _ in found)
        cell = self.text(whole, style)
        if any(bold for _, bold in found) and cell.value == whole:
            font = emphasis(style.size)
            cell.value = CellRichText([TextBlock(font, t) if bold else t for t, bold in found])
            cell.data_type = "s"
        return cell

    def add(self, cells: Sequence[Cell | None], *, height: float | None = None) -> int:
        """Write the next row, `height` points high, and return its number.

        Raises:
            SendcodeError: The sheet is full.
        """
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise SendcodeError(
                f"a sheet holds {MAX_ROWS:,} rows; this table has more", "Export to .csv instead."
            )
        dimensions = self.raw.row_dimensions
        if height is not None:
            dimensions[self.rows].height = height
        self.raw.append(cells)
        dimensions.pop(self.rows, None)  # it is written; a long sheet need not remember it
        return self.rows

    def stream(
        self, styles: Sequence[tuple[Style, Style]], rows: Iterable[StreamedRow], count: int
    ) -> None:
        """Write many rows at once, without an object per cell; they are the sheet's last.

        Args:
            styles: Per column, the look of text and of numbers.
            rows: Values, height, and texts with parts in bold by column (from 0).
            count: How many rows there are.

        Raises:
            SendcodeError: The sheet cannot hold so many.
        """
        if self.rows + count > MAX_ROWS:
            raise SendcodeError(
                f"a sheet holds {MAX_ROWS:,} rows; this table has more", "Export to .csv instead."
            )
        numbers = [
            (
                self._style_number(text),
                self._style_number(text, quoted=True),
                self._style_number(number),
            )
            for text, number in styles
        ]
        stream = Stream(numbers, first=self.rows + 1, size=styles[0][0].size)
        self.book.keep(self.raw, stream)
        for values, height, rich in rows:
            stream.add(values, height=height, rich=rich)
        self.add([self.text(stream.place)])
        self.rows += count - 1

    def _style_number(self, style: Style, *, quoted: bool = False) -> int:
        cell = Cell(self.raw, 1, 1, style_array=self.book.style(self.raw, style, quoted=quoted))
        return int(cell.style_id)

    def outline(self, level: int) -> None:
        """Put the row that comes next at this level of the outline; 0 is the top."""
        if level:
            self.raw.row_dimensions[self.rows + 1].outlineLevel = min(level, MAX_OUTLINE)

    def fold(self, columns: Collection[int]) -> None:
        """Hide columns (from 1) behind a `+` above them; before the first row is written."""
        dimensions = self.raw.column_dimensions
        for number in columns:
            dimensions[get_column_letter(number)].outlineLevel = 1
            dimensions[get_column_letter(number)].hidden = True
            if number + 1 not in columns:
                dimensions[get_column_letter(number + 1)].collapsed = True

    def merge(self, row: int, columns: int) -> None:
        """Make one cell of the first columns of a row."""
        if columns > 1:
            self.raw.merged_cells.add(f"A{row}:{get_column_letter(columns)}{row}")

    def page_break(self) -> None:
        """Begin a new page of paper after the last row."""
        self.raw.row_breaks.append(Break(id=self.rows))

    def chart(self, bars: Bars, row: int) -> None:
        """Put a chart of this sheet's cells over the empty rows from `row` on."""
        self.raw.add_chart(chart(self.raw, bars), f"A{row}")

    def _link(self, cell: Cell, link: Link | None) -> None:
        if link is not None and self._links < MAX_LINKS:
            self._links += 1
            cell.hyperlink = Hyperlink(
                ref="A1", location=link.place, tooltip=one_line(link.tip, 250) or None
            )
