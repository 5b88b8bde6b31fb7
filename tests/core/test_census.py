from __future__ import annotations

from dataclasses import replace

from sendcode.core.census import Study
from sendcode.core.model import Role
from sendcode.core.segments import AGREED, ANY
from tests.core.test_query_match import BOOK, row, unit

ONE = unit(1, "one", Role.PARENT, ("Ava",), read=True)
BESIDE = replace(unit(2, "one", Role.PARENT, ("Ava",), read=False), attributes=ONE.attributes)
OTHER = unit(3, "one", Role.PUPIL, (), read=True)


def study() -> Study:
    codings = [row(ONE, (1, 2), "a/x", "ann", 1, 0.5), row(OTHER, (3, 4), "b", "bo", 2, None)]
    return Study(codings, [ONE, BESIDE, OTHER], BOOK, lambda *_: 1, ("school", "age"))


def test_what_one_speaker_says_about_the_same_cases_is_one_voice() -> None:
    census = study().census(ANY)
    assert [voice.role for voice in census.voices] == [Role.PARENT, Role.PUPIL]
    assert (census.units, census.words()) == ([2, 1], [10, 5])
    assert census.codings.voices == [0, 0, 1]
    assert census.asked == [0, 1]


def test_the_same_speaker_with_other_attributes_is_another_voice() -> None:
    apart = replace(study(), population=[ONE, replace(BESIDE, attributes={"age": "9"}), OTHER])
    voices = apart.census(ANY).voices
    assert [voice.attributes.get("age") for voice in voices] == ["1", "9", "3"]


def test_reading_is_anybody_s_or_the_chosen_coder_s() -> None:
    made = study()
    assert made.census(ANY).read == made.census(AGREED).read == [1, 1]
    assert made.census("ann").read == [1, 1]
    assert made.census("bo").read == [0, 0]
    assert made.census("bo") is made.census("bo")


def test_codings_are_numbers_by_code_and_touch_only_units_that_could_be_coded() -> None:
    codings = study().census(ANY).codings
    assert (codings.ids, codings.segments) == ({"a/x": [1], "b": [2]}, {"a/x": [1], "b": [2]})
    assert codings.spans() == {1: (0, 100, 299), 2: (1, 300, 499)}
    assert codings.scores() == {1: 0.5}
    assert codings.units() == {1: [1, 2], 2: [3]}
