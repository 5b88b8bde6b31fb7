"""Aliases in a codebook that is edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.codebook import Code, Rule
from sendcode.interchange.codebook_yaml import read, write

BOOK = """\
codebook: S
codes:
  - id: a  # the first
    examples: &said [one, two]
    rules:
      - &rule
        any: &terms [wait, queue]
        weight: &half 0.5
  - id: b
    examples: *said
    rules:
      - any: *terms
        weight: *half
  - id: c  # the third
    rules:
      - *rule
"""


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("a", {"rules": (Rule(1, any=("wait", "queue", "line"), weight=0.5),)}),
        ("b", {"rules": (Rule(1, any=("wait",), weight=0.5),)}),
        ("b", {"rules": (Rule(1, any=("wait", "queue"), weight=0.7),)}),
        ("c", {"rules": (Rule(1, any=("wait", "queue"), weight=0.9),)}),
        ("a", {"examples": ("one", "two", "three")}),
        ("c", {"retired": True}),
    ],
)
def test_an_edit_of_what_is_shared_changes_one_place_only(path: str, change: dict) -> None:
    before = read(BOOK)
    after = replace(
        before,
        codes=tuple(replace(c, **change) if c.path == path else c for c in before.codes),
    )
    text = write(after, base=BOOK)
    assert read(text).codes == after.codes
    assert "# the first" in text
    assert "# the third" in text


def test_what_is_not_edited_keeps_its_aliases() -> None:
    assert write(read(BOOK), base=BOOK) == BOOK
    assert write(replace(read(BOOK), version=2), base=BOOK) == BOOK.replace(
        "codebook: S\n", "codebook: S\nversion: 2\n"
    )
    more = replace(read(BOOK), codes=(*read(BOOK).codes, Code("d", "D")))
    assert "any: *terms" in write(more, base=BOOK)


def test_a_mark_used_twice_says_nothing_of_what_is_in_the_file():
    text = "codebook: S\ncodes:\n  - id: a\n    examples: &x [one]\n    rules: &x [any: [two]]\n"
    book = read(text)
    renamed = replace(book, codes=(replace(book.codes[0], name="New"),))
    assert read(write(renamed, base=text)).codes[0].rules[0].any == ("two",)
