"""Rows of a transcript as a table to turns."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sendcode.core.model import Piece, ReadOptions
from sendcode.core.roles import parse_role
from sendcode.core.text import count_words
from sendcode.readers import labels, marks
from sendcode.readers.blocks import Block
from sendcode.readers.columns import (
    Columns,
    by_content,
    by_heading,
    heading_key,
    mangled,
    pick,
    times,
)
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger

_EMPTY = frozenset({"", "none", "nan", "null", "n/a", "-", "–", "?"})
_MARKUP = re.compile(r"</?(?:a|b|i|u|p|em|strong|span|div|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_RULER = re.compile(r"[\s|:+=-]*")
_PARAGRAPH = re.compile(r"\s*(?<!-)---(?!-)\s*")  # NVivo's paragraph break inside a cell
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the number of the first row with something in it, from 0."""
    return next((number for number, row in enumerate(rows) if any(row)), None)


def is_case_sheet(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the table lists transcripts with their cases: it is never a transcript."""
    first = heading_row(rows)
    if first is None:
        return False
    keys = [heading_key(cell) for cell in rows[first]]
    if "transcript" not in keys or not {"case", "participant", "role"} & set(keys):
        return False
    column = keys.index("transcript")
    cells = [pick(row, column) for row in rows[first + 1 : first + 200]]
    return sum(count_words(cell) for cell in cells) <= 4 * max(1, len(cells))


class TextTable(NamedTuple):
    """A table typed as text: a row for each line, empty ones too."""

    rows: list[list[str]]
    columns: Columns


def table_in_text(lines: Sequence[str]) -> TextTable | None:
    """Return the transcript that lines with bars or tabs make up, or None."""
    filled = [line for line in lines if line and not line.isspace()]
    for delimiter, least in (("|", 1), ("\t", 2)):
        counts = [line.strip(" ").strip("|").count(delimiter) for line in filled]
        most = Counter(counts).most_common(1)[0][0] if counts else 0
        if len(filled) < 3 or most < least or counts.count(most) < 0.8 * len(filled):
            continue
        rows = [_text_row(line, delimiter) for line in lines]
        dense = [row for row in rows if row]
        columns = by_heading(dense) or by_content(dense)
        if columns is not None:
            header = next((n + 1 for n, row in enumerate(rows) if row), 0) if columns.header else 0
            return TextTable(rows, replace(columns, header=header))
    return None


def _text_row(line: str, delimiter: str) -> list[str]:
    if _RULER.fullmatch(line):
        return []
    bare = line.strip().strip("|") if delimiter == "|" else line
    return [_PARAGRAPH.sub("\n", cell).strip() for cell in bare.split(delimiter)] if bare else []


def clean(cell: str, ledger: Ledger | None = None) -> str:
    """Return the words of a cell without markup that a web page left in it."""
    if "<" in cell:
        cell = _BREAK.sub("\n", cell)
        if ledger is not None:
            ledger.apart("markup", " ".join(_MARKUP.findall(cell)))
        cell = _MARKUP.sub("", cell)
    if "&" in cell:
        cell = html.unescape(cell)
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_transcript(
    rows: Sequence[Sequence[str]], columns: Columns, ledger: Ledger, options: ReadOptions
) -> None:
    """Put the turns of a table into the ledger, without ending the interview."""
    odd = mangled([pick(row, columns.time) for row in rows[columns.header :]])
    if odd:
        ledger.problem("times such as 24:40:00 were read as 24 minutes 40 seconds")
    for row in rows[: columns.header]:
        ledger.apart("column", "\n".join(row))
    if columns.speaker is None:
        _labels_in_text(rows, columns, ledger, options, odd=odd)
        return
    speaker: str | None = None
    for number, row in enumerate(rows[columns.header :], columns.header + 1):
        written = pick(row, columns.speaker).strip()
        named = labels.canonical(written) if written.casefold() not in _EMPTY else ""
        _count_the_rest(row, columns, ledger)
        text = clean(pick(row, columns.text), ledger)
        if _is_heading(row, text) or not text or text.casefold() in ("none", "nan"):
            ledger.apart("heading" if text else "label", text, number)
            ledger.apart("label", written)
            continue
        ledger.count(text)
        ledger.apart("label", written)
        if named:
            speaker = options.speakers.get(written, options.speakers.get(named, named)) or None
        elif not options.carry_speaker:
            speaker = None
        start, end = _times(row, columns, odd=odd)
        text = _without_times(text, ledger)
        if text:
            role = parse_role(pick(row, columns.role)) if pick(row, columns.role) else None
            ledger.say(speaker, Piece(text, number, written if named else None, start, end), role)
    ledger.report_unlabelled("row", any_label=True)


def _without_times(text: str, ledger: Ledger) -> str:
    for match in marks.INLINE.finditer(text) if ":" in text else ():
        ledger.leave_out("time", match.group())
        ledger.cuts += 1
    return marks.without_times(text).strip()


def _is_heading(row: Sequence[str], text: str) -> bool:
    """Say whether a row holds nothing but a caption such as `MORE INFO:`."""
    return (
        text.endswith(":")
        and len(text.split()) <= 5
        and sum(1 for cell in row if cell.strip()) == 1
    )


def _times(row: Sequence[str], columns: Columns, *, odd: bool) -> tuple[float | None, float | None]:
    start, end = times(pick(row, columns.time), clock=odd)
    if columns.end is not None:
        end = times(pick(row, columns.end), clock=odd)[0]
    return start, end


def _count_the_rest(row: Sequence[str], columns: Columns, ledger: Ledger) -> None:
    for number, cell in enumerate(row):
        if number not in (columns.text, columns.speaker):
            kind = "time" if number in (columns.time, columns.end) else "column"
            ledger.apart(kind, cell)


def _labels_in_text(
    rows: Sequence[Sequence[str]],
    columns: Columns,
    ledger: Ledger,
    options: ReadOptions,
    *,
    odd: bool,
) -> None:
    """Look for labels inside the words where no column holds the speaker."""
    blocks = []
    for number, row in enumerate(rows[columns.header :], columns.header + 1):
        _count_the_rest(row, columns, ledger)
        start, end = _times(row, columns, odd=odd)
        text = clean(pick(row, columns.text), ledger)
        blocks.append(Block(text, number, start=start, end=end))
    decide(blocks, ledger, options, close=False)
