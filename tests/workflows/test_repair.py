from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sendcode.core.model import Role
from sendcode.core.repairs import Change, Field, Repair
from sendcode.errors import DependentsError, InputError, NotFound
from sendcode.store import Store
from sendcode.workflows import repair
from sendcode.workflows.export import segment_table
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.overview import status
from sendcode.workflows.review import redo_last, undo, undo_last
from tests.conftest import AT, LATER, accept, record, transcript

WHO = {"coder": "anna", "at": LATER}


def state(store: Store) -> dict[str, object]:
    """Everything that a repair could change, and what it must not."""
    names = store.transcripts.names()
    return {
        "speakers": [
            (s.transcript, s.label, s.role, s.role_source, s.participant, s.turns)
            for s in store.speakers.all()
        ],
        "turns": {n: [t.speaker_id for t in store.transcripts.turns(i)] for n, i in names.items()},
        "questions": store.repairs.questions(),
        "codings": len(segment_table(store).rows),
        "texts": store.transcripts.text_hashes(),
        "index": store.database.value("SELECT count(*) FROM turn_index"),
    }


Mend = Callable[[Store], repair.Repaired]
REPAIRS: dict[str, Mend] = {
    "a role in the study": lambda s: repair.set_role(s, "TEACHER", Role.SENCO, **WHO),
    "a role in one": lambda s: repair.set_role(s, "MUM", Role.TA, transcript="first", **WHO),
    "a label": lambda s: repair.rename(s, "MUM", "Danielle", **WHO),
    "a label that stands": lambda s: repair.rename(s, "TEACHER", "MUM", transcript="first", **WHO),
    "one person": lambda s: repair.join(s, ["first/MUM", "second/TEACHER"], "Jo", **WHO),
    "a turn": lambda s: repair.give_turn(s, "first", 2, "TEACHER", **WHO),
    "a turn, new": lambda s: repair.give_turn(s, "first", 2, "Nan", new=True, **WHO),
    "a turn, nobody": lambda s: repair.give_turn(s, "first", 2, "-", new=True, **WHO),
    "a name": lambda s: repair.rename_transcript(s, "first", "visit 1", **WHO),
    "a removal": lambda s: repair.remove_transcript(s, "first", sure=True, **WHO),
}


KINDS = {
    "a role in the study": "role",
    "a role in one": "role",
    "a label": "rename",
    "a label that stands": "rename",
    "one person": "join",
    "a turn": "give",
    "a turn, new": "give",
    "a turn, nobody": "give",
    "a name": "rename",
    "a removal": "remove",
}
"""What the log calls each of them."""


@pytest.mark.parametrize("what", REPAIRS)
def test_a_repair_can_be_undone_and_redone(small: Store, what: str) -> None:
    record(small, accept(small, "first", 1), accept(small, "second", 2))
    before = state(small)
    done = REPAIRS[what](small)
    assert done.decision
    after = state(small)
    assert after != before
    assert after["index"] == before["index"]
    for _ in range(2):
        assert len(undo_last(small, coder="anna", at=LATER)) == 1
        assert state(small) == before
        assert len(redo_last(small, coder="anna", at=LATER)) == 1
        assert state(small) == after
    assert small.database.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("what", [w for w in REPAIRS if w != "a removal"])
def test_codings_and_texts_stay(small: Store, what: str) -> None:
    record(small, accept(small, "first", 1), accept(small, "second", 2))
    before = state(small)
    rows = [(r.segment_id, r.start, r.end, r.text) for r in segment_table(small).rows]
    REPAIRS[what](small)
    after = state(small)
    assert sorted(after["texts"]) == sorted(before["texts"])
    assert sorted(
        (r.segment_id, r.start, r.end, r.text) for r in segment_table(small).rows
    ) == sorted(rows)


