"""The codable units of a project as numbers: words, directions, and the passage around each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sendcode.core.model import Role, Span, TurnText, UnitRef
from sendcode.core.spelling import plain
from sendcode.vectors import SCALE, Embedding, StaticEmbedding

PASSAGE = 12
"""A turn is cut into passages of at most so many units, of about the same size."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+")
_PART = 4096
ROLES = tuple(Role)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Numbers of some units (or of all): sparse words and dense directions.

    Attributes:
        words: Units by words, tf-idf, each row of length 1 (or 0).
        near: The same of the passage that a row stands in.
        dense: Units by features that have no zeros to save.
    """

    words: Any
    near: Any
    dense: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """What `logistic.fit` found: one number per column of `Rows`, a constant, and the prior's."""

    words: Floats
    near: Floats
    dense: Floats
    constant: float
    prior: float

    def joined(self) -> Floats:
        """Return all of them in one row; the prior's as its distance from 1."""
        rest = (self.constant, self.prior - 1)
        return np.concatenate([self.words, self.near, self.dense, rest])


def product(rows: Rows, weights: Weights) -> Floats:
    """Return the product of numbers with weights; neither the constant nor the prior."""
    found = rows.words @ weights.words + rows.near @ weights.near + rows.dense @ weights.dense
    return np.asarray(found, dtype=np.float64)


