"""Ways in which one word is written."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.spelling import british, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organize", "organise"), ("organization", "organisation"), ("behavior", "behaviour"),
        ("misbehaviors", "misbehaviours"), ("program", "programme"), ("center", "centre"),
        ("counseling", "counselling"), ("labeled", "labelled"), ("pediatrician", "paediatrician"),
        ("practise", "practice"), ("analyze", "analyse"), ("math", "maths"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_word_become_one(one, other):
    assert british(one) == british(other)


@pytest.mark.parametrize("word", ["size", "seized", "doctor", "horror", "wait", "teller"])
def test_other_words_stay(word):
    assert british(word) == word


def test_typographic_signs_become_plain_ones_of_the_same_length():
    text = "She’s “fine”\u00a0now co‑production"
    assert plain(text) == ('She\'s "fine" now co-production', None)


def test_invisible_characters_vanish_and_offsets_still_lead_to_the_original():
    text = "co\u00adproduc\u200btion, yes"
    matchable, offsets = plain(text)
    assert matchable == "coproduction, yes"
    assert offsets is not None
    assert text[offsets[14] :] == "yes"
    assert offsets[len(matchable)] == len(text)


def test_stops_inside_an_abbreviation_vanish_and_no_other():
    assert plain("the T.A.s, U.K. e.g. here")[0] == "the TAs, UK. e.g. here"
    assert plain("Plan A. It is A.I think") == ("Plan A. It is A.I think", None)
    matchable, offsets = plain("a T.A.'s day")
    assert matchable == "a TA's day"
    assert offsets == (0, 1, 2, 4, 6, 7, 8, 9, 10, 11, 12)


def test_a_letter_and_its_accent_become_one_character():
    assert plain("Zoe\u0308 b\u0308") == ("Zo\u00eb b\u0308", (0, 1, 2, 4, 5, 6, 7))


def test_transcribers_marks_are_blanked_and_what_names_somebody_stays():
    assert plain("wait [pause] ing (laughs, coughs) [the TA]")[0].split() == [
        "wait", "ing", "[the", "TA]",
    ]  # fmt: skip


@given(st.text(st.sampled_from("ab c’\u00ad\u200b[pause](AB.e\u0301"), max_size=40))
def test_every_character_of_the_plain_text_has_its_place(text):
    matchable, offsets = plain(text)
    if offsets is None:
        assert len(matchable) == len(text)
    else:
        assert len(offsets) == len(matchable) + 1
        assert list(offsets) == sorted(offsets)
        assert all(
            a == normalize("NFD", b)[0] or not b.isalnum()
            for a, b in _pairs(text, matchable, offsets)
        )


def _pairs(text, matchable, offsets):
    return [(text[offsets[n]], char) for n, char in enumerate(matchable)]
