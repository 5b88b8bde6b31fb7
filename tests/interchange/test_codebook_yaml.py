"""Reading and checking codebooks in YAML."""

import pytest

from sendcode.core.codebook import Near, Rule
from sendcode.core.model import Role
from sendcode.data import codebooks
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_yaml import check, read

HEAD = "codebook: Study\ncodes:\n"
BOOK = """\
codebook: Study
version: 4
vocabulary:
  ta: [TA, teaching assistant]
  adult: ["@ta", teacher]
codes:
  - id: delays
    name: Delays
    colour: "#d95f02"
    codes:
      - id: waiting
        definition: >-
          Time until
          something happens.
        include: lists
        exclude: forms
        examples: ["We waited.", 'No: "yes"']
        origin: inductive
        was: old/waiting
        retired: true
        rules:
          - any: ["wait* for", backlog]
          - near: {of: ["@adult"], to: [month], within: 3, ordered: true}
            all: one
            not: [waiting room]
            role: [SENCo, parent]
            speaker: Jo
            regex: 'w\\w+'
            weight: 0.6
"""


def test_every_key_of_the_format_is_read():
    book = read(BOOK)
    assert (book.name, book.based_on, book.version) == ("Study", 4, 0)
    assert book.vocabulary == {"ta": ("TA", "teaching assistant"), "adult": ("@ta", "teacher")}
    delays, waiting = book.codes
    assert (delays.path, delays.name, delays.colour, delays.line) == (
        "delays", "Delays", "#d95f02", 7,
    )  # fmt: skip
    assert (waiting.path, waiting.name, waiting.guid) == ("delays/waiting", "Waiting", "")
    assert waiting.definition == "Time until something happens."
    assert (waiting.include, waiting.exclude) == ("lists", "forms")
    assert waiting.examples == ("We waited.", 'No: "yes"')
    assert (waiting.origin, waiting.was, waiting.retired) == ("inductive", "old/waiting", True)
    assert waiting.rules == (
        Rule(1, any=("wait* for", "backlog")),
        Rule(
            2,
            all=("one",),
            near=Near(of=("@adult",), to=("month",), within=3, ordered=True),
            regex=r"w\w+",
            none=("waiting room",),
            roles=(Role.SENCO, Role.PARENT),
            speakers=("Jo",),
            weight=0.6,
        ),
    )
    assert [rule.line for rule in waiting.rules] == [22, 23]


