"""Hidden cells against an integer programme, on wider and deeper tables than can be tried out.

For every hidden cell the programme looks for the least and the greatest count that fits all
that is published: cells, totals of rows and columns, denominators, the tree of codes, and that
every person is in exactly one column.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sendcode.core.matrix import Matrix
from sendcode.core.suppress import suppress
from tests.core.test_suppress import table

PATHS = ("a", "a/x", "a/x/deep", "a/x/other", "a/y", "b", "b/z")
ROWS = tuple((path,) for path in PATHS)
BELOW = {
    path: [PATHS.index(other) for other in PATHS if other.rpartition("/")[0] == path]
    for path in PATHS
}
TOPS = [n for n, path in enumerate(PATHS) if "/" not in path]
MOST = 60
"""As many people as there could be where a denominator is hidden."""


@st.composite
def studies(draw) -> Matrix:
    """Draw people with the codes they carry, a column for each, and count them."""
    columns = draw(st.integers(1, 4))
    people = draw(
        st.lists(
            st.tuples(st.integers(0, columns - 1), st.sets(st.sampled_from(PATHS), max_size=3)),
            max_size=24,
        )
    )
    values = [[0] * columns for _ in PATHS]
    for column, codes in people:
        for row, path in enumerate(PATHS):
            values[row][column] += any(f"{code}/".startswith(f"{path}/") for code in codes)
    base = [sum(column == c for column, _ in people) for c in range(columns)]
    with_any = [
        sum(column == c and bool(codes) for column, codes in people) for c in range(columns)
    ]
    made = table(values, base, rows=ROWS)
    return replace(made, column_totals=tuple(with_any), total=sum(with_any))


class Attacker:
    """Everything that can be written down as an equation about the counts of a published table."""

    def __init__(self, shown: Matrix, truth: Matrix) -> None:
        self.width = len(shown.columns)
        rows = len(shown.rows)
        self.size = (rows + 2) * self.width  # the cells, then the totals and bases of columns
        self.low, self.high = np.zeros(self.size), np.full(self.size, float(MOST))
        published = (*shown.values, shown.column_totals, shown.base)
        for r, c in product(range(rows + 2), range(self.width)):
            if published[r][c] is not None:
                self.low[self.at(r, c)] = self.high[self.at(r, c)] = published[r][c]
        self.rules: list[tuple[dict[int, int], float, float]] = []
        for c in range(self.width):
            total, base = self.at(rows, c), self.at(rows + 1, c)
            self.rule({base: 1, total: -1}, 0)
            for r in range(rows):
                self.rule({total: 1, self.at(r, c): -1}, 0)
            self.rule({total: -1, **{self.at(r, c): 1 for r in TOPS}}, 0)
            for r, path in enumerate(PATHS):
                for below in BELOW[path]:
                    self.rule({self.at(r, c): 1, self.at(below, c): -1}, 0)
                union = sum(truth.values[k][c] for k in BELOW[path])
                if BELOW[path] and truth.values[r][c] <= union:  # the code itself is not used
                    own = {self.at(r, c): -1}
                    self.rule({**own, **{self.at(k, c): 1 for k in BELOW[path]}}, 0)
        for r, total in enumerate((*shown.row_totals, shown.total)):
            if total is not None:
                self.rule({self.at(r, c): 1 for c in range(self.width)}, total, total)

    def at(self, row: int, column: int) -> int:
        return row * self.width + column

    def rule(self, terms: dict[int, int], least: float, most: float = np.inf) -> None:
        self.rules.append((terms, least, most))

    def range_of(self, cell: int) -> tuple[int, int]:
        """Return the least and the greatest value of a cell."""
        matrix = np.zeros((len(self.rules), self.size))
        for n, (terms, _, _) in enumerate(self.rules):
            for variable, factor in terms.items():
                matrix[n, variable] = factor
        limits = LinearConstraint(matrix, [r[1] for r in self.rules], [r[2] for r in self.rules])
        found = []
        for sign in (1, -1):
            aim = np.zeros(self.size)
            aim[cell] = sign
            made = milp(
                aim,
                constraints=limits,
                bounds=Bounds(self.low, self.high),
                integrality=np.ones(self.size),
            )
            assert made.success, "the truth itself fits"
            found.append(round(sign * made.fun))
        return found[0], found[1]


@settings(max_examples=15)
@given(studies(), st.integers(3, 5))
def test_no_programme_narrows_a_hidden_cell_below_the_threshold(made: Matrix, least: int) -> None:
    shown = suppress(made, least)
    attacker = Attacker(shown, made)
    for r, c in product(range(len(shown.rows)), range(len(shown.columns))):
        if shown.values[r][c] is None:
            lowest, highest = attacker.range_of(attacker.at(r, c))
            assert lowest <= made.values[r][c] <= highest
            assert highest - lowest >= least, (shown.rows[r], shown.columns[c])


def test_the_programme_does_work_a_cell_out_where_only_it_is_hidden() -> None:
    made = table([[9, 8], [9, 3], [9, 3], [0, 0], [0, 5], [0, 0], [0, 0]], [9, 9], rows=ROWS)
    holed = replace(made, values=(*made.values[:1], (9, None), *made.values[2:]))
    attacker = Attacker(holed, made)
    assert attacker.range_of(attacker.at(1, 1)) == (3, 3)
