from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from rich.console import Console

from sendcode.cli import console


@dataclass
class Read:
    words: int


def watched(monkeypatch: pytest.MonkeyPatch, things: list[object], *, terminal: bool) -> str:
    stream = io.StringIO()
    shown = Console(file=stream, force_terminal=terminal, width=120, highlight=False)
    monkeypatch.setattr(console, "err", lambda: shown)
    assert list(console.track(iter(things), "Reading", total=len(things))) == things
    return stream.getvalue()


def test_a_bar_shows_files_words_per_second_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = watched(monkeypatch, [Read(5_000), Read(4_000)], terminal=True)
    assert "Reading" in shown
    assert "2/2" in shown
    assert "words/s" in shown
    assert "0:00:00" in shown


def test_things_without_words_have_no_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "words/s" not in watched(monkeypatch, [1, 2], terminal=True)


def test_without_a_terminal_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(monkeypatch, [Read(1)], terminal=False) == ""


def test_nothing_that_a_terminal_would_obey_is_printed() -> None:
    assert (
        console.plain("a\x1b[2Jb\u202e")
        == "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}"
    )


def test_a_column_of_numbers_is_set_right_also_with_gaps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.out().print(console.listing(("name", "so many"), [("a", 5), ("b", None), ("c", 1_000)]))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line[-5:] for line in lines if line.startswith((" a", " c"))] == ["    5", "1,000"]
