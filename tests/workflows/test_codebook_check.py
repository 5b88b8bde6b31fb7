"""Rules against the talk of a project."""

from __future__ import annotations

from pathlib import Path

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.store import Store
from sendcode.workflows import codebook_check
from sendcode.workflows.codebook_check import check_codebook, check_on_project


def messages(store: Store, *rules: Rule, retired: bool = False) -> list[str]:
    book = Codebook("S", (Code("a", "A", guid="g", rules=rules, retired=retired),))
    return [problem.message for problem in check_on_project(store, book)]


def test_rules_that_find_nothing_or_half_of_it_are_named(small: Store) -> None:
    found = messages(small, Rule(1, any=("zebra",)), Rule(2, regex=r"\b(?:i|we|us|it|is)\b"))
    assert found == [
        "rule 1 of a finds nothing in this project",
        "rule 2 of a finds 100% of all sentences",
    ]
    assert messages(small, Rule(1, any=("soup",))) == []


def test_rules_that_find_the_same_are_named(small: Store, monkeypatch) -> None:
    monkeypatch.setattr(codebook_check, "SAME_FROM", 2)
    same = messages(small, Rule(1, any=("soup",)), Rule(2, all=("soup", "lunch")))
    assert same == ["rule 2 of a finds the same 2 sentences as rule 1"]


def test_retired_codes_and_empty_projects_say_nothing(store: Store, small: Store) -> None:
    assert messages(small, Rule(1, any=("zebra",)), retired=True) == []


def test_a_project_without_transcripts_says_nothing(store: Store) -> None:
    assert messages(store, Rule(1, any=("zebra",))) == []


def test_a_regex_that_may_never_end_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "codebook: S\ncodes:\n  - id: a\n    definition: A.\n    rules:\n      - any: [wait]\n"
        "      - regex: '(a|aa)+$'\n"
    )
    _, warnings = check_codebook(None, path)
    assert [(w.line, w.message) for w in warnings] == [
        (
            7,
            "rule 2 of a: the regex may take very long: write it without repetitions inside "
            "repetitions, such as (a+)+",
        )
    ]
