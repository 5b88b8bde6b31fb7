"""Two versions of a workbook, compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Cell = str | int | float | None
Sheet = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell, row or sheet that is not what the project gives.

    Attributes:
        place: Sheet and cell (`Theme matrix!C5`), or the sheet alone.
        what: What the cell stands for: the keys of its row and column.
        found: What the file has; None for what is missing there.
        expected: What the project gives; None for what it does not have.
        is_text: They are long texts, which are named and not shown.
    """

    place: str
    what: str
    found: Cell
    expected: Cell

    @property
    def is_text(self) -> bool:
        """Say whether a side is text: words of an interview, perhaps, and not shown."""
        return any(isinstance(side, str) for side in (self.found, self.expected))


def differences(
    found: Mapping[str, Sheet], expected: Mapping[str, Sheet], keys: Mapping[str, int]
) -> tuple[Difference, ...]:
    """Return every difference between a file's sheets and those that it should have.

    Args:
        found: The file's sheets by name, row by row.
        expected: The sheets as they would be written now.
        keys: By sheet, the column (from 0) whose value names a row; the first row names the
            columns. Sheets without one are compared line by line.
    """
    return tuple(_differences(found, expected, keys))


def _differences(
    found: Mapping[str, Sheet], expected: Mapping[str, Sheet], keys: Mapping[str, int]
) -> Iterator[Difference]:
    for name in expected:
        if name not in found:
            yield Difference(name, "the sheet is missing", None, None)
        elif name in keys:
            yield from _by_key(name, found[name], expected[name], keys[name])
        else:
            yield from _by_line(name, found[name], expected[name])
    for name in found:
        if name not in expected:
            yield Difference(name, "a sheet that sendcode does not write", None, None)


def _by_key(name: str, found: Sheet, expected: Sheet, key: int) -> Iterator[Difference]:
    mine, theirs = _table(expected, key), _table(found, key)
    for (row, column), (value, _) in mine.items():
        other, place = theirs.get((row, column), (None, ""))
        if not _same(other, value):
            yield Difference(
                f"{name}!{place}" if place else name, f"{row} · {column}", other, value
            )
    for (row, column), (value, place) in theirs.items():
        if (row, column) not in mine and value is not None:
            yield Difference(f"{name}!{place}", f"{row} · {column}", value, None)


def _table(sheet: Sheet, key: int) -> dict[tuple[str, str], tuple[Cell, str]]:
    """Return the cells by the names of their row and column, each with its place.

    A name that comes twice is told apart by its number; rows without a key go by the first
    cell (totals, denominators), and notes below have no columns.
    """
    if not sheet:
        return {}
    heads = [str(cell) if cell is not None else "" for cell in sheet[0]]
    columns = _numbered(heads)
    names = []
    for row in sheet[1:]:
        own = row[key] if key < len(row) else None
        names.append(str(own if own is not None else next(iter(row), "")))
    cells: dict[tuple[str, str], tuple[Cell, str]] = {}
    for number, (name, row) in enumerate(zip(_numbered(names), sheet[1:], strict=True), 2):
        for at, value in enumerate(row):
            if value is not None:
                column = columns[at] if at < len(columns) else f"column {at + 1}"
                cells[name, column] = (value, f"{letters(at)}{number}")
    return cells


def _numbered(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _by_line(name: str, found: Sheet, expected: Sheet) -> Iterator[Difference]:
    for number in range(max(len(found), len(expected))):
        mine = expected[number] if number < len(expected) else ()
        theirs = found[number] if number < len(found) else ()
        for at in range(max(len(mine), len(theirs))):
            value = mine[at] if at < len(mine) else None
            other = theirs[at] if at < len(theirs) else None
            if not _same(other, value):
                place = f"{letters(at)}{number + 1}"
                yield Difference(f"{name}!{place}", f"line {number + 1}", other, value)


def _same(one: Cell, other: Cell) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return (one or None) == (other or None) if isinstance(one, str | None) else one == other


def letters(column: int) -> str:
    """Return a spreadsheet's name of a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
