"""Units to proposed themes: passages that group together again and again, however one looks.

The words of passages are reduced to a few dimensions (latent semantic analysis) and set beside
their static embedding; they are clustered many times, with different dimensions and numbers of
clusters; passages that keep meeting in one cluster make a theme (consensus clustering, Strehl &
Ghosh 2002). Every unit then goes to the theme that it and its passage are nearest to, or to
none. The same units give the same themes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from sendcode.core.progress import Track, untracked
from sendcode.suggest.talk import Floats, Ints, Talk
from sendcode.vectors import Embedding

METHOD = "themes-1"
THEMES = 20
DIMENSIONS = (15, 25, 40, 60)
CLUSTERS = (0.6, 0.8, 1.0, 1.3, 1.6)
"""How many clusters are tried, as a share of the number of themes asked for."""
SEEDS = 2
SPARE = 1.0
"""The tree is cut into so many times the clusters asked for; the largest are themes."""
SAMPLE = 1000
"""The tree is grown from so many passages at most; all units are then placed by it."""
MEANING = 0.7
"""Weight of the embedding beside the words."""
AROUND = 2.0
"""Weight of the passage beside the unit itself."""
NEAR_ENOUGH = 0.2
"""A unit less near than this to every theme belongs to none."""
_TERMS = 1500
_CHUNK = 20_000

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A theme as the method finds it.

    Attributes:
        rows: Rows of the `Talk`, in its order.
        near: How near each is to the middle of the theme, by itself, -1..1.
        direction: The middle in the embedding's space.
    """

    rows: Ints
    near: Floats
    direction: Floats


def propose(
    talk: Talk, embedding: Embedding, *, themes: int = THEMES, track: Track = untracked
) -> tuple[Grouped, ...]:
    """Return at most so many themes, largest first; each unit belongs to one of them or none.

    Args:
        talk: The units that are looked at.
        embedding: Gives the meaning of words.
        themes: How many are wanted.
        track: Progress.
    """
    space = _Space.of(talk, embedding)
    passages = space.passages(talk)
    usable = np.flatnonzero(passages.any(axis=1))
    if len(usable) < 2 or themes < 1:
        return ()
    chosen = usable[_sample(talk, usable)]
    labels = _consensus(passages[chosen], space, themes, track)
    order = np.argsort(-np.bincount(labels), kind="stable")
    middles = np.array([_unit(passages[chosen][labels == n].mean(axis=0)) for n in order])
    return tuple(_placed(talk, space, passages, middles, themes, track))


def two_parts(talk: Talk, embedding: Embedding, rows: Ints) -> tuple[Ints, Ints]:
    """Return the rows of a theme in two parts that differ most; the larger one first."""
    space = _Space.of(talk, embedding)
    inside = space.units(talk, rows, space.passages(talk))
    labels = _cluster(inside, 2, np.random.default_rng(1))
    parts = sorted((rows[labels == n] for n in (0, 1)), key=lambda part: (-len(part), part[:1]))
    return parts[0], parts[1]


class _Space:
    """Words reduced to dimensions, beside an embedding; every vector has the length 1."""

    def __init__(self, idf: Floats, axes: Floats, directions: npt.NDArray[np.float32]) -> None:
        self._idf = idf
        self._axes = axes
        self._directions = directions
        self.words = axes.shape[1]

    @classmethod
    def of(cls, talk: Talk, embedding: Embedding) -> _Space:
        """Learn the dimensions from all passages."""
        together = (talk.grouped() @ talk.counts).tocsr()
        count = together.shape[0]
        seen = np.bincount(together.indices, minlength=together.shape[1]).astype(np.float64)
        least = 3 if count >= 50 else 1
        idf = np.where(
            (seen >= least) & (seen <= max(0.5 * count, 3)), np.log((1 + count) / (1 + seen)), 0
        )
        worth = seen * idf
        if np.count_nonzero(worth) > _TERMS:
            idf[np.argsort(-worth, kind="stable")[_TERMS:]] = 0
        kept = np.flatnonzero(idf)
        weighted = _weighted(together, idf)[:, kept]
        axes = np.zeros((len(idf), min(max(DIMENSIONS), max(len(kept), 1))))
        if len(kept):
            _, vectors = np.linalg.eigh((weighted.T @ weighted).toarray())
            axes[kept] = vectors[:, ::-1][:, : axes.shape[1]]
        return cls(idf, axes, embedding.directions(talk.texts))

    def passages(self, talk: Talk) -> Floats:
        """Return one vector per passage; zeros for one without content words."""
        grouped = talk.grouped()
        words = _rows(_weighted((grouped @ talk.counts).tocsr(), self._idf) @ self._axes)
        meaning = _rows(np.asarray(grouped @ self._directions, dtype=np.float64))
        return _joined(words, meaning)

    def units(self, talk: Talk, rows: Ints, passages: Floats) -> Floats:
        """Return one vector per unit, drawn towards its passage."""
        own = self.alone(talk, rows)
        around = passages[talk.passage[rows]]
        mixed = own + AROUND * around
        return _joined(_rows(mixed[:, : self.words]), _rows(mixed[:, self.words :]))

    def alone(self, talk: Talk, rows: Ints) -> Floats:
        """Return one vector per unit, of its own words only."""
        words = _rows(_weighted(talk.counts[rows], self._idf) @ self._axes)
        return _joined(words, _rows(np.asarray(self._directions[rows], dtype=np.float64)))

    def meaning(self, middle: Floats) -> Floats:
        """Return the part of a vector that is a direction of the embedding."""
        return _unit(middle[self.words :])

    def fewer(self, vectors: Floats, dimensions: int) -> Floats:
        """Return vectors with only the first dimensions of the words."""
        return _joined(_rows(vectors[:, :dimensions]), _rows(vectors[:, self.words :]))


