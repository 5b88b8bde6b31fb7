"""One rule as it is typed into a terminal."""

import pytest

from sendcode.core.codebook import Rule
from sendcode.errors import CodebookError
from sendcode.interchange.yaml_rules import read_rule_text


def test_a_rule_a_list_of_rules_and_a_bare_term_are_read():
    assert read_rule_text("any: [wait]", {}) == (Rule(1, any=("wait",)),)
    assert read_rule_text("[{any: [wait]}, {regex: 'a+'}]", {})[1].regex == "a+"
    assert read_rule_text("waiting list", {}) == (Rule(1, any=("waiting list",)),)
    assert read_rule_text("[queue, '\"Left\"']", {}) == (Rule(1, any=("queue", '"Left"')),)


@pytest.mark.parametrize("term", ['"Left"', "@late", "*wait*", "1:1", "it's", "a (b) c", " x "])
def test_a_term_alone_needs_no_quotation_marks(term):
    vocabulary = {"late": ("late",)}
    assert read_rule_text(term, vocabulary) == (Rule(1, any=(term.strip(),)),)


@pytest.mark.parametrize("text", ["", "[]", "{}", "''", "# nothing"])
def test_an_empty_rule_says_so(text):
    with pytest.raises(CodebookError, match="the rule is empty"):
        read_rule_text(text, {})


def test_a_backslash_in_double_quotation_marks_is_explained():
    with pytest.raises(CodebookError, match="escape") as error:
        read_rule_text(r'regex: "\d+ months"', {})
    assert r"'\d+ months'" in error.value.hint
    assert read_rule_text(r"regex: '\d+ months'", {})[0].regex == r"\d+ months"


@pytest.mark.parametrize(
    ("pattern", "message"), [("(", "no regular expression"), ("x*", "matches the empty text")]
)
def test_a_regex_that_cannot_be_used_is_refused(pattern, message):
    with pytest.raises(CodebookError, match=message):
        read_rule_text(f"regex: '{pattern}'", {})


def test_a_set_that_is_not_there_is_named_with_a_hint_that_can_be_read():
    with pytest.raises(CodebookError) as error:
        read_rule_text("@lates", {"late": ("late",)})
    assert error.value.hint == "Did you mean '@late'?"
    many = {f"set-number-{n}": ("x",) for n in range(40)}
    with pytest.raises(CodebookError) as error:
        read_rule_text("@elsewhere", many)
    assert error.value.hint == "The 'vocabulary' on top has the sets."
