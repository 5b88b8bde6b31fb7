"""Passages that themes are grown from: which ones, their words and meaning, and their groups."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy import sparse

from sendcode.core.progress import Track, untracked
from sendcode.suggest.clusters import consensus, parts
from sendcode.suggest.meaning import TOP, Space, unit_rows
from sendcode.suggest.talk import Floats, Ints, Talk
from sendcode.vectors import Embedding

SAMPLE = 1000
"""Themes are grown from so many passages at most; all units are then placed by them."""
TELLING = 8
"""Themes are grown from passages of so many words that say something."""
_FEWEST = 50
NEARS = (0.1, 0.2, 0.3)
"""Words share their weights from so near on: three ways, none of which is right."""
HALVES = 32
"""Passages are grouped so many times, each time by another half of the words and meaning."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages that themes are grown from.

    Attributes:
        space: Gives the weights of words.
        alone: Passages by words, counted, without those said around them.
        counts: The same with those.
        spread: Passages by weighted words.
        meant: What each means as a whole.
        whose: The transcript of each.
        words: What the columns of `spread` stand for.
    """

    space: Space
    alone: Any
    counts: Any
    spread: Floats
    meant: Floats
    whose: Ints
    words: list[str]

    @classmethod
    def of(cls, talk: Talk, embedding: Embedding, *, top: int = TOP) -> Passages | None:
        """Describe the passages of some talk; None where fewer than two say anything."""
        passages = _sample(talk)
        if len(passages) < 2:
            return None
        alone, counts = _passage_counts(talk, passages)
        texts = talk.passage_texts(passages)
        whose = talk.transcript[np.searchsorted(talk.passage, passages)]
        space = Space.of(alone, whose, talk.words, texts, embedding, top=top)
        spread = space.spread(counts)
        usable = np.flatnonzero(spread.any(axis=1))
        if len(usable) < 2:
            return None
        return cls(
            space,
            alone[usable],
            counts[usable],
            spread[usable],
            space.meant([texts[n] for n in usable.tolist()], embedding),
            whose[usable],
            [talk.words[n] for n in space.kept.tolist()],
        )

    def groups(self, number: int, usual: int, *, track: Track = untracked) -> Ints:
        """Return the group of each passage, from 0.

        Args:
            number: So many groups at most.
            usual: Ways to group them make about so many, before those that agree are joined.
            track: Progress.
        """
        spreads = [self.space.spread(self.counts, near) for near in NEARS]
        halves = [partial(half, self.spread, self.meant, self.words, n) for n in range(HALVES)]
        return parts(consensus(spreads, halves, usual, track=track), number)


def half(spread: Floats, meant: Floats, words: Sequence[str], number: int) -> tuple[Floats, Floats]:
    """Return passages by one half of the words, and by one half of their meaning.

    Numbers 2n and 2n + 1 make a whole. Which half is told by the words themselves, so that a
    further transcript changes little.
    """
    pair, other = divmod(number, 2)
    chosen = np.array([_drawn(word, pair) for word in words], dtype=bool)
    places = np.array([_drawn(str(n), pair) for n in range(meant.shape[1])], dtype=bool)
    return unit_rows(spread[:, chosen ^ bool(other)]), unit_rows(meant[:, places ^ bool(other)])


def _drawn(name: str, number: int) -> bool:
    return hashlib.sha256(f"{number} {name}".encode()).digest()[0] < 128


def _sample(talk: Talk) -> Ints:
    """Return numbers of passages, in order: the same ones are drawn when others are added."""
    first = np.unique(talk.passage, return_index=True)[1]
    said = np.bincount(talk.passage, weights=np.asarray(talk.counts.sum(axis=1)).ravel())
    telling = np.flatnonzero(said >= TELLING)
    chosen = telling if len(telling) >= _FEWEST else np.arange(len(first))
    digests = [hashlib.sha256(talk.texts[row].encode()).digest()[:8] for row in first[chosen]]
    order = sorted(range(len(chosen)), key=lambda n: (digests[n], n))
    return np.sort(chosen[np.array(order[:SAMPLE], dtype=np.int64)])


def _passage_counts(talk: Talk, passages: Ints) -> tuple[Any, Any]:
    """Return the words of passages, alone and with those said around them."""
    rows = np.flatnonzero(np.isin(talk.passage, passages))
    place = np.searchsorted(passages, talk.passage[rows])
    into = sparse.csr_matrix((np.ones(len(rows)), (place, np.arange(len(rows)))))
    around = into @ talk.around(rows) @ talk.counts
    return (into @ talk.counts[rows]).tocsr(), around.tocsr()
