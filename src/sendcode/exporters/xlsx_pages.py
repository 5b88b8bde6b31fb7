"""The sheets of text in a workbook: Read me and Codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sendcode.core.codebook import Code, Codebook
from sendcode.sheets.book import Book, Link
from sendcode.sheets.look import ACCENT, HEADER, INK, LINE, QUIET, TITLE, Style
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

README = "Read me"
CODEBOOK = "Codebook"

_HEADINGS = (
    ("Path", 26), ("Name", 28), ("Definition", 40), ("Include", 30), ("Exclude", 30),
    ("Examples", 42), ("Segments", 11), ("Rules", 8), ("Origin", 11),
)  # fmt: skip
_HEADING = Style(bold=True, colour=ACCENT, wrap=True)


def add_readme(
    book: Book,
    title: str,
    made_at: str,
    blocks: Sequence[tuple[str, str]],
    sheets: Sequence[tuple[str, str]],
) -> None:
    """Add the first sheet: what this is, block by block, and what the other sheets hold.

    Args:
        book: The workbook.
        title: Of the study.
        made_at: The state of the project that this shows.
        blocks: Heading and text; a line break starts a paragraph.
        sheets: Name of each further sheet and what it holds.
    """
    widths = (26.0, 100.0)
    sheet = book.sheet(README, widths, Page(title=title, header_rows=0, pages_high=1))
    sheet.add([sheet.text(title, TITLE)], height=30)
    state = f"State of the project: {made_at}" if made_at else ""
    sheet.add([sheet.text(state, Style(colour=QUIET, size=9))], height=20)
    for name, text in blocks:
        for number, paragraph in enumerate(text.split("\n")):
            label = name if number == 0 else ""
            cells = [sheet.text(label, _HEADING), sheet.text(paragraph)]
            sheet.add(cells, height=height(zip((label, paragraph), widths, strict=True)))
        sheet.add([], height=8)
    for name, text in sheets:
        link = Link(f"'{name}'!A1", f"To the sheet {name}")
        cells = [sheet.text(name, _HEADING, link=link), sheet.text(text)]
        sheet.add(cells, height=height([(text, widths[1])]))


def add_codebook(book: Book, codebook: Codebook, counts: Mapping[str, int], *, title: str) -> None:
    """Add the sheet of codes in document order.

    Args:
        book: The workbook.
        codebook: The current one.
        counts: By GUID, segments that carry the code itself.
        title: Of the study.
    """
    widths = [float(width) for _, width in _HEADINGS]
    page = Page(title=title, freeze="C2", outline_rows=codebook.depth - 1)
    sheet = book.sheet(CODEBOOK, widths, page)
    sheet.add([sheet.text(name, HEADER) for name, _ in _HEADINGS], height=24)
    body = Style(wrap=True, bottom=LINE)
    centred = replace(body, horizontal="center")
    for code in codebook.codes:
        colour = QUIET if code.retired else INK
        indent = 2 * (code.level - 1)
        name = replace(body, bold=code.level == 1, indent=indent, horizontal="left", colour=colour)
        texts = (code.definition, code.include, code.exclude, "\n".join(code.examples))
        sheet.outline(code.level - 1)
        sheet.add(
            [
                sheet.text(code.path, replace(body, colour=QUIET)),
                sheet.text(_name(code), name),
                *(sheet.text(text, body) for text in texts),
                sheet.number(counts.get(code.guid, 0), centred),
                sheet.number(len(code.rules), centred),
                sheet.text(code.origin, body),
            ],
            height=height(
                zip((code.path, _name(code) + " " * indent, *texts), widths, strict=False)
            ),
        )


def _name(code: Code) -> str:
    return f"{code.name} (retired)" if code.retired else code.name
