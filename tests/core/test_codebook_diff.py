"""What changed between two codebook versions, in words."""

from dataclasses import replace

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.codebook_diff import MANY, counterparts, diff
from sendcode.core.model import Role

WAITING = Code(
    path="delays/waiting",
    name="Waiting",
    guid="g-2",
    definition="Time.",
    rules=(Rule(1, any=("wait",)), Rule(2, any=("queue", "backlog"), weight=0.5)),
)
OLD = Codebook(
    "Study",
    (Code(path="delays", name="Delays", guid="g-1"), WAITING),
    vocabulary={"ta": ("TA",), "gone": ("x",)},
)


def changed(**parts) -> Codebook:
    return replace(OLD, codes=(OLD.codes[0], replace(WAITING, **parts)))


def test_nothing_changed_is_nothing_said():
    assert diff(OLD, OLD) == ()


def test_texts_are_added_changed_and_removed():
    assert diff(OLD, changed(definition="Long time.", include="lists")) == (
        "definition of delays/waiting changed",
        "include of delays/waiting added",
    )
    assert diff(changed(include="lists"), OLD) == ("include of delays/waiting removed",)


def test_rules_are_named_by_number_with_what_came_and_went():
    rules = (Rule(1, any=("wait",)), Rule(2, any=("queue", "list"), weight=0.5))
    assert diff(OLD, changed(rules=rules)) == (
        'rule 2 of delays/waiting changed: + "list", - "backlog"',
    )
    assert diff(OLD, changed(rules=(*WAITING.rules, Rule(3, regex="x")))) == (
        "rule 3 of delays/waiting added",
    )
    assert diff(OLD, changed(rules=WAITING.rules[1:])) == (
        "rule 1 of delays/waiting (as it was numbered) removed",
    )


def test_several_rules_that_come_or_go_together_are_one_line():
    more = tuple(Rule(n, regex="x" * n) for n in (3, 4, 5))
    assert diff(OLD, changed(rules=(*WAITING.rules, *more))) == (
        "rules 3 to 5 of delays/waiting added",
    )
    assert diff(OLD, changed(rules=())) == (
        "rules 1 to 2 of delays/waiting (as it was numbered) removed",
    )


def test_what_changed_inside_near_is_said():
    near = Near(of=("CAMHS",), to=("month",), within=8)

    def said(new: Near) -> str:
        old = changed(rules=(Rule(1, near=near),))
        return diff(old, changed(rules=(Rule(1, near=new),)))[0]

    rule = "rule 1 of delays/waiting changed"
    assert said(replace(near, of=("CAMHS", "EP"))) == f'{rule}: of + "EP"'
    assert said(replace(near, to=("year",))) == f'{rule}: to + "year", - "month"'
    assert said(replace(near, within=5)) == f"{rule}: within 8 to 5 words"
    both = f"{rule}: within 8 to 5 words; in this order only"
    assert said(replace(near, within=5, ordered=True)) == both


def test_a_changed_weight_exception_or_shape_says_so():
    second = WAITING.rules[1]
    one = (WAITING.rules[0],)
    assert diff(OLD, changed(rules=(*one, replace(second, weight=0.7)))) == (
        "rule 2 of delays/waiting changed: weight 0.5 to 0.7",
    )
    assert diff(OLD, changed(rules=(*one, replace(second, none=("waiting room",))))) == (
        'rule 2 of delays/waiting changed: not + "waiting room"',
    )
    assert diff(OLD, changed(rules=(*one, replace(second, regex="x", weight=1.0)))) == (
        "rule 2 of delays/waiting changed: regex added; weight 0.5 to 1",
    )
    scoped = replace(second, roles=(Role.PARENT,), speakers=("SAM",), draft=True)
    assert diff(OLD, changed(rules=(*one, scoped))) == (
        "rule 2 of delays/waiting changed: said by parent; for other speakers; a draft",
    )
    assert diff(changed(rules=(*one, scoped)), OLD) == (
        "rule 2 of delays/waiting changed: said by anyone; for other speakers; no longer a draft",
    )
    assert diff(OLD, changed(rules=(*one, replace(second, any=("backlog", "queue"))))) == (
        "rule 2 of delays/waiting changed",
    )


def test_of_many_terms_the_first_are_told():
    many = tuple(f"term {n}" for n in range(40))
    (said,) = diff(OLD, changed(rules=(Rule(1, any=("wait", *many)), WAITING.rules[1])))
    assert said.count("+ ") == MANY
    assert said.endswith('+ "term 11" and 28 more')


