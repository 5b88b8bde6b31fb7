"""What sets the subjects of a study apart from small talk: words that many of its people say.

A word speaks for a subject when many transcripts have it and it is used more here than in general
English. Passages about the dog or the roof have few such words, however alike they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from sendcode.suggest.meaning import keyness, said_in
from sendcode.suggest.talk import Floats, Ints, Talk

SHARE = 0.15
"""A word speaks for a subject when so many of the transcripts have it."""
LEAST = 0.9
"""The words of a theme speak for a subject so far, compared with all that is said."""
_INTERVIEWS = 10
_PASSAGES = 4
"""Of fewer transcripts, or of shorter ones, nothing can be told: everything may be a theme."""
_KEY = (-1.0, 6.0)


@dataclass(frozen=True, slots=True)
class Subjects:
    """How far words speak for a subject of the study.

    Attributes:
        worth: Of each word of the talk.
        usual: The mean over all that is said; 0 where nothing can be told.
    """

    worth: Floats
    usual: float

    @classmethod
    def of(cls, talk: Talk, beside: Talk | None = None) -> Subjects:
        """Learn from what is looked at and what the same people said besides."""
        words = dict.fromkeys([*talk.words, *(beside.words if beside else ())])
        places = {word: place for place, word in enumerate(words)}
        said = np.zeros(len(places))
        parts, transcripts = [], []
        for part in (talk, beside):
            if part is None or not part.words:
                continue
            where = np.array([places[word] for word in part.words], dtype=np.int64)
            into = sparse.csr_matrix(
                (np.ones(len(where)), (np.arange(len(where)), where)),
                shape=(part.counts.shape[1], len(places)),
            )
            parts.append(part.counts @ into)
            transcripts.append(part.transcript)
            said += np.asarray(parts[-1].sum(axis=0)).ravel()
        whose = np.concatenate(transcripts) if transcripts else np.zeros(0, dtype=np.int64)
        number = len(np.unique(whose))
        passages = talk.passages + (beside.passages if beside else 0)
        if number < _INTERVIEWS or passages < _PASSAGES * number or not said.any():
            return cls(np.zeros(talk.counts.shape[1]), 0.0)
        many = said_in(sparse.vstack(parts).tocsr(), whose) >= max(2, SHARE * number)
        worth = np.where(many & (said > 0), np.clip(keyness(said, list(words)), *_KEY), 0)
        own = worth[[places[word] for word in talk.words]]
        return cls(own, float((said * worth).sum() / said.sum()))

    def kept(self, passages: Floats, groups: Ints) -> Ints:
        """Return the groups that are about a subject, numbered from 0; -1 for the others.

        Args:
            passages: Passages by words, counted (sparse).
            groups: The group of each, from 0.
        """
        count = int(groups.max()) + 1
        into = sparse.csr_matrix((np.ones(len(groups)), (groups, np.arange(len(groups)))))
        said = into @ passages
        words = np.maximum(np.asarray(said.sum(axis=1)).ravel(), 1)
        about = np.asarray(said @ self.worth).ravel() / words >= LEAST * self.usual
        place = np.full(count, -1, dtype=np.int64)
        place[about] = np.arange(int(about.sum()))
        found: Ints = place[groups]
        return found
