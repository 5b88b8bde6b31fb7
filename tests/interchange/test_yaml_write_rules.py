"""Rules on their way into a YAML tree."""

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.interchange.codebook_yaml import read, write
from sendcode.interchange.yaml_write_rules import align, sync_rules, terms_list

WAIT = Rule(1, any=("wait", "queue"))


def entry() -> CommentedMap:
    return CommentedMap(rules=CommentedSeq([CommentedMap(any=CommentedSeq(["wait", "queue"]))]))


def test_a_changed_rule_keeps_its_entry_and_what_did_not_change():
    code = entry()
    rule, terms = code["rules"][0], code["rules"][0]["any"]
    sync_rules(
        code, (Rule(1, any=("wait", "queue"), none=("waiter",), weight=0.5),), (WAIT,), place=0
    )
    assert code["rules"][0] is rule
    assert rule["any"] is terms
    assert list(rule.items()) == [
        ("any", ["wait", "queue"]), ("not", ["waiter"]), ("weight", 0.5),
    ]  # fmt: skip


def test_a_rule_that_looks_for_something_else_is_a_new_one():
    code = entry()
    sync_rules(code, (Rule(1, near=Near(("a",), ("b",), within=3)),), (WAIT,), place=0)
    assert code["rules"] == [{"near": {"of": ["a"], "to": ["b"], "within": 3}}]


def test_parts_of_near_change_alone_and_go_when_they_are_gone():
    near = {"of": CommentedSeq(["a"]), "to": CommentedSeq(["b"]), "within": 3, "ordered": True}
    code = CommentedMap(rules=CommentedSeq([CommentedMap(near=CommentedMap(near))]))
    old = Rule(1, near=Near(("a",), ("b",), within=3, ordered=True))
    sync_rules(code, (Rule(1, near=Near(("a",), ("b", "c"))),), (old,), place=0)
    assert code["rules"] == [{"near": {"of": ["a"], "to": ["b", "c"]}}]


def test_no_rules_take_the_key_away_and_the_first_bring_it():
    code = CommentedMap(id="x")
    sync_rules(code, (WAIT,), (), place=1)
    assert list(code) == ["id", "rules"]
    sync_rules(code, (), (WAIT,), place=1)
    assert list(code) == ["id"]


def test_a_list_is_brought_in_line_in_place():
    terms = terms_list(["a", "b", "c", "d"])
    align(terms, list(terms), ["b", "x", "d", "e"], ["b", "x", "d", "e"])
    assert terms == ["b", "x", "d", "e"]
    assert terms.fa.flow_style()


def test_a_term_in_quotation_marks_is_written_readably():
    book = Codebook("S", (Code("a", "A", rules=(Rule(1, any=('"Left"', 'it\'s "so"', "x: y")),)),))
    text = write(book)
    assert """- any: ['"Left"', "it's \\"so\\"", "x: y"]""" in text
    assert read(text).code("a").rules[0].any == book.code("a").rules[0].any
