"""How often rules were right."""

from __future__ import annotations

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.model import Evidence
from sendcode.core.rule_stats import Judged, tallies, to_mend

BOOK = Codebook(
    "S",
    (
        Code("delays", "Delays", guid="d"),
        Code(
            "delays/waiting",
            "Waiting",
            guid="w",
            rules=(Rule(1, any=("x",), weight=0.9), Rule(2, any=("y",), weight=0.1)),
        ),
        Code("voice", "Voice", guid="v"),
        Code("old", "Old", guid="o", rules=(Rule(1, any=("z",)),), retired=True),
    ),
)


def judged(code: str, *rules: int, yes: bool | None = None, times: int = 1) -> list[Judged]:
    reasons = tuple(Evidence("rule", f"was/elsewhere#{n}", 0.5) for n in rules)
    reasons = reasons or (Evidence("similarity", "definition", 0.5),)
    return [Judged(code, reasons, yes)] * times


def test_each_code_stands_before_its_rules() -> None:
    found = tallies(BOOK, [*judged("w", 1, 2, yes=True), *judged("w", 1), *judged("o", 1)])
    assert [(t.name, t.suggested, t.accepted, t.rejected) for t in found] == [
        ("delays/waiting", 2, 1, 0),
        ("delays/waiting#1", 2, 1, 0),
        ("delays/waiting#2", 1, 1, 0),
        ("voice", 0, 0, 0),
    ]
    assert found[0].precision == 1.0
    assert found[3].precision is None
    assert found[3].interval == (0.0, 1.0)


def test_what_no_rule_suggested_has_a_line_of_its_own() -> None:
    found = tallies(BOOK, judged("v", yes=False))
    assert [t.name for t in found][-1] == "voice (no rule)"


def test_rules_that_break_their_promise_come_with_the_most_rejections_first() -> None:
    decided = [
        *judged("w", 1, yes=False, times=8),
        *judged("w", 1, yes=True, times=2),
        *judged("w", 2, yes=False, times=9),
    ]
    assert [t.name for t in to_mend(tallies(BOOK, decided))] == ["delays/waiting#1"]
    few = judged("w", 1, yes=False, times=4)
    assert to_mend(tallies(BOOK, few)) == ()


def test_a_rule_that_is_gone_counts_for_its_code_only() -> None:
    found = tallies(BOOK, judged("w", 7, yes=True))
    assert [(t.name, t.accepted) for t in found if t.suggested] == [("delays/waiting", 1)]
