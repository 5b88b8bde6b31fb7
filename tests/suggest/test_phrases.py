from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from sendcode.core.model import Role, Span, TurnText, UnitRef
from sendcode.suggest.phrases import grams, key_phrases
from sendcode.suggest.talk import read_talk, stem
from sendcode.suggest.themes import propose
from sendcode.vectors import load_embedding


def turn(number: int, transcript: int, *sentences: str) -> TurnText:
    text, units = "", []
    for place, sentence in enumerate(sentences):
        start = len(text)
        text += sentence + " "
        units.append(UnitRef(number * 100 + place, start, start + len(sentence)))
    return TurnText(number, transcript, Role.PARENT, "P", text.rstrip(), 0, tuple(units))


def said(text: str) -> set[str]:
    return {text[span.start : span.end] for _, span in grams(text)}


def test_phrases_neither_begin_nor_end_with_light_words() -> None:
    assert said("We are on the waiting list") == {"waiting", "waiting list", "list"}


def test_phrases_do_not_reach_over_punctuation() -> None:
    assert "bus, taxi" not in said("The bus, taxi drivers")


def test_offsets_stand_in_the_text_as_it_was_written() -> None:
    text = "[pause] The child’s waiting\u00ad list"
    assert "waiting\u00ad list" in said(text)


def test_a_theme_is_named_by_what_the_rest_does_not_say() -> None:
    turns = [
        turn(1, 1, "The bus driver was late.", "The bus driver shouted at pupils."),
        turn(2, 2, "Our bus driver is kind to pupils."),
        turn(3, 3, "The dinner hall frightens pupils.", "A loud dinner hall."),
    ]
    talk = read_talk(turns)
    first, second = key_phrases(talk, [np.array([0, 1, 2]), np.array([3, 4])])
    assert first[0].text == "bus driver"
    assert (first[0].count, first[0].transcripts) == (3, 2)
    assert "dinner hall" in {phrase.text for phrase in second}


@pytest.mark.parametrize("transcripts", [4, 16])
def test_words_of_time_name_a_theme_only_where_nothing_better_does(transcripts: int) -> None:
    turns = [
        turn(n, n, "It was weeks and weeks.", *(["Her smiley faces."] if n < 2 else []))
        for n in range(transcripts)
    ]
    others = [turn(20 + n, n, "The dinner hall is loud.") for n in range(transcripts)]
    talk = read_talk([*turns, *others])
    inside = np.arange(transcripts + 2)
    (named,) = key_phrases(talk, [inside])
    assert [phrase.text for phrase in named] == ["smiley faces", "weeks"]
    (left,) = key_phrases(talk, [np.array([n for n in inside if "weeks" in talk.texts[n]])])
    assert left[0].text.startswith("weeks")


def test_short_answers_and_names_say_nothing() -> None:
    talk = read_talk([turn(1, 1, "Yeah.", "I like Ruth and Ruth.", "Mm, exactly.")])
    assert talk.rich.tolist() == [False, False, False]
    assert stem("buses") == "bus"
    assert stem("the") == ""


def test_nothing_to_say_makes_no_themes() -> None:
    assert propose(read_talk([turn(1, 1, "Yeah."), turn(2, 1, "Mm.")]), load_embedding()) == ()
    assert propose(read_talk([]), load_embedding()) == ()


def test_in_a_theme_of_many_transcripts_what_three_say_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sendcode.suggest.phrases.MANY", 3)
    lines = ["Waiting for speech therapy and the cake sale.", "Speech and a cake sale, cake sale."]
    lines += ["No speech here."]
    turns = [
        TurnText(n, n, Role.PARENT, None, line, 0, (UnitRef(n, 0, len(line)),))
        for n, line in enumerate([*lines, "The garden is green.", "A dog sleeps."])
    ]
    ((*phrases,), _) = key_phrases(read_talk(turns), [np.arange(3), np.arange(3, 5)])
    assert [phrase.text.lower() for phrase in phrases] == ["speech", "cake sale"]
    monkeypatch.setattr("sendcode.suggest.phrases.MANY", 4)
    ((first, *_), _) = key_phrases(read_talk(turns), [np.arange(3), np.arange(3, 5)])
    assert first.text == "cake sale"


