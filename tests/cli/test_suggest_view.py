"""How compared phrases look in the terminal."""

from __future__ import annotations

import pytest

from sendcode.cli.suggest_view import show_terms
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
