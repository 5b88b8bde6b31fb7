from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision, Place, Topic
from sendcode.core.model import Action, Span

PLACE = Place(1, 1, Span(0, 4), (1,))


@pytest.mark.parametrize("action", ["accept", "reject", "recode", "code", "uncode"])
def test_what_is_about_a_code_needs_a_place_and_a_code(action: str) -> None:
    NewDecision(Action(action), place=PLACE, code="c")
    for place, code in ((PLACE, None), (None, "c")):
        with pytest.raises(ValueError, match="needs a place and a code"):
            NewDecision(Action(action), place=place, code=code)


@pytest.mark.parametrize("action", ["skip", "read", "codebook"])
def test_other_decisions_need_neither(action: str) -> None:
    assert NewDecision(Action(action)).payload == {}


@pytest.mark.parametrize("action", ["undo", "redo"])
def test_undo_and_redo_are_not_made_by_hand(action: str) -> None:
    with pytest.raises(ValueError, match="by undoing"):
        NewDecision(Action(action))


def test_a_respan_needs_the_place_before() -> None:
    with pytest.raises(ValueError, match="the place before"):
        NewDecision(Action.RESPAN, place=PLACE, code="c")
    assert NewDecision(Action.RESPAN, place=PLACE, code="c", before=PLACE).on


@pytest.mark.parametrize("action", ["flag", "star", "do-not-quote", "memo"])
def test_marks_and_memos_are_about_something(action: str) -> None:
    with pytest.raises(ValueError, match="needs a place or a topic"):
        NewDecision(Action(action), memo="words")


def test_a_memo_has_words_and_a_topic_that_exists() -> None:
    with pytest.raises(ValueError, match="needs words"):
        NewDecision(Action.MEMO, topic=Topic("journal"), memo="  ")
    with pytest.raises(ValueError, match="nothing to write about"):
        Topic("weather")
