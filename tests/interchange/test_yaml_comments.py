"""Comments above the members of lists."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sendcode.core import codebook_edit as edit
from sendcode.core.codebook import Codebook, with_guids
from sendcode.interchange.codebook_yaml import read, write
from sendcode.interchange.yaml_comments import take_out

BOOK = """\
# top
codebook: Ours
codes:
  # on delays
  - id: delays

    # on waiting,
    # in two lines
    codes:
      # the long one
      - id: waiting   # here
        rules:
          # first rule
          - any: [wait]
          # second rule
          - any: [queue]

      # on forms
      - id: forms
        rules:
          - any:
              - form  # a word
  # on voice
  - id: voice
    definition: |
      A text
      # that is no comment
  # on lost
  - id: lost
# the end

# really
"""


def edited(change, book: str = BOOK) -> str:
    """The book as a project writes it after an edit."""
    before = with_guids(read(book), known={})
    after: Codebook = change(before)
    was = {code.guid: code.path for code in before}
    codes = (
        replace(code, was=was[code.guid] if was.get(code.guid, code.path) != code.path else "")
        for code in after
    )
    return write(replace(after, codes=tuple(codes)), base=book)


def test_a_code_that_moves_takes_its_comment_along():
    text = edited(lambda book: edit.move(book, "voice", "delays"))
    assert "      # on voice\n      - id: voice\n" in text
    assert "  # on lost\n  - id: lost\n# the end\n\n# really\n" in text
    assert "A text\n          # that is no comment\n" in text


def test_what_is_added_to_a_code_stands_before_the_comment_of_the_next():
    text = edited(lambda book: edit.split(book, "delays/forms", ["paper", "screens"]))
    assert "id: screens\n            origin: inductive\n  # on voice\n  - id: voice\n" in text
    text = edited(lambda book: edit.add(book, "new"))
    assert "  # on lost\n  - id: lost\n  - id: new\n    origin: inductive\n# the end\n" in text
    text = edited(lambda book: edit.retire(book, "lost"))
    assert text.endswith("  - id: lost\n    retired: true\n# the end\n\n# really\n")


def test_rules_that_are_joined_leave_the_comments_where_they_belong():
    text = edited(lambda book: edit.merge(book, ["delays/forms"], "delays/waiting"))
    assert "          - any: [queue]\n          - any: [form]\n\n      # on forms\n" in text


def test_a_line_of_a_text_in_quotation_marks_is_no_comment():
    book = 'codebook: S\ncodes:\n  - id: a\n    definition: "x\n  # y"\n  - id: b\n'
    text = edited(lambda found: edit.retire(found, "b"), book)
    assert read(text).code("a").definition == "x # y"


def test_a_rule_with_a_comment_above_it_takes_other_parts():
    def weighed(found: Codebook) -> Codebook:
        codes = (
            replace(
                c,
                rules=tuple(replace(r, all=("x",), none=("y",), weight=0.5) for r in c.rules),
            )
            for c in found
        )
        return replace(found, codes=tuple(codes))

    text = edited(weighed)
    assert "          # second rule\n          - any: [queue]\n            all: [x]\n" in text
    assert "            not: [y]\n            weight: 0.5\n" in text


def test_a_first_part_stands_below_the_comment():
    book = "codebook: S\ncodes:\n  - id: a\n    rules:\n      # why\n      - all: [b]\n"

    def more(found: Codebook) -> Codebook:
        (code,) = found.codes
        rules = tuple(replace(rule, any=("x",)) for rule in code.rules)
        return replace(found, codes=(replace(code, rules=rules),))

    assert "      # why\n      - any: [x]\n        all: [b]\n" in edited(more, book)


@pytest.mark.parametrize("start", ["codes: [{id: a}]", "codes:\n- id: a\n# b\n-   id: b"])
def test_other_ways_to_write_a_list_stay_as_they_are(start):
    book = f"codebook: S\n{start}\n"
    assert write(read(book), base=book) == book
    text, comments = take_out(book, YAML(typ="rt").compose(book))
    assert text.count("sendcode-comment") == book.count("-   id")
    assert comments.put_back(text).split() == book.split()


BRACES = """\
codebook: S
codes:
  # on a
  - {id: a, name: "A # no comment",   # one
     # two
     include: it,  # three
     rules: [{any: [form,  # four
                    letter]}]}  # five
  - {id: b}
  # on c
  - {id: c, definition: x}
  - id: d
    rules:
      # why
      - {any: [late, soon],  # six
         weight: 0.5}
"""


@pytest.mark.parametrize(
    "change",
    [
        lambda book: edit.rename(book, "a", "z", name="Z"),
        lambda book: edit.move(book, "c", "a"),
        lambda book: edit.move(book, "a", "d"),
        lambda book: edit.merge(book, ["d"], "a"),
        lambda book: edit.split(book, "a", ["x", "y"]),
        lambda book: edit.retire(book, "c"),
    ],
)
def test_comments_in_braces_and_above_them_stay_with_their_code(change):
    text = edited(change, BRACES)
    said = "on a|one|two|three|four|five|on c|why|six".split("|")
    assert [comment for comment in said if text.count(f"# {comment}\n") != 1] == []
    assert "sendcode-comment" not in text
    assert re.search(r"# on c\n *- \{?id: c", text)


def test_braces_that_no_edit_touches_stay_as_they_are():
    text = edited(lambda book: edit.retire(book, "c"), BRACES)
    assert BRACES[: BRACES.index("  # on c")] in text


LINES = st.sampled_from(["# one", "  # two", "      # three", "", "    # four # five"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(LINES, max_size=3), min_size=5, max_size=5), st.data())
def test_no_comment_is_lost_whatever_is_edited(blocks, data):
    lines = ["codes:", "  - id: a", "    codes:", "      - id: b", "      - id: c", "  - id: d"]
    parts = [["codebook: S", lines[0]], lines[1:3], lines[3:4], lines[4:5], lines[5:6]]
    book = "".join(f"{line}\n" for p, b in zip(parts, blocks, strict=True) for line in (*p, *b))
    changes = [
        lambda found: edit.move(found, "d", "a"),
        lambda found: edit.move(found, "a/b", "/"),
        lambda found: edit.rename(found, "a/c", "e", name="E"),
        lambda found: edit.split(found, "a/b", ["x", "y"]),
        lambda found: edit.add(found, "a/z", definition="New."),
        lambda found: edit.retire(found, "a"),
    ]
    text = edited(data.draw(st.sampled_from(changes)), book)
    comments = [line.strip() for line in book.splitlines() if line.strip().startswith("#")]
    assert sorted(comments) == sorted(
        line.strip() for line in text.splitlines() if line.strip().startswith("#")
    )
    assert len(read(text).codes) >= 4
