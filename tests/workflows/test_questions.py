from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.model import Role
from sendcode.core.questions import Proposal
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.workflows import questions
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import redo_last, undo_last
from tests.conftest import AT, LATER, accept, record, transcript

WAIT = "How long was the waiting list?"
WHO = {"coder": "anna", "at": LATER}


def asked(store: Store) -> list[tuple[str, str, str]]:
    frame = StudyFrame(store)
    return [
        (frame.names[t.transcript_id], t.label or "", frame.attributes(t, ()).get("question", ""))
        for t in frame.turns.values()
    ]


def test_a_guide_is_matched_confirmed_undone_and_redone(small: Store, tmp_path: Path) -> None:
    guide = tmp_path / "guide.txt"
    guide.write_text("1. How long was the waiting list?\n2. What did the school do?\n")
    record(small, accept(small, "first", 1))
    found = questions.propose(small, questions.guide_questions(guide))
    assert [(p.transcript, p.asked, p.first, p.last, p.question) for p in found] == [
        *(("first", 1, 2, 2, WAIT), ("first", 3, 4, 4, "What did the school do?")),
        *(("second", 1, 2, 2, WAIT), ("second", 3, 4, 4, "What did the school do?")),
    ]
    assert questions.confirm(small, found, **WHO) == 4
    after = asked(small)
    assert after[:2] == [("first", "INT", ""), ("first", "MUM", WAIT)]
    assert StudyFrame(small).attribute_names == ("question",)
    assert StudyFrame(small).segments().rows[0].attributes == {"question": WAIT}
    assert questions.confirm(small, found, **WHO) == 0
    undo_last(small, coder="anna", at=LATER)
    assert {question for *_, question in asked(small)} == {""}
    assert StudyFrame(small).attribute_names == ()
    redo_last(small, coder="anna", at=LATER)
    assert asked(small) == after


def test_the_log_holds_no_words_of_a_question(small: Store) -> None:
    questions.confirm(small, [Proposal("first", 1, 2, 2, WAIT, 1.0)], **WHO)
    payload = small.database.value("SELECT payload FROM decision ORDER BY seq DESC LIMIT 1")
    assert "waiting" not in payload


def test_a_turn_that_had_a_question_gets_the_new_one(small: Store) -> None:
    questions.confirm(small, [Proposal("first", 1, 2, 4, WAIT, 1.0)], **WHO)
    questions.confirm(small, [Proposal("first", 3, 4, 4, "And then?", 1.0)], **WHO)
    assert asked(small)[1] == ("first", "MUM", WAIT)
    assert asked(small)[3] == ("first", "TEACHER", "And then?")
    undo_last(small, coder="anna", at=LATER)
    assert asked(small)[3] == ("first", "TEACHER", WAIT)


def test_questions_that_come_back_are_proposed(small: Store) -> None:
    found = questions.recurring_questions(small)
    assert WAIT in found
    with pytest.raises(InputError, match="no question comes back in 3"):
        questions.recurring_questions(small, least=3)


def test_without_an_interviewer_there_is_nothing_to_compare(store: Store) -> None:
    with store.transaction():
        talk = transcript("x", ("A", Role.PARENT, "Words."))
        store.transcripts.add(talk, file_name="x.txt", part="", roles={}, at=AT)
    with pytest.raises(InputError, match="nobody is an interviewer"):
        questions.recurring_questions(store)


def test_a_stretch_that_is_not_there_is_refused_and_nothing_is_stored(small: Store) -> None:
    good = Proposal("first", 1, 2, 2, WAIT, 1.0)
    with pytest.raises(InputError, match="turns 2-9 are not there"):
        questions.confirm(small, [good, Proposal("first", 1, 2, 9, WAIT, 1.0)], **WHO)
    with pytest.raises(NotFound):
        questions.confirm(small, [good, Proposal("third", 1, 2, 2, WAIT, 1.0)], **WHO)
    assert small.repairs.questions() == {}


def test_a_guide_that_is_missing_empty_or_of_an_old_encoding(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no guide"):
        questions.guide_questions(tmp_path / "guide.txt")
    empty = tmp_path / "empty.txt"
    empty.write_text("# nothing\n")
    with pytest.raises(InputError, match="holds no questions"):
        questions.guide_questions(empty)
    old = tmp_path / "old.txt"
    old.write_bytes("What’s the school’s support?\n".encode("cp1252"))
    assert questions.guide_questions(old) == ("What’s the school’s support?",)