@pytest.mark.parametrize("what", REPAIRS)
def test_the_log_holds_what_was_before_and_after_but_no_names(small: Store, what: str) -> None:
    REPAIRS[what](small)
    entry = small.decisions.log()[-1]
    assert (entry.action, entry.coder) == ("repair", "anna")
    assert entry.detail == KINDS[what]
    payload = small.database.value("SELECT payload FROM decision WHERE id = ?", (entry.id,))
    assert all(len(change) == 4 for change in json.loads(payload)["changes"])
    for name in ("MUM", "Danielle", "Jo", "visit", "first", "TEACHER", "Nan"):
        assert name not in payload


def test_people_lists_each_label_with_what_goes_with_it(small: Store) -> None:
    repair.set_role(small, "MUM", Role.TA, transcript="second", **WHO)
    found = [(w.label, w.role, w.participant, w.transcripts, w.turns) for w in repair.people(small)]
    assert found == [
        ("INT", Role.INTERVIEWER, None, ("first", "second"), 4),
        ("MUM", Role.PARENT, None, ("first",), 1),
        ("MUM", Role.TA, None, ("second",), 1),
        ("TEACHER", Role.TEACHER, None, ("first", "second"), 2),
    ]


def test_joined_labels_count_as_one_participant(small: Store) -> None:
    before = {u.person for u in StudyFrame(small).population()}
    repair.join(small, ["first/MUM", "second/MUM"], "Danielle", **WHO)
    after = {u.person for u in StudyFrame(small).population()}
    assert len(before) == 4
    assert after == {"Danielle", "first / TEACHER", "second / TEACHER"}


def test_a_label_of_several_transcripts_is_not_joined_by_accident(small: Store) -> None:
    with pytest.raises(InputError, match="stands in 2 transcripts") as caught:
        repair.join(small, ["MUM"], "Danielle", **WHO)
    assert "MUM" not in str(caught.value)
    assert repair.join(small, ["MUM"], "Danielle", transcript="first", **WHO).speakers == 1
    with pytest.raises(InputError, match="needs a name"):
        repair.join(small, ["MUM"], " ", transcript="first", **WHO)


def test_what_is_so_already_is_no_decision(small: Store) -> None:
    before = len(small.decisions.log())
    assert repair.rename(small, "MUM", "MUM", **WHO).decision == ""
    assert repair.rename_transcript(small, "first", "first", **WHO).decision == ""
    assert len(small.decisions.log()) == before


def test_what_is_not_there_is_refused_without_naming_labels(small: Store) -> None:
    with pytest.raises(NotFound, match="no speaker has that label") as caught:
        repair.set_role(small, "MUMM", Role.PARENT, **WHO)
    assert "Spelling and capitals" in caught.value.hint
    assert "MUM" not in caught.value.message + caught.value.hint
    with pytest.raises(NotFound, match="no transcript 'third'"):
        repair.set_role(small, "MUM", Role.PARENT, transcript="third", **WHO)
    with pytest.raises(NotFound, match="no turn 99"):
        repair.give_turn(small, "first", 99, "MUM", **WHO)
    with pytest.raises(NotFound, match="no such speaker in first"):
        repair.give_turn(small, "first", 2, "Nan", **WHO)
    with pytest.raises(InputError, match="at least one letter"):
        repair.rename(small, "MUM", " ", **WHO)
    with pytest.raises(InputError, match="already"):
        repair.rename_transcript(small, "first", "second", **WHO)
    with pytest.raises(InputError, match="needs a name"):
        repair.rename_transcript(small, "first", " ", **WHO)
    with pytest.raises(InputError, match="at most 200"):
        repair.rename_transcript(small, "first", "x" * 201, **WHO)
    with pytest.raises(ValueError, match="changes something"):
        Repair("role", ())


def test_a_removal_says_how_many_codings_are_in_it(small: Store) -> None:
    record(small, accept(small, "first", 1))
    record(small, accept(small, "first", 1), coder="ben")
    with pytest.raises(InputError, match="2 codings of 2 coders"):
        repair.remove_transcript(small, "first", **WHO)
    done = repair.remove_transcript(small, "first", sure=True, **WHO)
    assert (done.codings, done.coders) == (2, 2)


