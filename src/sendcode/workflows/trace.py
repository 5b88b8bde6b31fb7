"""The way back: from a number or a quote to segments, decisions and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.compare import Cell
from sendcode.core.decisions import LogEntry
from sendcode.core.segments import NO_CASE, SegmentRow, Status, counting
from sendcode.errors import NotFound
from sendcode.interchange.workbook_xlsx import read_workbook
from sendcode.store import Store
from sendcode.store.traces import Traces
from sendcode.workflows.export import segment_table
from sendcode.workflows.frame import StudyFrame

AROUND = 200
_PLACE = re.compile(r"'?(?P<sheet>[^!']+)'?!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[0-9]{1,7})")
_CASE_SHEETS = {"Theme matrix": "case", "By role": "role"}


@dataclass(frozen=True, slots=True)
class Traced:
    """One segment with everything that led to it.

    Attributes:
        before: Words of the transcript before the segment, for orientation.
        after: Words after it.
        codings: The live codings on it, of anybody.
        decisions: Every row of the log about it, oldest first, undone ones too.
        anchor: Paragraph, cue or row in the source file, or None.
        file_name: The file it was read from.
    """

    segment_id: int
    transcript: str
    turn: int
    start: int
    end: int
    text: str
    before: str
    after: str
    codings: tuple[SegmentRow, ...]
    decisions: tuple[LogEntry, ...]
    anchor: int | None
    file_name: str


def trace_segment(store: Store, number: int) -> Traced:
    """Return one segment's way back.

    Raises:
        NotFound: No such segment.
    """
    return _traced(store, StudyFrame(store), [number])[0]


def trace_coding(store: Store, number: int) -> Traced:
    """Return the way back of the segment that a coding is on.

    Raises:
        NotFound: No such coding, or it was taken back.
    """
    frame = StudyFrame(store)
    for row in frame.segments().rows:
        if row.coding_id == number and row.segment_id is not None:
            return _traced(store, frame, [row.segment_id])[0]
    raise NotFound(f"no live coding {number}", "'sendcode log' lists the decisions.")


def trace_cell(store: Store, path: Path, place: str) -> tuple[Traced, ...]:
    """Return the segments behind a cell of an exported workbook.

    Args:
        store: The project.
        path: The workbook.
        place: Sheet and cell, e.g. `Theme matrix!C5`; in the sheet Segments any cell of a row.

    Raises:
        InputError: The file is no workbook that sendcode wrote.
        NotFound: No such sheet or cell, or one that counts nothing.
    """
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        raise NotFound(f"'{place}' is no cell", "Say it as 'Theme matrix!C5'.")
    book = read_workbook(path)
    sheet = {name.casefold(): name for name in book.sheets}.get(found["sheet"].casefold(), "")
    if not sheet:
        raise NotFound(f"no sheet '{found['sheet']}'", f"Known: {', '.join(book.sheets)}.")
    rows = book.sheets[sheet]
    row, column = int(found["row"]) - 1, _number(found["column"])
    frame = StudyFrame(store)
    if sheet == "Segments":
        ids = [_cell(rows, row, 1)]
    elif sheet in _CASE_SHEETS:
        code, key = _cell(rows, row, 1), _cell(rows, 0, column)
        if frame.codebook.at(str(code)) is None:
            raise NotFound(f"{place} stands for no code", "Name a cell of a code's row.")
        table = segment_table(store, coder=book.coder or None, where=book.where, frame=frame)
        ids = [
            segment.segment_id
            for segment in counting(table.rows)
            if _below(segment.code_path, str(code)) and _in(segment, _CASE_SHEETS[sheet], key)
        ]
    else:
        raise NotFound(f"cells of '{sheet}' count nothing", "Name one of Theme matrix or Segments.")
    numbers = sorted({number for number in ids if isinstance(number, int)})
    return tuple(_traced(store, frame, numbers))


def _below(path: str, code: str) -> bool:
    return path == code or path.startswith(f"{code}/")


def _in(segment: SegmentRow, dimension: str, key: Cell) -> bool:
    if key == "Total":
        return True
    if dimension == "role":
        return segment.role.value == key
    return key in (segment.cases or (NO_CASE,))


def _cell(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        return rows[row][column]
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _traced(store: Store, frame: StudyFrame, numbers: Sequence[int]) -> list[Traced]:
    """Return what stands behind segments: their place, their codings, what was decided on them."""
    log: dict[int, list[LogEntry]] = {}
    for entry in store.decisions.log():
        if entry.segment_id is not None:
            log.setdefault(entry.segment_id, []).append(entry)
    codings: dict[int, list[SegmentRow]] = {}
    for row in frame.segments().rows:
        if row.segment_id is not None and row.status is Status.CODED:
            codings.setdefault(row.segment_id, []).append(row)
    traces = Traces(store.database)
    found = []
    for number in numbers:
        place = traces.segment(number)
        if place is None:
            raise NotFound(f"no segment {number}", "segment_id stands in every export.")
        text, start, end = frame.text(place.transcript), place.start, place.end
        found.append(
            Traced(
                segment_id=number,
                transcript=frame.names[place.transcript],
                turn=frame.turns[place.turn].seq,
                start=start,
                end=end,
                text=text[start:end],
                before=text[max(0, start - AROUND) : start],
                after=text[end : end + AROUND],
                codings=tuple(codings.get(number, ())),
                decisions=tuple(log.get(number, ())),
                anchor=place.anchor,
                file_name=place.file_name,
            )
        )
    return found
