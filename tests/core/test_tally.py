from __future__ import annotations

from sendcode.core.axis import Axis
from sendcode.core.census import Census, Codings
from sendcode.core.codebook import Code, Codebook
from sendcode.core.measure import Measure
from sendcode.core.model import Role
from sendcode.core.tally import Tally
from sendcode.core.voice import Voice

BOOK = Codebook("Tree", (Code("a", "A"), Code("a/x", "X"), Code("a/y", "Y")))
VOICES = [
    Voice("t", "MUM", None, "t / MUM", Role.PARENT, ("Ava", "Ben")),
    Voice("t", "INT", None, "t / INT", Role.INTERVIEWER, ()),
]


CODINGS = Codings(
    ids={"a/x": [1, 3, 4], "a/y": [2]},
    segments={"a/x": [1, 2, 3], "a/y": [1]},
    voices=[0, 0, 0, 1],
    spans=lambda: {1: (1, 0, 10), 2: (1, 5, 15), 3: (2, 20, 30)},
    scores=lambda: {1: 0.5, 3: 1.0},
    units=lambda: {1: [1], 2: [1, 2], 3: []},
)
"""One segment with two leaves of a family, another beside it; one of an interviewer."""


def tally(measure: Measure, codings: Codings = CODINGS) -> Tally:
    census = Census(
        voices=VOICES, units=[2, 0], read=[1, 0], words=lambda: [9, 0], codings=codings,
        count_words=lambda _, start, end: end - start, codebook=BOOK, attributes=(),
    )  # fmt: skip
    sides = [
        Axis(d, codebook=BOOK, attributes=(), voices=VOICES, asked=census.asked)
        for d in ("code", "case")
    ]
    return Tally(census, measure, *sides)


def test_a_family_is_the_union_of_its_codes_and_two_cases_one_total() -> None:
    found = {m: tally(m) for m in Measure}
    expected = {
        Measure.SEGMENTS: 2, Measure.CODINGS: 3, Measure.UNITS: 2, Measure.TURNS: 1,
        Measure.WORDS: 15, Measure.CASES: 2, Measure.PARTICIPANTS: 1, Measure.TRANSCRIPTS: 1,
        Measure.SHARE: 1.0, Measure.SCORE: 0.75,
    }  # fmt: skip
    for measure, total in expected.items():
        assert found[measure].value(("a",), None, 2, ()) == total
        assert found[measure].value(None, None, 2, ()) == total
    assert found[Measure.SEGMENTS].value(("a",), ("Ava",), 2, ()) == 2
    assert found[Measure.SEGMENTS].value(("a/y",), ("Ben",), 2, ()) == 1


def test_what_lies_on_an_interviewer_s_turn_is_put_aside() -> None:
    assert tally(Measure.SEGMENTS).aside == 1
    assert tally(Measure.WORDS).base([0], ()) == 9


def test_words_between_two_segments_of_a_turn_are_nobody_s() -> None:
    codings = Codings(
        ids={"a/x": [1], "a/y": [2]}, segments={"a/x": [1], "a/y": [2]}, voices=[0, 0, 0],
        spans=lambda: {1: (1, 0, 10), 2: (1, 30, 35)}, scores=dict, units=dict,
    )  # fmt: skip
    found = tally(Measure.WORDS, codings)
    assert found.value(("a",), None, 2, ()) == 15
    assert found.value(("a/y",), None, 2, ()) == 5
