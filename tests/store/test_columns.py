"""What is read as columns against the same asked row by row."""

from __future__ import annotations

import pytest

from sendcode.store import Store
from sendcode.store.columns import transcript_of
from tests.conftest import FORMS, WAITING, accept, record


@pytest.fixture
def two(small: Store) -> Store:
    """Codings of two coders; they agree on one sentence."""
    record(small, accept(small, "first", 1, 2), accept(small, "second", 1))
    record(small, accept(small, "first", 1), accept(small, "first", 5, code=FORMS), coder="ben")
    return small


def without(store: Store, name: str) -> None:
    store.database.execute(
        "UPDATE transcript SET removed_by = (SELECT max(seq) FROM decision) WHERE name = ?",
        (name,),
    )


def codings(store: Store, coder: str) -> dict[str, list[int]]:
    return {guid: sorted(ids) for guid, ids, _ in store.columns.codings_by_code(coder)}


def test_codings_come_by_code_for_each_choice_of_coder(two: Store) -> None:
    assert codings(two, "any") == {WAITING: [1, 2, 3], FORMS: [4]}
    assert codings(two, "anna") == {WAITING: [1, 2]}
    assert codings(two, "agreed") == {WAITING: [1, 3]}
    for coder in ("any", "anna", "ben", "agreed", "nobody"):
        flat = {n for ids in codings(two, coder).values() for n in ids}
        assert two.columns.codings(coder) == flat


def test_segments_stand_beside_their_codings_and_lie_in_turns(two: Store) -> None:
    segment_of = dict(two.database.tuples("SELECT id, segment_id FROM coding"))
    for _, ids, segments in two.columns.codings_by_code("any"):
        assert [segment_of[n] for n in ids] == segments
    rows = two.database.tuples('SELECT id, turn_id, start, "end" FROM segment')
    assert sorted(two.columns.segment_spans()) == sorted(rows)
    assert dict(zip(*two.columns.segment_turns(), strict=True)) == {n: t for n, t, *_ in rows}


def test_units_and_what_was_read_are_counted_by_turn(two: Store) -> None:
    spans = two.columns.unit_spans()
    turn_of = {unit: turn for unit, turn, *_ in spans}
    for turn, number in two.columns.units_by_turn():
        assert number == sum(turn == other for other in turn_of.values())
    for coder in ("anna", "ben", "any"):
        counted = dict(two.columns.read_by_turn(coder))
        read = [turn_of[unit] for unit in two.columns.read(coder)]
        assert counted == {turn: read.count(turn) for turn in set(read)} != {}


def test_units_and_segments_stand_as_they_were_spoken(two: Store) -> None:
    rows = two.database.tuples('SELECT id, transcript_id, start, "end" FROM unit')
    rows.sort(key=lambda row: row[1:])
    ids, starts, ends = two.columns.units_as_spoken()
    assert ids == [row[0] for row in rows]
    assert starts == sorted(starts)
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert [transcript_of(spot) for spot in starts] == [row[1] for row in rows]
    segments, firsts, lasts = two.columns.segments_as_spoken()
    lengths = {n: end - start for n, _, start, end in two.columns.segment_spans()}
    assert {n: b - a for n, a, b in zip(segments, firsts, lasts, strict=True)} == lengths
    assert firsts == sorted(firsts)


def test_nothing_of_a_transcript_that_was_removed_is_read(two: Store) -> None:
    before = codings(two, "any")
    without(two, "first")
    assert codings(two, "any") == {WAITING: [2]} != before
    assert two.columns.codings("any") == {2}
    turns = {turn for turn, *_ in two.columns.turns()}
    assert {turn for _, turn, *_ in two.columns.segment_spans()} <= turns


def test_an_empty_project_has_empty_columns(store: Store) -> None:
    assert store.columns.codings_by_code("any") == []
    assert store.columns.segment_turns() == ([], [])
    assert store.columns.unit_spans() == store.columns.segment_spans() == []
