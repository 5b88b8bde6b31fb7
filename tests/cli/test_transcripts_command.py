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


def test_the_list_counts_sentences_by_their_name(study: Run) -> None:
    heading = study("transcripts").stdout.strip().splitlines()[0].split()
    assert heading == ["name", "format", "version", "turns", "sentences", "words", "problems"]
    assert "units" in study("transcripts", "--json").stdout


def test_a_name_shows_one_file_block_by_block(accounted: Run) -> None:
    shown = accounted("transcripts", "mum").stdout
    assert "stored as speech" in shown
    assert "metadata" in shown
    found = json.loads(accounted("transcripts", "mum", "--json").stdout)
    assert {"kind": "metadata", "words": 3, "line": 1} in found["left_out"]
    assert accounted("transcripts", "about", "mum").stdout == shown


def test_a_name_that_is_not_there_is_told_the_nearest(accounted: Run) -> None:
    assert "Did you mean 'mum'?" in accounted("transcripts", "mumm", code=1).stderr


def question_of(run: Run) -> list[str]:
    run("export", "segments.json", "--status", "all", "--force")
    rows = json.loads(Path("segments.json").read_text(encoding="utf-8"))
    return sorted({row.get("question", "") for row in rows})


def test_guide_questions_are_shown_confirmed_and_undone(study: Run, tmp_path: Path) -> None:
    guide = tmp_path / "guide.txt"
    guide.write_text("How long did you wait?\n", encoding="utf-8")
    assert "Nothing was stored" in study("transcripts", "guide", "guide.txt").stdout
    found = json.loads(study("transcripts", "guide", "guide.txt", "--json").stdout)
    assert found == [
        {
            "transcript": "mum",
            "asked": 1,
            "first": 2,
            "last": 4,
            "question": "How long did you wait?",
            "score": 1.0,
        }
    ]
    assert question_of(study) == [""]
    study("transcripts", "guide", "guide.txt", "--yes")
    assert question_of(study) == ["How long did you wait?"]
    study("undo")
    assert question_of(study) == [""]


def test_guide_questions_go_through_a_spreadsheet(study: Run, tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_text("How long did you wait?\n", encoding="utf-8")
    study("transcripts", "guide", "guide.txt", "--export", "q.csv")
    assert (
        "--force" in study("transcripts", "guide", "guide.txt", "--export", "q.csv", code=1).stderr
    )
    text = Path("q.csv").read_text(encoding="utf-8-sig").replace("1.0,", "1.0,yes")
    Path("q.csv").write_text(text, encoding="utf-8")
    assert (
        "2 turns have a new question" in study("transcripts", "guide", "--import", "q.csv").stdout
    )


def test_a_guide_or_the_interviewer_but_not_both(study: Run) -> None:
    assert "one of" in study("transcripts", "guide", code=2).stderr
    assert "comes back" in study("transcripts", "guide", "--from-interviewer", code=1).stderr
