"""Passages that keep meeting: grouped many times in different ways, then by how often they meet.

Ways are non-negative matrix factorisation (Lee & Seung 1999) by hierarchical least squares
(Cichocki & Phan 2009) and Ward's trees; what they agree on is cut from one more tree (consensus
clustering, Strehl & Ghosh 2002). Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from sendcode.core.progress import Track, untracked
from sendcode.suggest.meaning import unit_rows
from sendcode.suggest.talk import Floats

Labels = npt.NDArray[np.int64]

SHARES = (0.6, 0.8, 1.0, 1.25)
"""How many clusters are tried, as a share of those asked for."""
VIEWS = ((20, 0.0), (40, 0.0), (60, 0.0), (40, 0.5), (60, 0.5))
"""Dimensions and weights of meaning under which trees are grown."""
_FACTORS = 0.6
"""Share of the factorisations in the vote; trees have the rest."""
_ROUNDS = 40
_AXES = 40


def consensus(
    spreads: Sequence[Floats],
    fewer: Callable[[int, float], Floats],
    number: int,
    *,
    track: Track = untracked,
) -> Labels:
    """Return the cluster of each passage, from 0.

    Args:
        spreads: The passages by words, not negative, once for each way to weigh words.
        fewer: Gives the passages in so many dimensions, with such a weight of meaning.
        number: How many clusters are wanted.
        track: Progress.
    """
    count = len(spreads[0])
    if count <= 2:
        return np.arange(count, dtype=np.int64)
    sizes = sorted({min(max(2, round(share * number)), count) for share in SHARES})
    met = np.zeros((count, count))
    ways = [(spread, size) for spread in spreads for size in sizes]
    for spread, size in track(ways, "Grouping", total=len(ways)):
        parts = factors(spread, size)
        met += (_FACTORS / len(ways)) * (parts @ parts.T)
    for view in VIEWS:
        tree = linkage(fewer(*view), "ward")
        for size in sizes:
            labels = fcluster(tree, size, "maxclust")
            met += (1 - _FACTORS) / (len(sizes) * len(VIEWS)) * (labels[:, None] == labels)
    return cut(unit_rows(met), number)


def cut(rows: Floats, number: int) -> Labels:
    """Return clusters of rows by Ward's tree over their main dimensions."""
    _, vectors = np.linalg.eigh(rows @ rows.T)
    width = min(_AXES, len(rows))
    axes = vectors[:, ::-1][:, :width]
    seen = unit_rows(axes * np.sqrt(np.maximum(((rows.T @ axes) ** 2).sum(axis=0), 0)))
    tree = linkage(seen, "ward")
    return np.asarray(fcluster(tree, min(number, len(rows)), "maxclust"), dtype=np.int64) - 1


def factors(rows: Floats, number: int) -> Floats:
    """Return how much each row has of each of some factors, each row of length 1 or 0."""
    left, right = _started(rows, number)
    for _ in range(_ROUNDS):
        _fit(left, rows @ right.T, right @ right.T)
        _fit(right.T, (left.T @ rows).T, left.T @ left)
    lengths = np.sqrt((left * left).sum(axis=0))
    return unit_rows(left / np.maximum(lengths, 1e-9))


def _fit(target: Floats, product: Floats, gram: Floats) -> None:
    """Improve the columns of `target` in place, one after another."""
    for n in range(target.shape[1]):
        if gram[n, n] > 1e-12:
            step = (product[:, n] - target @ gram[:, n]) / gram[n, n]
            target[:, n] = np.maximum(target[:, n] + step, 0)


def _started(rows: Floats, number: int) -> tuple[Floats, Floats]:
    """Return beginnings from singular vectors (NNDSVDa, Boutsidis & Gallopoulos 2008)."""
    if rows.shape[0] <= rows.shape[1]:
        values, ours = np.linalg.eigh(rows @ rows.T)
        theirs = rows.T @ ours
    else:
        values, theirs = np.linalg.eigh(rows.T @ rows)
        ours = rows @ theirs
    left = np.full((rows.shape[0], number), 0.0)
    right = np.full((number, rows.shape[1]), 0.0)
    for n in range(min(number, len(values))):
        u, v = ours[:, -1 - n], theirs[:, -1 - n]
        u, v = u / max(_length(u), 1e-12), v / max(_length(v), 1e-12)
        plus = (np.maximum(u, 0), np.maximum(v, 0))
        minus = (np.maximum(-u, 0), np.maximum(-v, 0))
        best = max((plus, minus), key=lambda pair: _length(pair[0]) * _length(pair[1]))
        size = _length(best[0]) * _length(best[1])
        scale = np.sqrt(np.sqrt(max(values[-1 - n], 0)) * size)
        left[:, n] = scale * best[0] / max(_length(best[0]), 1e-12)
        right[n] = scale * best[1] / max(_length(best[1]), 1e-12)
    mean = float(rows.mean()) / 100
    return np.where(left > 0, left, mean), np.where(right > 0, right, mean)


def _length(vector: Floats) -> float:
    return float(np.sqrt(vector @ vector))
