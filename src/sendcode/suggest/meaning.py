"""Words as a space in which passages lie near each other when they are about the same.

A word counts for the more, the rarer it is among passages (inverse document frequency) and the
more it is used here than in general English (keyness). Its weight is shared with the words that
mean nearly the same (`months` with `weeks`, `form` with `paperwork`), as far as the embedding
knows them; what is left is reduced to a few dimensions (latent semantic analysis).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import eigsh

from sendcode.suggest.talk import Floats, Ints
from sendcode.vectors import Embedding, general_shares

DIMENSIONS = 60
MEANING = 0.5
"""Weight of the words' mean direction beside the dimensions."""
TERMS = 1500
"""So many words are looked at: those that could tell most passages apart."""
NEAR = 0.2
"""Words nearer than this share their weights."""
_POWER = 3
_ENOUGH = 300
"""With fewer words, what is common to all of them cannot be told from what some share."""
_COMMON = 0.5
_MANY, _SPREAD = 50, 2
"""With so many passages, a word must be said in so many transcripts."""
_KEY = (1.0, 6.0)


@dataclass(frozen=True, slots=True)
class Space:
    """The weights of words and the dimensions that were learned from some passages.

    Attributes:
        kept: The columns of counts that are looked at.
        weights: What one occurrence of each kept word counts.
        shared: Kept words by kept words, how much weight one gives to another.
        axes: Kept words by dimensions.
        directions: Kept words by the numbers of the embedding, each of length 1 or 0.
    """

    kept: Any
    weights: Floats
    shared: Floats
    axes: Floats
    directions: Floats

    @classmethod
    def of(
        cls, passages: Any, around: Any, transcripts: Ints, words: list[str], embedding: Embedding
    ) -> Space:
        """Learn a space from passages.

        Args:
            passages: Their own words, counted; tells how much each word says.
            around: The same with what is said around them; tells what goes together.
            transcripts: The transcript of each.
            words: The columns of both.
            embedding: Gives the meaning of words.
        """
        weights = _weights(passages, transcripts, words)
        kept = np.flatnonzero(weights)
        kept = np.sort(kept[np.argsort(-_worth(passages, weights)[kept], kind="stable")[:TERMS]])
        directions = _directions([words[n] for n in kept.tolist()], embedding)
        shared = _shared(directions, NEAR)
        found = cls(kept, weights[kept], shared, np.zeros((len(kept), 0)), directions)
        rows = found.spread(around)
        axes = np.zeros((len(kept), 0))
        if len(kept):
            axes = shared @ leading(rows.T @ rows, DIMENSIONS)[1]
        return cls(kept, weights[kept], shared, axes, directions)

    def spread(self, counts: Any, near: float = NEAR) -> Floats:
        """Return rows by kept words, never negative, each of length 1 or 0.

        Args:
            counts: Rows by words.
            near: Words nearer than this share their weights.
        """
        shared = self.shared if near == NEAR else _shared(self.directions, near)
        return unit_rows(np.asarray(self._weighted(counts) @ shared))

    def place(self, counts: Any) -> Floats:
        """Return rows as dimensions beside the mean direction, each of length 1 or 0."""
        weighted = self._weighted(counts)
        near = unit_rows(np.asarray(weighted @ self.axes))
        meant = unit_rows(np.asarray(weighted @ self.directions))
        return unit_rows(np.hstack([near, MEANING * meant]))

    def fewer(self, placed: Floats, dimensions: int, meaning: float) -> Floats:
        """Return placed rows with only the first dimensions, and another weight of meaning."""
        own = self.axes.shape[1]
        near, meant = unit_rows(placed[:, : min(dimensions, own)]), unit_rows(placed[:, own:])
        return unit_rows(np.hstack([near, meaning * meant]))

    def _weighted(self, counts: Any) -> Any:
        found = counts.astype(np.float64).tocsr()[:, self.kept]
        found.data = np.log1p(found.data) * self.weights[found.indices]
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        return (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ found).tocsr()


def leading(gram: Floats, number: int) -> tuple[Floats, Floats]:
    """Return the largest eigenvalues of a symmetric matrix and their vectors, largest first."""
    count = len(gram)
    if count <= max(4 * number, 50) or not gram.any():
        values, vectors = np.linalg.eigh(gram)
    else:
        values, vectors = eigsh(gram, k=number, v0=np.ones(count))
    order = np.argsort(-values, kind="stable")[:number]
    return values[order], vectors[:, order]


def unit_rows(vectors: Floats) -> Floats:
    """Return rows of length 1; zeros stay zeros."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.where(lengths > 1e-9, vectors / np.maximum(lengths, 1e-9), 0)


def _weights(passages: Any, transcripts: Ints, words: list[str]) -> Floats:
    """Return rarity times the root of keyness; 0 for words in too many passages or too few."""
    count = passages.shape[0]
    seen = np.bincount(passages.indices, minlength=passages.shape[1]).astype(np.float64)
    told = (seen <= max(_COMMON * count, 3)) & (seen >= 1)
    if count >= _MANY:
        told &= _spread(passages, transcripts) >= _SPREAD
    said = np.asarray(passages.sum(axis=0)).ravel()
    here = said / max(float(said.sum()) * 2.2, 1)  # content words are under half of all words
    key = np.log((here + 1e-6) / (general_shares(words) + 1e-6))
    rare = np.log((1 + count) / (1 + seen))
    found: Floats = np.where(told, rare**0.8 * np.sqrt(np.clip(key, *_KEY)), 0)
    return found


def _spread(passages: Any, transcripts: Ints) -> Ints:
    """Return in how many transcripts each word is said."""
    _, place = np.unique(transcripts, return_inverse=True)
    shape = (int(place.max()) + 1, len(place))
    into = sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=shape)
    said = (into @ passages).tocsr()
    found: Ints = np.bincount(said.indices, minlength=said.shape[1])
    return found


def _worth(passages: Any, weights: Floats) -> Floats:
    seen = np.bincount(passages.indices, minlength=passages.shape[1])
    found: Floats = seen * weights
    return found


def _directions(words: list[str], embedding: Embedding) -> Floats:
    """Return the directions of words, without what is common to all of them."""
    if not words:
        return np.zeros((0, 1))
    vectors = unit_rows(embedding.directions(words).astype(np.float64))
    known = vectors.any(axis=1, keepdims=True)
    if known.sum() < _ENOUGH:
        return vectors
    away = np.where(known, vectors - vectors.sum(axis=0) / int(known.sum()), 0)
    first = leading(away.T @ away, 1)[1]
    return unit_rows(away - (away @ first) @ first.T)


def _shared(directions: Floats, least: float) -> Floats:
    near = directions @ directions.T
    shared = np.where(near > least, near, 0) ** _POWER
    np.fill_diagonal(shared, 1)
    found: Floats = shared / np.sqrt(shared.sum(axis=0))
    return found
