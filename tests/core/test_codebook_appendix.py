"""The codebook as it is printed."""

from __future__ import annotations

from sendcode.core.codebook import Code, Codebook
from sendcode.core.codebook_appendix import Appendix

BOOK = Codebook(
    "S",
    (
        Code("a", "A", retired=True),
        Code("a/b", "B", examples=("x", "y"), quotes=(("y", "talk"),)),
        Code("c", "C", retired=True),
    ),
)


def test_a_retired_parent_of_a_code_in_use_is_printed_with_it() -> None:
    page = Appendix(BOOK, "")
    assert [c.path for c in page.used] == ["a", "a/b"]
    assert [c.path for c in page.retired] == ["c"]


def test_examples_say_whether_they_are_from_an_interview() -> None:
    assert Appendix(BOOK, "").examples(BOOK.codes[1]) == (("x", False), ("y", True))
    assert Appendix(BOOK, "", quotes=False).examples(BOOK.codes[1]) == (("x", False),)
