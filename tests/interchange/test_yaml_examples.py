"""Examples that are words of an interview are marked, and stay marked."""

import pytest

from sendcode.core.codebook import Code, Codebook
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_yaml import read, write

BOOK = """\
codebook: Study
codes:
  - id: waiting
    examples:
      - We waited.   # invented
      - text: It took an age.
        from: transcript
      - {text: "Two years, it was.", from: ava_parent}
"""


def code(text: str) -> Code:
    return read(text).code("waiting")


def test_an_example_says_whether_it_is_from_an_interview() -> None:
    found = code(BOOK)
    assert found.examples == ("We waited.", "It took an age.", "Two years, it was.")
    assert found.quotes == (("It took an age.", "transcript"), ("Two years, it was.", "ava_parent"))


def test_the_mark_and_the_comments_survive() -> None:
    book = read(BOOK)
    assert write(book, base=BOOK) == BOOK
    assert read(write(book)) == book


def test_one_text_is_a_list_of_one() -> None:
    assert code("codebook: S\ncodes:\n  - id: waiting\n    examples: just one\n").examples == (
        "just one",
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("- {from: transcript}", "line 5: key 'text' is missing"),
        ("- {text: x, of: y}", "line 5: key 'of' is not known here"),
        ("- {text: x, from: ''}", "key 'from' is empty"),
        ("- {text: ''}", "has an empty member"),
    ],
)
def test_a_wrong_example_is_named_with_its_line(wrong: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        read(f"codebook: S\ncodes:\n  - id: waiting\n    examples:\n      {wrong}\n")


def test_a_codebook_with_marks_reads_back_as_it_was() -> None:
    book = Codebook("S", (Code("a", "A", examples=("x", "y"), quotes=(("y", "talk"),)),))
    assert read(write(book)) == book