def test_a_removed_transcript_counts_nowhere(small: Store) -> None:
    record(small, accept(small, "first", 1), accept(small, "second", 1))
    repair.remove_transcript(small, "first", sure=True, **WHO)
    assert [r.transcript for r in segment_table(small).rows] == ["second"]
    seen = status(small, coder="anna")
    assert seen.transcripts == 1
    assert sum(code.segments for code in seen.codes) == 1
    assert {u.transcript for u in StudyFrame(small).population()} == {"second"}
    assert small.transcripts.known_files().keys() == {small.transcripts.get("second").file_sha256}


def test_a_name_that_was_given_away_meanwhile_stands_in_the_way(small: Store) -> None:
    done = repair.remove_transcript(small, "first", **WHO)
    repair.rename_transcript(small, "second", "first", **WHO)
    with pytest.raises(DependentsError, match="has that name by now"):
        undo(small, [done.decision], coder="anna", at=LATER)
    assert list(small.transcripts.names()) == ["first"]


def test_a_label_that_was_given_away_meanwhile_stands_in_the_way(small: Store) -> None:
    done = repair.rename(small, "MUM", "Jo", transcript="first", **WHO)
    repair.rename(small, "TEACHER", "MUM", transcript="first", **WHO)
    with pytest.raises(DependentsError, match="has that label by now"):
        undo(small, [done.decision], coder="anna", at=LATER)


def test_later_repairs_of_the_same_thing_are_named_or_undone_too(small: Store) -> None:
    first = repair.set_role(small, "MUM", Role.TA, **WHO).decision
    second = repair.set_role(small, "MUM", Role.SENCO, transcript="first", **WHO).decision
    with pytest.raises(DependentsError) as caught:
        undo(small, [first], coder="anna", at=LATER)
    assert second[:8] in caught.value.message
    undo(small, [first], coder="anna", at=LATER, with_dependents=True)
    assert {s.role for s in small.speakers.all() if s.label == "MUM"} == {Role.PARENT}


def test_what_a_case_sheet_changed_since_is_not_overwritten(small: Store) -> None:
    done = repair.set_role(small, "MUM", Role.TA, transcript="first", **WHO)
    row = next(s for s in small.speakers.all() if s.label == "MUM")
    with small.transaction():
        small.speakers.set_role(row.id, Role.HEALTH, "sheet")
    with pytest.raises(DependentsError, match="changed since"):
        undo(small, [done.decision], coder="anna", at=LATER)
    assert [entry.action for entry in small.decisions.log()] == ["repair"]


def test_a_turn_given_to_an_interviewer_is_no_longer_coded(small: Store) -> None:
    repair.give_turn(small, "first", 4, "INT", **WHO)
    roles = [t.role for t in small.transcripts.turns(small.transcripts.id("first"))]
    assert roles == [Role.INTERVIEWER, Role.PARENT, Role.INTERVIEWER, Role.INTERVIEWER]
    undo_last(small, coder="anna", at=LATER)
    assert small.transcripts.turns(small.transcripts.id("first"))[3].role is Role.TEACHER


def test_speakers_without_turns_are_not_listed(small: Store) -> None:
    repair.rename(small, "TEACHER", "MUM", transcript="first", **WHO)
    labels = [s.label for s in small.speakers.all() if s.transcript == "first"]
    assert labels == ["INT", "MUM"]


def test_a_transcript_can_be_ingested_again_after_its_removal(small: Store) -> None:
    repair.remove_transcript(small, "first", **WHO)
    with small.transaction():
        again = transcript("first", ("A", Role.PARENT, "Something else."))
        small.transcripts.add(again, file_name="first.txt", part="", roles={}, at=AT)
    assert small.transcripts.get("first").text == "Something else."


def test_a_change_that_is_not_as_it_was_is_refused_whole(small: Store) -> None:
    number = small.transcripts.id("first")
    wrong = Repair("rename", (Change(Field.NAME, number, "another", "third"),), number)
    with pytest.raises(DependentsError), small.transaction():
        repair.record(small, wrong, coder="anna", at=LATER)
    assert small.decisions.log() == ()
    assert "first" in small.transcripts.names()
