from __future__ import annotations

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def talk(run: Run, tmp_path) -> Run:
    """A project with one interview of four turns."""
    (tmp_path / "one.txt").write_text("INT: And?\nMUM: We wait.\nINT: Still?\nMUM: Still.\n")
    run("init", "study")
    run("ingest", "one.txt")
    return run


def test_some_turns_are_shown(talk: Run) -> None:
    shown = talk("show", "one", "--turns", "3-4").stdout
    assert "Still?" in shown
    assert "We wait." not in shown


@pytest.mark.parametrize("turns", ["two", "²", "1-²", "-", "1-"])
def test_what_is_no_range_of_turns_is_a_usage_error(talk: Run, turns: str) -> None:
    assert "a number or a range" in talk("show", "one", f"--turns={turns}", code=2).stderr
