"""The history in the terminal."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_a_decision_is_said_in_words_that_a_narrow_terminal_leaves_whole(study: Run) -> None:
    name = "interview_with_a_rather_long_name"
    study("transcripts", "rename", "mum", name)
    study("review", "--plain", stdin="a\nq\n")
    study("undo")
    entry = json.loads(study("log", "--json", "--action", "accept").stdout)[-1]
    shown = study("log", "--action", "accept").stdout
    assert max(map(len, shown.splitlines())) <= 80
    said = " ".join(word for line in shown.splitlines()[3:] for word in line.split())
    where = f"in {name}, characters {entry['start']}-{entry['end']} (undone)"
    assert f"accept {entry['code']} {where}" in said
