"""Survey answers: one interview per respondent, one turn per answer, the rest attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sendcode.core.model import Piece, ReadOptions
from sendcode.core.printable import so_many
from sendcode.core.roles import parse_role
from sendcode.core.text import count_words
from sendcode.errors import InputError
from sendcode.readers.columns import chosen_columns, heading_key, pick
from sendcode.readers.lexicon import ROLE_COLUMNS
from sendcode.readers.rows import clean, heading_row
from sendcode.readers.turns import Ledger

_NO_ANSWER = re.compile(
    r"\W*(?:n\W?a|none|nil|nothing|no|no (?:answer|comments?|response)|not applicable|nan"
    r"|null|dk|don['’]?t know)?\W*",
    re.IGNORECASE,
)
_IMPORT_ID = re.compile(r"\s*\{\s*\W*ImportId")
_ID_KEYS = (
    "id respondent respondent_id participant participant_id response_id responseid case case_id "
    "respondentid name record_id recordid user_id".split()
)


def open_ended(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that look like open-ended answers: long, mostly distinct."""
    first = heading_row(rows) or 0
    body = rows[first + 1 : first + 300]
    width = max((len(row) for row in rows[: first + 300]), default=0)
    found = []
    for column in range(width):
        cells = [pick(row, column).strip() for row in body]
        answers = [cell for cell in cells if cell and not _NO_ANSWER.fullmatch(cell)]
        words = sum(count_words(cell) for cell in answers)
        if (
            len(answers) >= 1
            and words >= 4 * len(answers)
            and len(set(answers)) > 0.7 * len(answers)
        ):
            found.append(column)
    return found


def read_survey(
    rows: Sequence[Sequence[str]], ledger: Ledger, options: ReadOptions, sheet: str
) -> None:
    """Put one interview for each respondent into the ledger.

    Args:
        rows: The sheet.
        ledger: Takes the interviews, and what is odd.
        options: What the researcher decided about reading, such as the columns.
        sheet: Its name, for the interviews' names; empty where it is the only one.

    Raises:
        InputError: The columns that were chosen are not there.
    """
    chosen = chosen_columns(rows, options.columns)
    first = heading_row(rows)
    if chosen is None or first is None:
        raise InputError("the chosen columns are not in the table")
    headings = [heading_key(cell)[:60] for cell in rows[first]]
    begin = first + _heading_rows(rows, first)
    for row in rows[:begin]:
        ledger.apart("column", "\n".join(row))
    identity = chosen.id if chosen.id is not None else _id_column(rows, headings, begin)
    whose = chosen.columns.role
    if whose is None:
        whose = _role_column(rows, headings, begin)
    silent = 0
    taken: set[str] = set()
    for number, row in enumerate(rows[begin:], begin + 1):
        if not any(cell.strip() for cell in row):
            continue
        suffix = _suffix(pick(row, identity).strip() or f"row {number}", sheet, taken)
        answered = _answers(row, number, chosen.texts, ledger)
        stated = pick(row, whose)
        role = parse_role(stated) if stated else None
        for piece in answered:  # the respondent is the interview: no label stands anywhere
            ledger.say(None, piece, role)
            ledger.close_turn()
        _attributes(row, headings, {*chosen.texts}, suffix, ledger)
        silent += not answered
    if silent:
        ledger.problem(f"{so_many(silent, 'respondent')} gave no answer in the chosen columns")


def _heading_rows(rows: Sequence[Sequence[str]], first: int) -> int:
    """Return how many rows are headings: three in a Qualtrics export."""
    for extra, row in enumerate(rows[first + 1 : first + 3], 1):
        if any(_IMPORT_ID.match(cell) for cell in row):
            return extra + 1
    return 1


def _id_column(rows: Sequence[Sequence[str]], headings: Sequence[str], begin: int) -> int | None:
    """Return the column that names the respondents: by heading, else short and distinct."""
    for key in _ID_KEYS:
        if key in headings:
            return headings.index(key)
    cells = [pick(row, 0).strip() for row in rows[begin:]]
    short = all(0 < len(cell) <= 24 for cell in cells)
    return 0 if cells and short and len(set(cells)) == len(cells) else None


def _role_column(rows: Sequence[Sequence[str]], headings: Sequence[str], begin: int) -> int | None:
    """Return the column headed as roles are, where most of its cells name one that we know."""
    for column in (n for n, heading in enumerate(headings) if heading in ROLE_COLUMNS):
        stated = [cell for row in rows[begin:] if (cell := pick(row, column).strip())]
        if 2 * sum(parse_role(cell) is not None for cell in stated) > len(stated):
            return column
    return None


def _suffix(name: str, sheet: str, taken: set[str]) -> str:
    full = f"{sheet} {name}".strip()[:60]
    unique, number = full, 2
    while unique in taken:
        unique, number = f"{full} ({number})", number + 1
    taken.add(unique)
    return unique


def _answers(
    row: Sequence[str], number: int, columns: Sequence[int], ledger: Ledger
) -> list[Piece]:
    found = []
    for column in columns:
        text = clean(pick(row, column), ledger)
        if _NO_ANSWER.fullmatch(text):
            ledger.apart("no answer", text, number)
            continue
        ledger.count(text)
        found.append(Piece(text, number))
    return found


def _attributes(
    row: Sequence[str], headings: Sequence[str], answers: set[int], suffix: str, ledger: Ledger
) -> None:
    metadata = {}
    for column, cell in enumerate(row):
        if column in answers:
            continue
        ledger.apart("column", cell)
        key = headings[column] if column < len(headings) else ""
        if key and cell.strip():
            metadata[key] = cell.strip()
    ledger.close_interview(metadata, suffix)
