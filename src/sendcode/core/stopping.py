"""When to stop: how much of a code has been found, with an interval, and what more would cost.

Two upper bounds on what is still out there are taken together (each at half of the error that
is allowed above):

- the *audit bound* inverts the exact test of the random draws among what was ranked low, each
  with the chance it had when it was drawn (a Poisson binomial; in the spirit of the elusion
  tests of technology-assisted review, Lewis, Gray & Noel 2021, ICAIL);
- the *run bound* inverts the hypergeometric test of Callaghan & Mueller-Hansen (2020,
  Systematic Reviews 9:273): the newest half (third, fifth, tenth) of all reviews is treated as
  if it had been drawn at random from what was undecided then, and the best of these bounds is
  taken, as they do. A ranking that finds more than chance makes that careful
  (`benchmarks/stopping.py` counts how often the interval holds); one that hides things on
  purpose does not, and then only the audit bound holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma

LEVEL = 0.95
AUDIT_EVERY = 40
"""Every so many-th review is about an audit item, drawn at random from what is ranked low."""
_RUNS = (2, 3, 5, 10)  # the newest half, third ... of the reviews


@dataclass(frozen=True, slots=True)
class Draw:
    """One reviewed unit, in the order of the review.

    Attributes:
        undecided: Units that were undecided before it, itself included.
        yes: The code (or a code of the family) was put on it.
        pool: For an audit item, how many units it was drawn from at random; 0 for others.
    """

    undecided: int
    yes: bool
    pool: int = 0


@dataclass(frozen=True, slots=True)
class Recall:
    """How much has been found.

    Attributes:
        found: Units with the code so far.
        missing: Estimate of how many undecided units have it too.
        low: Share found, at least: the lower end of the interval.
        high: Share found, at most.
        cost: Reviews until one further per cent is found, by the ranking; None where the
            estimate says that there is not that much left.
    """

    found: int
    missing: float
    low: float
    high: float
    cost: int | None

    @property
    def share(self) -> float:
        """Return the estimate of the share found; 1 where there is nothing to find."""
        total = self.found + self.missing
        return self.found / total if total else 1.0


def recall(draws: Sequence[Draw], chances: Sequence[float], *, level: float = LEVEL) -> Recall:
    """Return how much of a code the reviews so far have found.

    Args:
        draws: All reviewed units, in order.
        chances: The scores of what is undecided, best first.
        level: Of the interval.
    """
    found = sum(draw.yes for draw in draws)
    undecided = len(chances)
    error = (1 - level) / 2
    above = min(
        _largest(lambda m: _audit_at_most(draws, m), undecided, error / 2),
        *(_run_bound(draws[len(draws) - len(draws) // n :], undecided, error / 2) for n in _RUNS),
    )
    below = min(_smallest(lambda m: _audit_at_least(draws, m), undecided, error), above)
    missing = min(max(float(sum(chances)), below), above)
    return Recall(
        found,
        missing,
        low=found / (found + above) if found + above else 1.0,
        high=found / (found + below) if found + below else 1.0,
        cost=_cost(chances, missing, 0.01 * (found + missing)),
    )


def _cost(chances: Sequence[float], missing: float, wanted: float) -> int | None:
    expected = float(sum(chances))
    if not wanted or missing < wanted or not expected:
        return None
    reached = accumulate(chance * missing / expected for chance in chances)
    counts = (count for count, so_far in enumerate(reached, start=1) if so_far >= wanted)
    return next(counts, len(chances))  # rounding may keep the last sum just below


def _largest(probability: Callable[[int], float], most: int, error: float) -> int:
    """Return the largest number that the test does not refute; the test falls with it."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if probability(middle) > error:
            low = middle
        else:
            high = middle - 1
    return low


def _smallest(probability: Callable[[int], float], most: int, error: float) -> int:
    """Return the smallest number that the test does not refute; the test rises with it."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if probability(middle) > error:
            high = middle
        else:
            low = middle + 1
    return low


# --- the audit -------------------------------------------------------------------------------


def _audit_at_most(draws: Sequence[Draw], missing: int) -> float:
    """Return the chance of so few audit hits, or fewer, with so many missing.

    What later audit draws found was certainly in the pool; what the ranking found may have
    been in it or not, and is left out: that makes the bound higher, never lower.
    """
    later, chances, hits = 0, [], 0
    for draw in reversed(draws):
        if draw.pool:
            later += draw.yes
            hits += draw.yes
            chances.append(min((missing + later) / draw.pool, 1.0))
    return sum(_numbers(chances)[: hits + 1])


def _audit_at_least(draws: Sequence[Draw], missing: int) -> float:
    """Return the chance of so many audit hits, or more; all that was found later counts."""
    later, chances, hits = 0, [], 0
    for draw in reversed(draws):
        later += draw.yes
        if draw.pool:
            hits += draw.yes
            chances.append(min((missing + later) / draw.pool, 1.0))
    return sum(_numbers(chances)[hits:])


def _numbers(chances: Sequence[float]) -> list[float]:
    """Return the probabilities of 0, 1, 2 ... hits (the Poisson binomial distribution)."""
    found = [1.0]
    for chance in chances:
        found = [
            (found[n] * (1 - chance) if n < len(found) else 0.0)
            + (found[n - 1] * chance if n else 0.0)
            for n in range(len(found) + 1)
        ]
    return found


# --- the run ---------------------------------------------------------------------------------


def _run_bound(run: Sequence[Draw], undecided: int, error: float) -> int:
    """Return how many may be missing at most, had the run been drawn at random."""
    hits = sum(draw.yes for draw in run)
    population = undecided + len(run)
    return _largest(
        lambda m: _hypergeometric(hits, population, m + hits, len(run)), undecided, error
    )


def _hypergeometric(hits: int, population: int, marked: int, drawn: int) -> float:
    """Return the chance of at most `hits` marked ones among those drawn."""
    least = max(0, drawn - (population - marked))
    whole = _choose(population, drawn)
    return min(
        1.0,
        sum(
            exp(_choose(marked, k) + _choose(population - marked, drawn - k) - whole)
            for k in range(least, min(hits, marked, drawn) + 1)
        ),
    )


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
