"""What a file cannot hold is kept from the project."""

from __future__ import annotations

from dataclasses import replace

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_file import TERMS, ReadCodebook, complete, terms_of

NAMES = frozenset({"definition"})
CURRENT = Codebook(
    "Ours",
    (
        Code("delays", "Delays", guid="d", colour="#fff", rules=(Rule(1, any=("x",)),)),
        Code("delays/waiting", "Waiting", guid="w", origin="inductive"),
        Code("delays/old", "Old", guid="o", retired=True),
    ),
    {"ta": ("TA",)},
    version=3,
)


def told(*codes: Code, paths: bool = True, holds: frozenset[str] = NAMES) -> Codebook:
    return complete(ReadCodebook(Codebook("file", codes), holds, paths), CURRENT)[0]


def test_known_codes_keep_what_the_file_has_no_place_for() -> None:
    book = told(Code("delays", "Delays!", definition="D."), Code("delays/waiting", "Waiting"))
    assert book.codes[0] == replace(CURRENT.codes[0], name="Delays!", definition="D.")
    assert book.codes[1:] == CURRENT.codes[1:]
    assert (book.name, book.vocabulary) == ("Ours", {"ta": ("TA",)})


def test_without_ids_a_code_keeps_its_own_below_a_parent_that_moved() -> None:
    book = told(
        Code("hold-ups", "Hold ups", guid="d"),
        Code("hold-ups/waiting-for-it", "Waiting for it", guid="w"),
        paths=False,
    )
    assert [c.path for c in book.codes] == ["delays", "delays/waiting", "delays/old"]


def test_new_codes_are_new_and_paths_stay_apart() -> None:
    book = told(Code("x", "Waiting", guid="w"), Code("waiting", "Other", guid="n"), paths=False)
    assert [(c.path, c.guid) for c in book.codes][:2] == [("waiting", "w"), ("waiting-2", "n")]


def test_the_notes_say_what_was_kept() -> None:
    found = ReadCodebook(Codebook("file", (Code("delays", "Delays"),)), NAMES)
    _, notes = complete(found, CURRENT)
    assert [note.split(" kept")[0] for note in notes] == [
        *("colour of 1 code", "rules of 1 code", "1 retired code"),
    ]


def test_terms_are_those_of_simple_rules() -> None:
    rules = (Rule(1, any=("a", "b;c")), Rule(2, any=("d",), weight=0.5), Rule(3, all=("e",)))
    assert terms_of(Code("x", "X", rules=rules)) == ("a", "d")


def test_a_rule_without_terms_left_is_gone_and_new_terms_make_one() -> None:
    one = Code("delays", "Delays", rules=(Rule(1, any=("y",)),))
    book = told(one, holds=frozenset({TERMS}))
    assert book.codes[0].rules == (Rule(1, any=("y",)),)


def mended(*rules: Rule, terms: tuple[str, ...]) -> list[tuple[tuple[str, ...], float]]:
    """The rules of a code after a table with these terms came back."""
    current = Codebook("S", (Code("a", "A", guid="a", rules=rules),))
    file = Codebook("file", (Code("a", "A", rules=(Rule(1, any=terms),) if terms else ()),))
    book, _ = complete(ReadCodebook(file, frozenset({TERMS})), current)
    return [(rule.any, rule.weight) for rule in book.codes[0].rules]


def test_terms_that_went_leave_their_rule_and_an_empty_rule_goes() -> None:
    rules = (Rule(1, any=("a", "b")), Rule(2, any=("c",)))
    assert mended(*rules, terms=("b",)) == [(("b",), 1.0)]
    assert mended(*rules, terms=()) == []


def test_a_new_term_joins_a_full_rule_or_becomes_one() -> None:
    weak = Rule(1, any=("a",), weight=0.5)
    assert mended(weak, terms=("a", "new")) == [(("a",), 0.5), (("new",), 1.0)]
    assert mended(weak, Rule(2, any=("b",)), terms=("a", "b", "new")) == [
        (("a",), 0.5),
        (("b", "new"), 1.0),
    ]


def test_other_rules_are_not_touched_by_a_table() -> None:
    rule = Rule(1, any=("a",), none=("b",))
    assert mended(rule, terms=("new",)) == [(("a",), 1.0), (("new",), 1.0)]


def test_a_colour_of_the_file_wins_unless_it_is_the_same_in_other_letters() -> None:
    for written, kept in (("#FFFFFF", "#fff"), ("#000000", "#000000")):
        book = told(Code("delays", "Delays", colour=written), holds=frozenset({"colour"}))
        assert book.codes[0].colour == kept
