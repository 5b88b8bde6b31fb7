"""The codebook as a Word document: the appendix of a thesis or a report."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sendcode.core.codebook import Code
from sendcode.core.codebook_appendix import Appendix
from sendcode.core.printable import so_many
from sendcode.sheets.archive import NO_TIME, FixedZip
from sendcode.sheets.look import ACCENT, FONT, INK, QUIET

MAX_HEADING = 4

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIZES = {1: 15, 2: 11.5, 3: 10.5, 4: 10}
_NOTE = (
    "Each code has a definition and, where they were needed, criteria (include, exclude) and "
    "examples. {inductive}{quotes}"
)


def write_codebook(appendix: Appendix, path: Path) -> None:
    """Write definitions, criteria and examples; the same codebook gives the same bytes."""
    document: Any = docx.Document()
    _set_up(document, appendix)
    _front(document, appendix)
    for code in appendix.used:
        _code(document, appendix, code)
    if appendix.retired:
        _heading(document, "Codes no longer in use", 1)
        for code in appendix.retired:
            paragraph = _paragraph(document, after=3)
            _run(paragraph, code.name, bold=True)
            _run(paragraph, f"  {code.path}", colour=QUIET, size=8.5)
            if code.definition:
                _run(paragraph, f"\n{code.definition}")
    _save(document, path)


def _front(document: Any, appendix: Appendix) -> None:
    book = appendix.codebook
    title = _paragraph(document, after=2)
    _run(title, book.name, bold=True, size=22, colour=ACCENT)
    used = appendix.used
    families = sum(1 for code in used if book.children(code.path))
    parts = [
        f"Codebook, version {book.version} of {appendix.made_at[:10]}",
        so_many(len(used) - families, "code", "codes")
        + (f" in {so_many(families, 'family', 'families')}" if families else ""),
    ]
    _run(_paragraph(document, after=8), " · ".join(parts), colour=QUIET)
    inductive = any(code.origin == "inductive" for code in used)
    quotes = any(private for code in used for _, private in appendix.examples(code))
    note = _NOTE.format(
        inductive="Codes marked “inductive” were found in the material. " if inductive else "",
        quotes="Examples marked “interview” are words of participants." if quotes else "",
    )
    _run(_paragraph(document, after=6), note.strip(), size=9.5)


def _code(document: Any, appendix: Appendix, code: Code) -> None:
    _heading(document, code.name, code.level)
    where = code.path + (" · inductive" if code.origin == "inductive" else "")
    _run(_paragraph(document, after=3, together=True), where, colour=QUIET, size=8.5)
    if code.definition:
        _run(_paragraph(document), code.definition)
    for label, text in (("Include", code.include), ("Exclude", code.exclude)):
        if text:
            paragraph = _paragraph(document, hanging=1.9)
            _run(paragraph, f"{label}\t", bold=True, size=9)
            _run(paragraph, text)
    for place, (example, private) in enumerate(appendix.examples(code)):
        paragraph = _paragraph(document, hanging=1.9, after=2)
        _run(paragraph, "Examples\t" if not place else "\t", bold=True, size=9)
        _run(paragraph, f"“{example}”", italic=True)
        if private:
            _run(paragraph, "  interview", colour=QUIET, size=8.5)


def _heading(document: Any, text: str, level: int) -> None:
    heading = document.add_heading("", level=min(level, MAX_HEADING))
    _run(heading, text, bold=True, size=_SIZES[min(level, MAX_HEADING)], colour=ACCENT)


def _paragraph(
    document: Any, *, after: float = 4, hanging: float = 0, together: bool = False
) -> Any:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_after = Pt(after)
    shape.keep_with_next = together
    if hanging:
        shape.left_indent, shape.first_line_indent = Cm(hanging), Cm(-hanging)
        shape.tab_stops.add_tab_stop(Cm(hanging))
    return paragraph


def _run(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 10,
    colour: str = INK,
) -> None:
    run = paragraph.add_run(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
    run.bold, run.italic = bold, italic
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.color.rgb = RGBColor.from_string(colour)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FONT)  # noqa: SLF001 - Word asks for both


def _set_up(document: Any, appendix: Appendix) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    for level, before in ((1, 18), (2, 12), (3, 10), (4, 8)):
        shape = document.styles[f"Heading {level}"].paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(1), True
    at = datetime.fromisoformat(appendix.made_at) if appendix.made_at else datetime(*NO_TIME)
    at = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    about = document.core_properties
    about.title, about.author, about.last_modified_by = appendix.codebook.name, "sendcode", ""
    about.comments, about.revision = "", 1
    about.created = about.modified = at
    _page_numbers(section)


def _page_numbers(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        _run(paragraph, "", colour=QUIET, size=8.5)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        paragraph.runs[-1]._element.append(part)  # noqa: SLF001 - python-docx has no fields


def _save(document: Any, path: Path) -> None:
    """Save with fixed bytes: python-docx puts the clock into every entry of the zip."""
    buffer = io.BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as made, FixedZip(path, "w", ZIP_DEFLATED) as target:
        for name in made.namelist():
            target.writestr(name, made.read(name))
