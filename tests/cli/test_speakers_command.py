from __future__ import annotations

import json

from tests.cli.conftest import Run


def listed(run: Run) -> list[tuple[str, str, str | None, int]]:
    found = json.loads(run("speakers", "--json").stdout)
    return [(w["label"], w["role"], w["participant"], w["turns"]) for w in found]


def test_speakers_are_listed_over_the_study(study: Run) -> None:
    assert listed(study) == [("INT", "interviewer", None, 2), ("MUM", "parent", "Jo", 2)]
    shown = study("speakers").stdout
    assert "2 labels, 0 of unknown role." in shown
    assert study("speakers", "--transcript", "mum").stdout == shown
    assert "no transcript" in study("speakers", "--transcript", "x", code=1).stderr


def test_repairs_are_undone_and_redone_from_the_command_line(study: Run) -> None:
    before = listed(study)
    done = study("speakers", "role", "MUM", "SENCO")
    assert done.stdout.startswith("Speakers who are 'senco' now: 1 (")
    study("speakers", "rename", "MUM", "Danielle")
    study("speakers", "join", "mum/Danielle", "--participant", "Dani")
    study("speakers", "give", "mum", "3", "Nan", "--new")
    after = listed(study)
    assert after == [
        ("Danielle", "senco", "Dani", 2),
        ("INT", "interviewer", None, 1),
        ("Nan", "parent", None, 1),
    ]
    study("undo", "--last", "4")
    assert listed(study) == before
    assert "4 decisions brought back" in study("redo").stdout
    assert listed(study) == after
    assert "no undo" in study("redo", code=1).stdout
    assert "no undo" in study("redo", "--coder", "nobody", code=1).stdout


def test_the_log_says_what_kind_of_repair_it_was(study: Run) -> None:
    study("speakers", "role", "MUM", "ta")
    assert "repair: role" in study("log").stdout
    assert json.loads(study("log", "--json").stdout)[-1]["detail"] == "role"


def test_what_is_so_already_says_so(study: Run) -> None:
    assert "so already" in study("speakers", "rename", "MUM", "MUM").stderr


def test_a_transcript_without_codings_is_removed_without_counting(study: Run) -> None:
    assert study("transcripts", "remove", "mum").stdout == "Removed; nothing was coded in it.\n"


def test_a_transcript_is_renamed_removed_and_brought_back(study: Run) -> None:
    study("review", "--accept-all")
    study("transcripts", "rename", "mum", "visit 1")
    assert "holds" in study("transcripts", "remove", "visit 1", code=1).stderr
    assert "no longer counted: " in study("transcripts", "remove", "visit 1", "--yes").stdout
    assert json.loads(study("transcripts", "--json").stdout) == []
    study("undo", "--last", "2")
    assert [t["name"] for t in json.loads(study("transcripts", "--json").stdout)] == ["mum"]
    assert "that name already" in study("transcripts", "rename", "mum", "mum").stdout
