"""The words of a rule."""

import pytest

from sendcode.core.terms import (
    MAX_DEPTH,
    MAX_EXPANSIONS,
    TermError,
    Word,
    expand,
    parse_term,
    sets_in,
)


def test_quotes_make_a_word_exact():
    assert parse_term('wait* "Left" for') == (Word("wait*"), Word("Left", exact=True), Word("for"))


def test_several_words_may_stand_in_one_pair_of_quotes():
    assert parse_term('"Rising Stars"') == (Word("Rising", exact=True), Word("Stars", exact=True))


@pytest.mark.parametrize("term", ["", "   ", '"left', "*", "* *", "!?", '""'])
def test_a_term_that_says_nothing_is_refused(term):
    with pytest.raises(TermError):
        parse_term(term)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("TA", True), ("TAs", True), ("EP", True), ("SENCo", False), ("I", False), ("Ta", False),
     ("ADHD", True), ("1:1", False), ("A*", False)],
)  # fmt: skip
def test_two_capitals_and_nothing_small_mean_capitals_only(text, capitals):
    assert Word(text).capitals is capitals


def test_quoted_words_are_exact_rather_than_capitals():
    assert not Word("TA", exact=True).capitals
    assert not Word("**", exact=True).anything
    assert Word("*").anything


def test_a_set_stands_for_its_terms_also_inside_a_phrase_and_inside_sets():
    vocabulary = {"ta": ("TA", "@assistant"), "assistant": ("teaching assistant", "TA")}
    assert expand("@ta", vocabulary) == ("TA", "teaching assistant")
    assert expand("the @ta sits", vocabulary) == ("the TA sits", "the teaching assistant sits")
    assert expand("wait", vocabulary) == ("wait",)


def test_sets_in_a_term_are_named_and_quoted_ones_are_words():
    assert sets_in('@ta "@you" sits @child') == ("ta", "child")
    assert expand('@ta "@you"', {"ta": ("TA",)}) == ('TA "@you"',)


@pytest.mark.parametrize(
    ("vocabulary", "message"),
    [({}, "no set '@ta'"), ({"ta": ("@ta",)}, "contains itself")],
)
def test_an_unknown_set_or_a_circle_is_refused(vocabulary, message):
    with pytest.raises(TermError, match=message):
        expand("@ta", vocabulary)


def test_too_many_combinations_are_refused():
    vocabulary = {"many": tuple(f"w{n}" for n in range(MAX_EXPANSIONS // 10))}
    with pytest.raises(TermError, match="combinations"):
        expand("@many @many", vocabulary)


def test_sets_that_use_each_other_many_times_are_written_out_once():
    vocabulary = {"s0": ("wait", "queue")}
    vocabulary |= {f"s{n}": (f"@s{n - 1}",) * 9 for n in range(1, MAX_DEPTH)}
    assert expand(f"@s{MAX_DEPTH - 1}", vocabulary) == ("wait", "queue")


def test_sets_deep_in_sets_are_refused():
    vocabulary = {f"s{n}": (f"@s{n + 1}",) for n in range(5000)} | {"s5000": ("wait",)}
    with pytest.raises(TermError, match="stand in each other"):
        expand("@s0", vocabulary)
