"""The texts of a code as one description."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.codebook import Code
from sendcode.interchange.refi_text import Texts, composed, parsed, parted


def test_a_description_has_a_paragraph_for_each_text() -> None:
    code = Code("a", "A", definition="D.", include="i", exclude="x", examples=("one", "two"))
    assert composed(code) == "D.\n\nInclude: i\n\nExclude: x\n\nExample: one\n\nExample: two"


@pytest.mark.parametrize(
    ("description", "texts"),
    [
        ("All of it.", Texts("All of it.")),
        ("D.\r\ninclude: a\rEXCLUDE: b\nExamples: c", Texts("D.", "a", "b", ("c",))),
        ("Include:\nInclude: a\nInclude: b", Texts("", "a\nb")),
        ("", Texts()),
    ],
)
def test_descriptions_of_others_are_understood(description: str, texts: Texts) -> None:
    assert parsed(description) == texts


def test_a_definition_with_such_a_heading_stays_alone() -> None:
    code = Code("a", "A", definition="Like\nInclude: this", include="i")
    assert composed(code) == code.definition


texts = st.text(max_size=30).map(lambda t: " ".join(t.split()))


@given(texts, texts, texts, st.lists(texts.filter(bool), max_size=3).map(tuple))
def test_what_was_composed_is_found_again(
    definition: str, include: str, exclude: str, examples: tuple[str, ...]
) -> None:
    code = Code("a", "A", "", definition, include, exclude, examples)
    found = parsed(composed(code))
    assert found in (Texts(definition, include, exclude, examples), parsed(definition))


@pytest.mark.parametrize(
    ("name", "sign", "parts"),
    [
        ("delays.waiting", ".", ["delays", "waiting"]),
        ("e.g. this", ".", ["e.g. this"]),
        ("Year 7.", ".", ["Year 7."]),
        ("Delays :: Waiting::", "::", ["Delays", "Waiting"]),
        ("", "::", []),
    ],
)
def test_a_name_that_holds_a_path_is_parted(name: str, sign: str, parts: list[str]) -> None:
    assert parted(name, sign) == parts
