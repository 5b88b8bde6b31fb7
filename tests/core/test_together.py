"""Codes beside codes against a slow and obvious twin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.matrix import Measure
from sendcode.core.model import Role
from sendcode.core.segments import SegmentRow
from sendcode.core.together import Way, lay, together
from tests.core.test_query_match import BOOK, Material, materials, row, unit


def carries(row: SegmentRow, path: str) -> bool:
    return row.code_path == path or row.code_path.startswith(path + "/")


def slow(m: Material, way: Way, within: int, a: str, b: str) -> int:
    if way is Way.UNIT:
        return sum(
            any(carries(r, a) and u.id in r.units for r in m.codings)
            and any(carries(r, b) and u.id in r.units for r in m.codings)
            for u in m.units
        )
    if way is Way.TURN:
        turns = {(r.transcript, r.turn) for r in m.codings}
        return sum(
            any(carries(r, a) and (r.transcript, r.turn) == turn for r in m.codings)
            and any(carries(r, b) and (r.transcript, r.turn) == turn for r in m.codings)
            for turn in turns
        )
    met = set()
    for one in m.codings:
        for other in m.codings:
            if not carries(one, a) or not carries(other, b) or one is other:
                continue
            if one.transcript != other.transcript or one.segment_id == other.segment_id:
                continue
            here = [m.places[u][1] for u in one.units]
            there = [m.places[u][1] for u in other.units]
            if way is Way.THEN:
                close = max(here) < min(there) <= max(here) + within
            else:
                close = min(abs(x - y) for x in here for y in there) <= within
            if close:
                met.add(one.segment_id)
    return len(met)


@given(materials(), st.sampled_from(list(Way)), st.integers(0, 3))
def test_every_cell_is_what_plain_loops_count(m: Material, way: Way, within: int) -> None:
    found = together(lay(m.codings, m.places), BOOK, way=way, within=within)
    for r, (a,) in enumerate(found.rows):
        for c, (b,) in enumerate(found.columns):
            assert found.values[r][c] == slow(m, way, within, a, b), (a, b)


@given(materials())
def test_on_one_sentence_and_in_one_turn_it_is_symmetric(m: Material) -> None:
    for way in (Way.UNIT, Way.TURN):
        values = together(lay(m.codings, m.places), BOOK, way=way).values
        assert values == tuple(zip(*values, strict=True))
        assert all(values[n][n] >= max(row) for n, row in enumerate(values))


@pytest.mark.parametrize(
    ("way", "said", "measure"),
    [
        (Way.UNIT, "sentences that carry both codes", Measure.UNITS),
        (Way.TURN, "turns that carry both codes", Measure.TURNS),
        (Way.WITHIN, "segments of the row's code with one of the column's code", Measure.SEGMENTS),
        (Way.THEN, "segments of the row's code that one of the column's", Measure.SEGMENTS),
    ],
)
def test_it_says_what_it_counts(way: Way, said: str, measure: Measure) -> None:
    found = together(lay((), {}), BOOK, way=way, within=2, level=1, where="coded")
    assert found.rows == (("a",), ("b",))
    assert found.filter == "coded"
    assert found.counted.startswith(said)
    assert found.measure is measure
    assert found.to_json()["meaning"] == found.counted
    assert found.total == 0
    if way in (Way.WITHIN, Way.THEN):
        one = together(lay((), {}), BOOK, way=way, within=1)
        assert found.counted.endswith("within 2 sentences")
        assert one.counted.endswith("within 1 sentence")


def test_what_is_not_in_the_columns_or_on_no_known_place_meets_nothing() -> None:
    units = [unit(n, "one", Role.PUPIL, (), read=True) for n in (1, 2)]
    here, there = (
        row(units[0], (1,), "a/x", "ann", 1, None),
        row(units[1], (2,), "b", "ann", 2, None),
    )
    places = {1: ("one", 0), 2: ("one", 1)}

    def meetings(*codings: SegmentRow, known=places) -> int:
        found = together(lay(codings, known), BOOK, way=Way.WITHIN, within=1, level=1)
        assert found.rows == (("a",), ("b",))
        return found.values[0][1]

    assert meetings(here, there) == 1
    assert meetings(here, there, known={1: ("one", 0)}) == 0
    assert meetings(here, replace(there, segment_id=None)) == 0
    assert meetings(here, replace(there, code_path="retired")) == 0
