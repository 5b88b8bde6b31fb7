"""How a sheet is set up, for the screen and for A4 paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sendcode.sheets.look import FONT, QUIET
from sendcode.sheets.text import one_line

MAX_OUTLINE = 7


@dataclass(frozen=True, slots=True)
class Page:
    """How a sheet is set up, for the screen and for A4 paper.

    Attributes:
        title: In the head of each printed page.
        freeze: The cell below and right of what stays in view.
        header_rows: How many rows are repeated on each page.
        header_columns: How many columns are repeated, where it is several pages wide.
        pages_wide: It is shrunk to so many pages side by side.
        pages_high: It is shrunk to so many pages below each other; 0 for as many as it takes.
        outline_rows: Depth of the outline of the rows; their summary stands above.
    """

    title: str = ""
    freeze: str | None = None
    header_rows: int = 1
    header_columns: int = 0
    pages_wide: int = 1
    pages_high: int = 0
    outline_rows: int = 0


def set_up(raw: Any, page: Page) -> None:
    """Set up an empty sheet of openpyxl."""
    raw.sheet_view.showGridLines = False
    raw.freeze_panes = page.freeze
    raw.page_setup.orientation = "landscape"
    raw.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    raw.page_setup.fitToWidth = page.pages_wide
    raw.page_setup.fitToHeight = page.pages_high
    raw.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    raw.sheet_properties.outlinePr.summaryBelow = False
    if page.outline_rows:
        raw.sheet_format.outlineLevelRow = min(page.outline_rows, MAX_OUTLINE)
    if page.header_rows:
        raw.print_title_rows = f"1:{page.header_rows}"
    if page.header_columns:
        raw.print_title_cols = f"A:{get_column_letter(page.header_columns)}"
    margins = raw.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    head, foot = raw.HeaderFooter.oddHeader, raw.HeaderFooter.oddFooter
    head.left.text = one_line(page.title, 100).replace("&", "&&") or None
    head.right.text = "&A"
    foot.right.text = "&P / &N"
    for part in (head.left, head.right, foot.right):
        part.font, part.size, part.color = FONT, 8, QUIET
