"""Passages that keep meeting: grouped many times in different ways, then by how often they meet.

Ways are non-negative matrix factorisation (Lee & Seung 1999) by hierarchical least squares
(Cichocki & Phan 2009), and Ward's trees that each see one half of the evidence; what they agree
on is cut from one more tree (consensus clustering, Strehl & Ghosh 2002). Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from sendcode.core.progress import Track, untracked
from sendcode.suggest.meaning import leading, unit_rows
from sendcode.suggest.talk import Floats

Labels = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

SHARES = (1.0, 1.25, 1.6, 2.0)
"""How many clusters are tried, as a share of those asked for."""
_FACTORS = 0.5
"""Share of the factorisations in the vote; trees have the rest."""
_ROUNDS = 30
_AXES = 40


def consensus(
    spreads: Sequence[Floats],
    halves: Sequence[Callable[[], Floats]],
    number: int,
    *,
    track: Track = untracked,
) -> Floats:
    """Return a tree over passages (scipy's linkage) that `parts` cuts into clusters.

    Args:
        spreads: The passages by words, not negative, once for each way to weigh words.
        halves: Each gives the likeness of all passages, -1..1, by a part of the evidence.
        number: How many clusters are wanted, about.
        track: Progress.
    """
    count = len(spreads[0])
    sizes = sorted({min(max(2, round(share * number)), count) for share in SHARES})
    met = np.zeros((count, count), dtype=np.float32)
    ways = [partial(_by_factors, rows, sizes) for rows in spreads]
    ways += [partial(_by_tree, half, sizes) for half in halves]
    shares = [_FACTORS / len(spreads)] * len(spreads)
    shares += [(1 - _FACTORS) / max(len(halves), 1)] * len(halves)
    for way, share in zip(track(ways, "Grouping", total=len(ways)), shares, strict=True):
        for labels in way():
            met += np.float32(share / len(sizes)) * (labels[:, None] == labels)
    return grown(unit_rows(met.astype(np.float64)))


def _by_factors(rows: Floats, sizes: Sequence[int]) -> list[Labels]:
    """Return clusters of passages by the factor that each has most of, once for each size."""
    single = rows.astype(np.float32)
    left, right = started(single, sizes[-1])
    shares = (factors(single, left[:, :size], right[:size]) for size in sizes)
    return [np.asarray(part.argmax(axis=1), dtype=np.int64) for part in shares]


def _by_tree(likeness: Callable[[], Floats], sizes: Sequence[int]) -> list[Labels]:
    """Return clusters of passages by Ward's tree, once for each size."""
    far = np.sqrt(np.maximum(2 - 2 * likeness(), 0))
    np.fill_diagonal(far, 0)
    tree = linkage(squareform(far, checks=False), "ward")
    return [np.asarray(fcluster(tree, size, "maxclust"), dtype=np.int64) for size in sizes]


def grown(rows: Floats) -> Floats:
    """Return Ward's tree over the main dimensions of rows (two or more)."""
    width = min(_AXES, len(rows))
    axes = leading(rows @ rows.T, width)[1]
    seen = unit_rows(axes * np.sqrt(np.maximum(((rows.T @ axes) ** 2).sum(axis=0), 0)))
    tree: Floats = linkage(seen, "ward")
    return tree


def parts(tree: Floats, number: int) -> Labels:
    """Return the cluster of each leaf, from 0, when a tree is cut into so many or fewer."""
    return np.asarray(fcluster(tree, min(number, len(tree) + 1), "maxclust"), dtype=np.int64) - 1


def factors(rows: Singles, left: Singles, right: Singles) -> Floats:
    """Return how much each row has of each of some factors, each row of length 1 or 0.

    Args:
        rows: Not negative.
        left: Where to begin, rows by factors.
        right: Factors by columns.
    """
    left, right = left.copy(), right.copy()
    for _ in range(_ROUNDS):
        _fit(left, rows @ right.T, right @ right.T)
        _fit(right.T, rows.T @ left, left.T @ left)
    lengths = np.sqrt((left * left).sum(axis=0))
    return unit_rows((left / np.maximum(lengths, 1e-9)).astype(np.float64))


def _fit(target: Singles, product: Singles, gram: Singles) -> None:
    """Improve the columns of `target` in place, one after another."""
    for n in range(target.shape[1]):
        if gram[n, n] > 1e-12:
            step = (product[:, n] - target @ gram[:, n]) / gram[n, n]
            target[:, n] = np.maximum(target[:, n] + step, 0)


def started(rows: Singles, number: int) -> tuple[Singles, Singles]:
    """Return beginnings from singular vectors (NNDSVDa, Boutsidis & Gallopoulos 2008)."""
    values, vectors = leading((rows @ rows.T).astype(np.float64), number)
    left = np.zeros((rows.shape[0], number), dtype=np.float32)
    right = np.zeros((number, rows.shape[1]), dtype=np.float32)
    for n in range(vectors.shape[1]):
        u, v = vectors[:, n], rows.T @ vectors[:, n]
        v = v / max(_length(v), 1e-12)
        plus = (np.maximum(u, 0), np.maximum(v, 0))
        minus = (np.maximum(-u, 0), np.maximum(-v, 0))
        best = max((plus, minus), key=lambda pair: _length(pair[0]) * _length(pair[1]))
        size = _length(best[0]) * _length(best[1])
        scale = np.sqrt(np.sqrt(max(values[n], 0)) * size)
        left[:, n] = scale * best[0] / max(_length(best[0]), 1e-12)
        right[n] = scale * best[1] / max(_length(best[1]), 1e-12)
    little = np.float32(rows.mean() / 100)
    return np.where(left > 0, left, little), np.where(right > 0, right, little)


def _length(vector: Floats) -> float:
    return float(np.sqrt(vector @ vector))
