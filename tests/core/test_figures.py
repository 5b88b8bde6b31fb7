from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.figures import (
    LEAST_TOP,
    Bars,
    Curve,
    Grid,
    Groups,
    Strips,
    saturation,
    stretches,
)

CODES = st.dictionaries(st.sampled_from("pqrst"), st.frozensets(st.sampled_from("abcd")))


@given(CODES)
def test_the_curve_counts_codes_met_and_lies_in_what_orders_can_give(codes) -> None:
    order = sorted(codes)
    curve = saturation(order, codes, title="t", total=4)
    for n, (name, met) in enumerate(curve.points):
        assert name == order[n]
        assert met == len(frozenset().union(*(codes[o] for o in order[: n + 1])))
        possible = {
            len(frozenset().union(*(codes[o] for o in some[: n + 1])))
            for some in permutations(order)
        }
        assert min(possible) <= curve.low[n] <= curve.high[n] <= max(possible)
    assert all(a[1] <= b[1] for a, b in pairwise(curve.points))
    assert curve == saturation(order, codes, title="t", total=4)


SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30), st.integers(0, 2)), max_size=6)


@given(SPANS)
def test_a_strip_shows_what_is_coded_and_nothing_else(made) -> None:
    spans = [(start, min(start + length, 100), theme) for start, length, theme in made]
    found = stretches(spans, 100, bins=100)
    shown = {n for a, b, _ in found for n in range(round(a * 100), round(b * 100))}
    assert shown == {n for start, end, _ in spans for n in range(start, end)}
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_a_short_or_empty_text_has_a_strip_too() -> None:
    assert stretches([], 0) == ()
    assert stretches([(0, 3, 1)], 3) == ((0.0, 1.0, 1),)


def test_the_numbers_behind_a_figure_come_with_a_header() -> None:
    assert Bars("t", (("pupil", 1, 2),), "people").rows()[0] == ("label", "people", "out of")
    groups = Groups("t", ("pupil", "ta"), (("Delays", ((1, 2), (0, 3))),), "people")
    assert groups.rows()[2] == ("Delays", "ta", 0, 3)
    strips = Strips("t", ("Delays",), (("one", ((0.0, 0.5, 0),)),))
    assert strips.rows()[1] == ("one", 0.0, 0.5, "Delays")
    curve = Curve("t", (("one", 2), ("two", 3)), (1.0, 3.0), (2.0, 3.0), 5)
    assert curve.rows()[1:] == (("one", 2, 1.0, 2.0), ("two", 3, 3.0, 3.0))


GRID = Grid(
    title="t",
    down=(("Delays", 1), ("Waiting", 2), ("Forms", 2)),
    across=("Ava", "Ben"),
    values=((40, 2), (30, None), (7, 8)),
    sides=("theme", "case"),
    unit="segments",
)


def test_the_numbers_behind_a_grid_are_one_row_per_cell() -> None:
    assert GRID.rows()[:3] == (
        ("theme", "case", "segments"),
        ("Delays", "Ava", 40),
        ("Delays", "Ben", 2),
    )
    assert GRID.rows()[4] == ("Waiting", "Ben", None)
    assert len(GRID.rows()) == 7


def test_the_darkest_shade_is_of_rows_of_one_depth_and_never_of_very_few() -> None:
    assert GRID.tops() == {1: 40, 2: 30}
    few = replace(GRID, values=((None, 2), (1, None), (3, 4)))
    assert few.tops() == {1: LEAST_TOP, 2: LEAST_TOP}
    assert replace(GRID, across=(), values=((), (), ())).tops() == {1: LEAST_TOP, 2: LEAST_TOP}
