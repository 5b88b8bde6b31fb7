"""Mistakes in the writing of YAML, said so that a newcomer can mend them."""

import pytest

from sendcode.errors import CodebookError
from sendcode.interchange.codebook_yaml import read

HEAD = "codebook: S\ncodes:\n  - id: a\n    name: A\n"
RULE = HEAD + "    rules:\n      - any: "

WRONG = {
    "tab inside": (HEAD + "    name:\tx\n", 5, "a tab stands in the line", "a blank"),
    "tab": (HEAD + "\trules: x\n", 5, "a tab stands", "blanks, not tabs"),
    "indent": (HEAD + "   definition: x\n", 5, "begins after 3 blanks", "Give it as many"),
    "colon": (HEAD + "    definition: He says: no\n", 5, "colon with a blank", 'definition: "…"'),
    "no blank": ("codebook: S\ncodes:\n  - id:a\n    name: A\n", 3, "blank is missing", "id: …"),
    "list": (RULE + "[x, y\n        weight: 1\n", 6, "lacks its ']'", "any: [waiting list"),
    "map": (HEAD + "    rules:\n      - near: {of: x, to: y\n", 6, "lacks its '}'", "any: ["),
    "apostrophe": (RULE + "['parents' evening', x]\n", 6, "apostrophe", "parents' evening"),
    "set": (RULE + "[queue, @ta]\n", 6, "begins with '@'", 'Write "@ta".'),
    "wildcard": (RULE + "[*wait]\n", 6, "begins with '*'", 'Write "*wait".'),
    "sign": (HEAD + "    definition: %x\n", 5, "begins with '%'", "whole text"),
    "quotation": (HEAD + '    include: "x\n    exclude: y\n', 5, "never closed", "same line"),
    "escape": (RULE + '["\\d"]\n', 6, "escape", "written \\\\"),
    "other": ("codebook: S\n--- x\n", 2, "not valid YAML", "Check indentation"),
}


@pytest.mark.parametrize(("text", "line", "message", "hint"), WRONG.values(), ids=WRONG.keys())
def test_a_slip_is_named_with_its_line_and_what_to_write(text, line, message, hint):
    with pytest.raises(CodebookError) as error:
        read(text, name="book.yaml")
    assert str(error.value).startswith(f"book.yaml, line {line}: ")
    assert message in str(error.value)
    assert hint in error.value.hint


def test_no_words_of_an_example_stand_in_the_message():
    for line in ("- %Mum cried", '- "Mum cried', "- Mum: she cried: then", "- id:Mum cried"):
        with pytest.raises(CodebookError) as error:
            read(HEAD + f"    examples:\n      {line}\n    colour: x: y\n", name="b.yaml")
        assert "cried" not in str(error.value) + error.value.hint
