from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sendcode.suggest.corpus import Rows
from sendcode.suggest.logistic import Examples, fit, log_odds, sigmoid


def examples(count: int, seed: int = 0) -> Examples:
    random = np.random.default_rng(seed)
    words = sparse.random(count, 30, density=0.2, random_state=1, format="csr")
    near = sparse.random(count, 30, density=0.2, random_state=2, format="csr")
    dense = random.normal(size=(count, 4))
    believed = random.normal(size=count)
    truth = (random.random(count) < sigmoid(believed + 2 * dense[:, 0])).astype(float)
    return Examples(Rows(words, near, dense), truth, believed, random.random(count) + 0.5)


def logits(found, of: Examples) -> np.ndarray:
    rows = of.rows
    return (
        rows.words @ found.words + rows.near @ found.near + rows.dense @ found.dense
        + found.constant + found.prior * of.believed
    )  # fmt: skip


@pytest.mark.parametrize("count", [3, 50, 400])
def test_at_the_end_no_weight_wants_to_move(count: int) -> None:
    given = examples(count)
    found = fit(given, shrink=1.5, exact=1e-9)
    left = given.weight * (sigmoid(logits(found, given)) - given.truth)
    assert given.rows.words.T @ left + 1.5 * found.words == pytest.approx(0, abs=1e-4)
    assert given.rows.dense.T @ left + 1.5 * found.dense == pytest.approx(0, abs=1e-4)
    assert left.sum() + found.constant / 0.3 == pytest.approx(0, abs=1e-3)


def test_without_examples_the_belief_stays_what_it_was() -> None:
    found = fit(examples(0))
    assert (found.constant, found.prior) == (0, 1)
    assert not found.words.any()


def test_an_example_moves_the_belief_the_right_way_and_not_too_far() -> None:
    one = examples(1)
    sure = Examples(one.rows, np.ones(1), np.zeros(1), np.ones(1))
    moved = logits(fit(sure), sure)[0]
    assert 0 < moved < 3


def test_log_odds_and_chances_are_each_other_s_inverse() -> None:
    chances = np.array([0.001, 0.2, 0.5, 0.999])
    assert sigmoid(log_odds(chances)) == pytest.approx(chances)
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
