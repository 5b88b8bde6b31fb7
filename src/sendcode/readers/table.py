"""Tables (.csv, .tsv, .xlsx, .ods): transcripts with a row per utterance, and survey answers."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.core.text import count_words
from sendcode.errors import InputError
from sendcode.readers.columns import Columns, by_content, by_heading, chosen_columns
from sendcode.readers.decode import load_text
from sendcode.readers.package import Package
from sendcode.readers.rows import heading_row, is_case_sheet, read_transcript
from sendcode.readers.sheets import Rows, sheets
from sendcode.readers.survey import open_ended, read_survey
from sendcode.readers.turns import Ledger

_DELIMITERS = ",;\t|"
_ASK = "Say which column holds the words: --columns text=HEADING,speaker=HEADING."


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a table; its rows, numbered as a spreadsheet shows them, are the anchors."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".ods", ".xlsm"):
        ledger = Ledger(path.name)
        with Package(path, options) as package:
            named = sheets(package, suffix)
    else:
        decoded = load_text(path, options)
        ledger = Ledger(path.name, decoded.encoding)
        if decoded.note:
            ledger.problem(decoded.note)
        named = {"": parse(decoded.text, "\t" if suffix == ".tsv" else "")}
    _read_sheets(
        {name: rows for name, rows in named.items() if any(map(any, rows))}, ledger, options
    )
    return ledger.result()


def parse(text: str, delimiter: str = "") -> Rows:
    """Return the rows of a delimited text; the delimiter is found out if not given.

    Raises:
        InputError: It is not a table.
    """
    delimiter = delimiter if delimiter and delimiter in text else _delimiter(text)
    csv.field_size_limit(1 << 30)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError("the table is damaged: a cell does not end") from error


def _delimiter(text: str) -> str:
    """Return the character that cuts the first lines into the most regular columns."""
    sample = text[:60_000]
    best, score = ",", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            rows = list(csv.reader(io.StringIO(sample), delimiter=delimiter))[:200]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        width, times = widths.most_common(1)[0]
        regular = times / max(1, widths.total()) * (1 + 0.1 * min(width, 8)) if width > 1 else 0
        if regular > score:
            best, score = delimiter, regular
    return best


def _read_sheets(named: dict[str, Rows], ledger: Ledger, options: ReadOptions) -> None:
    if not named:
        raise InputError("the table holds no rows")
    found: dict[str, Columns] = {}
    surveys: list[str] = []
    for name, rows in named.items():
        if is_case_sheet(rows):
            raise InputError(
                "this is a case sheet, not a transcript", "Use it with: sendcode cases FILE."
            )
        chosen = chosen_columns(rows, options.columns)
        if chosen is not None and chosen.is_survey():
            surveys.append(name)
        elif columns := chosen.columns if chosen else by_heading(rows) or by_content(rows):
            found[name] = columns
    if not found and not surveys:
        raise _what_is_it(next(iter(named.values())))
    for name, rows in named.items():
        if name in surveys:
            read_survey(rows, ledger, options, name if len(surveys) > 1 else "")
        elif name in found:
            read_transcript(rows, found[name], ledger, options)
            ledger.close_interview(suffix=name if len(found) > 1 else "")
        else:
            words = "\n".join(cell for row in rows for cell in row)
            ledger.apart("sheet", words)
            ledger.problem(
                f"a sheet of {count_words(words)} words that is no transcript was left out"
            )


def _what_is_it(rows: Sequence[Sequence[str]]) -> InputError:
    columns = open_ended(rows)
    if columns and heading_row(rows) is not None:
        listed = ", ".join(str(column + 1) for column in columns)
        return InputError(
            "no columns of a transcript were found; it may be a survey",
            f"Columns {listed} look open-ended. Choose: --columns text={listed.replace(' ', '')}.",
        )
    return InputError("no columns of a transcript were found", _ASK)
