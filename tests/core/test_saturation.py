from __future__ import annotations

import pytest

from sendcode.core.saturation import saturation


def interviews(*new: int) -> list[set[int]]:
    """Return interviews that bring so many new themes each, and repeat the first."""
    found, top = [], 0
    for number in new:
        found.append({0, *range(top, top + number)})
        top += number
    return found


def test_a_run_is_counted_against_the_base_in_the_steps_of_the_paper() -> None:
    # Guest, Namey & Chen (2020): the themes of the first four interviews are the base; the new
    # ones of interviews 5 and 6 are divided by it, then those of 6 and 7, and so on.
    found = saturation(interviews(16, 9, 7, 5, 3, 1, 2, 0), threshold=0.05)
    assert found.base == 37
    assert [(run.last, run.new) for run in found.runs] == [(6, 4), (7, 3), (8, 2)]
    assert found.runs[0].ratio == pytest.approx(4 / 37)  # 11 %
    assert found.runs[1].ratio == pytest.approx(3 / 37)  # 8 %
    assert found.runs[2].ratio == pytest.approx(2 / 37)  # 5.4 %: not yet
    assert found.reached is None
    assert "still coming" in found.reading


def test_saturation_is_said_with_the_number_of_interviews() -> None:
    found = saturation(interviews(10, 8, 2, 0, 0, 0))
    assert found.reached == 6
    assert "at 4+2 interviews" in found.reading
    assert "not that they are understood" in found.reading


def test_what_comes_after_saturation_is_said_too() -> None:
    found = saturation(interviews(10, 8, 2, 0, 0, 0, 5))
    assert found.reached == 6
    assert "more came later" in found.reading


def test_too_few_interviews_say_nothing() -> None:
    assert "at least 6" in saturation(interviews(3, 2)).reading
    assert saturation([set()] * 8).runs == ()
    with pytest.raises(ValueError, match="sizes"):
        saturation([], base_size=0)
