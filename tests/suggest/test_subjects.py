from __future__ import annotations

import numpy as np

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.meaning import unit_rows
from sendcode.suggest.subjects import Subjects
from sendcode.suggest.talk import Talk, read_talk

NEVER = (
    "The tortoise bit the postman.",
    "My cousin fell off a pontoon.",
    "We drove past a windmill.",
    "Grandad painted the bathroom ceiling.",
    "The kettle exploded.",
    "A seagull stole the sandwich.",
    "They lost the suitcase.",
    "Her budgie sings opera.",
    "The roof leaks into buckets.",
    "He bought a wooden canoe.",
    "Our neighbour repairs clocks.",
    "The marathon was cancelled.",
)
ALWAYS = "The paediatrician sent the referral back to the senco."


def talk_of(*transcripts: tuple[str, ...]) -> Talk:
    """Return talk of transcripts, each sentence an answer of one unit."""
    turns, number = [], 0
    for place, sentences in enumerate(transcripts):
        for sentence in sentences:
            unit = UnitRef(number, 0, len(sentence))
            turns.append(TurnText(-1, place, Role.INTERVIEWER, None, "What happened?", 0, ()))
            turns.append(TurnText(number, place, Role.PARENT, None, sentence, 0, (unit,)))
            number += 1
    return read_talk(turns)


def rows_of(talk: Talk) -> np.ndarray:
    return unit_rows(np.asarray(talk.counts.todense()))


def groups_of(talk: Talk) -> np.ndarray:
    return np.array([int(text in NEVER) for text in talk.texts])


def test_what_each_says_once_is_no_subject_and_what_many_say_is_one() -> None:
    talk = talk_of(*[(ALWAYS, ALWAYS, ALWAYS, one) for one in NEVER])
    groups = groups_of(talk)
    kept = Subjects.of(talk).kept(talk.counts, rows_of(talk), groups, talk.transcript)
    assert set(kept[groups == 0].tolist()) == {0}
    assert set(kept[groups == 1].tolist()) == {-1}


def test_what_is_left_is_compared_with_what_was_said_besides() -> None:
    rest = talk_of(*[(one,) for one in NEVER])
    coded = talk_of(*[(ALWAYS, ALWAYS, ALWAYS)] * len(NEVER))
    groups = np.zeros(len(rest.texts), dtype=np.int64)
    assert set(
        Subjects.of(rest, coded).kept(rest.counts, rows_of(rest), groups, rest.transcript).tolist()
    ) == {-1}


def test_of_few_or_short_transcripts_nothing_can_be_told() -> None:
    few = talk_of(
        *[(ALWAYS, one, two, two) for one, two in zip(NEVER[:4], NEVER[4:8], strict=True)]
    )
    short = talk_of(*[(one,) for one in NEVER])
    for talk in (few, short, talk_of(("Mm.",) * 4, *[("Yeah.",) * 4] * 11)):
        groups = np.zeros(len(talk.texts), dtype=np.int64)
        assert Subjects.of(talk).usual == 0
        assert set(
            Subjects.of(talk).kept(talk.counts, rows_of(talk), groups, talk.transcript).tolist()
        ) == {0}


def test_what_few_people_talk_about_is_no_theme() -> None:
    talk = talk_of(*[(ALWAYS,) * 4] * 9, *[("The bus driver left.",) * 4] * 3)
    groups = (talk.transcript > 8).astype(np.int64)
    kept = Subjects.of(talk).kept(talk.counts, rows_of(talk), groups, talk.transcript)
    assert set(kept[groups == 0].tolist()) == {0}
    assert set(kept[groups == 1].tolist()) == {-1}


def test_what_has_nothing_in_common_is_no_theme() -> None:
    others = ("The bus driver left.", "A taxi came late.", "Lunch was cold.", "The hall is loud.")
    talk = talk_of(*[(ALWAYS, ALWAYS, ALWAYS, others[n % 4]) for n in range(12)])
    groups = np.array([int(text in others) for text in talk.texts])
    mixed = np.where(np.arange(len(groups)) % 4 < 2, 0, 1)
    kept = Subjects.of(talk).kept(talk.counts, rows_of(talk), groups, talk.transcript)
    assert kept[groups == 0].tolist() == [0] * 36
    kept = Subjects.of(talk).kept(talk.counts, rows_of(talk), mixed, talk.transcript)
    assert set(kept[mixed == 1].tolist()) == {-1}
