"""The codebook as a Word document: the appendix of a thesis or a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from sendcode.core.codebook import Code
from sendcode.core.codebook_appendix import Appendix
from sendcode.core.printable import so_many
from sendcode.exporters.word import add_paragraph, add_run, save, set_up
from sendcode.sheets.look import ACCENT, QUIET

MAX_HEADING = 4

_SIZES = {1: 15, 2: 11.5, 3: 10.5, 4: 10}
_NOTE = (
    "Each code has a definition and, where they were needed, criteria (include, exclude) and "
    "examples. {inductive}{quotes}"
)


def write_codebook(appendix: Appendix, path: Path) -> None:
    """Write definitions, criteria and examples; the same codebook gives the same bytes."""
    document: Any = docx.Document()
    set_up(document, appendix.codebook.name, appendix.made_at, margins=(2.5, 2.3))
    for level, before in ((1, 18), (2, 12), (3, 10), (4, 8)):
        shape = document.styles[f"Heading {level}"].paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(1), True
    _page_numbers(document.sections[0])
    _front(document, appendix)
    for code in appendix.used:
        _code(document, appendix, code)
    if appendix.retired:
        _heading(document, "Codes no longer in use", 1)
        for code in appendix.retired:
            paragraph = add_paragraph(document, after=3)
            add_run(paragraph, code.name, bold=True)
            add_run(paragraph, f"  {code.path}", colour=QUIET, size=8.5)
            if code.definition:
                add_run(paragraph, f"\n{code.definition}")
    save(document, path)


def _front(document: Any, appendix: Appendix) -> None:
    book = appendix.codebook
    title = add_paragraph(document, after=2)
    add_run(title, book.name, bold=True, size=22, colour=ACCENT)
    used = appendix.used
    families = sum(1 for code in used if book.children(code.path))
    parts = [
        f"Codebook, version {book.version} of {appendix.made_at[:10]}",
        so_many(len(used) - families, "code", "codes")
        + (f" in {so_many(families, 'family', 'families')}" if families else ""),
    ]
    add_run(add_paragraph(document, after=8), " · ".join(parts), colour=QUIET)
    inductive = any(code.origin == "inductive" for code in used)
    quotes = any(private for code in used for _, private in appendix.examples(code))
    note = _NOTE.format(
        inductive="Codes marked “inductive” were found in the material. " if inductive else "",
        quotes="Examples marked “interview” are words of participants." if quotes else "",
    )
    add_run(add_paragraph(document, after=6), note.strip(), size=9.5)


def _code(document: Any, appendix: Appendix, code: Code) -> None:
    _heading(document, code.name, code.level)
    where = code.path + (" · inductive" if code.origin == "inductive" else "")
    add_run(add_paragraph(document, after=3, together=True), where, colour=QUIET, size=8.5)
    if code.definition:
        add_run(add_paragraph(document, after=4), code.definition)
    for label, text in (("Include", code.include), ("Exclude", code.exclude)):
        if text:
            paragraph = add_paragraph(document, after=4, hanging=1.9)
            add_run(paragraph, f"{label}\t", bold=True, size=9)
            add_run(paragraph, text)
    for place, (example, private) in enumerate(appendix.examples(code)):
        paragraph = add_paragraph(document, after=2, hanging=1.9)
        add_run(paragraph, "Examples\t" if not place else "\t", bold=True, size=9)
        add_run(paragraph, f"“{example}”", italic=True)
        if private:
            add_run(paragraph, "  interview", colour=QUIET, size=8.5)


def _heading(document: Any, text: str, level: int) -> None:
    heading = document.add_heading("", level=min(level, MAX_HEADING))
    add_run(heading, text, bold=True, size=_SIZES[min(level, MAX_HEADING)], colour=ACCENT)


def _page_numbers(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        add_run(paragraph, "", colour=QUIET, size=8.5)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        paragraph.runs[-1]._element.append(part)  # noqa: SLF001 - python-docx has no fields
