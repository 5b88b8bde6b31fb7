from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.suggest.clusters import (
    agreement,
    branches,
    by_factors,
    by_middles,
    consensus,
    factors,
    parts,
    points,
    started,
)
from sendcode.suggest.meaning import unit_rows


def three_groups(each: int = 12) -> np.ndarray:
    """Return rows of three groups that use different columns, a little unevenly."""
    random = np.random.default_rng(3)
    rows = random.random((3 * each, 30)) * 0.05
    for group in range(3):
        rows[group * each : (group + 1) * each, group * 10 : group * 10 + 10] += random.random(
            (each, 10)
        )
    return unit_rows(rows)


def same(labels: np.ndarray, each: int = 12) -> bool:
    parts = [set(labels[n * each : (n + 1) * each].tolist()) for n in range(3)]
    return all(len(part) == 1 for part in parts) and len(set.union(*parts)) == 3


def halves(rows: np.ndarray) -> list[Callable[[], tuple[np.ndarray, np.ndarray]]]:
    """Return the even and the odd columns, which stand for words and for meaning."""
    even, odd = unit_rows(rows[:, ::2]), unit_rows(rows[:, 1::2])
    return [lambda: (even, even), lambda: (odd, odd)]


def test_groups_that_use_different_words_are_told_apart() -> None:
    rows = three_groups()
    assert same(parts(consensus([rows], halves(rows), 3), 3))
    assert same(parts(consensus([rows], [], 3), 3))
    assert same(parts(points(rows), 3))


def test_words_whose_halves_do_not_agree_have_little_of_the_vote() -> None:
    rows, random = three_groups(), np.random.default_rng(4)
    noise = [unit_rows(random.random((36, 20))) for _ in range(2)]
    seen = [lambda: (noise[0], rows[:, ::2]), lambda: (noise[1], rows[:, 1::2])]
    assert same(parts(consensus([noise[0]], seen, 3), 3))


def test_rows_go_to_the_nearest_middle() -> None:
    rows = np.array([[0.0], [1.0], [2.0], [10.0], [11.0]])
    assert by_middles(rows, (2, 9))[0].tolist() in ([0, 0, 0, 1, 1], [1, 1, 1, 0, 0])
    assert sorted(by_middles(rows, (9,))[0].tolist()) == [0, 1, 2, 3, 4]


def test_agreement_of_a_worked_example() -> None:
    """Hubert and Arabie's index for the table [[1, 1, 0], [1, 2, 1], [0, 0, 4]] is 0.313."""
    table = np.array([[1, 1, 0], [1, 2, 1], [0, 0, 4]])
    one = np.repeat([0, 0, 0, 1, 1, 1, 2, 2, 2], table.ravel())
    other = np.repeat([0, 1, 2] * 3, table.ravel())
    assert agreement(one, other) == pytest.approx(0.3126, abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_agreement_counts_pairs_that_are_together_in_both(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    apart = [(a == b, c == d) for (a, c), (b, d) in combinations(pairs, 2)]
    first, second = (sum(pair[n] for pair in apart) for n in (0, 1))
    chance, most = first * second / len(apart), (first + second) / 2
    both = sum(a and b for a, b in apart)
    expected = (both - chance) / (most - chance) if most > chance else 0
    assert agreement(one, other) == pytest.approx(expected)
    assert agreement(one, other) == pytest.approx(agreement(other, one))


def test_factors_are_not_negative_and_come_near_the_rows() -> None:
    rows = three_groups().astype(np.float32)
    left, right = started(rows, 3)
    found = factors(rows, left, right)
    assert (found >= 0).all()
    assert same(found.argmax(axis=1))
    assert (left >= 0).all()
    assert (right >= 0).all()


def test_the_same_rows_give_the_same_points() -> None:
    rows = three_groups()
    first = consensus([rows], halves(rows), 5)
    assert (first == consensus([rows.copy()], halves(rows.copy()), 5)).all()


def test_there_are_no_more_clusters_than_rows() -> None:
    placed = consensus([three_groups()[:2]], [], 20)
    assert sorted(parts(placed, 20).tolist()) == [0, 1]
    assert parts(placed, 1).tolist() == [0, 0]


def test_rows_that_are_all_the_same_are_one_branch_without_a_warning() -> None:
    (labels,) = branches(np.zeros((4, 4)), [2])  # as square as a table of distances
    assert set(labels) == {0}


def test_passages_without_any_word_are_one_cluster() -> None:
    assert by_factors(np.zeros((4, 0)), (2,))[0].tolist() == [0, 0, 0, 0]
