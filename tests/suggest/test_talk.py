from __future__ import annotations

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.talk import PASSAGE, read_talk

SENTENCE = "The taxi is late."


def passages(*turns: tuple[int, int | str]) -> list[int]:
    """Return the passage of each unit.

    Args:
        turns: The transcript of each, and how many units it has or what an interviewer says.
    """
    told, number = [], 0
    for place, (transcript, said) in enumerate(turns):
        if isinstance(said, str):
            told.append(TurnText(place, transcript, Role.INTERVIEWER, "I", said, 0, ()))
            continue
        units, text = [], ""
        for _ in range(said):
            units.append(UnitRef(number, len(text), len(text) + len(SENTENCE)))
            text, number = f"{text}{SENTENCE} ", number + 1
        told.append(TurnText(place, transcript, Role.PARENT, "P", text, 0, tuple(units)))
    return read_talk(told).passage.tolist()


def test_short_turns_share_a_passage_until_it_is_full() -> None:
    assert passages((1, 2), (1, 3), (1, 1)) == [0] * 6
    assert passages((1, PASSAGE), (1, 1)) == [0] * PASSAGE + [1]
    assert passages((1, 8), (1, 5), (1, 7)) == [0] * 8 + [1] * 12


def test_a_long_turn_is_cut_into_parts_of_about_the_same_size() -> None:
    assert passages((1, PASSAGE + 1), (1, 1)) == [0] * 7 + [1] * 6 + [2]


def test_a_question_and_another_interview_begin_anew() -> None:
    assert passages((1, 1), (1, "How long did you wait?"), (1, 1), (2, 1)) == [0, 1, 2]
    assert passages((1, 1), (1, "Mm, yeah."), (1, 1)) == [0, 0]
    assert passages((1, 1), (1, 0), (1, 1)) == [0, 0]


def test_what_is_not_looked_at_parts_what_is() -> None:
    turns = [
        TurnText(n, 1, Role.PARENT, "P", SENTENCE, 0, (UnitRef(n, 0, len(SENTENCE)),))
        for n in range(4)
    ]
    talk = read_talk(turns, only={0, 1, 3})
    assert talk.units.tolist() == [0, 1, 3]
    assert talk.passage.tolist() == [0, 0, 1]
    assert talk.passages == 2
