"""Keyness: what one stretch of talk says more often than another, and how evenly it is spread."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log2


def log_likelihood(a: int, b: int, c: int, d: int) -> float:
    """Return how surely a word is used at different rates in two corpora (G2, never negative).

    Args:
        a: Times the word occurs in the first corpus.
        b: Times it occurs in the second.
        c: Words of the first corpus, at least 1.
        d: Words of the second, at least 1.

    Returns:
        2 (a ln(a/E1) + b ln(b/E2)) with E1 = c (a+b)/(c+d), E2 = d (a+b)/(c+d); 0 where the
        rates are the same. Above 3.84: p < 0.05, above 6.63: p < 0.01, above 15.13:
        p < 0.0001 (one degree of freedom), for a word that was chosen beforehand.

    Raises:
        ValueError: A count is negative, or a corpus is empty.

    Source: Rayson & Garside (2000), Comparing corpora using frequency profiling.
    """
    _check(a, b, c, d)
    first = c * (a + b) / (c + d)
    second = d * (a + b) / (c + d)
    found = (a * log(a / first) if a else 0.0) + (b * log(b / second) if b else 0.0)
    return max(2 * found, 0.0)


def log_ratio(a: int, b: int, c: int, d: int) -> float:
    """Return how many times more often a word is used in the first corpus, in doublings.

    1 means twice as often, 2 four times, -1 half as often, 0 as often. Where a word does not
    occur at all in one corpus, half an occurrence stands in for none.

    Raises:
        ValueError: A count is negative, a corpus is empty, or the word occurs in neither.

    Source: Hardie (2014), Log Ratio: an informal introduction.
    """
    _check(a, b, c, d)
    if not a + b:
        raise ValueError("the word occurs in neither corpus")
    return log2(((a or 0.5) / c) / ((b or 0.5) / d))


def _check(a: int, b: int, c: int, d: int) -> None:
    if min(a, b) < 0 or min(c, d) < 1:
        raise ValueError("counts must not be negative, and corpora not empty")


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Return how unevenly a word is spread over parts (cases, transcripts): Gries' DP.

    Args:
        counts: Times the word occurs in each part.
        sizes: Words of each part, in the same order.

    Returns:
        0 (spread as the parts are large) to nearly 1 (all in one small part); None where the
        word does not occur.

    Raises:
        ValueError: The two differ in length, or there are no words at all.

    Source: Gries (2008), International Journal of Corpus Linguistics 13(4).
    """
    if len(counts) != len(sizes) or sum(sizes) <= 0:
        raise ValueError("each part needs a size, and some words")
    total, words = sum(counts), sum(sizes)
    if not total:
        return None
    pairs = zip(counts, sizes, strict=True)
    return sum(abs(count / total - size / words) for count, size in pairs) / 2


def surprise(observed: int, expected: float) -> float:
    """Return how surely something occurs more often than expected (Poisson log-likelihood).

    Args:
        observed: Times it occurs, at least 1.
        expected: Times it would, above 0.

    Returns:
        2 (O ln(O/E) - (O - E)); 0 where it is no more frequent than expected.

    Raises:
        ValueError: Nothing was observed, or nothing is expected.

    Source: Quasthoff & Wolff (2002), The Poisson collocation measure and its applications.
    """
    if observed < 1 or expected <= 0:
        raise ValueError("counts must be at least 1, and something must be expected")
    if observed <= expected:
        return 0.0
    return 2 * (observed * log(observed / expected) - (observed - expected))
