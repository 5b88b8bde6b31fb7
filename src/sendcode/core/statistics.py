"""Shares with their uncertainty; every function names its source."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(yes: int, count: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return an interval for the share behind `yes` of `count`, also where they are few.

    Args:
        yes: How many were so, 0..count.
        count: How many there were.
        confidence: Of the interval, between 0 and 1.

    Returns:
        Lower and upper end in 0..1, unrounded; (0, 1) where nothing was counted.

    Raises:
        ValueError: The numbers are no share.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212; without
    continuity correction.
    """
    if not 0 <= yes <= count or not 0 < confidence < 1:
        raise ValueError(f"not a share: {yes} of {count} at {confidence}")
    if not count:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = yes / count, z * z / count
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / count + square / (4 * count)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