def _joined(words: Floats, meaning: Floats) -> Floats:
    said = words.any(axis=1, keepdims=True)
    return _rows(np.hstack([words, np.where(said, MEANING * meaning, 0)]))


def _weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    found = counts.astype(np.float64).tocsr().copy()
    found.data = (1 + np.log(found.data)) * idf[found.indices]
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
    return (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ found).tocsr()


def _rows(vectors: Floats) -> Floats:
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.where(lengths > 1e-9, vectors / np.maximum(lengths, 1e-9), 0)


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.sqrt(vector @ vector)), 1e-9)


def _sample(talk: Talk, usable: Ints) -> Ints:
    """Return places in `usable`: the same passages are drawn when others are added."""
    first = np.searchsorted(talk.passage, usable)
    digests = [hashlib.sha256(talk.texts[row].encode()).digest()[:8] for row in first]
    order = sorted(range(len(usable)), key=lambda n: (digests[n], n))
    return np.array(order[:SAMPLE], dtype=np.int64)


def _consensus(vectors: Floats, space: _Space, themes: int, track: Track) -> Labels:
    """Return the cluster of each vector, from 0."""
    count = len(vectors)
    met = np.zeros((count, count), dtype=np.float32)
    ways = [(d, c, s) for d in DIMENSIONS for c in CLUSTERS for s in range(SEEDS)]
    for dimensions, share, seed in track(ways, "Grouping", total=len(ways)):
        number = min(max(2, round(share * themes)), count)
        seen = space.fewer(vectors, min(dimensions, space.words))
        labels = _cluster(seen, number, np.random.default_rng(seed))
        met += labels[:, None] == labels
    apart = 1 - met.astype(np.float64) / len(ways)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "ward")
    wanted = min(round(SPARE * themes), count)
    return np.asarray(fcluster(tree, wanted, "maxclust"), dtype=np.int64) - 1


def _cluster(vectors: Floats, number: int, random: np.random.Generator) -> Labels:
    """Return spherical k-means clusters, begun far apart; the same for the same generator."""
    first = [int(random.integers(len(vectors)))]
    near = vectors @ vectors[first[0]]
    for _ in range(number - 1):
        far = np.clip(1 - near, 1e-9, None)
        first.append(int(random.choice(len(vectors), p=far / far.sum())))
        near = np.maximum(near, vectors @ vectors[first[-1]])
    middles = vectors[first]
    labels = np.full(len(vectors), -1, dtype=np.int64)
    for _ in range(25):
        nearest = (vectors @ middles.T).argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        members = sparse.csr_matrix(
            (np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(number, len(labels))
        )
        sums = np.asarray(members @ vectors)
        empty = ~sums.any(axis=1)
        sums[empty] = middles[empty]
        middles = _rows(sums)
    return labels


def _placed(
    talk: Talk, space: _Space, passages: Floats, middles: Floats, themes: int, track: Track
) -> list[Grouped]:
    """Put every unit that says enough to the nearest middle; the largest themes are kept."""
    rows = np.flatnonzero(talk.rich)
    best = np.full(len(rows), -1, dtype=np.int64)
    near = np.zeros(len(rows))
    chunks = range(0, len(rows), _CHUNK)
    for start in track(chunks, "Placing sentences", total=len(chunks)):
        part = rows[start : start + _CHUNK]
        scores = space.units(talk, part, passages) @ middles.T
        found = scores.argmax(axis=1)
        far = scores[np.arange(len(part)), found] < NEAR_ENOUGH
        own = (space.alone(talk, part) * middles[found]).sum(axis=1)
        best[start : start + len(part)] = np.where(far, -1, found)
        near[start : start + len(part)] = own
    sizes = np.bincount(best[best >= 0], minlength=len(middles))
    kept = [int(n) for n in np.argsort(-sizes, kind="stable")[:themes] if sizes[n]]
    return [Grouped(rows[best == n], near[best == n], space.meaning(middles[n])) for n in kept]
