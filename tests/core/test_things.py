from __future__ import annotations

import pytest

from sendcode.core.census import Census
from sendcode.core.measure import Measure
from sendcode.core.things import lying_in
from tests.core.test_tally import BOOK, CODINGS, VOICES

CENSUS = Census(
    voices=VOICES, units=[2, 0], read=[1, 0], words=lambda: [9, 0], codings=CODINGS,
    count_words=lambda _, start, end: end - start, codebook=BOOK, attributes=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "of_x", "of_y", "voices"),
    [
        (Measure.SEGMENTS, {1, 2, 3}, {1}, {1: 0, 2: 0, 3: 1}),
        (Measure.CODINGS, {1, 3, 4}, {2}, {1: 0, 2: 0, 3: 0, 4: 1}),
        (Measure.SCORE, {1, 3}, set(), {1: 0, 3: 0}),
        (Measure.UNITS, {1, 2}, {1}, {1: 0, 2: 0}),
        (Measure.TURNS, {1, 2}, {1}, {1: 0, 2: 1}),
        (Measure.WORDS, {0, 1, 2, 3}, {0, 1}, {0: 0, 1: 0, 2: 0, 3: 1}),
    ],
)
def test_each_thing_is_in_the_sets_of_its_codes_and_in_one_voice(
    measure: Measure, of_x: set[int], of_y: set[int], voices: dict[int, int]
) -> None:
    by_code, voice_of, _ = lying_in(CENSUS, measure, CODINGS.segments, CODINGS.ids)
    assert (set(by_code["a/x"]), set(by_code["a/y"])) == (of_x, of_y)
    assert {thing: voice_of[thing] for thing in voices} == voices


def test_stretches_weigh_their_words_and_scores_what_was_shown() -> None:
    *_, words = lying_in(CENSUS, Measure.WORDS, CODINGS.segments, CODINGS.ids)
    assert list(words or ()) == [5, 5, 5, 10]
    *_, scores = lying_in(CENSUS, Measure.SCORE, CODINGS.segments, CODINGS.ids)
    assert scores == {1: 0.5, 3: 1.0}
    *_, none = lying_in(CENSUS, Measure.SEGMENTS, CODINGS.segments, CODINGS.ids)
    assert none is None