def test_name_colour_retirement_and_examples_are_said():
    new = changed(name="Queues", retired=True, examples=("a", "b"))
    assert diff(OLD, new) == (
        "name of delays/waiting changed from 'Waiting' to 'Queues'",
        "examples of delays/waiting changed (0 before, 2 now)",
        "delays/waiting retired",
    )
    assert diff(new, OLD)[-1] == "delays/waiting taken into use again"


def test_a_guid_tells_a_rename_and_a_move_from_delete_and_add():
    renamed = replace(WAITING, path="delays/queues")
    assert diff(OLD, replace(OLD, codes=(OLD.codes[0], renamed))) == (
        "delays/queues renamed from delays/waiting",
    )
    moved = replace(WAITING, path="waiting")
    assert diff(OLD, replace(OLD, codes=(OLD.codes[0], moved))) == (
        "waiting moved from delays/waiting",
    )
    other = replace(renamed, guid="g-3")
    assert diff(OLD, replace(OLD, codes=(OLD.codes[0], other))) == (
        "delays/queues added",
        "delays/waiting removed",
    )


def test_another_guid_at_the_same_path_is_another_code():
    assert diff(OLD, changed(guid="g-9")) == ("delays/waiting added", "delays/waiting removed")


def test_a_file_without_guids_says_where_a_code_was():
    plain = Codebook("Study", (Code("a", "A"), Code("b", "B")), OLD.vocabulary)
    swapped = replace(plain, codes=(Code("a", "B", was="b"), Code("b", "A", was="a")))
    assert diff(plain, swapped) == (
        "a renamed from b",
        "b renamed from a",
        "the order of the codes changed",
    )
    stale = replace(plain, codes=(Code("a", "A"), Code("b", "B", was="a")))
    assert diff(plain, stale) == ()
    assert counterparts(plain, stale)["b"].path == "b"


def test_the_head_of_the_codebook_is_compared():
    new = replace(OLD, name="New", vocabulary={"ta": ("TA", "LSA"), "more": ("y",)})
    assert diff(OLD, new) == (
        "the codebook is now called 'New' (was 'Study')",
        'vocabulary @ta changed: + "LSA"',
        "vocabulary @more added",
        "vocabulary @gone removed",
    )


def test_a_changed_order_below_a_code_is_said():
    three = Codebook("S", (Code("a", "A"), Code("a/x", "X"), Code("a/y", "Y")))
    turned = replace(three, codes=(three.codes[0], three.codes[2], three.codes[1]))
    assert diff(three, turned) == ("the order of the codes below a changed",)


def test_a_family_that_moves_is_one_line_and_so_is_a_split():
    old = Codebook("S", (Code("a", "A", guid="a"), Code("a/b", "B", guid="b")))
    new = Codebook(
        "S",
        (
            Code("x", "A", guid="a"),
            Code("x/b", "B", guid="b"),
            Code("x/b/one", "One", guid="1", definition="d"),
            Code("x/b/two", "Two", guid="2"),
        ),
    )
    assert diff(old, new) == ("x renamed from a", "x/b split into x/b/one, x/b/two")


def test_where_an_example_comes_from_is_compared_too():
    one, other = (changed(examples=("a",), quotes=q) for q in ((), (("a", "first:0-1"),)))
    assert diff(one, other) == ("which examples of delays/waiting are from interviews changed",)


def test_a_retired_code_whose_rules_another_took_was_merged_into_it():
    forms = Code(path="delays/forms", name="Forms", guid="g-3", rules=(Rule(1, any=("form",)),))
    old = replace(OLD, codes=(*OLD.codes, forms))
    gone = replace(WAITING, retired=True)
    took = replace(forms, rules=(*forms.rules, *WAITING.rules))
    assert diff(old, replace(old, codes=(OLD.codes[0], gone, took))) == (
        "delays/waiting merged into delays/forms",
        "delays/waiting retired",
        "rules 2 to 3 of delays/forms added",
    )
    assert diff(old, replace(old, codes=(OLD.codes[0], gone, forms))) == ("delays/waiting retired",)
    bare = Code(path="delays/bare", name="Bare", guid="g-4")
    both = replace(old, codes=(*old.codes, bare))
    assert diff(both, replace(both, codes=(*old.codes, replace(bare, retired=True)))) == (
        "delays/bare retired",
    )
    one, other = (replace(took, guid=g, path=f"delays/{g}", name=g) for g in ("x", "y"))
    two = diff(old, replace(old, codes=(OLD.codes[0], gone, forms, one, other)))
    assert not any("merged" in line for line in two)
