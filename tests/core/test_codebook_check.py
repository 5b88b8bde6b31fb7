"""Warnings about a codebook."""

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.codebook_check import check
from sendcode.core.model import Role


def messages(*codes: Code) -> list[str]:
    return [problem.message for problem in check(Codebook("Study", codes))]


def leaf(path: str, *rules: Rule, name: str = "", **parts) -> Code:
    return Code(path, name or path, definition="d", rules=rules, **parts)


def test_a_leaf_without_rules_or_definition_is_named():
    assert messages(Code("a", "A"), Code("a/b", "B")) == [
        "a/b has no rules, so nothing is suggested for it by rule",
        "a/b has no definition",
    ]


def test_retired_codes_are_left_alone():
    assert messages(Code("a", "A", retired=True)) == []


def test_a_term_twice_under_one_code_is_named():
    found = messages(leaf("a", Rule(1, any=("Wait", "TA")), Rule(2, any=("wait", "ta", "x", "x"))))
    assert found == [
        "rule 2 of a: the term 'wait' is there twice (also in rule 1)",
        "rule 2 of a: the term 'x' is there twice",
    ]


def test_the_same_rule_under_two_codes_and_twice_under_one():
    rule = Rule(1, near=Near(of=("a",), to=("b",)))
    again = Rule(2, near=Near(of=("a",), to=("b",)))
    assert messages(leaf("a", rule, again), leaf("b", rule)) == [
        "rule 2 of a is the same as rule 1 of a",
        "rule 1 of b is the same as rule 1 of a",
    ]


def test_rules_that_match_everything_or_count_for_nothing():
    assert messages(leaf("a", Rule(1, any=("w*",), none=("w*",), weight=0.0))) == [
        "rule 1 of a: the term 'w*' matches very many words",
        "rule 1 of a: the term 'w*' stands under 'any' and under 'not'",
        "rule 1 of a: it can never match: 'not' takes away all of 'any'",
        "rule 1 of a has weight 0, so it says nothing",
    ]


def test_a_very_common_word_alone_is_named_but_not_beside_another_part():
    assert messages(leaf("a", Rule(1, any=("well", "no wonder", "IT", "I")))) == [
        "rule 1 of a: very common words stand alone: 'well', 'I' (a term with a comma in it needs "
        "quotation marks)",
    ]
    near = Near(of=("sit",), to=("beside",))
    assert messages(leaf("a", Rule(1, any=("him",), near=near))) == []


def test_curly_quotation_marks_say_nothing():
    (message,) = messages(leaf("a", Rule(1, any=("\u201cleft\u201d", '"left"', "parents\u2019"))))
    assert message.startswith("rule 1 of a: the quotation marks of the term \u201cleft\u201d say")


def test_two_codes_of_one_name_are_named_with_line_and_source():
    codes = (leaf("a", Rule(1, regex="x"), name="Same"), leaf("b", Rule(1, regex="y"), name="same"))
    problems = check(Codebook("Study", codes), source="book.yaml")
    assert [(p.source, p.message) for p in problems] == [
        ("book.yaml", "b and a have the same name")
    ]


def test_rules_that_can_never_match_are_named():
    def never(**parts) -> bool:
        book = Codebook("S", (Code("a", "A", definition="d", rules=(Rule(1, **parts),)),))
        return any("can never match" in problem.message for problem in check(book))

    assert never(any=("x", "Y y"), none=("X", "y Y"))
    assert never(any=("z",), all=("x", "y"), none=("y",))
    assert never(near=Near(("x",), ("y",)), none=("y",))
    assert never(any=("x",), roles=(Role.INTERVIEWER,))
    assert never(any=("er", "Um, er"))
    assert not never(any=("x", "er"))
    assert not never(any=("x", "y"), none=("x",))
    assert not never(any=("ta",), none=("TA",))
    assert not never(any=("x",), roles=(Role.INTERVIEWER, Role.PARENT))


def test_a_codebook_without_codes_says_so():
    assert messages() == ["there is no code in it"]


def test_a_word_that_counts_as_silence_is_named():
    assert messages(leaf("a", Rule(1, any=("oh dear", "dear")))) == [
        "rule 1 of a: the term 'oh dear': 'oh' counts as silence and is left out"
    ]


def test_a_set_that_no_rule_uses_is_named():
    rules = (Rule(1, near=Near(of=("@one",), to=("y",)), none=("@four", "@one x")),)
    sets = {"one": ("a", "@two"), "two": ("b", "@gone"), "three": ("c",), "four": ("d",)}
    found = check(Codebook("S", (leaf("a", *rules),), sets))
    assert [problem.message for problem in found] == ["vocabulary @three: no rule uses it"]


def test_what_many_codes_lack_is_said_once():
    found = messages(*(Code(f"c{n}", f"C {n}", definition="d") for n in range(30)))
    assert found == ["30 codes have no rules: c0, c1, c2, c3, c4 \u2026"]


def test_an_id_that_no_table_can_show_is_named():
    found = messages(leaf("a" * 81, Rule(1, any=("waiting",))))
    assert found == ["an id of 81 characters is too long for a table"]