class Corpus:
    """Every codable unit with its words, its direction, and those of its passage.

    Args:
        turns: The codable turns, in order.
        embedding: Gives the directions.
    """

    def __init__(self, turns: Iterable[TurnText], embedding: Embedding) -> None:
        self.turns = tuple(turns)
        self.embedding = embedding
        self.texts: list[str] = []
        units: list[int] = []
        passages: list[int] = []
        turn_of: list[int] = []
        passage = 0
        self._first: list[int] = []
        for number, turn in enumerate(self.turns):
            count = len(turn.units)
            parts = -(-count // PASSAGE)
            self._first.append(len(units))
            for place, unit in enumerate(turn.units):
                units.append(unit.id)
                turn_of.append(number)
                passages.append(passage + place * parts // count)
                self.texts.append(turn.text[unit.start - turn.start : unit.end - turn.start])
            passage += parts
        self.units = np.array(units, dtype=np.int64)
        self.turn_of = np.array(turn_of, dtype=np.int64)
        self.passage = np.array(passages, dtype=np.int64)
        self.passages = passage

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def row(self) -> dict[int, int]:
        """Return the row of a unit by its id."""
        return {int(unit): row for row, unit in enumerate(self.units)}

    def unit(self, row: int) -> UnitRef:
        """Return the unit of a row."""
        turn = self.turns[int(self.turn_of[row])]
        return turn.units[row - self._first[int(self.turn_of[row])]]

    def spans(self, row: int, words: Collection[str]) -> tuple[Span, ...]:
        """Return where words stand in a unit, as offsets into the transcript's text."""
        unit = self.unit(row)
        text, offsets = plain(self.texts[row])
        found = []
        for word in _WORD.finditer(text.lower()):
            if word.group() in words:
                first, last = word.span()
                if offsets is not None:
                    first, last = offsets[first], offsets[last - 1] + 1
                found.append(Span(unit.start + first, unit.start + last))
        return tuple(found)

    # --- words -----------------------------------------------------------------------------

    @cached_property
    def _counted(self) -> tuple[Any, list[str]]:
        """Return units by words as counts, and the words."""
        vocabulary: dict[str, int] = {}
        indices: list[int] = []
        ends = [0]
        for text in self.texts:
            for word in _WORD.findall(plain(text)[0].lower()):
                indices.append(vocabulary.setdefault(word, len(vocabulary)))
            ends.append(len(indices))
        ones = np.ones(len(indices), dtype=np.float64)
        shape = (len(self), max(len(vocabulary), 1))
        counts = sparse.csr_matrix((ones, np.array(indices, dtype=np.int64), ends), shape=shape)
        counts.sum_duplicates()
        return counts, list(vocabulary)

    @cached_property
    def into_passages(self) -> Any:
        """Return passages by units: 1 where the unit stands in the passage."""
        ones = np.ones(len(self))
        shape = (self.passages, len(self))
        return sparse.csr_matrix((ones, (self.passage, np.arange(len(self)))), shape=shape)

    def crowding(self, rows: Ints) -> Floats:
        """Return what some rows weigh: n of one passage together as much as sqrt(n)."""
        crowd = np.bincount(self.passage[rows], minlength=self.passages)[self.passage[rows]]
        return np.asarray(crowd, dtype=np.float64) ** -0.5

    @property
    def counts(self) -> Any:
        """Return units by words: how often each stands there."""
        return self._counted[0]

    @property
    def words(self) -> list[str]:
        """Return the words of the columns of `tfidf`, in order of first appearance."""
        return self._counted[1]

    @cached_property
    def _idf(self) -> Floats:
        counts = self._counted[0]
        seen = np.bincount(counts.indices, minlength=counts.shape[1]).astype(np.float64)
        idf: Floats = np.log((1 + len(self)) / (1 + seen)) + 1
        idf[seen < 2] = 0  # a word said once teaches nothing about another unit
        return idf

    def _weighted(self, counts: Any) -> Any:
        found = counts.copy()
        found.data = (1 + np.log(found.data)) * self._idf[found.indices]
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
        return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ found

    @cached_property
    def tfidf(self) -> Any:
        """Return units by words, each row of length 1."""
        return self._weighted(self._counted[0]).tocsr()

    @cached_property
    def near_tfidf(self) -> Any:
        """Return passages by words, each row of length 0.7."""
        return (0.7 * self._weighted((self.into_passages @ self._counted[0]).tocsr())).tocsr()

    @cached_property
    def roles(self) -> Floats:
        """Return units by roles, in the order of `ROLES`: 1 where the speaker has the role."""
        place = {role: n for n, role in enumerate(ROLES)}
        found = np.zeros((len(self.turns), len(ROLES)))
        found[np.arange(len(self.turns)), [place[turn.role] for turn in self.turns]] = 1
        return np.asarray(found[self.turn_of])

    # --- directions ------------------------------------------------------------------------

    @cached_property
    def directions(self) -> npt.NDArray[np.float32]:
        """Return the direction of each unit, in whole numbers."""
        if isinstance(self.embedding, StaticEmbedding):
            return self.embedding.from_counts(*self._counted)
        return self.embedding.directions(self.texts)

    @cached_property
    def near_directions(self) -> npt.NDArray[np.float32]:
        """Return the direction of each passage, in whole numbers."""
        if isinstance(self.embedding, StaticEmbedding):
            counts, words = self._counted
            return self.embedding.from_counts((self.into_passages @ counts).tocsr(), words)
        return self.embedding.directions(self._passage_texts())

    def _passage_texts(self) -> list[str]:
        found: list[list[str]] = [[] for _ in range(self.passages)]
        for text, passage in zip(self.texts, self.passage.tolist(), strict=True):
            found[passage].append(text)
        return [" ".join(texts) for texts in found]

    # --- joined ----------------------------------------------------------------------------

    def rows(self, chosen: npt.NDArray[np.int64], extra: Floats | None = None) -> Rows:
        """Return the numbers of some units; `extra` holds more columns for those units."""
        passages = self.passage[chosen]
        dense = [
            unit_lengths(self.directions[chosen]),
            unit_lengths(self.near_directions[passages]),
        ]
        if extra is not None:
            dense.append(extra)
        return Rows(self.tfidf[chosen], self.near_tfidf[passages], np.hstack(dense))

    def all_rows(self, weights: Weights, extra: Floats | None = None) -> Floats:
        """Return the product of every unit's numbers with weights, without building the rows."""
        size = self.directions.shape[1]
        dense = weights.dense
        found = self.tfidf @ weights.words
        found = found + direction_product(self.directions, dense[:size])
        near = self.near_tfidf @ weights.near
        near = near + direction_product(self.near_directions, dense[size : 2 * size])
        found = found + near[self.passage]
        if extra is not None:
            found = found + extra @ dense[2 * size :]
        return np.asarray(found, dtype=np.float64)


def direction_product(whole: npt.NDArray[np.float32], weights: Floats) -> Floats:
    """Return the product of directions with weights.

    It goes part by part: in one piece the copy to float64 fills the memory.
    """
    scaled = weights / SCALE
    parts = [whole[n : n + _PART] @ scaled for n in range(0, len(whole), _PART)]
    return np.concatenate([np.zeros((0, *weights.shape[1:])), *parts])


def unit_lengths(whole: npt.NDArray[np.float32]) -> Floats:
    """Return directions as numbers: each of length 1."""
    return np.asarray(whole, dtype=np.float64) / SCALE
