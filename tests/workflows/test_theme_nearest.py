from __future__ import annotations

import pytest

from sendcode.core.codebook import Code, Codebook
from sendcode.vectors import load_embedding
from sendcode.workflows.theme_nearest import NearestCode
from tests.workflows.test_themes import BUS, DINNER

CODES = (
    Code("day", "The school day", guid="1"),
    Code("day/transport", "Getting there", guid="2", definition="School bus and taxi in school."),
    Code("day/meals", "Eating", guid="3", examples=("Lunch in the dinner hall at school.",)),
    Code("old", "Bus driver, taxi, lunch and dinner hall", guid="4", retired=True),
)


def middle(*texts: str):
    return load_embedding().directions(texts).sum(axis=0)


@pytest.mark.parametrize(("texts", "guid"), [(BUS, "2"), (DINNER, "3")], ids=["bus", "dinner"])
def test_the_nearest_code_is_told_by_what_codes_do_not_share(texts: tuple[str, ...], guid: str):
    nearest = NearestCode(Codebook("b", CODES), load_embedding(), (*BUS, *DINNER))
    found, score = nearest.of(middle(*texts))
    assert found == guid
    assert 0.3 < score <= 1


def test_one_code_is_the_nearest_and_none_is_none() -> None:
    one = Codebook("b", CODES[:1])
    assert NearestCode(one, load_embedding(), BUS).of(middle(*BUS))[0] == "1"
    assert NearestCode(Codebook("b"), load_embedding(), BUS).of(middle(*BUS)) == (None, 0.0)
