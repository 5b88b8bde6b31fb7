from __future__ import annotations

import pytest

from sendcode.core.axis import Axis
from sendcode.core.codebook import Code, Codebook
from sendcode.errors import NotFound

BOOK = Codebook("Tree", (Code("a", "Alpha"), Code("a/x", "Ex"), Code("b", "Beta", retired=True)))


def axis(dimension: str, level: int | None = None) -> Axis:
    return Axis(dimension, codebook=BOOK, attributes=["school"], voices=[], asked=[], level=level)


def test_codes_are_keys_also_where_there_is_nobody_to_code() -> None:
    assert axis("code").all_keys([]) == (("a",), ("a/x",))
    assert axis("code", level=1).all_keys([("b",)]) == (("a",), ("b",))


def test_two_parts_need_somebody_for_the_other_part() -> None:
    assert axis("code,role").all_keys([("a", "ta")]) == (("a", "ta"),)


def test_a_key_is_labelled_by_the_names_of_its_codes() -> None:
    assert axis("code").label(("a/x",)) == "Ex"
    assert axis("role,code").label(("ta", "a/x")) == "ta · Ex"
    assert axis("code").label(("gone",)) == "gone"


def test_only_rows_of_codes_of_all_levels_have_a_depth() -> None:
    assert axis("code").depth(("a/x",)) == 2
    assert axis("code", level=2).depth(("a/x",)) == 1
    assert axis("role").depth(("ta/hlta",)) == 1


def test_a_key_says_what_has_to_be_so() -> None:
    assert axis("role, school").fits(("ta", "Elm")) == (("role", "ta"), ("school", "Elm"))


def test_an_unknown_dimension_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="called 'colour'"):
        axis("role,colour")
    with pytest.raises(NotFound) as raised:
        axis("schol")
    assert raised.value.hint.startswith("Did you mean 'school'? Known: ")
