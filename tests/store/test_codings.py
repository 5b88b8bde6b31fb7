from __future__ import annotations

from dataclasses import replace

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Evidence, Span, Suggestion
from sendcode.store import Store
from tests.conftest import AT, FORMS, LATER, VOICE, WAITING, accept, place, record
from tests.store.test_suggestions import run

REASON = Evidence("rule", "delays/waiting#1", 0.5, (Span(30, 42),))


def reject(store: Store, name: str, first: int, **more: object) -> NewDecision:
    made = NewDecision(Action.REJECT, place=place(store, name, first), code=WAITING)
    return replace(made, **more)


def test_a_coding_comes_with_what_led_to_it(small: Store) -> None:
    spot = place(small, "first", 1)
    run(small, Suggestion(spot.units[0], WAITING, 0.5, (REASON,)))
    made = replace(accept(small, "first", 1), suggestion=1, score=0.5, memo="ask again")
    record(small, made, at=LATER)
    (row,) = small.codings.coded()
    assert (row.coding_id, row.segment_id, row.turn_id) == (1, 1, spot.turn)
    assert (row.start, row.end, row.code_guid) == (spot.span.start, spot.span.end, WAITING)
    assert (row.origin, row.coder, row.decided_at, row.score) == ("suggestion", "anna", LATER, 0.5)
    assert (row.evidence, row.memo, row.codebook_version) == ((REASON,), "ask again", 1)


def test_memos_of_one_coder_on_one_segment_are_joined_and_nobody_else_s(small: Store) -> None:
    for coder, text in (("anna", "one"), ("anna", "two"), ("ben", "mine")):
        record(small, replace(accept(small, "first", 1), memo=text), coder=coder)
    assert [(row.coder, row.memo) for row in small.codings.coded()] == [
        ("anna", "one\ntwo"),
        ("ben", "mine"),
    ]


def test_a_memo_that_was_taken_back_is_gone(small: Store) -> None:
    (decision,) = record(small, replace(accept(small, "first", 1), memo="one"))
    record(small, NewDecision(Action.MEMO, place=place(small, "first", 1), memo="two"))
    assert [row.memo for row in small.codings.coded()] == ["one\ntwo"]
    with small.transaction():
        small.decisions.undo([decision], coder=1, at=AT)
    assert small.codings.coded() == ()


def test_codings_stand_in_the_order_of_the_text(small: Store) -> None:
    for name, first in (("second", 1), ("first", 3), ("first", 1)):
        record(small, accept(small, name, first))
    starts = [(row.transcript_id, row.start) for row in small.codings.coded()]
    assert starts == sorted(starts)


def test_a_rejection_shows_until_it_is_taken_back_or_overruled(small: Store) -> None:
    first, second = record(small, reject(small, "first", 1, memo="no"), reject(small, "first", 2))
    rows = small.codings.rejected()
    assert [(row.coding_id, row.origin, row.memo) for row in rows] == [
        (None, "suggestion", "no"),
        (None, "suggestion", ""),
    ]
    record(small, accept(small, "first", 1))
    assert len(small.codings.rejected()) == 1
    with small.transaction():
        small.decisions.undo([second], coder=1, at=AT)
    assert small.codings.rejected() == ()
    assert first


def test_a_family_s_rejection_is_one_row(small: Store) -> None:
    record(small, reject(small, "first", 1, also_not=(FORMS, VOICE)))
    assert [row.code_guid for row in small.codings.rejected()] == [WAITING]


def test_a_unit_s_readers_are_those_who_dealt_with_it(small: Store) -> None:
    record(small, accept(small, "first", 1))
    record(small, reject(small, "first", 1), coder="ben")
    record(small, NewDecision(Action.SKIP, place=place(small, "first", 2), code=WAITING))
    unit = place(small, "first", 1).units[0]
    assert small.codings.readers() == {unit: frozenset({"anna", "ben"})}


def test_verdicts_are_a_coder_s_own_or_the_last_of_anybody_s(small: Store) -> None:
    unit = place(small, "first", 1).units[0]
    record(small, accept(small, "first", 1))
    record(small, reject(small, "first", 1), coder="ben")
    anna, ben = small.coders.find("anna"), small.coders.find("ben")
    assert small.codings.verdicts(anna) == {(unit, WAITING): True}
    assert small.codings.verdicts(ben) == {(unit, WAITING): False}
    assert small.codings.verdicts() == {(unit, WAITING): False}


def test_distinct_segments_are_counted_by_code(small: Store) -> None:
    record(small, accept(small, "first", 1), accept(small, "first", 1, 2))
    record(small, accept(small, "first", 1), coder="ben")
    assert small.codings.counts() == {WAITING: 2}
