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


def test_the_worked_example_of_guest_namey_and_chen() -> None:
    """Guest, Namey & Chen (2020): a base of 37 themes, and runs of two interviews.

    The figures are those that other pages quote from the paper's example (its table was not
    opened): the runs bring 7, 4 and 1 new themes, which is 19, 11 and 3 %, and saturation at the
    5 % threshold is said as 6+2. How the themes fall on single interviews is made up.
    """
    found = saturation(interviews(16, 9, 7, 5, 4, 3, 1, 0), threshold=0.05)
    assert found.base == 37
    assert [(run.last, run.new) for run in found.runs] == [(6, 7), (7, 4), (8, 1)]
    assert [round(100 * run.ratio) for run in found.runs] == [19, 11, 3]
    assert found.reached == 8
    assert "at 6+2 interviews" in found.reading


def test_before_the_threshold_new_themes_are_still_coming() -> None:
    found = saturation(interviews(16, 9, 7, 5, 3, 1, 2, 0))
    assert found.reached is None
    assert "still coming" in found.reading


def test_at_no_new_information_a_run_may_bring_nothing() -> None:
    found = saturation(interviews(16, 9, 7, 5, 4, 3, 1, 0, 0), threshold=0)
    assert found.reached == 9


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
