from __future__ import annotations

import pytest

from sendcode.core.stopping import Draw, _cost, _hypergeometric, _numbers, recall


def draws(answers: str, *, left: int, audits: dict[int, int] | None = None) -> list[Draw]:
    total = len(answers) + left
    pools = audits or {}
    return [Draw(total - n, a == "y", pools.get(n, 0)) for n, a in enumerate(answers)]


def test_before_the_first_review_nothing_is_known() -> None:
    found = recall([], [0.5, 0.25, 0.25])
    assert (found.found, found.missing, found.share) == (0, 1, 0)
    assert (found.low, found.high) == (0, 1)


def test_when_everything_is_read_everything_is_found() -> None:
    found = recall(draws("yny", left=0), [])
    assert (found.found, found.missing, found.low, found.high, found.share) == (2, 0, 1, 1, 1)
    assert found.cost is None


def test_nothing_to_find_is_all_found() -> None:
    assert recall(draws("nn", left=0), []).share == 1


def test_a_long_run_without_a_hit_narrows_the_interval() -> None:
    short = recall(draws("y" * 10 + "n" * 10, left=100), [0.01] * 100)
    long = recall(draws("y" * 10 + "n" * 80, left=100), [0.01] * 100)
    assert short.low < long.low
    assert long.low > 0.4


def test_audit_hits_say_that_more_is_out_there() -> None:
    quiet = recall(draws("n" * 40, left=400, audits={19: 300, 39: 300}), [0.01] * 400)
    loud = draws("n" * 19 + "y" + "n" * 19 + "y", left=400, audits={19: 300, 39: 300})
    found = recall(loud, [0.01] * 400)
    assert found.missing > quiet.missing
    assert found.high < 1


def test_the_cost_of_one_per_cent_follows_the_ranking() -> None:
    found = recall(draws("y" * 90 + "n" * 10, left=20), [0.9] + [0.05] * 19)
    assert found.cost == 2
    assert recall(draws("y" * 90, left=2), [0.0, 0.0]).cost is None


@pytest.mark.parametrize("chance", [0.1, 0.3, 0.7])
def test_all_that_is_missing_costs_all_reviews_however_sums_are_rounded(chance: float) -> None:
    for number in range(1, 30):
        assert _cost([chance] * number, 1.0, 1.0) == number


def test_the_hypergeometric_chance_of_a_known_case() -> None:
    # Two of five are marked; drawing two, none is marked with (3/5)(2/4), at most one with 0.9.
    assert _hypergeometric(0, 5, 2, 2) == pytest.approx(0.3)
    assert _hypergeometric(1, 5, 2, 2) == pytest.approx(0.9)
    assert _hypergeometric(2, 5, 2, 2) == pytest.approx(1)


def test_numbers_of_hits_of_unequal_chances() -> None:
    assert _numbers([0.5, 0.2]) == pytest.approx([0.4, 0.5, 0.1])
    assert _numbers([]) == [1]
