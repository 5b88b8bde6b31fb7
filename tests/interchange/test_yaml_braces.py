"""Comments inside braces."""

from ruamel.yaml import YAML

from sendcode.interchange.yaml_braces import lift

BOOK = """\
vocabulary: {a: [b]}  # stays
codes:
  - {id: a, name: "x # no",  # one
     # two
     rules: [{any: [y#z,  # three
       w]}]}  # four
  - id: b
    rules:
      - near: {of: [p],  # five
          to: [q]}  # stays too
"""


def test_comments_go_out_of_braces_with_the_line_of_their_member():
    lines = BOOK.splitlines(keepends=True)
    found = lift(lines, YAML(typ="rt").compose(BOOK))
    assert found == {2: ["# one", "# two", "# three", "# four"], 8: ["# five"]}
    left = "".join(lines)
    assert [word for word in ("# no", "y#z", "# stays", "# stays too") if word not in left] == []
    assert YAML(typ="safe", pure=True).load(left) == YAML(typ="safe").load(BOOK)
