"""One score per unit and code: rules, likeness and learning joined.

Before anybody has decided, a family of codes is scored by its rules, by an *echo* of them (a
model of the project's own words and directions that learns the rules' scores as if they were
labels, and so finds what is said in the same breath in other words; Yarowsky 1995, ACL), a
little by likeness, and by what coded examples taught where there are any for it (`start`).
Decisions move that score (`learned`). A code's score is the family's chance
times the code's share of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Evidence, Suggestion
from sendcode.suggest.calibration import Calibration, unchecked
from sendcode.suggest.corpus import Corpus, Floats, Weights
from sendcode.suggest.families import scored
from sendcode.suggest.learned import (
    Labels,
    Lesson,
    learn,
    learn_shares,
    some,
    taught,
)
from sendcode.suggest.logistic import Examples, fit, sigmoid
from sendcode.suggest.similar import Likeness
from sendcode.suggest.start import LEAST, Start

VERSION = "4"
GAIN = 3.0
"""From what speaks for a family (0 to 3) to log odds before anybody has decided; where nothing
does, they are `start.LEAST`."""
RULES_SHARE, ECHO_SHARE, LIKENESS_SHARE = 0.5, 2.0, 0.1
ECHO_SHRINK = 2.0
ECHO_UNITS = 4000
"""The echo is learned from at most so many units: the likeliest, and every so many-th other."""
_RULE_COLUMN = 0.2  # how loud the hit of one rule is among what decisions teach
_ROLE_COLUMN = 0.3
"""How loud the role of the speaker is: who speaks says much about what is spoken of."""
_SHARE_RULES, _SHARE_LIKENESS = 4.0, 0.3
_TEACHES, _SAYS = 0.01, 0.1
"""Where decisions, or coded examples, make a family likelier by so much, they are a reason."""
_UNPROVEN = 1.0
"""A unit that no rule hits climbs less and less from so far below even on (log odds)."""
_PROOF, _UNCHECKED = 0.4, 0.25
"""With coded examples, and before decisions are enough to check them, the same of units whose own
rules say less than the first, from the second on."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a family for every unit of the corpus.

    Attributes:
        chance: How likely it is that any code of the family fits.
        codes: Units by codes: how likely it is that the code fits.
        before: The same without what was learned, but for the calibration.
        lesson: What was learned; None where nothing was decided.
    """

    chance: Floats
    codes: Floats
    before: Floats
    lesson: Lesson | None


class Family:
    """A code at the top with everything below it, scored over a corpus.

    Args:
        codebook: The codebook.
        top: The code at the top.
        corpus: The units.
        hits: What the rules of these codes found: suggestions of `RuleSuggester`.
        start: What coded examples taught; None to do without.
    """

    def __init__(
        self,
        codebook: Codebook,
        top: Code,
        corpus: Corpus,
        hits: Iterable[Suggestion],
        start: Start | None = None,
    ) -> None:
        self.corpus = corpus
        self.top = top
        self._start = start
        below = [c for c in codebook.descendants(top.path) if not c.retired]
        self.codes = scored(codebook, top)
        self.keys = [c.guid or c.path for c in self.codes]
        paths = [c.path for c in self.codes]
        self._taught = None if start is None else start.model.family(top.path, paths)
        self.place = {key: n for n, key in enumerate(self.keys)}
        self.evidence: dict[tuple[int, int], tuple[Evidence, ...]] = {}
        scores = np.zeros((len(corpus), len(self.codes)))
        for hit in hits:
            row, place = corpus.row[hit.unit], self.place[hit.code]
            self.evidence[row, place] = hit.evidence
            scores[row, place] = min(hit.score, 0.98)
        self._rules = scores
        self.likeness = Likeness(below, corpus.embedding)
        self._alone = [Likeness([code], corpus.embedding) for code in self.codes]

    # --- before any decision ---------------------------------------------------------------

    def _mixed(self, scores: Floats) -> Floats:
        """Return rule scores half of the unit and half of its passage (any of its units)."""
        corpus = self.corpus
        missed = np.zeros((corpus.passages, scores.shape[1]))
        np.add.at(missed, corpus.passage, np.log1p(-scores))
        near = 1 - np.exp(missed)
        return 0.5 * scores + 0.5 * near[corpus.passage]

    @cached_property
    def _by_rules(self) -> Floats:
        """Return what the rules of the family say together."""
        together = 1 - np.prod(1 - self._rules, axis=1, keepdims=True)
        return self._mixed(np.minimum(together, 0.98))[:, 0]

    @cached_property
    def echo(self) -> Weights:
        """Return the model that learned the rules' scores from words and directions."""
        corpus, guess = self.corpus, self._by_rules
        rows, weight = some(guess, ECHO_UNITS)
        liked = guess[rows] + LIKENESS_SHARE * self.likeness.of(corpus)[rows]
        truth = np.clip(liked, 0.01, 0.98)
        believed = np.zeros(len(rows))
        examples = Examples(corpus.rows(rows), truth, believed, weight)
        return fit(examples, shrink=ECHO_SHRINK, exact=1e-2)

    @cached_property
    def heard(self) -> Floats:
        """Return how loud the echo of the rules is in every unit; 0 where they never hit."""
        if not self._by_rules.any():
            return np.zeros(len(self.corpus))
        return sigmoid(self.corpus.all_rows(self.echo) + self.echo.constant)

    @cached_property
    def untaught(self) -> Floats:
        """Return the log odds of the family for every unit by rules and likeness alone."""
        if not len(self.corpus):
            return np.zeros(0)
        likeness = self.likeness.of(self.corpus)
        strength = (
            RULES_SHARE * self._by_rules + ECHO_SHARE * self.heard + LIKENESS_SHARE * likeness
        )
        return _held(LEAST + GAIN * strength, self._own > 0, _UNPROVEN)

    @cached_property
    def believed(self) -> Floats:
        """Return the log odds of the family for every unit before any decision."""
        return self.untaught if self._moved is None else self._moved[0]

    @cached_property
    def _moved(self) -> tuple[Floats, Floats] | None:
        """Return what coded examples make of it: the family's log odds, and units by codes."""
        if self._start is None or self._taught is None:
            return None
        paths = [code.path for code in self.codes]
        return self._start.moved(self._taught, paths, self.untaught)

    @cached_property
    def _own(self) -> Floats:
        """Return the score of each unit's best code by its own rules."""
        return np.asarray(self._rules.max(axis=1, initial=0))

    def _claimed(self, logits: Floats, calibration: Calibration) -> Floats:
        """Return the chances that log odds are shown as."""
        if self._taught is not None and not calibration.enough:
            logits = _held(logits, self._own >= _PROOF, _UNCHECKED, -calibration.shift)
        return calibration.apply(logits)

    @cached_property
    def shares(self) -> Floats:
        """Return units by codes: each code's share of the family before any decision."""
        likeness = np.stack([like.of(self.corpus) for like in self._alone], axis=1)
        logits = _SHARE_RULES * self._mixed(self._rules) + _SHARE_LIKENESS * likeness
        if self._moved is not None:
            logits = logits + self._moved[1]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    # --- with decisions --------------------------------------------------------------------

    @cached_property
    def columns(self) -> Floats:
        """Return what decisions are learned from beside words and directions.

        Units by rules (which of the family's rules hit the unit, and its passage) and by roles.
        """
        names: dict[str, int] = {}
        rows, places = [], []
        for (row, _), reasons in self.evidence.items():
            for reason in reasons:
                rows.append(row)
                places.append(names.setdefault(reason.detail, len(names)))
        corpus = self.corpus
        shape = (len(corpus), max(len(names), 1))
        hits: Any = sparse.csr_matrix((np.ones(len(rows)), (rows, places)), shape=shape)
        near = np.minimum((corpus.into_passages @ hits).toarray(), 1)
        own = np.minimum(hits.toarray(), 1)
        rules = _RULE_COLUMN * np.hstack([own, near[corpus.passage]])
        return np.hstack([rules, _ROLE_COLUMN * corpus.roles])

    def scores(self, labels: Labels | None = None) -> Scores:
        """Return the scores of every unit, with what the labels teach."""
        corpus = self.corpus
        shares, lesson, beside = self.shares, None, self._taught is not None
        before = chance = self._claimed(self.believed, unchecked(beside=beside))
        if labels is not None and len(corpus):
            found = taught(labels, self.keys, corpus)
            if len(found.rows):
                lesson = learn(found, corpus, self.believed, self.columns, beside=beside)
                logits = lesson.logits(corpus, self.believed, self.columns)
                chance = self._claimed(logits, lesson.calibration)
                before = self._claimed(self.believed, lesson.calibration)
                shares = learn_shares(labels, self.keys, corpus, shares)
        codes = chance[:, None] * shares
        return Scores(chance.round(6), codes.round(6), before, lesson)

    @cached_property
    def _gained(self) -> Floats:
        """Return how much likelier coded examples make the family for every unit."""
        return np.asarray(sigmoid(self.believed) - sigmoid(self.untaught))

    @cached_property
    def _said_words(self) -> Floats:
        if self._start is None or self._taught is None:
            return np.zeros(len(self.corpus.words))
        return self._start.word_weights(self._taught, self.corpus.words)

    # --- why -------------------------------------------------------------------------------

    def reasons(self, row: int, place: int, scores: Scores) -> tuple[Evidence, ...]:
        """Return what speaks for a code in a unit: rules, likeness, learned words."""
        found = list(self.evidence.get((row, place), ()))
        like = self._alone[place].nearest(self.corpus.directions[row], self.keys[place])
        if like is not None:
            found.append(like)
        return (*found, *self._learned(row, scores))

    def _learned(self, row: int, scores: Scores) -> tuple[Evidence, ...]:
        lesson = scores.lesson
        if lesson is not None and lesson.units:
            gain = float(scores.chance[row] - scores.before[row])
            if gain < _TEACHES:
                return ()
            detail = f"{self.top.path}: learned from {lesson.units} decided sentences"
            return (_said(self.corpus, row, lesson.weights.words, detail, gain),)
        if self._by_rules[row] > 0.5:
            return ()
        if self._gained[row] > _SAYS:
            detail = f"{self.top.path}: said as in coded examples"
            return (_said(self.corpus, row, self._said_words, detail, float(self._gained[row])),)
        if not self._by_rules.any():
            return ()
        heard = float(self.heard[row])
        if heard < 0.3:
            return ()
        detail = f"{self.top.path}: said where its rules hit"
        return (_said(self.corpus, row, self.echo.words, detail, heard),)


def _held(logits: Floats, proved: npt.NDArray[np.bool_], room: float, even: float = 0.0) -> Floats:
    """Return log odds, those of units without proof of their own kept below even, in order.

    What merely stands among hits, or sounds alike, may be worth reading; it is not likelier right
    than wrong before anybody has decided.
    """
    begin = even - room
    over = np.maximum(logits - begin, 0.0)
    held = np.minimum(logits, begin) + room * (1 - np.exp(-over / room))
    return np.asarray(np.where(proved, logits, held))


def _said(corpus: Corpus, row: int, weights: Floats, detail: str, gain: float) -> Evidence:
    """Return evidence with the places of the (at most three) words that weigh most."""
    table = corpus.tfidf
    part = slice(table.indptr[row], table.indptr[row + 1])  # indexing rows is slow in scipy
    words_here = table.indices[part]
    weighed = table.data[part] * weights[words_here]
    best = np.argsort(-weighed, kind="stable")[:3]
    words = {corpus.words[words_here[n]] for n in best if weighed[n] > 0}
    return Evidence(
        "learning", detail, round(min(max(gain, 0.0), 1.0), 6), corpus.spans(row, words)
    )
