"""How far claims can be believed: log odds are lowered to what decisions show to be right.

A queue is read from the top, so that what is left is less often right than what was read at the
same log odds: the latest decisions, nearest to what is left, count most, and claims are never
raised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sendcode.suggest.corpus import Floats, Ints, Weights, product
from sendcode.suggest.logistic import Examples, sigmoid

CALIBRATED = 30
"""Labelled passages from which on a score is called a probability, with `CALIBRATED_EACH`."""
CALIBRATED_EACH = 5
_ENOUGH = 10  # labelled passages before a calibration is tried
_LATEST = 60  # labelled passages, the latest, that it is made from
_FOLDS = 5  # in so many parts they are left out while there are few, in two when there are many
_USUAL, _SHIFT = -0.5, 0.5
"""How far claims for what is left are usually too high, in log odds, and its standard deviation:
over trials on invented passages (`benchmarks/quality.py`), at every stage of the reading."""
_RECENT = 10.0
"""Of two decisions, the one made so many later counts twice as much."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """From log odds to log odds that mean what they say.

    Attributes:
        shift: What is added to them; never more than 0.
        enough: There were enough decisions to call the scores probabilities.
    """

    shift: float = 0.0
    enough: bool = False

    def apply(self, logits: Floats) -> Floats:
        """Return probabilities."""
        return sigmoid(logits + self.shift)


def unchecked(*, beside: bool) -> Calibration:
    """Return the calibration before there are decisions to make one from.

    Args:
        beside: Coded examples of a starting model speak in what was believed.
    """
    return Calibration(_USUAL if beside else 0.0)


def calibrate(
    examples: Examples,
    passages: Ints,
    sure: npt.NDArray[np.bool_],
    teach: Callable[[Examples], Weights],
    *,
    beside: bool,
) -> Calibration:
    """Return a calibration from predictions for passages that were left out.

    Args:
        examples: What is learned from, in the order in which it was decided.
        passages: The passage of each.
        sure: Decided one by one.
        teach: Learns from a part of the examples.
        beside: Coded examples of a starting model speak in what was believed: then nothing is
            changed before there are decisions enough.
    """
    latest = list(dict.fromkeys(reversed(passages[sure].tolist())))
    yes = set(passages[sure & (examples.truth > 0)].tolist())
    fewer = min(len(yes), len(latest) - len(yes))
    enough = len(latest) >= CALIBRATED and fewer >= CALIBRATED_EACH
    both = len(set(examples.truth[sure].tolist())) == 2
    if len(latest) < _ENOUGH or not both or (beside and not enough):
        return unchecked(beside=beside)
    folds = min(max(_FOLDS * _LATEST // len(latest), 2), _FOLDS)
    part = {passage: number % folds for number, passage in enumerate(latest[:_LATEST])}
    fold = np.array([part.get(passage, -1) for passage in passages.tolist()])
    predicted = np.zeros(len(passages))
    for number in range(folds):
        weights = teach(examples.part(np.flatnonzero(fold != number)))
        out = np.flatnonzero(fold == number)
        left = examples.part(out)
        predicted[out] = product(left.rows, weights) + weights.constant
        predicted[out] += weights.prior * left.believed
    kept = np.flatnonzero(sure & (fold >= 0))
    recent = 0.5 ** (np.arange(len(kept))[::-1] / _RECENT)
    shift = lowering(predicted[kept], examples.truth[kept], examples.weight[kept] * recent)
    return Calibration(shift, enough)


def lowering(logits: Floats, truth: Floats, weight: Floats) -> float:
    """Return how far log odds are too high: what to add, 0 or less, held near what is usual.

    Args:
        logits: Claimed, one per decision.
        truth: 1 where it was right.
        weight: How much each decision counts.
    """
    at = _USUAL
    for _ in range(25):
        chance = sigmoid(logits + at)
        gradient = float(weight @ (chance - truth)) + (at - _USUAL) / _SHIFT**2
        curve = float(weight @ (chance * (1 - chance))) + 1 / _SHIFT**2
        step = min(max(gradient / curve, -1.0), 1.0)
        at -= step
        if abs(step) < 1e-8:
            break
    return min(at, 0.0)
