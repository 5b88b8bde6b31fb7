"""Keyword in context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.kwic import WIDEST, Kwic, kwic
from sendcode.core.model import Span

TEXT = "We were on\nthe  waiting list for two years."


def spans(*words: str) -> list[Span]:
    return [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]


def test_words_stand_between_what_is_before_and_after() -> None:
    assert kwic(TEXT, spans("waiting list"), side=12) == Kwic(
        "were on the ", "waiting list", " for two yea"
    )


def test_several_words_are_one_keyword_when_they_are_close() -> None:
    assert kwic(TEXT, spans("years", "list")).words == "list for two years"
    far = "list" + " or" * WIDEST + " year"
    found = kwic(far, [Span(0, 4), Span(len(far) - 4, len(far))])
    assert found.words == "list"


def test_the_ends_of_a_text_are_empty() -> None:
    assert kwic("soup", [Span(0, 4)]) == Kwic("", "soup", "")
    with pytest.raises(ValueError, match="needs a keyword"):
        kwic("soup", [])


@given(st.text(max_size=80), st.data())
def test_a_line_has_no_line_break_and_only_words_of_the_text(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = kwic(text, [Span(start, end)], side=10)
    assert "\n" not in found.left + found.words + found.right
    assert len(found.left) <= 10
    assert len(found.right) <= 10
    whole = "".join(text.split())
    assert "".join((found.left + found.words + found.right).split()) in whole
