from __future__ import annotations

import pytest

from sendcode.core.reliability import bands, error
from sendcode.core.statistics import wilson


def test_decided_suggestions_are_counted_by_the_band_of_their_score() -> None:
    found = bands([(0.0, False), (0.19, False), (0.2, True), (0.9, True), (1.0, False)])
    assert [band.decided for band in found] == [2, 1, 0, 0, 2]
    assert (found[4].mean, found[4].right) == (0.95, 0.5)
    assert (found[2].mean, found[2].right, found[2].interval) == (None, None, (0.0, 1.0))


def test_the_error_is_the_weighted_distance_of_score_and_share() -> None:
    assert error(bands([(0.9, True), (0.9, False)])) == pytest.approx(0.4)
    assert error(bands([])) is None


def test_wilson_s_interval_is_the_published_one() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
