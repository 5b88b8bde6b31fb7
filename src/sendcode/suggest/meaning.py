"""Words as a space in which passages lie near each other when they are about the same.

A word counts for the more, the rarer it is among passages (inverse document frequency) and the
more it is used here than in general English (keyness). Its weight is shared with the words that
mean nearly the same (`months` with `weeks`, `form` with `paperwork`), as far as the embedding
knows them. Beside the words stands what the passage means as a whole, in the embedding, without
what tells ways of talking apart rather than subjects (Mu & Viswanath 2018, all but the top).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import eigsh

from sendcode.suggest.talk import Floats, Ints
from sendcode.vectors import Embedding, general_shares

MEANING = 0.5
"""Weight of the meaning as a whole beside the words, in likeness."""
TERMS = 1500
"""So many words are looked at: those that could tell most passages apart."""
NEAR = 0.1
"""Words nearer than this share their weights."""
_POWER = 3
_ENOUGH = 300
"""With fewer words, what is common to all of them cannot be told from what some share."""
_COMMON = 0.5
_MANY, _SPREAD = 50, 2
"""With so many passages, a word must be said in so many transcripts, where there are so many."""
_KEY = (1.0, 6.0)
TOP = 2
"""So many directions in which passages differ most are left out of their meaning."""
_PASSAGES = 100
"""With fewer passages these directions may be what they are about."""


@dataclass(frozen=True, slots=True)
class Space:
    """The weights of words that were learned from some passages.

    Attributes:
        kept: The columns of counts that are looked at.
        weights: What one occurrence of each kept word counts.
        shared: Kept words by kept words, how much weight one gives to another.
        gram: How alike two kept words are once they have shared: the product of `shared`.
        directions: Kept words by the numbers of the embedding, each of length 1 or 0.
        common: The direction that all passages share, in the embedding.
        top: Directions of how passages differ most, which tell how people talk.
    """

    kept: Any
    weights: Floats
    shared: Floats
    gram: npt.NDArray[np.float32]
    directions: Floats
    common: Floats
    top: Floats

    @classmethod
    def of(
        cls,
        passages: Any,
        transcripts: Ints,
        words: list[str],
        texts: Sequence[str],
        embedding: Embedding,
        *,
        top: int = TOP,
    ) -> Space:
        """Learn a space from passages.

        Args:
            passages: Their own words, counted; tells how much each word says.
            transcripts: The transcript of each.
            words: The columns of `passages`.
            texts: The passages as they were said.
            embedding: Gives the meaning of words and of passages.
            top: So many directions in which passages differ most are left out of meaning.
        """
        weights = _weights(passages, transcripts, words)
        kept = np.flatnonzero(weights)
        kept = np.sort(kept[np.argsort(-_worth(passages, weights)[kept], kind="stable")[:TERMS]])
        directions = _directions([words[n] for n in kept.tolist()], embedding)
        whole = _whole(texts, embedding)
        common = whole.mean(axis=0)
        shared = _shared(directions, NEAR)
        gram = (shared @ shared.T).astype(np.float32)
        away = _most(whole - common, top)
        return cls(kept, weights[kept], shared, gram, directions, common, away)

    def spread(self, counts: Any, near: float = NEAR) -> Floats:
        """Return rows by kept words, never negative, each of length 1 or 0.

        Args:
            counts: Rows by words.
            near: Words nearer than this share their weights.
        """
        shared = self.shared if near == NEAR else _shared(self.directions, near)
        return unit_rows(np.asarray(self._weighted(counts) @ shared))

    def project(self, counts: Any, weights: Floats) -> Floats:
        """Return the product of `spread` with weights (kept words by columns)."""
        weighted = self._weighted(counts)
        single = weighted.astype(np.float32)
        squares = np.asarray(single.multiply(single @ self.gram).sum(axis=1)).ravel()
        lengths = np.sqrt(np.maximum(squares.astype(np.float64), 0))
        told = lengths > 1e-9
        found = np.asarray(weighted @ (self.shared @ weights))
        return np.where(told[:, None], found / np.where(told, lengths, 1)[:, None], 0)

    def meant(self, texts: Sequence[str], embedding: Embedding) -> Floats:
        """Return what texts mean as a whole, apart from what all passages share."""
        found = _whole(texts, embedding) - self.common
        return unit_rows(found - (found @ self.top.T) @ self.top)

    def _weighted(self, counts: Any) -> Any:
        found = counts.astype(np.float64).tocsr()[:, self.kept]
        found.data = np.log1p(found.data) * self.weights[found.indices]
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        return (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ found).tocsr()


def _whole(texts: Sequence[str], embedding: Embedding) -> Floats:
    return unit_rows(embedding.directions(texts).astype(np.float64))


def _most(away: Floats, number: int) -> Floats:
    """Return the directions in which many rows differ most; none of few rows."""
    if len(away) < _PASSAGES or not number:
        return np.zeros((0, away.shape[1]))
    return leading(away.T @ away, number)[1].T


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
        told &= said_in(passages, transcripts) >= min(_SPREAD, len(np.unique(transcripts)))
    said = np.asarray(passages.sum(axis=0)).ravel()
    here = said / max(float(said.sum()) * 2.2, 1)  # content words are under half of all words
    key = np.log((here + 1e-6) / (general_shares(words) + 1e-6))
    rare = np.log((1 + count) / (1 + seen))
    found: Floats = np.where(told, rare**0.8 * np.sqrt(np.clip(key, *_KEY)), 0)
    return found


def said_in(passages: Any, transcripts: Ints) -> Ints:
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
