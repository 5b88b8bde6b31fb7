from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_memos_are_written_listed_shown_and_exported(study: Run) -> None:
    study("memo", "add", "journal", "First", "day.")
    made = study("memo", "add", "code", "delays/waiting", "Ask: for whom?").stdout.split()[1]
    study("memo", "add", "case", "Ava", "Two memos.")
    study("memo", "add", "transcript", "mum", "Recorded in a café.")
    assert "4 memos." in study("memo", "list").stdout
    assert "1 memo." in study("memo", "list", "--about", "code").stdout
    rows = json.loads(study("memo", "list", "--about", "code", "--json").stdout)
    assert [(r["subject"], r["text"]) for r in rows] == [("delays/waiting", "Ask: for whom?")]
    assert "Ask: for whom?" in study("memo", "show", made).stdout
    study("memo", "export", "memos.md")
    assert "## Journal" in Path("memos.md").read_text(encoding="utf-8")
    assert "exists" in study("memo", "export", "memos.md", code=1).stderr
    study("undo", "--decision", made)
    assert "no memo begins" in study("memo", "show", made, code=1).stderr


def test_a_memo_on_what_is_not_there_is_refused(study: Run) -> None:
    assert "no case" in study("memo", "add", "case", "Bo", "words", code=1).stderr
    assert "say which code" in study("memo", "add", "code", "words", code=2).stderr


def test_the_log_is_filtered_by_action_transcript_and_code(study: Run) -> None:
    study("review", "--accept-all")
    study("memo", "add", "journal", "words")

    def count(*options: str) -> int:
        return len(json.loads(study("log", "--json", *options).stdout))

    everything = count()
    assert count("--action", "memo") == 1
    assert 0 < count("--code", "delays") < everything
    assert 0 < count("--transcript", "mum", "--last", "50") < everything
    assert "no code" in study("log", "--code", "nonsense", code=1).stderr


def test_the_reviewer_shows_as_little_line_by_line_as_on_the_screen(study: Run) -> None:
    shown = study("review", "--hide", "code", stdin="a\nd\nr\nq\n").stdout
    assert "Waiting" not in shown
    assert "Choose first" in shown
    assert "hidden" in study("review", "--control", "100%", stdin="q\n").stdout
    assert "likely" not in study("review", "--hide", "score", stdin="q\n").stdout
    study("review", "--status", "rejected", stdin="u\nq\n")
    assert "a share is written" in study("review", "--control", "lots", code=2).stderr
