"""Proposed guide questions as a table: a person writes yes where a proposal is right."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from sendcode.core.questions import Proposal
from sendcode.errors import InputError
from sendcode.interchange.tables import read_table

COLUMNS = ("transcript", "asked", "first", "last", "question", "score", "answer")
YES = frozenset({"y", "yes", "x", "1", "true", "ok"})
_NO = frozenset({"", "n", "no", "0", "false"})
_WIDTHS = (24.0, 8.0, 8.0, 8.0, 70.0, 8.0, 10.0)


def write_proposals(proposals: Sequence[Proposal], path: Path) -> None:
    """Write a row per proposal, .csv or .xlsx by the suffix; the answers are left open.

    Raises:
        InputError: Another suffix.
    """
    rows = [(p.transcript, p.asked, p.first, p.last, p.question, p.score, "") for p in proposals]
    if path.suffix.lower() == ".xlsx":
        _write_workbook(rows, path)
        return
    if path.suffix.lower() != ".csv":
        raise InputError(f"{path.name}: a table is .csv or .xlsx")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, *rows])


def _write_workbook(rows: Sequence[tuple[object, ...]], path: Path) -> None:
    from sendcode.sheets.book import Book
    from sendcode.sheets.look import HEADER, Style
    from sendcode.sheets.page import Page

    with Book("Guide questions") as book:
        sheet = book.sheet("Questions", list(_WIDTHS), Page(title="Guide questions", freeze="A2"))
        sheet.add([sheet.text(name, HEADER) for name in COLUMNS], height=24)
        for row in rows:
            sheet.add([sheet.text(str(cell), Style(wrap=True)) for cell in row])
        book.save(path)


def read_proposals(path: Path) -> tuple[Proposal, ...]:
    """Return the proposals that were answered with yes; places and questions may be corrected.

    Raises:
        InputError: It is no such table, or a row cannot be used.
    """
    header, rows = read_table(path)
    places = {name.casefold(): place for place, name in enumerate(header)}
    missing = [name for name in COLUMNS if name not in places and name not in ("asked", "score")]
    if missing:
        raise InputError(f"{path.name}: there is no column '{missing[0]}'")
    found = []
    for line, row in enumerate(rows, start=2):
        cells = {name: row[place].strip() for name, place in places.items()}
        answer = cells["answer"].casefold()
        if answer not in YES | _NO:
            raise InputError(f"{path.name}, row {line}: the answer is neither yes nor no")
        if answer in YES:
            found.append(_proposal(path, line, cells))
    return tuple(found)


def _proposal(path: Path, line: int, cells: Mapping[str, str]) -> Proposal:
    if not cells["question"]:
        raise InputError(f"{path.name}, row {line}: the question is missing")
    try:
        first, last = int(cells["first"]), int(cells["last"])
    except ValueError as error:
        raise InputError(f"{path.name}, row {line}: first and last are numbers of turns") from error
    return Proposal(cells["transcript"], 0, first, last, cells["question"], 1.0)
