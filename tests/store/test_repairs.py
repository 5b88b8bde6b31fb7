from __future__ import annotations

import pytest

from sendcode.core.model import Action
from sendcode.core.repairs import Change, Field, Repair
from sendcode.errors import DependentsError
from sendcode.store import Store


def test_the_words_of_a_repair_stand_once_and_apart_from_the_log(small: Store) -> None:
    turn = small.transcripts.turns(1)[1].id
    repair = Repair("question", (Change(Field.QUESTION, turn, None, "Why?"),))
    with small.transaction():
        first = small.repairs.decision(repair)
        second = small.repairs.decision(repair)
    assert first == second
    assert first.action is Action.REPAIR
    assert first.payload["changes"] == [["question", turn, None, 1]]
    assert [row[0] for row in small.database.rows("SELECT text FROM wording")] == ["Why?"]


def test_a_repair_is_made_and_taken_back(small: Store) -> None:
    speaker = small.speakers.all()[1].id
    payload = {"changes": [["role", speaker, "parent", "ta"]]}
    with small.transaction():
        small.repairs.make(payload, 1)
        assert small.repairs.value(Field.ROLE, speaker) == "ta"
        with pytest.raises(DependentsError):
            small.repairs.make(payload, 1)
        small.repairs.take_back(payload, 1)
    assert small.repairs.value(Field.ROLE, speaker) == "parent"


def test_a_speaker_without_turns_is_there_but_not_listed(small: Store) -> None:
    with small.transaction():
        number = small.repairs.new_speaker(1, "Nan", "parent")
    assert small.repairs.all_speakers(1)["Nan"] == number
    assert "Nan" not in {s.label for s in small.speakers.all()}


def test_a_participant_is_added_once(small: Store) -> None:
    with small.transaction():
        first = small.repairs.participant("Jo")
        assert small.repairs.participant("Jo") == first
