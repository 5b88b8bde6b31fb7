"""Statistics against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.statistics import wilson


@pytest.mark.parametrize(
    ("yes", "count", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_intervals_of_newcombe(
    yes: int, count: int, low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3."""
    assert wilson(yes, count) == pytest.approx((low, high), abs=0.00005)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("yes", "count", "sure"), [(2, 1, 0.95), (-1, 3, 0.95), (1, 3, 1.0)])
def test_what_is_no_share_is_a_mistake(yes: int, count: int, sure: float) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(yes, count, confidence=sure)


@given(st.integers(1, 500), st.data())
def test_the_share_lies_in_its_interval(count: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, count))
    low, high = wilson(yes, count)
    assert 0 <= low <= yes / count + 1e-12
    assert yes / count - 1e-12 <= high <= 1
    mirrored = wilson(count - yes, count)
    assert mirrored == pytest.approx((1 - high, 1 - low))
