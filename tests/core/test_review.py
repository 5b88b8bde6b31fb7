from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.decisions import Place
from sendcode.core.model import Action, Evidence, Role, Span
from sendcode.core.review import (
    OpenUnit,
    QueueItem,
    band,
    decision_for,
    suggested_segments,
)


def item(number: int, **changes: object) -> QueueItem:
    span = Span(number * 10, number * 10 + 5)
    made = QueueItem(
        id=str(number),
        transcript="first",
        start=span.start,
        end=span.end,
        text="words",
        code="delays",
        code_guid="guid-delays",
        score=0.5,
        evidence=(),
        place=Place(1, 1, span, (number,)),
        speaker="MUM",
        role=Role.PARENT,
        turn=1,
        run=7,
    )
    return replace(made, **changes)


def unit(number: int, **changes: object) -> OpenUnit:
    made = OpenUnit(
        suggestion=100 + number,
        transcript=1,
        turn=1,
        unit=number,
        position=number,
        span=Span(number * 10, number * 10 + 9),
        code="c",
        score=0.5,
        evidence=(),
        run=1,
    )
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("score", "name"),
    [(1.0, "likely"), (0.7, "likely"), (0.69, "possible"), (0.4, "possible"), (0.0, "weak")],
)
def test_a_score_stands_for_a_band(score: float, name: str) -> None:
    assert band(score) == name
    assert item(1, score=score).band == name


# --- suggested segments -------------------------------------------------------------------


def test_neighbours_of_one_turn_and_code_are_one_segment() -> None:
    reason = Evidence("rule", "c#1", 0.9, (Span(30, 33),))
    weaker = Evidence("rule", "c#2", 0.4, (Span(22, 25),))
    again = replace(reason, spans=(Span(24, 26), Span(30, 33)))
    found = suggested_segments(
        [unit(3, evidence=(reason,)), unit(2, score=0.8, evidence=(weaker, again))]
    )
    assert len(found) == 1
    assert found[0].place == Place(1, 1, Span(20, 39), (2, 3))
    assert found[0].score == 0.8
    assert found[0].evidence == (
        Evidence("rule", "c#1", 0.9, (Span(24, 26), Span(30, 33))),
        weaker,
    )


@pytest.mark.parametrize("change", [{"turn": 2}, {"code": "d"}, {"position": 4}, {"transcript": 2}])
def test_a_gap_another_turn_or_another_code_begins_a_new_segment(change: dict[str, object]) -> None:
    assert len(suggested_segments([unit(2), unit(3, **change)])) == 2


@given(
    st.sets(
        st.tuples(st.integers(1, 2), st.integers(0, 11), st.sampled_from("cd")), max_size=20
    ).flatmap(lambda found: st.permutations(sorted(found)))
)
def test_every_open_unit_is_in_exactly_one_segment_in_the_order_of_the_text(
    places: list[tuple[int, int, str]],
) -> None:
    units = [
        unit(n, transcript=t, unit=t * 100 + n, turn=t * 10 + n // 4, position=n, code=c)
        for t, n, c in places
    ]
    segments = suggested_segments(units)
    inside = [u for segment in segments for u in segment.units]
    assert sorted(inside, key=repr) == sorted(units, key=repr)
    order = [(s.place.transcript, s.place.span.start, s.units[0].code) for s in segments]
    assert order == sorted(order)
    for segment in segments:
        assert len({(u.transcript, u.turn, u.code) for u in segment.units}) == 1
        first = segment.units[0].position
        assert [u.position for u in segment.units] == list(range(first, first + len(segment.units)))
    keys = {(u.transcript, u.turn, u.code, u.position) for u in units}
    ends = {(s.units[-1].transcript, s.units[-1].turn, s.units[-1].code): s for s in segments}
    for (t, turn, code), segment in ends.items():
        assert (t, turn, code, segment.units[-1].position + 1) not in keys


# --- what an answer means -----------------------------------------------------------------


def test_an_acceptance_keeps_what_was_shown() -> None:
    made = decision_for(item(3), Action.ACCEPT, memo="m")
    assert (made.code, made.suggestion, made.run, made.score, made.memo) == (
        *("guid-delays", 3, 7, 0.5, "m"),
    )


def test_a_rejection_in_a_family_denies_the_other_leaves_too() -> None:
    family = item(3, also_not=("guid-forms",))
    assert decision_for(family, Action.REJECT).also_not == ("guid-forms",)
    assert decision_for(family, Action.ACCEPT).also_not == ()


def test_a_recode_names_both_codes_and_to_the_same_code_is_an_acceptance() -> None:
    made = decision_for(item(3), Action.RECODE, code="guid-voice")
    assert (made.action, made.code, made.from_code) == (Action.RECODE, "guid-voice", "guid-delays")
    same = decision_for(item(3), Action.RECODE, code="guid-delays")
    assert (same.action, same.code, same.from_code) == (Action.ACCEPT, "guid-delays", None)


@pytest.mark.parametrize("action", ["accept", "recode"])
def test_a_segment_that_was_shrunk_keeps_its_place_and_cuts_the_units_it_left(action: str) -> None:
    whole = item(3, place=Place(1, 1, Span(0, 30), (1, 2, 3)))
    less = Place(1, 1, Span(10, 40), (2, 4))
    made = decision_for(whole, Action(action), code="guid-voice", place=less)
    assert (made.place, made.cut) == (less, (1, 3))
    assert decision_for(whole, Action.REJECT, place=less).place == whole.place
    assert decision_for(whole, Action.ACCEPT).cut == ()


def test_what_else_the_log_should_keep_goes_with_the_decision() -> None:
    assert decision_for(item(3), Action.ACCEPT, payload={"hidden": "code"}).payload == {
        "hidden": "code"
    }


def test_a_unit_that_is_merely_ranked_has_no_suggestion_and_maybe_no_run() -> None:
    made = decision_for(item(0, run=0), Action.ACCEPT)
    assert (made.suggestion, made.run) == (None, None)
    assert decision_for(item(1, id="draft"), Action.SKIP).suggestion is None


@pytest.mark.parametrize("action", ["undo", "code", "memo"])
def test_only_four_answers_fit_a_suggestion(action: str) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        decision_for(item(1), Action(action))


def test_a_recode_without_a_code_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs a code"):
        decision_for(item(1), Action.RECODE)


def test_an_audit_item_keeps_from_how_many_it_was_drawn() -> None:
    made = decision_for(item(3, audit=True, pool=90), Action.REJECT, payload={"hidden": "score"})
    assert made.payload == {"hidden": "score", "audit": 90}


def test_a_coding_looked_at_again_is_no_answer_to_a_suggestion() -> None:
    made = decision_for(item(0, run=0, again=True), Action.ACCEPT)
    assert (made.origin, made.score, made.suggestion) == ("manual", None, None)
