from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run


@pytest.fixture
def accounted(run: Run, tmp_path: Path) -> Run:
    headed = "Interview ID: P1\n\n" + INTERVIEW
    (tmp_path / "mum.txt").write_text(headed, encoding="utf-8")
    (tmp_path / "dad.txt").write_text(INTERVIEW, encoding="utf-8")
    run("init", "study")
    run("ingest", "mum.txt", "dad.txt")
    return run


def test_left_out_says_per_file_where_the_words_went(accounted: Run) -> None:
    shown = accounted("transcripts", "--left-out").stdout
    assert "metadata 3, label" not in shown
    assert "label 4, metadata 3" in shown
    found = json.loads(accounted("transcripts", "--left-out", "--json").stdout)
    assert found[1] == {
        "name": "mum",
        "file": "mum.txt",
        "words_in_source": 36,
        "words": 29,
        "left_out": {"label": 4, "metadata": 3},
    }
    for one in found:
        assert one["words"] + sum(one["left_out"].values()) == one["words_in_source"]


def test_a_name_shows_one_file_block_by_block(accounted: Run) -> None:
    shown = accounted("transcripts", "mum").stdout
    assert "stored as speech" in shown
    assert "metadata" in shown
    found = json.loads(accounted("transcripts", "mum", "--json").stdout)
    assert {"kind": "metadata", "words": 3, "line": 1} in found["left_out"]
    assert accounted("transcripts", "about", "mum").stdout == shown


def test_a_name_that_is_not_there_is_told_the_nearest(accounted: Run) -> None:
    assert "Did you mean 'mum'?" in accounted("transcripts", "mumm", code=1).stderr
