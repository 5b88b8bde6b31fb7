from __future__ import annotations

from sendcode.core.model import Role
from sendcode.store import Store
from tests.conftest import AT, TALK, transcript


def add(store: Store, *turns: tuple[str | None, Role, str], roles: dict[str, str]) -> None:
    with store.transaction():
        made = transcript("one", *turns)
        store.transcripts.add(made, file_name="one.txt", part="", roles=roles, at=AT)


def test_speakers_are_listed_in_the_order_of_their_first_words(small: Store) -> None:
    rows = [s for s in small.speakers.all() if s.transcript == "first"]
    assert [(s.label, s.role, s.turns, s.role_source) for s in rows] == [
        ("INT", Role.INTERVIEWER, 2, "guess"),
        ("MUM", Role.PARENT, 1, "guess"),
        ("TEACHER", Role.TEACHER, 1, "guess"),
    ]


def test_where_a_role_came_from_is_kept(store: Store) -> None:
    add(store, *TALK, roles={"MUM": "source"})
    sources = {s.label: s.role_source for s in store.speakers.all()}
    assert sources == {"INT": "guess", "MUM": "source", "TEACHER": "guess"}


def test_talk_without_a_label_is_one_speaker(store: Store) -> None:
    add(store, (None, Role.UNKNOWN, "Yes."), (None, Role.UNKNOWN, "No."), roles={})
    (speaker,) = store.speakers.all()
    assert (speaker.label, speaker.role, speaker.turns) == (None, Role.UNKNOWN, 2)


def test_a_role_and_a_participant_are_given_to_a_speaker_in_all_turns(small: Store) -> None:
    mum = next(s for s in small.speakers.all() if s.label == "MUM")
    other = [s for s in small.speakers.all() if s.label == "MUM"][1]
    with small.transaction():
        small.speakers.set_role(mum.id, Role.TA, "sheet")
        small.speakers.set_participant(mum.id, "P1")
        small.speakers.set_participant(other.id, "P1")
    turn = small.transcripts.turns(mum.transcript_id)[1]
    assert (turn.role, turn.participant) == (Role.TA, "P1")
    assert small.transcripts.get("first").turns[1].role is Role.TA
    assert small.database.value("SELECT count(*) FROM participant") == 1
