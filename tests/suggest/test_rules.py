"""Suggestions by rule."""

import pytest

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role, Span, TurnText, UnitRef
from sendcode.core.text import split_units
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_yaml import read
from sendcode.registry import load
from sendcode.suggest import BUILTIN, GROUP
from sendcode.suggest.rules import RuleSuggester

START = 100


def turn(text: str, *, role: Role = Role.PARENT, speaker: str | None = "Jo") -> TurnText:
    """A turn that begins at offset 100 of its transcript; units are numbered from 1."""
    units = tuple(
        UnitRef(n, span.start + START, span.end + START)
        for n, span in enumerate(split_units(text), 1)
    )
    return TurnText(1, 1, role, speaker, text, START, units)


def book(*rules: Rule, **parts) -> Codebook:
    return Codebook("Study", (Code("a", "A", rules=rules, **parts),))


def hits(spoken: TurnText, *rules: Rule) -> dict[int, list[str]]:
    """Unit to the words of its evidence."""
    return {
        s.unit: [
            spoken.text[span.start - START : span.end - START]
            for reason in s.evidence
            for span in reason.spans
        ]
        for s in RuleSuggester(book(*rules)).suggest([spoken])
    }


def test_the_suggester_is_registered():
    assert load(GROUP, "rules", BUILTIN) is RuleSuggester


def test_any_finds_each_unit_with_one_of_its_terms():
    spoken = turn("We waited. We ate. There was a backlog and a wait.")
    assert hits(spoken, Rule(1, any=("wait", "backlog"))) == {
        1: ["waited"],
        3: ["backlog", "wait"],
    }


def test_all_wants_every_term_in_the_same_unit():
    spoken = turn("The TA sat with him. The TA left. He sat.")
    assert hits(spoken, Rule(1, all=("TA", "sit"))) == {1: ["TA", "sat"]}


def test_near_reaches_across_sentences_and_names_every_unit_it_touches():
    spoken = turn("We rang CAMHS. It took eighteen months. Then we ate.")
    rule = Rule(1, near=Near(of=("CAMHS",), to=("month",), within=3))
    assert hits(spoken, rule) == {1: ["CAMHS", "months"], 2: ["CAMHS", "months"]}


@pytest.mark.parametrize(("within", "found"), [(3, True), (2, False)])
def test_within_counts_the_words_between_and_no_hesitation(within, found):
    spoken = turn("CAMHS, er, took [pause] eighteen long months.")
    rule = Rule(1, near=Near(of=("CAMHS",), to=("month",), within=within))
    assert bool(hits(spoken, rule)) is found


@pytest.mark.parametrize(("within", "found"), [(4, True), (3, False)])
def test_fillers_that_are_words_count_for_within(within, found):
    rule = Rule(1, near=Near(of=("CAMHS",), to=("month",), within=within))
    assert bool(hits(turn("CAMHS took, you know, eighteen months."), rule)) is found


def test_near_never_reaches_across_turns():
    rule = Rule(1, near=Near(of=("CAMHS",), to=("month",)))
    suggester = RuleSuggester(book(rule))
    assert list(suggester.suggest([turn("We rang CAMHS."), turn("Ten months.")])) == []


def test_an_ordered_near_wants_the_first_group_first():
    spoken = turn("Months went by at CAMHS.")
    assert hits(spoken, Rule(1, near=Near(of=("CAMHS",), to=("month",), ordered=True))) == {}
    assert hits(spoken, Rule(1, near=Near(of=("CAMHS",), to=("month",)))) != {}


def test_one_word_is_not_near_itself():
    spoken = turn("The waiting list.")
    assert hits(spoken, Rule(1, near=Near(of=("waiting list",), to=("list",)))) == {}


def test_not_takes_away_only_the_matches_that_it_overlaps():
    rule = Rule(1, any=("wait",), none=("waiting room",))
    assert hits(turn("In the waiting room we waited."), rule) == {1: ["waited"]}
    assert hits(turn("In the waiting room."), rule) == {}


def test_not_counts_for_near_all_and_regex_as_well():
    spoken = turn("The waiting room at CAMHS.")
    none = ("waiting room",)
    assert hits(spoken, Rule(1, near=Near(of=("wait",), to=("CAMHS",)), none=none)) == {}
    assert hits(spoken, Rule(1, all=("wait", "CAMHS"), none=none)) == {}
    assert hits(spoken, Rule(1, regex=r"wait\w+", none=none)) == {}


def test_a_regex_works_on_each_unit_with_plain_apostrophes_and_any_case():
    spoken = turn("They\u00ad didn’t. I\u00ad DIDN’T say.")
    assert hits(spoken, Rule(1, regex=r"didn't(?= say)|zz*?$")) == {2: ["DIDN’T"]}
    assert hits(spoken, Rule(1, regex=r"(?=say)")) == {}


def test_parts_of_a_rule_must_hold_in_the_same_unit():
    rule = Rule(1, any=("he",), regex="ran", near=Near(of=("fast",), to=("home",)))
    assert hits(turn("He ran home fast. She ran."), rule) == {1: ["He", "ran", "home", "fast"]}
    assert hits(turn("She ran home fast. He ran."), rule) == {}


