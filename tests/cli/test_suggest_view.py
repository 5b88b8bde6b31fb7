"""How themes and compared phrases look in the terminal."""

from __future__ import annotations

import pytest

from sendcode.cli.suggest_view import _short, show_terms, show_themes
from sendcode.workflows.themes import Theme
from sendcode.workflows.wordings import Term, Terms


@pytest.mark.parametrize(
    ("others", "headings"),
    [
        (4, "first: first: second: second: log phrase times people times people LL ratio DP"),
        (0, "log phrase times people parts LL ratio DP"),
    ],
)
def test_the_columns_say_which_query_they_are_of(
    others: int, headings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    term = Term("rings me", 9, 6, 2, 1, 11.0, 3.9, 5, 0.18, ())
    show_terms(Terms((term,), 6, others, "note"), as_json=False)
    assert " ".join(capsys.readouterr().out.partition("─")[0].split()) == headings


def test_a_long_name_of_a_theme_is_broken_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    phrases = ("speech and language therapist", "educational psychologist", "parenting course")
    label = ", ".join(phrases)
    show_themes([Theme(7, "proposed", label, (*phrases, "list"), 4, 2, 0, {}, "", 0, (), (), ())])
    named = capsys.readouterr().out.partition("also: list")[0].strip().splitlines()
    assert max(map(len, named)) <= 60
    assert " ".join(" ".join(named).split()) == f"7. {label}"


def test_a_long_quote_is_cut_between_words() -> None:
    assert _short("short") == "short"
    long = "waiting " * 30
    assert _short(long) == f"{('waiting ' * 20).rstrip()} …"
    assert _short("w" * 200) == f"{'w' * 160} …"
