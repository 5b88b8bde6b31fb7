from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.in_vivo import in_vivo
from sendcode.workflows.review import decide
from tests.conftest import AT, transcript

COATS = "He does his sounds by the coats with a timer."
THERAPIST = "A speech therapist came on Tuesday."
MORE = "We had a word with Okafor about that other thing."


@pytest.fixture
def study(store: Store) -> Store:
    """Three people who say one phrase, one term and one name each, and an interviewer's words."""
    asked = "And at the crossroads, then?"
    with store.transaction():
        for name in ("a", "b", "c"):
            turns = [("Q", Role.INTERVIEWER, asked)] * 3
            turns += [("P", Role.PARENT, line) for line in (COATS, THERAPIST, MORE)]
            turns += [("P", Role.PARENT, "We were at the crossroads.")]
            talk = transcript(name, *turns)
            store.transcripts.add(talk, file_name=name, part="", roles={}, at=AT)
    return store


def phrases(store: Store, **options: str) -> set[str]:
    return {term.phrase.lower() for term in in_vivo(store, **options).terms}


def test_a_whole_phrase_that_several_people_say_is_striking(study: Store) -> None:
    found = {term.phrase: term for term in in_vivo(study).terms}
    term = next(term for phrase, term in found.items() if "by the coats" in phrase)
    assert (term.count, term.people, term.parts) == (3, 3, 3)
    assert term.ratio > 0
    assert term.lines[0].words.endswith(term.phrase)


def test_terms_names_and_the_words_of_interviewers_are_left_out(study: Store) -> None:
    found = " ".join(phrases(study))
    assert "therapist" not in found
    assert "okafor" not in found
    assert "crossroads" not in found


def test_what_one_person_says_is_no_phrase_in_vivo(study: Store) -> None:
    assert phrases(study, where="transcript:a") == set()
    assert phrases(study, where="transcript:a or transcript:b")


def test_phrases_come_best_first_with_what_they_were_measured_against(study: Store) -> None:
    found = in_vivo(study)
    assert "against general English" in found.note
    assert "Parts are cases" in found.note
    assert found.people == 3
    assert found.people_elsewhere == 0


def test_what_is_marked_do_not_quote_is_in_no_line(study: Store) -> None:
    def places() -> set[str]:
        return {
            line.transcript
            for term in in_vivo(study).terms
            if "by the coats" in term.phrase
            for line in term.lines
        }

    assert places() == {"a", "b", "c"}
    frame = StudyFrame(study)
    units = [
        u
        for u in frame.population()
        if "coats" in frame.text(frame.ids[u.transcript])[u.start : u.end]
    ]
    for left, unit in zip(({"b", "c"}, {"c"}, set()), units, strict=True):
        number = frame.ids[unit.transcript]
        (row,) = frame.units_in(number, unit.start, unit.end)
        place = Place(number, row.turn, Span(unit.start, unit.end), (unit.id,))
        marks = [NewDecision(Action.DO_NOT_QUOTE, place=place)]
        decide(study, marks, coder="anna", at=AT)
        assert places() == left
