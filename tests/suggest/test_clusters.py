from __future__ import annotations

import numpy as np

from sendcode.suggest.clusters import consensus, factors, grown, parts, started
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


def test_groups_that_use_different_words_are_told_apart() -> None:
    rows = three_groups()
    assert same(parts(consensus([rows], [lambda: rows @ rows.T], 3), 3))
    assert same(parts(grown(rows), 3))


def test_trees_alone_tell_groups_apart() -> None:
    rows = three_groups()
    blind = np.full_like(rows, 0.2)
    assert same(parts(consensus([blind], [lambda: rows @ rows.T] * 3, 3), 3))


def test_factors_are_not_negative_and_come_near_the_rows() -> None:
    rows = three_groups().astype(np.float32)
    left, right = started(rows, 3)
    found = factors(rows, left, right)
    assert (found >= 0).all()
    assert same(found.argmax(axis=1))
    assert (left >= 0).all()
    assert (right >= 0).all()


def test_the_same_rows_give_the_same_clusters() -> None:
    rows = three_groups()
    first = consensus([rows], [lambda: rows @ rows.T], 5)
    assert (first == consensus([rows.copy()], [lambda: rows @ rows.T], 5)).all()


def test_a_tree_gives_no_more_clusters_than_it_has_leaves() -> None:
    tree = consensus([three_groups()[:2]], [], 20)
    assert parts(tree, 20).tolist() == [0, 1]
    assert parts(tree, 1).tolist() == [0, 0]
