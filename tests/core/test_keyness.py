from __future__ import annotations

from math import log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.keyness import (
    deviation_of_proportions,
    log_likelihood,
    log_ratio,
    surprise,
)


def test_log_likelihood_follows_the_formula_of_rayson_and_garside() -> None:
    # E1 = 1000 * 30 / 3000 = 10, E2 = 20; LL = 2 (20 ln 2 + 10 ln 0.5) = 20 ln 2
    assert log_likelihood(20, 10, 1000, 2000) == pytest.approx(20 * log(2))


def test_a_word_that_one_corpus_lacks_counts_only_where_it_occurs() -> None:
    # E1 = 5: 2 * 10 ln 2, the term of the empty cell left out
    assert log_likelihood(10, 0, 500, 500) == pytest.approx(20 * log(2))


def test_equal_rates_have_no_keyness() -> None:
    assert log_likelihood(3, 30, 100, 1000) == pytest.approx(0)
    assert log_likelihood(0, 0, 10, 10) == 0


@given(*(st.integers(0, 500),) * 2, *(st.integers(500, 9999),) * 2)
def test_log_likelihood_is_symmetric_and_never_negative(a: int, b: int, c: int, d: int) -> None:
    found = log_likelihood(a, b, c, d)
    assert found >= 0
    assert found == pytest.approx(log_likelihood(b, a, d, c), abs=1e-9)


def test_each_point_of_log_ratio_is_a_doubling_as_hardie_says() -> None:
    assert log_ratio(20, 10, 1000, 1000) == pytest.approx(1)
    assert log_ratio(80, 10, 1000, 1000) == pytest.approx(3)
    assert log_ratio(10, 20, 1000, 1000) == pytest.approx(-1)


def test_half_an_occurrence_stands_in_for_none() -> None:
    assert log_ratio(8, 0, 1000, 1000) == pytest.approx(4)


def test_dp_of_a_toy_corpus_of_five_parts() -> None:
    """Five parts of about ten words with a word 1 to 5 times, as Gries (2008) shows the measure.

    The sum is worked by hand: (0.113 + 0.067 + 0 + 0.067 + 0.113) / 2.
    """
    found = deviation_of_proportions((1, 2, 3, 4, 5), (9, 10, 10, 10, 11))
    assert found == pytest.approx(0.18, abs=0.0005)


def test_an_even_spread_has_no_deviation_and_none_is_undefined() -> None:
    assert deviation_of_proportions((2, 4), (10, 20)) == pytest.approx(0)
    assert deviation_of_proportions((0, 0), (10, 20)) is None


def test_nonsense_is_refused() -> None:
    for wrong in (lambda: log_likelihood(-1, 0, 1, 1), lambda: log_ratio(0, 0, 1, 1)):
        with pytest.raises(ValueError, match="corp"):
            wrong()
    with pytest.raises(ValueError, match="size"):
        deviation_of_proportions((1,), (1, 2))


def test_surprise_is_the_poisson_measure() -> None:
    assert surprise(10, 1) == pytest.approx(2 * (10 * log(10) - 9))
    assert surprise(3, 3) == 0
    assert surprise(2, 5) == 0
    for wrong in ((0, 1.0), (1, 0.0)):
        with pytest.raises(ValueError, match="expected"):
            surprise(*wrong)


@pytest.mark.parametrize(
    ("learners", "natives", "published"),
    [(392, 170, 90), (348, 99, 147), (15, 14, 0), (9, 32, 14), (21, 25, 0)],
    ids=["KEEP", "keep", "keeps", "keeping", "kept"],
)
def test_log_likelihood_of_keep_as_rayson_published_it(
    learners: int, natives: int, published: int
) -> None:
    """P. Rayson on the Corpora list, 18 January 2002 (opened): KEEP and its forms.

    Two corpora of a million words each; he gives the values rounded to whole numbers, with the
    formula of Rayson and Garside (2000).
    """
    assert round(log_likelihood(learners, natives, 1_000_000, 1_000_000)) == published


def test_log_likelihood_of_the_example_for_the_web_form_of_ucrel() -> None:
    """Course slides for UCREL's web form (opened): 52 in 50,000 words against 57 in 75,000.

    They print 2.65, and say that it is not significant, as it is below 3.84.
    """
    assert log_likelihood(52, 57, 50_000, 75_000) == pytest.approx(2.65, abs=0.005)


def test_a_cell_of_nought_adds_nothing() -> None:
    a, b, c, d = 0, 12, 4000, 8000
    assert log_likelihood(a, b, c, d) == pytest.approx(2 * b * log(b / (d * (a + b) / (c + d))))


def test_log_ratio_of_the_example_of_hardie() -> None:
    """Hardie (2014), Log Ratio: an informal introduction (a copy opened).

    Relative frequencies of 0.0006 and 0.0002 are a ratio of 3, of which the binary logarithm is
    taken; equal ones give 0.
    """
    assert log_ratio(6, 2, 10_000, 10_000) == pytest.approx(log2(3))
    assert log_ratio(60, 4, 100_000, 20_000) == pytest.approx(log2(3))
    assert log_ratio(5, 5, 10_000, 10_000) == 0


def test_dp_of_three_equal_parts_as_lijffijt_and_gries_count_it() -> None:
    """Lijffijt & Gries (2012), the example of table 1 (its first page opened).

    Three equally large parts; one has 2/3 of all occurrences, another one 1/3: half the sum of
    1/3, 0 and 1/3.
    """
    assert deviation_of_proportions((2, 1, 0), (50, 50, 50)) == pytest.approx(1 / 3)
