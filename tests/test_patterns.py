"""Regular expressions that stop."""

import pytest

from sendcode.patterns import Pattern, PatternError, TooSlowError

SLOW = r"(a|aa)+$"


def test_a_pattern_finds_what_re_finds_in_any_case_without_empty_matches():
    texts = ["Waiting, WAIT", "", "no"]
    assert list(Pattern(r"wait\w*|x*").spans(texts, seconds=5)) == [[(0, 7), (9, 13)], [], []]
    assert list(Pattern(r"didn't(?= say)").spans(["didn't say"], seconds=5)) == [[(0, 6)]]


@pytest.mark.parametrize("written", ["(", "[[a]", "(?P<x>a)(?P<x>b)", "a{2,1}", "(?z)"])
def test_what_is_no_pattern_is_refused(written):
    with pytest.raises(PatternError):
        Pattern(written)


def test_a_pattern_that_takes_too_long_is_stopped():
    with pytest.raises(TooSlowError):
        list(Pattern(SLOW).spans(["a" * 60 + "!"], seconds=0.02))


def test_the_time_is_for_all_texts_together():
    with pytest.raises(TooSlowError):
        list(Pattern("a").spans(["a"], seconds=0.0))


@pytest.mark.parametrize("written", [SLOW, "(x|x)*y", r"(?:a|a)*$"])
def test_a_slow_pattern_is_known_before_it_is_used(written):
    assert Pattern(written).slow


@pytest.mark.parametrize(
    "written", [r"wait\w+", r"\d+ months", r"(?:wait|list)+ for", r"\bEHC ?P\b"]
)
def test_an_ordinary_pattern_is_not_slow(written):
    assert not Pattern(written).slow


def test_a_pattern_that_matches_nothing_at_all_is_empty():
    assert Pattern("x*").empty
    assert not Pattern("x+").empty
