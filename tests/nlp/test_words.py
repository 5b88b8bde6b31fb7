"""Texts as arrays of words."""

import numpy as np

from sendcode.nlp.pipelines import load_pipeline
from sendcode.nlp.words import Forms, Words, ranges


def forms() -> Forms:
    return Forms(load_pipeline(), lambda orth, lemma: frozenset(map(ord, orth + lemma)))


def said(words: Words, texts: list[str]) -> list[str]:
    """The words as they stand in the texts; a dot for a gap."""
    columns = zip(words.forms, words.texts, words.starts, words.ends, strict=True)
    return [texts[text][start:end] if form else "." for form, text, start, end in columns]


def test_texts_and_sentences_end_in_gaps_and_hesitations_are_left_out():
    texts = ["Er, we waited. Then. for months", "", "Good\nbye"]
    words = forms().read(texts)
    assert said(words, texts) == [*". we waited . Then for months . Good . bye .".split()]
    assert words.places.tolist() == [0, 0, 1, 2, 2, 3, 4, 0, 0, 1, 1, 1]


def test_no_text_and_no_word_give_one_gap():
    assert forms().read([]).forms.tolist() == [0]
    assert forms().read(["", "..."]).forms.tolist() == [0]


def test_fillers_and_what_is_said_twice_go_but_never_over_two_texts():
    texts = ["We, you know, we just wait", "wait", "in a in a row"]
    known = forms()
    tight = known.without_fillers(known.read(texts))
    assert said(tight, texts) == [*". we wait . wait . in a row .".split()]


def test_what_was_broken_off_and_said_again_is_said_once():
    texts = ["a waiting l- list of wai- wa- waiting names- list", "wait-", "wait and a- b-. B"]
    known = forms()
    tight = known.without_fillers(known.read(texts))
    expected = ". a waiting list of waiting names list . wait . wait and a b . B ."
    assert said(tight, texts) == expected.split()


def test_words_before_a_gap_are_those_from_which_a_term_can_cross_it():
    texts = ["one two really three four"]
    known = forms()
    tight = known.without_fillers(known.read(texts))
    assert [said(tight, texts)[n] for n in tight.before_gaps(2)] == ["two"]
    assert [said(tight, texts)[n] for n in tight.before_gaps(3)] == ["one", "two"]


def test_a_form_is_looked_up_once():
    asked = []
    known = Forms(load_pipeline(), lambda orth, lemma: asked.append(orth) or frozenset())
    known.read(["wait wait Wait, er"])
    known.read(["wait"])
    assert sorted(asked) == ["Wait", "wait"]


def test_ranges_are_written_one_behind_the_other():
    owners, numbers = ranges(np.array([5, 0, 8]), np.array([2, 0, 3]))
    assert owners.tolist() == [0, 0, 2, 2, 2]
    assert numbers.tolist() == [5, 6, 8, 9, 10]
