"""Passages that keep meeting: grouped many times in different ways, then by how often they meet.

Ways are non-negative matrix factorisation (Lee & Seung 1999) by hierarchical least squares
(Cichocki & Phan 2009) of all words, and nearest middles (Lloyd 1982, begun from Ward's tree) by
one half of the words and of the meaning each. Words alone vote as far as their two halves agree
(adjusted Rand index, Hubert & Arabie 1985). What the ways agree on is grouped once more
(consensus clustering, Strehl & Ghosh 2002). Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from sendcode.core.progress import Track, untracked
from sendcode.suggest.meaning import leading, unit_rows
from sendcode.suggest.talk import Floats

Labels = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Half = Callable[[], tuple[Floats, Floats]]
"""Gives passages by one half of the words, and by one half of their meaning."""

SHARES = (0.75, 1.0, 1.25)
"""How many clusters are tried, as a share of the usual number."""
WORDS = 1.0
"""Length of a passage's words beside its meaning, which has length 1."""
AGREES = 0.1
"""Words alone have half of the vote when their halves agree so far; the square counts."""
_CHECKED = 4
"""Agreement is told from the first of the halves: two and two make a whole."""
_ROUNDS = 30
_STEPS = 20
_AXES = 40


def consensus(
    spreads: Sequence[Floats],
    halves: Sequence[Half],
    number: int,
    *,
    track: Track = untracked,
) -> Floats:
    """Return passages as points that lie near each other when many ways group them together.

    Args:
        spreads: The passages by words, not negative, once for each way to weigh words.
        halves: Each shows one half of the evidence; two and two make a whole.
        number: How many clusters are usual.
        track: Progress.
    """
    count = len(spreads[0])
    sizes = sorted({min(max(round(share * number), 2), count) for share in SHARES})
    checks = [partial(_factors_of_half, half, sizes) for half in halves[:_CHECKED]]
    whole = [partial(by_factors, rows, sizes) for rows in spreads]
    seen = [partial(_middles_of_half, half, sizes) for half in halves]
    found = [way() for way in track([*checks, *whole, *seen], "Grouping", total=None)]
    checked, voted = found[: len(checks)], found[len(checks) :]
    agreed = [
        agreement(one, other)
        for first, second in zip(checked[::2], checked[1::2], strict=True)
        for one, other in zip(first, second, strict=True)
    ]
    square = max(float(np.mean(agreed)), 0.0) ** 2 if agreed else 1.0
    share = square / (square + AGREES**2) if halves else 1.0
    met = share * _met(voted[: len(whole)], count)
    if halves:
        met += (1 - share) * _met(voted[len(whole) :], count)
    return points(unit_rows(met))


def _met(ways: Iterable[Sequence[Labels]], count: int) -> Floats:
    """Return how often each two passages are in one cluster, 0..1."""
    met, times = np.zeros((count, count), dtype=np.float32), 0
    for way in ways:
        for labels in way:
            met += labels[:, None] == labels
            times += 1
    return met.astype(np.float64) / max(times, 1)


def _factors_of_half(half: Half, sizes: Sequence[int]) -> list[Labels]:
    return by_factors(half()[0], sizes)


def _middles_of_half(half: Half, sizes: Sequence[int]) -> list[Labels]:
    said, meant = half()
    return by_middles(on_axes(np.hstack([meant, WORDS * said])), sizes)


def by_factors(rows: Floats, sizes: Sequence[int]) -> list[Labels]:
    """Return clusters of passages by the factor that each has most of, once for each size."""
    single = rows.astype(np.float32)
    left, right = started(single, sizes[-1])
    shares = (factors(single, left[:, :size], right[:size]) for size in sizes)
    return [np.asarray(part.argmax(axis=1), dtype=np.int64) for part in shares]


def by_middles(rows: Floats, sizes: Sequence[int]) -> list[Labels]:
    """Return clusters of rows (two or more) round their nearest middles, once for each size."""
    return [_settled(rows, labels) for labels in branches(rows, sizes)]


def branches(rows: Floats, sizes: Sequence[int]) -> list[Labels]:
    """Return clusters of rows (two or more) from Ward's tree, from 0, once for each size."""
    tree = linkage(pdist(rows), "ward")  # of rows it would warn where they look like distances
    cuts = (fcluster(tree, min(size, len(rows)), "maxclust") for size in sizes)
    return [np.asarray(cut, dtype=np.int64) - 1 for cut in cuts]


def _settled(rows: Floats, labels: Labels) -> Labels:
    """Move rows to the nearest middle until nothing changes; clusters are numbered from 0."""
    for _ in range(_STEPS):
        inside = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
        sizes = inside.sum(axis=0)
        middles = (inside.T @ rows) / np.maximum(sizes, 1)[:, None]
        far = (middles * middles).sum(axis=1) - 2 * rows @ middles.T
        far[:, sizes == 0] = np.inf
        nearest = far.argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
    found: Labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return found


def agreement(one: Labels, other: Labels) -> float:
    """Return the adjusted Rand index of two groupings of the same passages.

    Returns:
        1 where they are the same, 0 where they agree as by chance (also where both put
        everything into one cluster, or nothing together), below 0 where they agree less.

    Source: Hubert & Arabie (1985), Journal of Classification 2.
    """
    width = int(other.max()) + 1
    both = np.bincount(one * width + other).astype(np.float64)
    together = [
        float((sizes * (sizes - 1)).sum() / 2)
        for sizes in (both, np.bincount(one).astype(float), np.bincount(other).astype(float))
    ]
    pairs = len(one) * (len(one) - 1) / 2
    by_chance = together[1] * together[2] / max(pairs, 1)
    possible = (together[1] + together[2]) / 2
    return (together[0] - by_chance) / (possible - by_chance) if possible > by_chance else 0.0


def on_axes(rows: Floats) -> Floats:
    """Return rows by their main dimensions, largest first."""
    values, axes = leading(rows @ rows.T, min(_AXES, len(rows)))
    return axes * np.sqrt(np.maximum(values, 0))


def points(rows: Floats) -> Floats:
    """Return rows by their main dimensions, each of length 1."""
    return unit_rows(on_axes(rows))


def parts(placed: Floats, number: int) -> Labels:
    """Return the cluster of each point, from 0, when they are put into so many or fewer."""
    return by_middles(placed, (number,))[0]


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
    little = np.float32(rows.mean() / 100 if rows.size else 0)
    return np.where(left > 0, left, little), np.where(right > 0, right, little)


def _length(vector: Floats) -> float:
    return float(np.sqrt(vector @ vector))
