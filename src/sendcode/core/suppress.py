"""Hiding small cells so that they cannot be worked out again from what is shown.

Hidden are counts of people or cases from 1 up to below the threshold N; and with each of them
the totals of its row and its column and the grand total, for where every person is in exactly
one column, cells add up to them. What remains to reason from are the denominators and the
tree of codes: a code counts at least what each code below it counts and, if it is not used
itself, at most their sum. That is not enough. Let x be hidden, p the code above it (shown, so
p >= N; if p is hidden, it bounds less) and S the sum of x's siblings. x can be as large as p,
and denominators below N are hidden too. It can be as small as p - S, or 0. If a sibling is
hidden, S can be p, so that x can be 0. Else the siblings are each 0 or at least N, and not
all 0, for then x would be at least p >= N. So x lies in a range at least N wide.

That holds where the rows are codes, which overlap. Where they are roles or places, a person is in
one row, and the cells that are shown would leave for x the rest of the column's denominator: so
the denominators of columns with a hidden cell are hidden too, and all of them where the columns
are codes, for under these stands the same.
"""

from __future__ import annotations

from dataclasses import replace

from sendcode.core.matrix import COUNTED_TOO, Matrix, Measure, Value
from sendcode.core.printable import so_many
from sendcode.errors import SendcodeError

PEOPLE = (Measure.CASES, Measure.PARTICIPANTS)
_SAME = {Measure.CASES: "case", Measure.PARTICIPANTS: "participant"}
"""The dimension in which every row or column stands for one of what is counted."""


def suppress(matrix: Matrix, threshold: int) -> Matrix:
    """Return the matrix with small counts hidden, and the totals that would give them away.

    Raises:
        SendcodeError: It does not count people or cases, is a table by those that it counts, has
            codes on both sides, or the threshold is below 2.
    """
    _refuse(matrix, threshold)

    def small(value: Value) -> bool:
        return value is not None and 0 < value < threshold

    hidden = {
        (r, c) for r, row in enumerate(matrix.values) for c, value in enumerate(row) if small(value)
    }
    rows, columns = {r for r, _ in hidden}, {c for _, c in hidden}
    bounding = _bounding(matrix, columns)

    def total(value: Value, *, touched: bool) -> Value:
        return None if touched or small(value) else value

    shown = replace(
        matrix,
        values=tuple(
            tuple(None if small(value) else value for value in row) for row in matrix.values
        ),
        row_totals=tuple(total(v, touched=r in rows) for r, v in enumerate(matrix.row_totals)),
        column_totals=tuple(
            total(v, touched=c in columns) for c, v in enumerate(matrix.column_totals)
        ),
        total=total(matrix.total, touched=bool(hidden)),
        base=tuple(
            None if small(base) or n in bounding else base for n, base in enumerate(matrix.base)
        ),
        notes=tuple(_without_few(note, threshold) for note in matrix.notes),
    )
    if shown == matrix:
        return matrix
    return replace(
        shown,
        notes=(
            *shown.notes,
            f"Counts from 1 to {threshold - 1} are hidden "
            f"({so_many(len(hidden), 'cell')}), and the totals that would give them away. "
            "Another table of the same project may still do so: publish one breakdown.",
        ),
    )


def _bounding(matrix: Matrix, touched: set[int]) -> set[int]:
    """Return the columns whose denominators would bound hidden cells.

    Args:
        matrix: With everything in it.
        touched: The columns that have a hidden cell.
    """
    if not touched or matrix.row_dimension.strip() == "code":
        return set()
    by_code = "code" in map(str.strip, matrix.column_dimension.split(","))
    return set(range(len(matrix.columns))) if by_code else touched


def _without_few(note: str, threshold: int) -> str:
    """Return a note without its number of people, where these are fewer than the threshold."""
    found = COUNTED_TOO.match(note)
    if not found or int(found[1].replace(",", "")) >= threshold:
        return note
    return f"Counted too: speakers whose role is unknown.{note[found.end() :]}"


def _refuse(matrix: Matrix, threshold: int) -> None:
    """Raise where hiding small cells would be no use, or no protection."""
    if matrix.measure not in PEOPLE:
        raise SendcodeError(
            f"small cells are hidden in counts of people and cases, not of {matrix.measure}",
            "Say --values participants or --values cases.",
        )
    if threshold < 3:
        raise SendcodeError(
            "below 3 nothing is hidden: who reads that a count is under 2 knows that it is 1",
            "--suppress 5 is usual.",
        )
    sides = f"{matrix.row_dimension},{matrix.column_dimension}".split(",")
    one = _SAME[matrix.measure]
    if one in map(str.strip, sides):
        raise SendcodeError(
            f"a table by {one} hides nothing: each of its cells is about one {one}",
            "Count by role or by an attribute.",
        )
    if all("code" in side.split(",") for side in (matrix.row_dimension, matrix.column_dimension)):
        raise SendcodeError("small cells cannot be hidden where both sides are codes")
