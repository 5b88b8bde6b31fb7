"""The log as a sheet: every decision, oldest first, undone ones too."""

from __future__ import annotations

from collections.abc import Sequence

from sendcode.core.decisions import LogEntry
from sendcode.sheets.book import MAX_ROWS, Book, StreamedRow
from sendcode.sheets.look import HEADER, Style
from sendcode.sheets.page import Page

DECISIONS = "Decisions"
_COLUMNS = (
    ("id", 34), ("at", 21), ("coder", 14), ("action", 13), ("transcript", 24), ("start", 9),
    ("end", 9), ("segment_id", 11), ("code", 28), ("from_code", 28), ("score", 8),
    ("codebook_version", 10), ("undone", 8), ("undoes", 34), ("batch_id", 34),
)  # fmt: skip
_CELL = Style()
_NUMBER = Style(horizontal="left")


def add_decisions(book: Book, log: Sequence[LogEntry], *, title: str) -> None:
    """Add the sheet: one row per decision, as the log has it."""
    sheet = book.sheet(DECISIONS, [float(w) for _, w in _COLUMNS], Page(title=title, freeze="B2"))
    sheet.add([sheet.text(name, HEADER) for name, _ in _COLUMNS], height=24)
    shown = log[-(MAX_ROWS - 2) :]
    if shown:
        sheet.stream([(_CELL, _NUMBER)] * len(_COLUMNS), map(_row, shown), len(shown))


def _row(entry: LogEntry) -> StreamedRow:
    return _values(entry), 15.0, {}


def _values(entry: LogEntry) -> list[str | float | None]:
    return [
        *(entry.id, entry.at, entry.coder, entry.action.value, entry.transcript, entry.start),
        *(entry.end, entry.segment_id, entry.code, entry.from_code, entry.score),
        *(entry.codebook_version, "yes" if entry.undone else "", entry.undoes, entry.batch_id),
    ]
