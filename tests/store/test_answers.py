from __future__ import annotations

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.store import Store
from tests.conftest import AT, FORMS, WAITING, accept, place, record
from tests.desk import desk, suggest


def test_the_last_answer_is_the_newest_that_was_not_taken_back(small: Store) -> None:
    at = desk(suggest(small))
    first = at.item
    at.accept()
    second = at.item
    at.reject()
    anna = small.coders.id("anna", at=AT)
    last = small.answers.last(coder=anna)
    assert (last.units, last.code) == (second.place.units, second.code_guid)
    at.undo()
    last = small.answers.last(coder=anna)
    assert (last.units, last.code) == (first.place.units, first.code_guid)
    assert small.answers.last(coder=None) is None


def test_a_decision_that_was_no_answer_to_a_suggestion_is_not_the_last_one(small: Store) -> None:
    record(small, NewDecision(Action.CODE, place=place(small, "first", 1), code=FORMS))
    anna = small.coders.id("anna", at=AT)
    assert small.answers.last(coder=anna) is None
    assert small.answers.went_on_to(coder=anna) is None


def test_what_decisions_touched_comes_in_the_order_of_the_log(small: Store) -> None:
    one, two = accept(small, "first", 1), accept(small, "second", 2, code=FORMS)
    ids = record(small, one, two)
    first, second = small.answers.touched([*reversed(ids), "nonsense"])
    assert (first.action, first.span, first.units) == ("accept", one.place.span, one.place.units)
    assert first.pairs == tuple((unit, WAITING) for unit in one.place.units)
    assert second.code == FORMS
    assert first.transcript == small.transcripts.id("first")


def test_a_decision_about_no_place_touches_nothing(small: Store) -> None:
    ids = record(small, NewDecision(Action.CODEBOOK, payload={"version": 1}))
    (found,) = small.answers.touched(ids)
    assert (found.span, found.turn, found.units, found.pairs) == (None, None, (), ())


def test_answers_are_counted_by_what_was_shown_without_those_taken_back(small: Store) -> None:
    at = desk(suggest(small))
    at.accept()
    at.reject()
    assert small.answers.by_showing() == {False: {"accept": 1, "reject": 1}, True: {}}
    at.undo()
    assert small.answers.by_showing() == {False: {"accept": 1}, True: {}}
