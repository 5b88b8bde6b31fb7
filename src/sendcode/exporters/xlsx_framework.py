"""The framework matrix as a sheet: a row of texts per case, to read and to write in."""

from __future__ import annotations

from dataclasses import replace

from sendcode.core.framework import Framework, FrameworkCell, Standing
from sendcode.core.printable import so_many
from sendcode.sheets.book import Book
from sendcode.sheets.look import ACCENT, HEADER, LINE, QUIET, Style
from sendcode.sheets.page import Page
from sendcode.sheets.text import height

FRAMEWORK = "Framework"
_WIDTH = 48.0
_TEXT = Style(wrap=True, top=ACCENT)
_SMALL = Style(wrap=True, size=8.5, colour=QUIET)


def add_framework(book: Book, framework: Framework, *, title: str) -> None:
    """Add the sheet: per case the summaries, who wrote them, and some quotes.

    The texts in the rows `summary` can be changed there and imported again; the rows
    `written` say which text stood there, so that nobody's later words are lost.
    """
    widths = [18.0, 10.0, *[_WIDTH] * len(framework.codes)]
    pages = -(-len(framework.codes) // 3) or 1
    sheet = book.sheet(
        FRAMEWORK, widths, Page(title=title, freeze="C3", header_rows=2, pages_wide=pages)
    )
    sheet.add([sheet.text(t, HEADER) for t in ("Case", "", *(n for _, n in framework.codes))])
    sheet.add([sheet.text(t, _SMALL) for t in ("", "code", *(p for p, _ in framework.codes))])
    for case in framework.cases:
        cells = [framework.cell(case, path) for path, _ in framework.codes]
        for label, texts, style in (
            ("summary", [c.summary.text if c.summary else "" for c in cells], _TEXT),
            ("written", [_written(c) for c in cells], _SMALL),
            ("quotes", [_quotes(c) for c in cells], replace(_SMALL, bottom=LINE)),
        ):
            bold = replace(style, bold=True) if label == "summary" else style
            name = case if label == "summary" else ""
            sheet.add(
                [
                    sheet.text(name, bold),
                    sheet.text(label, replace(style, colour=QUIET, size=8.5)),
                    *(sheet.text(text, style) for text in texts),
                ],
                height=max(height((text, _WIDTH) for text in (*texts, "")), 18.0),
            )


def _written(cell: FrameworkCell) -> str:
    about = so_many(cell.segments, "segment")
    if cell.summary is None:
        return f"{about}, no summary yet" if cell.standing is Standing.MISSING else about
    stale = " · stale: its segments have changed" if cell.standing is Standing.STALE else ""
    by = f"by {cell.summary.coder}, {cell.summary.at[:10]}"
    return f"{about} · {by}{stale} · #{cell.summary.id}"


def _quotes(cell: FrameworkCell) -> str:
    return "\n".join(f"“{q.text}” ({q.attribution}; segment {q.segment_id})" for q in cell.quotes)
