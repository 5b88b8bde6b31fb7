"""Hidden cells against somebody who tries every table that fits what is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.matrix import Matrix, Measure
from sendcode.core.suppress import suppress
from sendcode.errors import SendcodeError

ROWS = (("a",), ("a/x",), ("a/y",), ("b",))
BELOW = {0: (1, 2)}


def table(values, base, *, rows=ROWS, dimension="code") -> Matrix:
    """Return counts of people as a matrix, each column's people apart from the others'."""
    columns = list(zip(*values, strict=True))
    return Matrix(
        row_dimension=dimension,
        column_dimension="role",
        rows=rows,
        columns=tuple((f"r{n}",) for n in range(len(base))),
        values=tuple(map(tuple, values)),
        row_totals=tuple(map(sum, values)),
        column_totals=tuple(max(column) for column in columns),
        total=sum(max(column) for column in columns),
        row_labels=tuple(key[0] for key in rows),
        row_levels=tuple(key[0].count("/") + 1 for key in rows),
        measure=Measure.PARTICIPANTS,
        coder="any",
        filter="",
        base=tuple(base),
        read_share=tuple(1.0 for _ in base),
        base_meaning="people",
        notes=(),
    )


def possible(matrix: Matrix, truth, most: int) -> dict[tuple[int, int], set[int]]:
    """Return what each hidden cell can be, by trying every value of every hidden cell.

    The attacker knows the tree (a parent is at least each child and at most their sum, where
    that is so in truth), the bases, and that each person is in exactly one column.
    """
    hidden = [(r, c) for r, row in enumerate(matrix.values) for c, v in enumerate(row) if v is None]
    found: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
    sums = {
        (r, c): truth[r][c] <= sum(truth[k][c] for k in below)
        for r, below in BELOW.items()
        for c in range(len(matrix.columns))
    }
    limits = [most if b is None else b for b in matrix.base]
    for guess in product(*(range(limits[c] + 1) for _, c in hidden)):
        full = [list(row) for row in matrix.values]
        for (r, c), value in zip(hidden, guess, strict=True):
            full[r][c] = value
        if fits(matrix, full, sums):
            for cell, value in zip(hidden, guess, strict=True):
                found[cell].add(value)
    return found


def fits(matrix: Matrix, full, sums) -> bool:
    tree = len(matrix.rows) == len(ROWS)
    for c in range(len(matrix.columns)):
        for r, below in BELOW.items() if tree else ():
            if full[r][c] < max(full[k][c] for k in below):
                return False
            if sums[r, c] and full[r][c] > sum(full[k][c] for k in below):
                return False
        total = matrix.column_totals[c]
        tops = [full[r][c] for r in ((0, 3) if tree else range(len(full)))]
        if total is not None and not max(tops) <= total <= sum(tops):
            return False
    totals = zip(full, matrix.row_totals, strict=True)
    if any(total is not None and sum(row) != total for row, total in totals):
        return False
    known = matrix.total
    return known is None or known >= max(map(sum, full))


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 2))
    base = [draw(st.integers(0, 5)) for _ in range(columns)]
    values = [[0] * columns for _ in ROWS]
    for c in range(columns):
        x, y = (draw(st.integers(0, base[c])) for _ in range(2))
        values[1][c], values[2][c] = x, y
        values[0][c] = draw(st.integers(max(x, y), min(base[c], x + y + 1)))
        values[3][c] = draw(st.integers(0, base[c]))
    return values, base


@settings(max_examples=60)
@given(tables(), st.integers(3, 4))
def test_nobody_can_work_a_hidden_cell_out(made, threshold: int) -> None:
    values, base = made
    shown = suppress(table(values, base), threshold)
    for r, row in enumerate(shown.values):
        for c, value in enumerate(row):
            assert value is None or value == 0 or value >= threshold
            assert value in (None, values[r][c])
    assert all(b is None or b == 0 or b >= threshold for b in shown.base)
    found = possible(shown, values, 6)
    for cell, could in found.items():
        assert values[cell[0]][cell[1]] in could
        assert max(could) - min(could) >= threshold, (cell, could, values, base, shown.values)


@settings(max_examples=60)
@given(tables(), st.integers(3, 4))
def test_totals_stay_where_nothing_is_hidden(made, threshold: int) -> None:
    values, base = made
    before = table(values, base)
    shown = suppress(before, threshold)
    for r, row in enumerate(shown.values):
        if None not in row and before.row_totals[r] >= threshold:
            assert shown.row_totals[r] == before.row_totals[r]


def test_a_table_without_small_cells_stays_as_it_is() -> None:
    whole = table([[9, 8], [6, 7], [5, 5], [0, 6]], [9, 9])
    assert suppress(whole, 5) == whole


def test_a_shown_parent_does_not_give_a_small_child_away() -> None:
    shown = suppress(table([[9], [8], [1], [9]], [9]), 5)
    assert shown.values[2] == (None,)
    assert shown.total is None
    assert shown.row_totals[2] is None
    assert "hidden" in shown.notes[-1]
    assert shown.to_json()["values"][2] == [None]


def test_a_small_denominator_is_hidden_too() -> None:
    shown = suppress(table([[0, 9]] * 4, [3, 9]), 5)
    assert shown.base == (None, 9)
    assert shown.values == ((0, 9),) * 4


def test_codes_on_both_sides_are_refused() -> None:
    both = replace(table([[1]], [9], rows=(("a",),)), column_dimension="code,role")
    with pytest.raises(SendcodeError, match="both sides"):
        suppress(both, 5)


def test_cases_by_role_for_one_code_have_no_tree() -> None:
    rows = (("Ava",), ("Ben",))
    shown = suppress(table([[1, 9], [8, 9]], [9, 9], rows=rows, dimension="school"), 5)
    assert shown.values == ((None, 9), (8, 9))
    assert shown.row_totals == (None, 17)
    assert shown.column_totals == (None, 9)


@pytest.mark.parametrize(("side", "left"), [("school", (None, 9)), ("code", (None, None))])
def test_where_the_rows_part_people_no_denominator_tells_the_rest(
    side: str, left: tuple[int | None, ...]
) -> None:
    rows = (("parent",), ("ta",))
    made = table([[8, 9], [1, 0]], [9, 9], rows=rows, dimension="role")
    shown = suppress(replace(made, column_dimension=side), 5)
    assert shown.values == ((8, 9), (None, 0))
    assert shown.base == left  # of 9 people 8 were parents: one is left


def test_the_tree_may_lie_in_the_columns() -> None:
    upright = table([[9, 8, 3, 9]], [9, 9, 9, 9], rows=(("parent",),), dimension="role")
    shown = suppress(replace(upright, columns=ROWS, column_dimension="code"), 5)
    assert shown.values[0][2] is None


def test_only_people_and_cases_are_hidden() -> None:
    segments = replace(table([[1]], [9], rows=(("a",),)), measure=Measure.SEGMENTS)
    with pytest.raises(SendcodeError, match="people and cases"):
        suppress(segments, 5)
    with pytest.raises(SendcodeError, match="below 3"):
        suppress(table([[1]], [9], rows=(("a",),)), 2)


@pytest.mark.parametrize(
    ("few", "told"), [(4, "Counted too: speakers whose"), (5, "Counted too: 5 sp")]
)
def test_no_note_says_how_few_have_no_role(few: int, told: str) -> None:
    note = f"Counted too: {few} speakers whose role is unknown. A case sheet gives roles."
    made = replace(table([[2, 9], [0, 0], [0, 0], [0, 0]], [few, 9]), notes=(note,))
    shown = suppress(made, 5).notes[0]
    assert shown.startswith(told)
    assert shown.endswith("whose role is unknown. A case sheet gives roles.")


@pytest.mark.parametrize(
    ("measure", "side"), [(Measure.CASES, "case"), (Measure.PARTICIPANTS, "role, participant")]
)
def test_a_table_by_those_who_are_counted_cannot_hide_them(measure: Measure, side: str) -> None:
    made = replace(table([[1], [0], [0], [0]], [1]), column_dimension=side, measure=measure)
    with pytest.raises(SendcodeError, match="is about one"):
        suppress(made, 5)