def test_a_rule_speaks_only_where_its_roles_and_speakers_do():
    rule = Rule(1, any=("wait",), roles=(Role.SENCO,))
    assert hits(turn("We wait."), rule) == {}
    assert hits(turn("We wait.", role=Role.SENCO), rule) == {1: ["wait"]}
    rule = Rule(1, any=("wait",), speakers=("JO",))
    assert hits(turn("We wait."), rule) == {1: ["wait"]}
    assert hits(turn("We wait.", speaker="Sam"), rule) == {}
    assert hits(turn("We wait.", speaker=None), rule) == {}


def test_the_score_takes_different_rules_as_independent_witnesses():
    rules = (Rule(1, any=("wait",), weight=0.5), Rule(2, any=("list",), weight=0.2))
    (one,) = RuleSuggester(book(*rules, guid="g-1")).suggest([turn("Wait, wait, a list.")])
    assert (one.code, one.score) == ("g-1", 0.6)
    assert [(e.source, e.detail, e.weight) for e in one.evidence] == [
        ("rule", "a#1", 0.5),
        ("rule", "a#2", 0.2),
    ]
    assert one.evidence[0].spans == (Span(100, 104), Span(106, 110))


def test_evidence_inside_other_evidence_is_left_out():
    assert hits(turn("The waiting list."), Rule(1, any=("waiting list", "wait", "list"))) == {
        1: ["waiting list"],
    }


def test_codes_come_in_the_order_of_the_codebook_and_retired_ones_not_at_all():
    wait = Rule(1, any=("wait",))
    codes = (
        Code("b", "B", rules=(wait,)),
        Code("old", "Old", rules=(wait,), retired=True),
        Code("a", "A", rules=(wait,)),
    )
    suggester = RuleSuggester(Codebook("Study", codes))
    found = [(s.unit, s.code) for s in suggester.suggest([turn("Wait. Wait.")])]
    assert found == [(1, "b"), (1, "a"), (2, "b"), (2, "a")]


def test_sets_of_the_vocabulary_work_in_every_part():
    vocabulary = {"ta": ("TA", "teaching assistant")}
    rule = Rule(1, all=("@ta", "him"), none=("@ta agency",))
    suggester = RuleSuggester(Codebook("S", (Code("a", "A", rules=(rule,)),), vocabulary))
    spoken = turn("The teaching assistant helps him. A TA agency sent him.")
    assert [s.unit for s in suggester.suggest([spoken])] == [1]


def test_a_turn_without_units_and_a_codebook_without_rules_give_nothing():
    empty = TurnText(1, 1, Role.PARENT, None, "", START, ())
    assert list(RuleSuggester(book(Rule(1, any=("x",)))).suggest([empty])) == []
    assert list(RuleSuggester(book()).suggest([turn("We wait.")])) == []


@pytest.mark.parametrize("rule", [Rule(3, any=("@none",)), Rule(3, any=("",)), Rule(3, regex="(")])
def test_a_rule_that_cannot_be_read_is_refused_by_name(rule):
    with pytest.raises(CodebookError, match="rule a#3"):
        RuleSuggester(book(rule))


def test_the_same_twice_gives_the_same_and_the_settings_are_recorded():
    suggester = RuleSuggester(book(Rule(1, any=("wait",))))
    spoken = [turn("We waited."), turn("You wait.")]
    assert list(suggester.suggest(spoken)) == list(suggester.suggest(spoken))
    assert suggester.name == "rules"
    assert suggester.settings["pipeline"].startswith("en (blank)")


def test_a_bare_regex_is_tried_on_every_turn():
    assert hits(turn("Nothing here. 18 months"), Rule(1, regex=r"\d+ months")) == {2: ["18 months"]}


def test_many_turns_are_looked_at_in_parts_with_the_same_result(monkeypatch):
    rules = (Rule(1, any=("wait",)), Rule(2, near=Near(of=("wait",), to=("list",))))
    spoken = [turn("We wait on a list."), turn("No."), turn("A list. Wait.")] * 3
    whole = list(RuleSuggester(book(*rules)).suggest(spoken))
    monkeypatch.setattr("sendcode.suggest.rules.BATCH", 20)
    assert list(RuleSuggester(book(*rules)).suggest(spoken)) == whole
    assert len(whole) == 9


def test_a_regex_that_takes_too_long_is_refused_by_the_name_of_its_rule(monkeypatch):
    monkeypatch.setattr("sendcode.suggest.rule_parts.PATIENCE", 0.02)
    suggester = RuleSuggester(book(Rule(2, regex="(a|aa)+$")))
    with pytest.raises(CodebookError, match="rule a#2: the regex takes too long"):
        list(suggester.suggest([turn("a" * 60 + "!")]))


def test_the_example_of_the_format_finds_what_people_say():
    codebook = read(
        "codebook: S\nvocabulary: {service: [CAMHS]}\ncodes:\n  - id: waiting\n    rules:\n"
        "      - any: [waiting list, wait* for, backlog]\n"
        "      - near: {of: ['@service'], to: [month, year, week], within: 8}\n"
        "        not: [waiting room]\n        weight: 0.6\n"
    )
    spoken = turn("We waited for CAMHS. Eighteen, er, months. In the waiting room.")
    found = [(s.unit, s.score) for s in RuleSuggester(codebook).suggest([spoken])]
    assert found == [(1, 1.0), (2, 0.6)]