def test_a_file_is_read_and_named_in_its_errors(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text("\ufeff" + BOOK, encoding="utf-8")
    assert read(path) == read(BOOK)
    path.write_text("codebook: S\ncodez: []\n", encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        read(path)
    assert str(error.value) == "book.yaml, line 2: key 'codez' is not known here"
    assert error.value.hint == "Did you mean 'codes'?"


def test_a_codebook_may_be_empty():
    assert read("codebook: Study\ncodes:\n").codes == ()


WRONG = {
    "typo in a key": ("  - id: a\n    defnition: x\n", 4, "key 'defnition' is not known here"),
    "typo in a rule": ("  - id: a\n    rules:\n      - anny: x\n", 5, "key 'anny' is not known"),
    "two equal ids": ("  - id: a\n  - id: a\n", 4, "'a' is there already, in line 3"),
    "no id": ("  - name: A\n", 3, "key 'id' is missing"),
    "bad slug": ("  - id: My Code\n", 3, "key 'id' takes small letters"),
    "double key": ("  - id: a\n    name: A\n    name: B\n", 5, "key 'name' is there already, in"),
    "empty rule": ("  - id: a\n    rules:\n      - weight: 0.5\n", 5, "rule 1 looks for nothing"),
    "rule not a mapping": ("  - id: a\n    rules: [wait]\n", 4, "needs keys and values"),
    "bad regex": ("  - id: a\n    rules:\n      - regex: '(x'\n", 5, "no regular expression"),
    "regex for all": ("  - id: a\n    rules:\n      - regex: 'x*'\n", 5, "matches the empty text"),
    "no regex": ("  - id: a\n    rules:\n      - regex:\n", 5, "key 'regex' is empty"),
    "unknown set": ("  - id: a\n    rules:\n      - any: ['@ta']\n", 5, "no set '@ta'"),
    "open quote": ("  - id: a\n    rules:\n      - any: ['x', '\"y']\n", 5, "not closed"),
    "empty terms": ("  - id: a\n    rules:\n      - any: []\n", 5, "key 'any' is empty"),
    "empty term": ("  - id: a\n    rules:\n      - any: [x, '']\n", 5, "has an empty member"),
    "bad role": ("  - id: a\n    rules:\n      - any: x\n        role: sencoo\n", 6, "no role"),
    "odd role": ("  - id: a\n    rules:\n      - any: x\n        role: zz\n", 6, "no role"),
    "weight": ("  - id: a\n    rules:\n      - any: x\n        weight: 1.5\n", 6, "lie in 0..1"),
    "no number": ("  - id: a\n    rules:\n      - any: x\n        weight: lots\n", 6, "a number"),
    "near of": ("  - id: a\n    rules:\n      - near: {of: x}\n", 5, "key 'near' lacks 'to'"),
    "near to": ("  - id: a\n    rules:\n      - near: {to: x}\n", 5, "key 'near' lacks 'of'"),
    "within": (
        "  - id: a\n    rules:\n      - near: {of: x, to: y, within: 999}\n", 5, "'within' must"
    ),
    "no whole": (
        "  - id: a\n    rules:\n      - near: {of: x, to: y, within: -1}\n", 5, "a whole number"
    ),
    "colour": ("  - id: a\n    colour: red\n", 4, "key 'colour' is no colour"),
    "origin": ("  - id: a\n    origin: deduced\n", 4, "key 'origin' cannot be 'deduced'"),
    "retired": ("  - id: a\n    retired: perhaps\n", 4, "needs true or false"),
    "list as text": ("  - id: a\n    definition: [x]\n", 4, "key 'definition' needs a text"),
    "no name": ("  - id: a\n    name: ' '\n", 4, "key 'name' is empty"),
    "codes a text": ("  - id: a\n    codes: b\n", 4, "key 'codes' needs a list"),
    "key no word": ("  - [a]: b\n", 3, "a key must be a single word"),
    "was": ("  - id: a\n    was: A b\n", 4, "key 'was' takes small letters"),
    "syntax": ("  - id: a\n    any: @ta\n", 4, "begins with '@'"),
    "tab": ("  - id: a\n\t name: b\n", 4, "a tab stands"),
    "unknown alias": ("  - id: *a\n", 3, "begins with '*'"),
    "alias circle": ("  - &a {id: x, codes: [*a]}\n", 3, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "line", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_one_line_that_names_line_and_key(body, line, message):
    with pytest.raises(CodebookError) as error:
        read(HEAD + body, name="book.yaml")
    assert str(error.value).startswith(f"book.yaml, line {line}: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


TOPS = {
    "": "line 1: the file is empty",
    "- a\n": "line 1: this is not a codebook",
    "codebook: S\n": "key 'codes' is missing",
    "codes: []\n": "key 'codebook' is missing",
    "codebook: S\nversion: one\ncodes: []\n": "line 2: key 'version' needs a whole number",
    "codebook: S\nvocabulary: {a b: [x]}\ncodes: []\n": "the name of a set",
    "codebook: S\nvocabulary: {a: ['@a']}\ncodes: []\n": "contains itself",
    "codebook: S\nvocabulary: [a]\ncodes: []\n": "key 'vocabulary' needs keys",
    "codebook: S\n\x07: x\n": "not valid YAML",
}


@pytest.mark.parametrize(("text", "message"), TOPS.items())
def test_a_file_that_is_no_codebook_is_refused(text, message):
    with pytest.raises(CodebookError, match=message):
        read(text)


def test_hints_say_what_to_do():
    def hint(body: str) -> str:
        with pytest.raises(CodebookError) as error:
            read("codebook: S\nvocabulary: {ta: [TA], plan: [plan]}\ncodes:\n" + body)
        return error.value.hint

    assert hint("  - id: a\n    xyzzy: 1\n").startswith("Known here: id, name, ")
    assert hint("  - id: Waiting List\n") == "Write 'waiting-list'."
    assert hint("  - id: a\n    rules: [{any: '@plam'}]\n") == "Did you mean '@plan'?"
    assert hint("  - id: a\n    rules: [{any: x, role: sencoo}]\n") == "Did you mean 'senco'?"
    assert hint("  - id: a\n    rules: [{any: x, role: zz}]\n").startswith("Roles: interviewer")


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_bytes(b"codebook: S\ncodes:\n  - id: a\n    name: caf\xe9\n")
    with pytest.raises(CodebookError, match=r"book\.yaml, line 4: the file is not UTF-8"):
        read(path)


def test_aliases_that_blow_up_are_refused():
    lines = ["codebook: S", "vocabulary:", "  a: &a0 [x, x]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(CodebookError, match="aliases"):
        read("\n".join([*lines, "codes: []"]))


def test_a_few_aliases_are_fine():
    book = read("codebook: S\ncodes:\n  - {id: a, rules: [{any: &t [x, y]}, {all: *t}]}\n")
    assert book.codes[0].rules[1].all == ("x", "y")


@pytest.mark.parametrize("text", ["[" * 800, "a: " + "{a: " * 60 + "1" + "}" * 60])
def test_deep_nesting_is_refused(text):
    with pytest.raises(CodebookError):
        read(text)


def test_a_huge_file_is_refused(tmp_path):
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * (17 * 1024 * 1024))
    with pytest.raises(CodebookError, match="larger than"):
        read(path)
    with pytest.raises(CodebookError, match="larger than"):
        read("#" * (5 * 1024 * 1024))


def test_the_shipped_codebook_has_four_families_and_twelve_complete_leaves():
    book = read(codebooks()["send"])
    leaves = [code for code in book.codes if code.level == 2]
    assert [code.path for code in book.children("")] == [
        "co-production", "ta-deployment", "senco-time", "delays",
    ]  # fmt: skip
    assert [code.path.partition("/")[2] for code in leaves] == (
        "voice information engagement withdrawal in-class reliance capacity workload mediation "
        "waiting bureaucracy identification"
    ).split()
    for code in leaves:
        assert code.definition
        assert code.include
        assert code.exclude
        assert len(code.examples) >= 10
        assert 1 <= len(code.rules) <= 20
        assert book.colour(code.path)
    assert [one for one in check(book) if "no rule uses it" not in one.message] == []
