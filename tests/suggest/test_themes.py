from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.passages import half
from sendcode.suggest.talk import Talk, read_talk
from sendcode.suggest.themes import _chunks, _of_two, _room, propose, two_parts
from sendcode.vectors import load_embedding

BUS = (
    "The taxi never comes on time and the driver is a stranger.",
    "We wait at the bus stop in the rain before the taxi turns up.",
    "The driver of the minibus changed again and nobody told us about transport.",
    "Transport is a long ride, the bus takes the far road round.",
)
FOOD = (
    "She eats only crackers, the canteen smells and the lunch queue is loud.",
    "Lunch is cold pasta and she hides her sandwich from the canteen lady.",
    "Dinner ladies give her the crackers and the apple before the lunch queue.",
    "The canteen lets him eat his sandwich and apple in the library at lunch.",
)


def talk_of(*turns: tuple[str, ...]) -> Talk:
    """Return talk of turns, each in a transcript of its own, one unit a sentence."""
    texts, number = [], 0
    for place, sentences in enumerate(turns):
        text, units, at = " ".join(sentences), [], 0
        for sentence in sentences:
            units.append(UnitRef(number, at, at + len(sentence)))
            number, at = number + 1, at + len(sentence) + 1
        texts.append(TurnText(place, place, Role.PARENT, None, text, 0, tuple(units)))
    return read_talk(texts)


def test_turns_about_two_things_are_parted() -> None:
    talk = talk_of(BUS[:2], BUS[2:], BUS[1:3], FOOD[:2], FOOD[2:], FOOD[1:3])
    found = propose(talk, load_embedding(), themes=2)
    parts = [set(theme.rows.tolist()) for theme in found]
    assert all(part <= set(range(6)) or part <= set(range(6, 12)) for part in parts)
    assert sum(map(len, parts)) == 12
    assert all((np.abs(theme.near) <= 1 + 1e-9).all() for theme in found)


def test_a_passage_with_much_of_a_second_theme_shares_its_units() -> None:
    inside = np.array([0, 0, 0, 1, 1])
    has = np.array([[0.9, 0.8, 0.1], [0.9, 0.2, 0.1]])
    has = np.hstack([has, [[0.0], [0.0]]])
    scores = np.array(
        [[0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.5, 0.4, 2.0], [0.1, 0.9, 0.0], [0.9, 0.1, 0.0]]
    )
    assert _of_two(scores, has, inside, 0.5).tolist() == [0, 1, 0, 0, 0]


def test_both_themes_of_a_shared_passage_have_a_unit_of_it() -> None:
    inside, has = np.array([0, 0]), np.array([[0.9, 0.8, 0.0]])
    assert _of_two(np.array([[0.9, 0.1], [0.9, 0.2]]), has, inside, 0.5).tolist() == [0, 1]
    assert _of_two(np.array([[0.1, 0.9], [0.1, 0.8]]), has, inside, 0.5).tolist() == [1, 0]


def test_a_passage_of_one_unit_is_in_one_theme() -> None:
    found = _of_two(np.array([[0.1, 0.9]]), np.array([[0.9, 0.8, 0.0]]), np.array([0]), 0.5)
    assert found.tolist() == [0]
    assert _of_two(np.array([[0.3]]), np.array([[0.9, 0.0]]), np.array([0]), 0.5).tolist() == [0]


def test_two_halves_make_a_whole() -> None:
    spread, meant = np.ones((2, 6)), np.ones((2, 8))
    words = ["taxi", "bus", "lunch", "crackers", "canteen", "driver"]
    for pair in range(3):
        halves = [half(spread, meant, words, 2 * pair + n) for n in (0, 1)]
        assert sum(said.shape[1] for said, _ in halves) == 6
        assert sum(whole.shape[1] for _, whole in halves) == 8


def test_the_fewer_interviews_the_fewer_themes() -> None:
    assert _room(talk_of(BUS, FOOD)) == 5
    assert _room(talk_of(*[BUS] * 25)) == _room(talk_of(*[BUS] * 27)) == 9


def test_a_passage_that_is_most_like_no_theme_is_in_none() -> None:
    found = _of_two(np.zeros((2, 3)), np.array([[0.2, 0.1, 0.3]]), np.array([0, 0]), 0.25)
    assert found.tolist() == [2, 2]


def test_chunks_are_of_whole_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sendcode.suggest.themes._CHUNK", 3)
    assert list(_chunks(np.array([0, 0, 1, 1, 1, 1, 2, 3]))) == [(0, 6), (6, 8)]
    assert list(_chunks(np.array([], dtype=np.int64))) == []


def test_a_theme_of_two_things_falls_in_two() -> None:
    talk = talk_of(BUS, FOOD)
    first, second = two_parts(talk, load_embedding())
    assert {tuple(first), tuple(second)} == {(0, 1, 2, 3), (4, 5, 6, 7)}


def test_a_larger_theme_is_parted_by_passages_and_nothing_is_lost() -> None:
    beside = "We sat at that table and then we sat there again."
    turns = [(*pair, beside) for part in (BUS, FOOD) for pair in (part[:2], part[2:])] * 2
    talk = talk_of(*turns, ("Mm.", "Right."))
    first, second = two_parts(talk, load_embedding())
    assert sorted([*first, *second]) == list(range(len(talk.units)))
    parts = [set(talk.passage[rows].tolist()) for rows in (first, second)]
    assert {0, 1, 4, 5} in parts or {0, 1, 4, 5, 8} in parts


def test_a_theme_of_many_sentences_of_one_transcript_falls_in_two() -> None:
    whole = talk_of(BUS * 7, FOOD * 7)
    talk = replace(whole, transcript=np.zeros_like(whole.transcript))
    first, second = two_parts(talk, load_embedding())
    assert sorted((tuple(first), tuple(second))) == [tuple(range(28)), tuple(range(28, 56))]


def test_talk_that_says_nothing_gives_no_theme() -> None:
    assert propose(talk_of(("Yeah.",), ("Mm.", "Right.")), load_embedding()) == ()
    assert propose(talk_of(("The taxi.",)), load_embedding()) == ()


def test_where_only_small_talk_is_left_there_is_no_theme() -> None:
    left = ("tortoise", "canoe", "windmill", "budgie", "kettle", "marathon", "seagull", "pontoon")
    left = (*left, "suitcase", "ceiling", "postman", "sandwich")
    rest = talk_of(*[(f"My {word} was {word} and {word}s again, honestly.",) for word in left])
    coded = [("We wait for the taxi.", "The bus driver never waits."), FOOD[:2], FOOD[2:]]
    beside = read_talk(
        told
        for place in range(len(left))
        for turn, text in enumerate([*BUS, *FOOD, *coded[0]], place * 20)
        for told in (
            TurnText(-1, place, Role.INTERVIEWER, None, "What happened?", 0, ()),
            TurnText(turn, place, Role.PARENT, None, text, 0, (UnitRef(turn, 0, len(text)),)),
        )
    )
    assert propose(rest, load_embedding(), beside=beside) == ()
    assert propose(rest, load_embedding())
