"""What every command says in the same way."""

from __future__ import annotations

import sys

import pytest

from sendcode.cli.app import next_step, say


def test_the_reason_for_a_next_step_goes_below_where_the_terminal_is_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command, why = "sendcode report report.html", "has all figures with what they show in words"
    monkeypatch.setenv("COLUMNS", "60")
    next_step(command, why)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    next_step(command, why)
    monkeypatch.setenv("COLUMNS", "120")
    next_step(command, why)
    whole, broken = f"Next: {command}   ({why})", f"Next: {command}\n      ({why})"
    assert capsys.readouterr().err == f"{whole}\n{broken}\n{whole}\n"


def test_a_note_is_broken_between_words_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "a-folder/" * 6 + "one.txt"
    note = f"1 skipped:\n  {path}: a file about the folder; name it to read it"
    monkeypatch.setenv("COLUMNS", "40")
    say(note)
    assert capsys.readouterr().err == f"{note}\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    say(note)
    lines = capsys.readouterr().err.splitlines()
    assert all(len(line) <= 40 or path in line for line in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(note.split())
