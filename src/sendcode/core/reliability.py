"""Whether scores mean what they say: what became of suggestions, by the score they had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sendcode.core.statistics import wilson

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Band:
    """Decided suggestions whose scores lay in one band.

    Attributes:
        low: Lower edge, included.
        high: Upper edge; included in the last band only.
        mean: Mean score, as shown to the coder; None where nothing was decided.
        right: Share that was accepted; None where nothing was decided.
        interval: Wilson's 95 % interval of that share.
    """

    low: float
    high: float
    decided: int
    mean: float | None
    right: float | None
    interval: tuple[float, float]


def bands(decided: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """Return what became of suggestions, by band of their score."""
    known = sorted(decided)
    found = []
    for low, high in pairwise(EDGES):
        last = high == EDGES[-1]
        part = [(s, yes) for s, yes in known if low <= s and (s < high or (last and s <= high))]
        count, right = len(part), sum(yes for _, yes in part)
        found.append(
            Band(
                *(low, high, count),
                sum(score for score, _ in part) / count if count else None,
                right / count if count else None,
                wilson(right, count),
            )
        )
    return tuple(found)


def error(found: Sequence[Band]) -> float | None:
    """Return the mean distance of score and share right, weighted; None with no decision.

    Source: expected calibration error, Naeini, Cooper & Hauskrecht (2015), AAAI.
    """
    total = sum(band.decided for band in found)
    if not total:
        return None
    return sum(
        abs(band.mean - band.right) * band.decided / total
        for band in found
        if band.mean is not None and band.right is not None
    )
