"""How our spreadsheets look: one font, one accent colour, and what a cell is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

FONT = "Arial"
INK = "1F2933"
QUIET = "66727C"
FAINT = "A9B2B9"
LINE = "DDE3E8"
WHITE = "FFFFFF"
ACCENT = "1F6488"
TINT = "EEF4F8"
HEAT = ("E4EFF5", "C4DCE8", "9BC3D7", "6AA4BF", "35799D", "1F5F82")
"""One hue from light to dark, safe for the colour-blind and in black-and-white print."""

DARK_FROM = 4
"""From this step of the heat on, figures are white."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks; colours are RRGGBB, empty for none.

    Attributes:
        top: Colour of the line above.
        bottom: Colour of the line below.
        heavy: Those lines are heavy.
        number: Number format as spreadsheets write them.
    """

    bold: bool = False
    italic: bool = False
    colour: str = INK
    size: float = 10
    fill: str = ""
    wrap: bool = False
    indent: int = 0
    horizontal: str | None = None
    vertical: str = "top"
    rotation: int = 0
    number: str = "General"
    top: str = ""
    bottom: str = ""
    heavy: bool = False


TEXT = Style(wrap=True)
HEADER = Style(bold=True, wrap=True, vertical="bottom", bottom=ACCENT, heavy=True, fill=TINT)
TITLE = Style(bold=True, size=16, colour=ACCENT)


def emphasis(size: float) -> InlineFont:
    """Return the font of words that stand out inside a cell's text."""
    return InlineFont(rFont=FONT, sz=size, color=Color(rgb=f"FF{ACCENT}"), b=True)


def style_array(sheet: Any, style: Style, *, quoted: bool) -> StyleArray:
    """Return a style as the sheet's workbook knows it.

    Args:
        sheet: A sheet of the workbook.
        style: The look.
        quoted: The text stays text also when somebody edits the cell.
    """
    cell = Cell(sheet, 1, 1)
    cell.font = Font(
        name=FONT, size=style.size, bold=style.bold, italic=style.italic, color=style.colour
    )
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=style.fill)
    if style.top or style.bottom:
        cell.border = Border(
            top=_line(style.top, heavy=style.heavy), bottom=_line(style.bottom, heavy=style.heavy)
        )
    cell.alignment = Alignment(
        horizontal=style.horizontal,
        vertical=style.vertical,
        wrap_text=style.wrap or None,
        indent=style.indent,
        textRotation=style.rotation,
    )
    cell.number_format = style.number
    cell.quotePrefix = quoted
    made: Any = cell
    array: StyleArray = made._style  # noqa: SLF001 - openpyxl gives it no other name
    return array


def _line(colour: str, *, heavy: bool) -> Side | None:
    return Side("medium" if heavy else "thin", color=colour) if colour else None