def test_a_number_in_words_begins_no_phrase() -> None:
    assert said("thirty-eight schools") == {"schools"}


def test_a_parsed_phrase_counts_without_the_light_words_at_its_ends() -> None:
    lines = ["We had thirty-eight taxi meetings.", "Who'd taxi meetings.", "A dog.", "The garden."]
    talk = read_talk([turn(n, n, line) for n, line in enumerate(lines)])

    def parsed(texts: Sequence[str]) -> list[list[Span]]:
        wholes = [re.search(r"(?:Who'd|thirty-eight) taxi meetings", text) for text in texts]
        return [[Span(*whole.span())] if whole else [] for whole in wholes]

    first, _ = key_phrases(talk, [np.arange(2), np.arange(2, 4)], parsed=parsed)
    assert [phrase.text for phrase in first] == ["taxi meetings"]


def test_what_is_joined_to_a_word_makes_no_phrase_of_it() -> None:
    assert said("Who'd wait, mum'd wait") == {"wait", "mum'd wait"}
    talk = read_talk([turn(1, 1, "Who'd ask my mum?", "Mum'd ask.")])
    assert talk.words == ["ask", "mum"]


def test_a_word_and_its_plural_are_told_once() -> None:
    lines = ["The TAs left.", "The TA's room.", "TAs and the TA's room."]
    turns = [
        TurnText(n, n, Role.PARENT, None, line, 0, (UnitRef(n, 0, len(line)),))
        for n, line in enumerate([*lines, "The garden is green.", "A dog sleeps."])
    ]
    ((*phrases,), _) = key_phrases(read_talk(turns), [np.arange(3), np.arange(3, 5)])
    assert len([phrase for phrase in phrases if phrase.text.lower().startswith("ta")]) == 1


def test_what_a_transcriber_put_in_brackets_is_no_phrase() -> None:
    said = {gram for gram, _ in grams("We waited [knock at door] for the panel.")}
    assert said == {("waited",), ("panel",)}
    ((_, span),) = [one for one in grams("Er [door opens] panel.") if one[0] == ("panel",)]
    assert "Er [door opens] panel."[span.start : span.end] == "panel"


def test_words_of_time_name_a_theme_though_rules_do_not_begin_with_them() -> None:
    lines = ["It was months.", "Months before anybody rang.", "We saw a dog.", "The dog sleeps."]
    turns = [turn(n, n, line) for n, line in enumerate(lines)]
    first, _ = key_phrases(read_talk(turns), [np.arange(2), np.arange(2, 4)])
    assert "months" in {phrase.text.lower() for phrase in first}
    assert "months" not in said("It was months.")


def test_what_names_something_comes_before_what_was_done() -> None:
    lines = ["They turned the meeting.", "So the meeting turned.", "A dog.", "The garden."]
    turns = [turn(n, n, line) for n, line in enumerate(lines)]
    first, _ = key_phrases(read_talk(turns), [np.arange(2), np.arange(2, 4)])
    assert [phrase.text for phrase in first][:2] == ["meeting", "turned"]


def test_no_phrase_is_taken_from_a_hidden_sentence() -> None:
    lines = [
        "The taxi is late.",
        "A late taxi.",
        "The taxi to dinner.",
        "A dog sleeps in the garden.",
    ]
    talk = read_talk([turn(n, n, line) for n, line in enumerate(lines)])
    groups = [np.arange(3), np.arange(3, 4)]
    hidden = set(talk.units[1:3].tolist())
    assert "late" in {phrase.text for phrase in key_phrases(talk, groups)[0]}
    shown = key_phrases(talk, groups, hidden=hidden)[0]
    assert shown
    assert not hidden & {phrase.unit for phrase in shown}
    assert key_phrases(talk, groups, hidden=set(talk.units.tolist())) == ((), ())
