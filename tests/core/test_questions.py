from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.questions import (
    Asked,
    Guide,
    content_words,
    read_guide,
    recurring,
    stretches,
)

GUIDE = """# Interview guide, visit 2
1. How long did you wait for the assessment?
2) What support does your child get in class?

- Who do you talk to when something goes wrong?
Q4. And?
"""
QUESTIONS = read_guide(GUIDE)


def test_a_guide_is_one_question_per_line_without_its_numbering() -> None:
    assert QUESTIONS == (
        "How long did you wait for the assessment?",
        "What support does your child get in class?",
        "Who do you talk to when something goes wrong?",
    )
    assert read_guide("") == ()


def test_content_words_leave_out_what_every_question_has() -> None:
    assert content_words("So how long were you waiting, then?") == {"long", "wait"}
    assert content_words("Your child’s schools") == {"child", "school"}


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("OK. So how long were you waiting for that assessment, then?", 0),
        ("And in the class, what support is he getting, your child?", 1),
        ("If something went wrong, who would you talk to?", 2),
        ("Mm. Tell me more.", None),
        ("Did the waiting bother you?", None),
    ],
)
def test_questions_are_known_again_in_other_words(said: str, question: int | None) -> None:
    match = Guide(QUESTIONS).match(said)
    assert (match and match[0]) == (None if question is None else QUESTIONS[question])


def test_a_stretch_goes_to_the_next_other_question_and_keeps_its_probes() -> None:
    turns = [
        (1, True, "Thank you for coming."),
        (2, False, "That is all right."),
        (3, True, "How long did you wait for the assessment?"),
        (4, False, "Two years."),
        (5, True, "Two years?"),
        (6, False, "Yes."),
        (7, True, "So you waited that long for the assessment?"),
        (8, False, "We did."),
        (9, True, "What support does your child get in class?"),
        (10, True, "In class, I mean."),
        (11, False, "None."),
        (12, True, "Who do you talk to when something goes wrong?"),
    ]
    found = stretches("mum", turns, Guide(QUESTIONS))
    assert [(p.transcript, p.asked, p.first, p.last, p.question, p.score) for p in found] == [
        ("mum", 3, 4, 8, QUESTIONS[0], 1.0),
        ("mum", 9, 11, 11, QUESTIONS[1], 1.0),
    ]


def test_questions_that_come_back_are_found_in_the_order_in_which_they_are_asked() -> None:
    asked = [
        Asked("a", 1, "Hello. How long did you wait for the assessment?"),
        Asked("a", 3, "And who pays for the lunch of the guinea pigs?"),
        Asked("a", 5, "What support does your child get in class?"),
        Asked("b", 1, "How long did you have to wait for an assessment, would you say?"),
        Asked("b", 3, "Right."),
        Asked("b", 7, "In class, what support does your child get?"),
    ]
    assert recurring(asked) == (
        "How long did you wait for the assessment?",
        "What support does your child get in class?",
    )
    assert recurring(asked, least=3) == ()


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=80))
def test_any_words_match_with_a_score_between_0_and_1(questions: list[str], said: str) -> None:
    match = Guide(questions).match(said)
    if match:
        assert match[0] in questions
        assert 0 < match[1] <= 1


@given(st.text(min_size=1, max_size=60).filter(content_words))
def test_a_question_asked_word_for_word_matches_fully(question: str) -> None:
    match = Guide([question]).match(question)
    assert match == (question, 1.0)


def test_a_question_that_shares_little_with_an_earlier_one_is_another() -> None:
    first = "How long did you wait for the assessment?"
    other = "Which teacher read the assessment report aloud?"
    both = [Asked(name, n, text) for name in "ab" for n, text in ((1, first), (3, other))]
    assert recurring(both) == (first, other)


def test_a_question_joins_the_wording_that_it_is_most_like() -> None:
    long = "Does homework help reading skills anywhere: teachers, tablets, buses, lunches, friends?"
    near = "Homework help reading skills anywhere?"
    far = "Does homework help reading skills anywhere, friends?"
    assert recurring([Asked("a", 1, long), Asked("a", 2, near), Asked("b", 1, far)]) == (near,)


def test_a_transcriber_s_mark_is_no_part_of_a_question() -> None:
    asked = [
        Asked(transcript, 1, "[laughs] What changed [pause] after the summer?")
        for transcript in ("one", "two")
    ]
    assert recurring(asked) == ("What changed after the summer?",)


def test_a_bracket_that_is_not_closed_takes_nothing_away() -> None:
    open_ends = "[tape starts\nWhat changed [after the summer?\n[end]"
    asked = [Asked(transcript, 1, open_ends) for transcript in ("one", "two")]
    assert recurring(asked) == ("What changed [after the summer?",)
