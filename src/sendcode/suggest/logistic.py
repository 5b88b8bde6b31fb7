"""Logistic regression with a prior: the starting point is what was believed before.

The model of a unit is `prior * believed + words + directions + constant`, in log odds. The
weights are shrunk to zero and the factor of the prior to one (penalised likelihood; Le Cessie &
van Houwelingen 1992, Applied Statistics 41), so that without examples the belief stays what it
was, and each example moves it as far as it can be trusted. Solved by Newton's method with
conjugate gradients (Lin, Weng & Keerthi 2008, JMLR 9), the same way on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sendcode.suggest.corpus import Floats, Rows, Weights

_CONSTANT = 0.3
_PRIOR = 0.2
_NEWTON = 12
_GRADIENT = 60


def sigmoid(logits: Floats) -> Floats:
    """Return probabilities for log odds."""
    found: Floats = 0.5 * (1 + np.tanh(0.5 * np.asarray(logits, dtype=np.float64)))
    return found


def log_odds(chances: Floats) -> Floats:
    """Return log odds for probabilities, kept within [0.001, 0.999]."""
    kept = np.clip(np.asarray(chances, dtype=np.float64), 0.001, 0.999)
    found: Floats = np.log(kept / (1 - kept))
    return found


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from: numbers, what was believed, what is true, and how much it counts.

    Attributes:
        truth: 0 to 1; between them where it is only a guess.
        believed: Log odds before.
        weight: How much each example counts.
    """

    rows: Rows
    truth: Floats
    believed: Floats
    weight: Floats

    def part(self, chosen: np.ndarray) -> Examples:
        """Return some of the examples."""
        rows = Rows(self.rows.words[chosen], self.rows.near[chosen], self.rows.dense[chosen])
        return Examples(rows, self.truth[chosen], self.believed[chosen], self.weight[chosen])


def fit(
    examples: Examples,
    *,
    shrink: float = 1.5,
    exact: float = 1e-4,
    start: Weights | None = None,
    firm: float | None = None,
) -> Weights:
    """Return the weights that fit the examples, shrunk towards what was believed.

    Args:
        examples: May be empty: then all weights are zero.
        shrink: How strongly the weights are held at zero.
        exact: Stop when no log odds moves by more than this.
        start: Weights of nearly the same examples, to begin with; else all are zero.
        firm: Variance of the constant and of the prior's factor, where they are to stay about
            where they are: with few examples their level is mostly chance.
    """
    model = _Model(examples, shrink, firm=firm)
    at = np.zeros(model.size) if start is None else start.joined()
    logits = examples.believed + model.times(at)
    for _ in range(_NEWTON):
        chance = sigmoid(logits)
        gradient = model.transposed(examples.weight * (chance - examples.truth)) + model.pull * at
        step = _solve(model, examples.weight * chance * (1 - chance), gradient)
        moved = model.times(step)
        size = _step_length(model, at, logits, step, moved)
        at = at - size * step
        logits = logits - size * moved
        if np.abs(size * moved).max(initial=0.0) < exact:
            break
    return model.named(at)


class _Model:
    """The examples as one matrix that is never built."""

    def __init__(self, examples: Examples, shrink: float, *, firm: float | None) -> None:
        rows = examples.rows
        self.examples = examples
        self.rows = rows
        self.by_word = rows.words.T.tocsr()
        self.by_near = rows.near.T.tocsr()
        self.ends = np.cumsum([rows.words.shape[1], rows.near.shape[1], rows.dense.shape[1]])
        self.size = int(self.ends[-1]) + 2
        self.pull = np.full(self.size, shrink)
        self.pull[-2:] = (1 / firm, 1 / firm) if firm else (1 / _CONSTANT, 1 / _PRIOR)

    def times(self, at: Floats) -> Floats:
        a, b, c = self.ends
        rows = self.rows
        found = rows.words @ at[:a] + rows.near @ at[a:b] + rows.dense @ at[b:c]
        return np.asarray(found + at[-2] + at[-1] * self.examples.believed)

    def transposed(self, residual: Floats) -> Floats:
        believed = self.examples.believed @ residual
        parts = [self.by_word @ residual, self.by_near @ residual, self.rows.dense.T @ residual]
        return np.concatenate([*parts, [residual.sum(), believed]])

    def named(self, at: Floats) -> Weights:
        a, b, c = self.ends
        return Weights(at[:a], at[a:b], at[b:c], float(at[-2]), 1 + float(at[-1]))

    def loss(self, at: Floats, logits: Floats) -> float:
        truth, weight = self.examples.truth, self.examples.weight
        fits = weight @ (np.logaddexp(0, logits) - truth * logits)
        return float(fits + 0.5 * (self.pull * at) @ at)


def _solve(model: _Model, curve: Floats, gradient: Floats) -> Floats:
    """Return the Newton step by conjugate gradients, scaled by the pull of each weight."""
    found = np.zeros(model.size)
    left = gradient.copy()
    scaled = left / model.pull
    way = scaled.copy()
    old = left @ scaled
    enough = 1e-6 * old
    for _ in range(_GRADIENT):
        if old <= max(enough, 1e-18):
            break
        bent = model.transposed(curve * model.times(way)) + model.pull * way
        size = old / (way @ bent)
        found += size * way
        left -= size * bent
        scaled = left / model.pull
        new = left @ scaled
        way = scaled + (new / old) * way
        old = new
    return found


def _step_length(model: _Model, at: Floats, logits: Floats, step: Floats, moved: Floats) -> float:
    """Return 1, or less where the full step would make it worse."""
    before = model.loss(at, logits)
    size = 1.0
    while size > 1e-3 and model.loss(at - size * step, logits - size * moved) > before + 1e-12:
        size /= 2
    return size
