"""What sets the subjects of a study apart from small talk: many of its people share their words.

Passages about the dog or the roof are as alike as others are, but their words are one person's.
What is left over when all else is grouped has nothing in common at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sendcode.suggest.meaning import said_in
from sendcode.suggest.talk import Floats, Ints, Talk

SHARE = 0.15
"""A word is shared when so many of the transcripts have it."""
LEAST = 0.95
"""A theme has so many shared words, compared with all that is said."""
ALIKE = 1.05
"""Passages of different transcripts are so many times more alike than they are like the others."""
SEVERAL, _THIRD = 10, 3
"""Several people talk about a theme: passages of a third of the transcripts, or of so many."""
_INTERVIEWS = 10
_PASSAGES = 4
"""Of fewer transcripts, or of shorter ones, nothing can be told: everything may be a theme."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Which words many people share.

    Attributes:
        shared: 1 for a word of the talk that many share, else 0.
        usual: How much of all that is said is such words; 0 where nothing can be told.
        several: A theme has passages of so many transcripts.
    """

    shared: Floats
    usual: float
    several: int

    @classmethod
    def of(cls, talk: Talk, beside: Talk | None = None) -> Subjects:
        """Learn from what is looked at and what the same people said besides."""
        parts = [part for part in (talk, beside) if part is not None and part.words]
        words = {word: place for place, word in enumerate(dict.fromkeys(_words(parts)))}
        whose = np.concatenate([np.zeros(0, np.int64), *(part.transcript for part in parts)])
        number = len(np.unique(whose))
        if number < _INTERVIEWS or sum(part.passages for part in parts) < _PASSAGES * number:
            return cls(np.zeros(talk.counts.shape[1]), 0.0, 0)
        counts = sparse.vstack([_among(part, words) for part in parts]).tocsr()
        said = np.asarray(counts.sum(axis=0)).ravel()
        many = (said_in(counts, whose) >= max(2, SHARE * number)).astype(np.float64)
        shared = many[[words[word] for word in talk.words]]
        usual = float(said @ many / max(said.sum(), 1))
        return cls(shared, usual, min(SEVERAL, -(-number // _THIRD)))

    def kept(self, passages: Any, spread: Floats, groups: Ints, transcripts: Ints) -> Ints:
        """Return the groups that are about a subject, numbered from 0; -1 for the others.

        Args:
            passages: Passages by words, counted.
            spread: The same with their weights, each row of length 1 or 0.
            groups: The group of each, from 0.
            transcripts: The transcript of each.
        """
        count = int(groups.max()) + 1
        into = sparse.csr_matrix((np.ones(len(groups)), (groups, np.arange(len(groups)))))
        said = into @ passages
        words = np.maximum(np.asarray(said.sum(axis=1)).ravel(), 1)
        about = np.asarray(said @ self.shared).ravel() / words >= LEAST * self.usual
        people = [len(np.unique(transcripts[groups == n])) for n in range(count)]
        about &= np.array(people) >= self.several
        if self.usual:
            about &= _alike(spread, groups, transcripts) >= ALIKE
        place = np.where(about, np.cumsum(about) - 1, -1)
        found: Ints = place[groups].astype(np.int64)
        return found


def _alike(spread: Floats, groups: Ints, transcripts: Ints) -> Floats:
    """Return how many times more alike passages of a group are than they are like the others.

    Only passages of different transcripts are compared.
    """
    apart = transcripts[:, None] != transcripts
    alike = spread @ spread.T * apart
    found = np.full(int(groups.max()) + 1, np.inf)
    for n in range(len(found)):
        inside = groups == n
        pairs = apart[inside]
        within = alike[inside][:, inside].sum() / max(int(pairs[:, inside].sum()), 1)
        across = alike[inside][:, ~inside].sum() / max(int(pairs[:, ~inside].sum()), 1)
        if across > 0:
            found[n] = within / across
    return found


def _words(parts: list[Talk]) -> list[str]:
    return [word for part in parts for word in part.words]


def _among(part: Talk, words: dict[str, int]) -> Any:
    """Return the counts of a part with a column for each of some words."""
    where = np.array([words[word] for word in part.words], dtype=np.int64)
    rows = np.arange(len(where))
    into = sparse.csr_matrix((np.ones(len(where)), (rows, where)), shape=(len(where), len(words)))
    return part.counts @ into
