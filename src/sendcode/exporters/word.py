"""What our Word documents have in common: an A4 page, runs of words, the same bytes each time."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sendcode.sheets.archive import FixedZip, property_time
from sendcode.sheets.look import FONT, INK

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def set_up(
    document: Any, title: str, made_at: str, *, margins: tuple[float, float] = (2.3, 2.2)
) -> None:
    """Set up an A4 page, and the properties from the data, not from the clock.

    Args:
        document: A new one.
        title: For its properties.
        made_at: When what it shows was newest, as it is stored; empty for no time.
        margins: At the sides, and above and below, in centimetres.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(margins[0])
    section.top_margin = section.bottom_margin = Cm(margins[1])
    about = document.core_properties
    about.title = _FORBIDDEN.sub(" ", title)[:250]
    about.author, about.last_modified_by, about.comments, about.revision = "sendcode", "", "", 1
    about.created = about.modified = property_time(made_at)


def add_paragraph(
    document: Any, *, after: float = 5, hanging: float = 0, together: bool = False
) -> Any:
    """Add an empty paragraph and return it.

    Args:
        document: Where.
        after: Room below it, in points.
        hanging: How far its lines but the first are moved in, in centimetres.
        together: It stays on the page of what follows.
    """
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_after, shape.keep_with_next = Pt(after), together
    if hanging:
        shape.left_indent, shape.first_line_indent = Cm(hanging), Cm(-hanging)
        shape.tab_stops.add_tab_stop(Cm(hanging))
    return paragraph


def add_run(
    paragraph: Any,
    said: str,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    size: float = 10,
    colour: str = INK,
) -> None:
    """Add words that Word can hold, whatever they contain; `size` is in points."""
    clean = _DIRECTION.sub("\N{REPLACEMENT CHARACTER}", said.replace("\r", "\n"))
    run = paragraph.add_run(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", clean))
    run.bold, run.italic, run.underline = bold, italic, underline
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.color.rgb = RGBColor.from_string(colour)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)  # noqa: SLF001 - Word asks for both


def save(document: Any, path: Path) -> None:
    """Write the document, the same bytes each time: python-docx puts the clock into each part."""
    held = io.BytesIO()
    document.save(held)
    with ZipFile(held) as made, FixedZip(path, "w", ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            fixed.writestr(name, made.read(name))
