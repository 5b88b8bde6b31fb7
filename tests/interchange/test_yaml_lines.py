"""A file keeps its own line breaks wherever nothing changed."""

from dataclasses import replace

from sendcode.core.codebook import Codebook
from sendcode.data import codebooks
from sendcode.interchange.codebook_yaml import read, write
from sendcode.interchange.yaml_lines import keep_lines

BASE = """\
codebook: Study

codes:
  - id: waiting
    definition: >-
      Time until
      something happens.
    rules:
      - any: [backlog, waiting list,
          "wait* for",   # the obvious
          queue]
        weight: 0.6
      - near: {of: [month,
            year], to: [CAMHS]}
  # the other
  - {id: forms, rules: [{any: form}]}
"""


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


def edit(book: Codebook, path: str, number: int, **parts) -> Codebook:
    def rules(code):
        return tuple(replace(r, **parts) if r.number == number else r for r in code.rules)

    codes = tuple(replace(c, rules=rules(c)) if c.path == path else c for c in book.codes)
    return replace(book, codes=codes)


def test_a_version_alone_is_one_line_more():
    gone, new = changed(BASE, write(replace(read(BASE), version=3), base=BASE))
    assert (gone, new) == ([], ["version: 3"])


def test_another_weight_is_one_other_line():
    gone, new = changed(BASE, write(edit(read(BASE), "waiting", 1, weight=0.2), base=BASE))
    assert (gone, new) == (["        weight: 0.6"], ["        weight: 0.2"])


def test_a_term_more_leaves_a_list_in_brackets_and_the_rest_of_the_rule():
    terms = (*read(BASE).code("waiting").rules[0].any, "no appointments")
    book = edit(read(BASE), "waiting", 1, any=terms)
    text = write(book, base=BASE)
    assert '      - any: [backlog, waiting list, "wait* for", queue, no appointments]' in text
    assert "        weight: 0.6\n      - near: {of: [month,\n            year], to" in text
    assert read(text) == book


def test_the_shipped_codebook_changes_where_it_was_changed_only():
    text = codebooks()["send"].read_text(encoding="utf-8")
    book = edit(read(text), "delays/waiting", 3, weight=0.11)
    gone, new = changed(text, write(book, base=text))
    assert new == ["            weight: 0.11"]
    assert gone == []


def test_lines_that_do_not_fit_together_are_not_put_together():
    base = "codebook: S\ncodes:\n- id: a\n  rules:\n  - any: x\n- id: b\n  rules:\n  - any: y\n"
    book = edit(read(base), "b", 1, any=("z",))
    assert read(write(book, base=base)) == book


def test_what_the_writer_changes_by_itself_is_taken_as_it_writes_it():
    assert keep_lines("a: 1 # x\n", "a: 1\n", "a: 2\n") == "a: 2\n"
    assert keep_lines("a:\r\n  1\r\n", "a: 1\n", "a: 1\nb: 2\n") == "a: 1\nb: 2\n"
    assert keep_lines("", "", "a: 1\n") == "a: 1\n"
    assert keep_lines("a:\n  1\nb: 2\n", "a: 1\nb: 2\n", "a: 1\nb: 3\n") == "a:\n  1\nb: 3\n"
