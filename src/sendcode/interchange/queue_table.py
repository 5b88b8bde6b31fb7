"""The review queue as a table: for those who would rather decide in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.codebook import Codebook
from sendcode.core.model import Action, Problem
from sendcode.core.review import QueueItem
from sendcode.core.why import why
from sendcode.errors import InputError, NotFound
from sendcode.interchange.tables import SUFFIXES, TEXT_SUFFIXES, read_sheet, read_table

QUEUE_SHEET = "Queue"
COLUMNS = (
    *("suggestion_id", "transcript", "turn", "speaker", "role", "start", "end", "text"),
    *("suggested_code", "code_name", "score", "band", "why", "decision", "code", "memo"),
)
DECISIONS = tuple(
    action.value for action in (Action.ACCEPT, Action.REJECT, Action.RECODE, Action.SKIP)
)
NEEDED = (
    *("suggestion_id", "transcript", "start", "end", "suggested_code"),
    *("decision", "code", "memo"),
)
"""The columns that have to come back; the others may be deleted."""

Cells = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class QueueAnswer:
    """One row of a queue that came back.

    Attributes:
        row: Row in the file, from 2.
        suggestion_id: As it was written; empty where somebody deleted it.
        transcript: Name of the transcript.
        start: Offset into its text.
        end: Offset into its text.
        code_suggested: Path of the suggested code.
        decision: `accept`, `reject`, `recode`, `skip`, or empty: not decided.
        code: The code for a recode, as written: a path, or a name.
        memo: A memo on the segment; may be empty.
    """

    row: int
    suggestion_id: str
    transcript: str
    start: int
    end: int
    code_suggested: str
    decision: str
    code: str
    memo: str


def write_queue(items: Sequence[QueueItem], codebook: Codebook, path: Path) -> None:
    """Write a queue to .xlsx (with drop-downs and a sheet of codes) or .csv, by suffix.

    Raises:
        InputError: Another suffix.
    """
    suffix = path.suffix.lower()
    rows = [_cells(item, codebook) for item in items]
    if suffix == ".xlsx":
        from sendcode.interchange.queue_xlsx import write_queue_sheets

        write_queue_sheets(rows, codebook, path)
    elif suffix in TEXT_SUFFIXES:
        _write_text(rows, path, "\t" if suffix == ".tsv" else ",")
    else:
        raise InputError(
            f"a queue cannot be written as '{suffix}'", f"Choose {' or '.join(SUFFIXES)}."
        )


def read_queue(path: Path) -> tuple[tuple[QueueAnswer, ...], tuple[Problem, ...]]:
    """Return the answers of a queue that came back, and what is wrong with the others.

    Rows may be sorted, deleted and filtered; the columns may stand in any order. Rows without
    a decision are answers too, with an empty one.

    Returns:
        The answers that can be taken, and one problem per row that cannot: an unknown word
        for a decision, a recode without a code, a code without a recode, an offset that is no
        number, two different answers to one suggestion.

    Raises:
        InputError: The file is no table, or lacks a column that is needed.
    """
    header, rows = _read(path)
    names = [name.strip().casefold() for name in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise InputError(
            f"{path.name}: the column {', '.join(missing)} is missing",
            "'sendcode review --export' writes a queue with all its columns.",
        )
    twice = sorted({name for name in NEEDED if names.count(name) > 1})
    if twice:
        raise InputError(f"{path.name}: there are two columns {', '.join(twice)}")
    answers: list[QueueAnswer] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        answer = _answer(number, dict(zip(names, row, strict=True)))
        if isinstance(answer, str):
            problems.append(Problem(path.name, answer, number))
        else:
            answers.append(answer)
    clashing = dict(_clashes(answers))
    problems += [Problem(path.name, message, row) for row, message in clashing.items()]
    kept = tuple(answer for answer in answers if answer.row not in clashing)
    return kept, tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _read(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    if path.suffix.lower() != ".xlsx":
        return read_table(path)
    try:
        return read_sheet(path, QUEUE_SHEET)
    except NotFound:  # somebody copied the rows into a workbook of their own
        return read_table(path)


def _answer(number: int, cells: Mapping[str, str]) -> QueueAnswer | str:
    """Return the answer of a row, or what is wrong with it."""
    start, end = cells["start"].strip(), cells["end"].strip()
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return "start and end have to be whole numbers, as they were exported"
    decision = cells["decision"].strip().casefold()
    code = cells["code"].strip()
    suggested = cells["suggested_code"].strip()
    if decision and decision not in DECISIONS:
        return f"the decision is not one of {', '.join(DECISIONS)}"
    if decision == Action.RECODE and not code:
        return "a recode needs a code"
    if code and decision != Action.RECODE and not (decision and code == suggested):
        return "there is a code, but the decision is not recode"
    return QueueAnswer(
        row=number,
        suggestion_id=cells["suggestion_id"].strip(),
        transcript=cells["transcript"].strip(),
        start=int(start),
        end=int(end),
        code_suggested=suggested,
        decision=decision,
        code=code if decision == Action.RECODE else "",
        memo=cells["memo"].strip(),
    )


def _clashes(answers: Sequence[QueueAnswer]) -> Iterator[tuple[int, str]]:
    """Yield the rows that answer a suggestion otherwise than a row above does."""
    first: dict[tuple[str, int, int, str], QueueAnswer] = {}
    for answer in answers:
        if not answer.decision:
            continue
        place = (answer.transcript, answer.start, answer.end, answer.code_suggested)
        other = first.setdefault(place, answer)
        if (other.decision, other.code) != (answer.decision, answer.code):
            yield answer.row, f"row {other.row} answers the same suggestion otherwise"


def _cells(item: QueueItem, codebook: Codebook) -> Cells:
    code = codebook.get(item.code_guid) or codebook.at(item.code)
    return (
        *(item.id, item.transcript, item.turn, item.speaker, item.role.value),
        *(item.start, item.end, item.text, item.code, code.name if code else item.code),
        *(item.score, item.band, _why(item), "", "", ""),
    )


def _why(item: QueueItem) -> str:
    """Return the reasons in one line: which rules, and which words."""
    reasons = why(item.evidence, code=item.code)
    spans = sorted({(s.start, s.end) for reason in item.evidence for s in reason.spans})
    words = [
        item.text[max(start - item.start, 0) : end - item.start]
        for start, end in spans
        if start < item.end and item.start < end
    ]
    return f"{reasons}: {' … '.join(words)}" if words else reasons


def _write_text(rows: Sequence[Cells], path: Path, delimiter: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
