"""Writing codebooks as YAML; what was read comes back, and comments stay."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role
from sendcode.data import codebooks
from sendcode.interchange.codebook_yaml import read, write

BASE = """\
# Our study
codebook: Study
vocabulary:     # names for sets
  ta: [TA, TAs]
codes:
  # first family
  - id: delays
    name: Delays   # shown in tables
    colour: "#d95f02"
    codes:
      - id: waiting
        definition: Time, and what it does.
        rules:
          - any: ["wait* for", 'backlog']   # the obvious
          - near: {of: ["@ta"], to: [month]}
            weight: 0.6
      # last one
      - id: forms
        rules:
          - any: form
  - id: voice
    rules:
      - any: voice
"""


def edit(path: str, **parts) -> Codebook:
    book = read(BASE)
    codes = tuple(replace(c, **parts) if c.path == path else c for c in book.codes)
    return replace(book, codes=codes)


def lines_changed(text: str) -> tuple[list[str], list[str]]:
    before, after = BASE.splitlines(), text.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_what_did_not_change_comes_back_byte_for_byte():
    assert write(read(BASE), base=BASE) == BASE


def test_the_shipped_codebook_keeps_its_comments():
    text = codebooks()["send"].read_text(encoding="utf-8")
    book = read(text)
    written = write(book, base=text)
    assert read(written) == book
    comments = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [c for c in comments if c not in written] == []


def test_one_changed_text_changes_one_line():
    gone, new = lines_changed(write(edit("delays/waiting", definition="Time."), base=BASE))
    assert gone == ["        definition: Time, and what it does."]
    assert new == ["        definition: Time."]


def test_a_text_that_is_taken_away_or_added_finds_its_place():
    assert "definition" not in write(edit("delays/waiting", definition=""), base=BASE)
    text = write(edit("delays", definition="Hold-ups: all", include="x"), base=BASE)
    assert text.index("name: Delays") < text.index("Hold-ups") < text.index("include: x")
    assert text.index("include: x") < text.index("colour")


def test_rules_come_and_go_and_the_comments_of_the_others_stay():
    first, second = read(BASE).code("delays/waiting").rules
    text = write(edit("delays/waiting", rules=(first, Rule(2, all=("a", "b")))), base=BASE)
    assert "# the obvious" in text
    assert read(text).code("delays/waiting").rules[1] == Rule(2, all=("a", "b"))
    text = write(edit("delays/waiting", rules=(replace(second, number=1),)), base=BASE)
    assert read(text).code("delays/waiting").rules == (replace(second, number=1),)
    assert "rules" not in write(edit("voice", rules=()), base=BASE).partition("id: voice")[2]
    text = write(edit("delays", rules=(Rule(1, regex="x y"),)), base=BASE)
    assert read(text).code("delays").rules == (Rule(1, regex="x y"),)


def test_codes_are_added_removed_moved_and_renamed_with_their_comments():
    book = read(BASE)
    delays, waiting, forms, voice = book.codes
    added = Code("delays/new", "New", definition="d")
    text = write(replace(book, codes=(delays, waiting, added, forms, voice)), base=BASE)
    assert read(text).codes == (delays, waiting, added, forms, voice)
    text = write(replace(book, codes=(delays, forms)), base=BASE)
    assert read(text).codes == (delays, forms)
    assert "# Our study" in text
    moved = replace(waiting, path="voice/queues", was="delays/waiting")
    text = write(replace(book, codes=(delays, forms, voice, moved)), base=BASE)
    assert read(text).codes == (delays, forms, voice, moved)
    assert "# the obvious" in text
    no_children = replace(book, codes=(delays, voice))
    assert read(write(no_children, base=BASE)).codes == (delays, voice)
    assert read(write(replace(book, codes=()), base=BASE)).codes == ()


def test_a_stored_version_says_its_number_and_forgets_where_codes_were():
    book = replace(edit("voice", was="say"), version=7, based_on=2)
    again = read(write(book, base=BASE))
    assert again.based_on == 7
    assert again.code("voice").was == ""
    assert read(write(edit("voice", was="say"), base=BASE)).code("voice").was == "say"


def test_the_vocabulary_follows():
    book = read(BASE)
    new = replace(book, vocabulary={"plan": ("EHCP",), "ta": ("TA", "TAs")})
    text = write(new, base=BASE)
    assert list(read(text).vocabulary.items()) == list(new.vocabulary.items())
    bare = replace(edit("delays/waiting", rules=()), vocabulary={})
    assert "vocabulary" not in write(bare, base=BASE)
    assert read(write(new, base=write(bare, base=BASE))).vocabulary == new.vocabulary


def test_long_texts_are_folded_and_short_lists_stay_on_one_line():
    text = write(edit("voice", definition="word " * 40 + "end"))
    assert "definition: >-" in text
    assert max(map(len, text.splitlines())) < 120
    assert "any: [wait* for, backlog]" in text


texts = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30
).map(lambda text: " ".join(text.split()))
terms = st.lists(st.from_regex(r"[a-z]{2,6}(\*| [A-Z]{2})?", fullmatch=True), min_size=1).map(tuple)
rules = st.builds(
    Rule,
    number=st.just(1),
    any=terms,
    all=st.one_of(st.just(()), terms),
    near=st.none() | st.builds(Near, terms, terms, st.integers(0, 50), st.booleans()),
    regex=st.none() | st.just(r"\bw\w+: '#'"),
    none=st.one_of(st.just(()), terms),
    roles=st.lists(st.sampled_from(list(Role)), unique=True).map(tuple),
    speakers=st.lists(texts.filter(bool)).map(tuple),
    weight=st.sampled_from([0.0, 0.35, 1.0]),
)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    codes = []
    for slug in draw(st.lists(st.from_regex(r"[a-z]{1,4}(-[0-9]{1,2})?", fullmatch=True),
                              unique=True, max_size=5)):  # fmt: skip
        parts = codes[-1].path.split("/") if codes else []
        parent = draw(st.sampled_from(["/".join(parts[:n]) for n in range(len(parts) + 1)]))
        found = draw(st.lists(rules, max_size=3))
        codes.append(
            Code(
                path=f"{parent}/{slug}" if parent else slug,
                name=draw(texts.filter(bool)),
                definition=draw(texts),
                include=draw(texts),
                examples=draw(st.lists(texts.filter(bool)).map(tuple)),
                colour=draw(st.sampled_from(["", "#0072b2"])),
                origin=draw(st.sampled_from(["deductive", "inductive"])),
                was=draw(st.sampled_from(["", "old/path"])),
                retired=draw(st.booleans()),
                rules=tuple(replace(rule, number=n) for n, rule in enumerate(found, 1)),
            )
        )
    vocabulary = draw(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), terms))
    return Codebook(draw(texts.filter(bool)), tuple(codes), vocabulary, 0, draw(st.integers(0, 9)))


@settings(max_examples=10, deadline=None)
@given(books())
def test_write_then_read_is_the_identity(book):
    assert read(write(book)) == book


@settings(max_examples=6, deadline=None)
@given(books(), books())
def test_so_it_is_on_any_base(book, other):
    text = write(book, base=write(other))
    assert read(text) == book
    assert write(book, base=text) == text


@pytest.mark.parametrize("text", ["yes", "1", "null", "~", "a: b", "# x", "- x", "@x", "*x", "'"])
def test_texts_that_mean_something_to_yaml_stay_texts(text):
    book = Codebook("S", (Code("a", text, definition=text, examples=(text,)),))
    assert read(write(book)) == book


@pytest.mark.parametrize(
    ("base", "written"),
    [
        ("codebook: S  # x\n# y\ncodes: []\n", "codebook: S  # x\nversion: 3\n# y\ncodes: []\n"),
        ("codebook: S\nversion: 2 # x\ncodes:\n", "codebook: S\nversion: 3 # x\ncodes:\n"),
        ('version: "12"\ncodebook: S\ncodes:\n', "version: 3\ncodebook: S\ncodes:\n"),
        ("codebook: S\nversion: 3\ncodes:\n", "codebook: S\nversion: 3\ncodes:\n"),
    ],
)
def test_another_version_changes_its_line_only(base, written):
    assert write(replace(read(base), version=3), base=base) == written


@pytest.mark.parametrize("base", ['{"codebook": "S", "codes": []}', "codes:\ncodebook: >\n  S\n"])
def test_a_version_finds_its_place_in_other_layouts_too(base):
    text = write(replace(read(base), version=3), base=base)
    assert read(text).based_on == 3
    assert read(text).name == "S"


@pytest.mark.parametrize("mark", ["\x1b[31m", "\x07", "\u2028", "\x9b"])
def test_a_long_text_with_what_is_not_printable_can_be_read_again(mark):
    said = f"They said {mark} that we would have to wait, " + "and wait, " * 20 + "and wait."
    book = Codebook("b", (Code("x", "X", definition=said, examples=(said,)),))
    (code,) = read(write(book))
    assert (code.definition, code.examples) == (said, (said,))


def test_what_a_code_was_can_tell_without_being_written():
    base = "codebook: S\ncodes:\n  - id: a  # here\n"
    renamed = replace(read(base), codes=(Code("b", "A", was="a"),))
    text = write(renamed, base=base, was=False)
    assert text == "codebook: S\ncodes:\n  - id: b  # here\n    name: A\n"
