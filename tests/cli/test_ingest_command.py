from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest

from sendcode.cli import ask
from sendcode.cli.ingest_command import columns_option, command
from sendcode.readers import BUILTIN
from tests.cli.conftest import INTERVIEW, Run

ONCE = INTERVIEW + "MUMMY: And that was that.\nINT: Thank you.\n"
TAKEN_FOR_SPEECH = ONCE + "Kofi: She forgot the review.\n"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    place = tmp_path / "talks"
    place.mkdir()
    (place / "one.txt").write_text(INTERVIEW, encoding="utf-8")
    (place / "two.txt").write_text(INTERVIEW.replace("MUM", "DANI"), encoding="utf-8")
    run("init", "study")
    return place


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands believe that somebody can answer."""
    monkeypatch.setattr(ask, "has_terminal", lambda: True)


def test_the_help_names_every_format() -> None:
    assert command.help
    assert [suffix for suffix in BUILTIN if suffix not in command.help] == []


def test_a_dry_run_shows_the_labels_and_stores_nothing(run: Run, folder: Path) -> None:
    shown = run("ingest", "talks", "--dry-run")
    assert "DANI" in shown.stdout
    assert "interviewer?" in shown.stdout
    assert "eighteen" not in shown.stdout
    assert "Nothing was stored" in shown.stdout
    assert json.loads(run("transcripts", "--json").stdout) == []
    assert "eighteen" in run("ingest", "talks", "--dry-run", "--show-text").stdout


def test_a_dry_run_needs_no_project_and_has_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    found = json.loads(run("ingest", ".", "--dry-run", "--json").stdout)
    assert found["labels"][1] == {
        "transcript": "one",
        "label": "MUM",
        "role": "parent",
        "role_source": "guess",
        "turns": 2,
        "words": 22,
        "first_turn": 2,
        "line": 2,
    }
    assert found["skipped"] == [{"path": "empty.txt", "reason": "the file is empty"}]
    shown = json.loads(run("ingest", ".", "--dry-run", "--json", "--show-text").stdout)
    assert shown["labels"][0]["opening"] == "How long did you wait?"


def test_a_speaker_map_is_applied_and_what_fits_nothing_is_counted(run: Run, folder: Path) -> None:
    rows = "label,speaker,role\nDANI,Danielle,parent\nNOBODY,N,ta\n"
    (folder / "map.csv").write_text(rows, encoding="utf-8")
    done = run("ingest", "talks", "--speakers", "talks/map.csv", "--json")
    speakers = json.loads(done.stdout)["transcripts"][1]["speakers"]
    assert [(s["label"], s["role"]) for s in speakers] == [
        ("INT", "interviewer"),
        ("Danielle", "parent"),
    ]
    assert "1 rows of the speaker map fit no label" in done.stderr


def test_a_map_that_is_not_there_is_a_usage_error(run: Run, folder: Path) -> None:
    assert "no speaker map" in run("ingest", "talks", "--speakers", "m.csv", code=2).stderr
    assert "no case sheet" in run("ingest", "talks", "--cases", "m.csv", code=2).stderr


def test_what_was_stored_is_said_before_a_case_sheet_is_refused(run: Run, folder: Path) -> None:
    sheet = folder.parent / "cases.csv"
    sheet.write_text("transcript,case\nthree,Ava\n", encoding="utf-8")
    done = run("ingest", "talks", "--cases", str(sheet), "--json", code=1)
    assert [t["name"] for t in json.loads(done.stdout)["transcripts"]] == ["one", "two"]
    assert "cannot be applied" in done.stderr


def test_asking_needs_a_terminal(run: Run, folder: Path) -> None:
    assert "--ask needs a terminal" in run("ingest", "talks", "--ask", code=2).stderr


@pytest.mark.usefixtures("terminal")
def test_asking_joins_a_misspelt_label_and_sets_roles(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(ONCE, encoding="utf-8")
    done = run("ingest", "talks", "--ask", "--json", stdin="2\nparnet\nparent\n")
    assert "'MUMMY' opens one turn only" in done.stderr
    assert "Did you mean 'parent'?" in done.stderr
    found = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert [t["speaker"] for t in found] == ["INT", "MUM", "INT", "MUM", "INT"]
    two = json.loads(run("show", "two", "--json").stdout)["turns"]
    assert two[1]["role"] == "parent"


@pytest.mark.usefixtures("terminal")
def test_enter_leaves_a_label_and_a_role_as_they_are(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(ONCE, encoding="utf-8")
    run("ingest", "talks", "--ask", stdin="\n\n\n")
    turns = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert [t["speaker"] for t in turns] == ["INT", "MUM", "INT", "MUM", "MUMMY", "INT"]


def test_what_is_no_speaker_stays_with_the_words(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(ONCE, encoding="utf-8")
    run("ingest", "talks", "--not-speaker", "mummy")
    turns = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert [t["speaker"] for t in turns] == ["INT", "MUM", "INT", "MUM", "INT"]
    assert turns[3]["text"].endswith("MUMMY: And that was that.")


def at_a_terminal(folder: Path, *answers: tuple[str, bytes]) -> tuple[int, str]:
    """Run `ingest --ask`; wait for each text, then type what belongs to it."""
    near, far = os.openpty()
    command = [sys.executable, "-m", "sendcode", "ingest", "talks", "--ask"]
    with subprocess.Popen(
        command, cwd=folder.parent, stdin=far, stdout=far, stderr=far, close_fds=True
    ) as process:
        os.close(far)
        seen = ""
        for text, keys in answers:
            while text not in seen:
                seen += os.read(near, 4096).decode()
            os.write(near, keys)
        with suppress(OSError):  # how Linux says that the other side has closed
            while part := os.read(near, 4096):
                seen += part.decode()
    os.close(near)
    return process.returncode, seen


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is a POSIX thing")
def test_a_person_at_a_terminal_says_who_is_none_and_who_is_one(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(TAKEN_FOR_SPEECH, encoding="utf-8")
    (folder / "two.txt").unlink()
    code, seen = at_a_terminal(
        folder,
        ("no speaker: the label is part", b"n\n"),
        ("taken for speech. Is it a speaker?", b"s\n"),
        ("Role of 'Kofi'", b"pupil\n"),
    )
    assert code == 0
    assert "line 5: 'MUMMY' opens one turn only" in seen
    found = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert [(t["speaker"], t["role"]) for t in found[3:6]] == [
        ("MUM", "parent"),
        ("INT", "interviewer"),
        ("Kofi", "pupil"),
    ]
    assert found[3]["text"].endswith("MUMMY: And that was that.")


@pytest.mark.usefixtures("terminal")
def test_who_leaves_in_the_middle_of_the_questions_has_stored_nothing(
    run: Run, folder: Path
) -> None:
    (folder / "one.txt").write_text(TAKEN_FOR_SPEECH, encoding="utf-8")
    stopped = run("ingest", "talks", "--ask", stdin="n\n", code=130)
    assert "Stopped before anything was stored." in stopped.stderr
    assert json.loads(run("transcripts", "--json").stdout) == []


@pytest.mark.usefixtures("terminal")
def test_q_leaves_all_further_questions_open(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(TAKEN_FOR_SPEECH, encoding="utf-8")
    done = run("ingest", "talks", "--ask", "--show-text", stdin="7\n2\nq\n")
    assert "Answer with one of: Enter, 1, 2, n, q." in done.stderr
    assert "“She forgot the review.”" in done.stderr
    assert "the rest is left as it is" in done.stderr
    found = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert [t["speaker"] for t in found] == ["INT", "MUM", "INT", "MUM", "INT"]
    assert found[-1]["text"].endswith("Kofi: She forgot the review.")


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("answers", "who"), [("\n2\n\n", "MUM"), ("\ns\nnonsense\nn\n\n", "INT"), ("\n\n\n", "INT")]
)
def test_a_label_taken_for_speech_is_what_the_person_says(
    run: Run, folder: Path, answers: str, who: str
) -> None:
    (folder / "one.txt").write_text(TAKEN_FOR_SPEECH, encoding="utf-8")
    (folder / "two.txt").unlink()
    run("ingest", "talks", "--ask", stdin=answers)
    found = json.loads(run("show", "one", "--json").stdout)["turns"]
    assert found[-1]["speaker"] == who


def test_a_dry_run_lists_what_may_be_a_label(run: Run, folder: Path) -> None:
    (folder / "one.txt").write_text(TAKEN_FOR_SPEECH, encoding="utf-8")
    shown = run("ingest", "talks", "--dry-run").stdout
    assert "possible label, treated as speech" in shown
    assert "Kofi" in shown
    assert "forgot" not in shown
    found = json.loads(run("ingest", "talks", "--dry-run", "--json", "--show-text").stdout)
    assert found["possible"] == [
        {"transcript": "one", "label": "Kofi", "line": 7, "opening": "She forgot the review."}
    ]


def test_ctrl_c_ends_with_130_and_says_what_is_stored(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(things, description, *, total=None):
        yield next(iter(things))
        raise KeyboardInterrupt

    monkeypatch.setattr("sendcode.cli.console.track", interrupted)
    stopped = run("ingest", "talks", code=130)
    assert "Stopped: 1 transcript is stored" in stopped.stderr
    assert [t["name"] for t in json.loads(run("transcripts", "--json").stdout)] == ["one"]


def test_ctrl_c_before_the_first_interview_is_read_says_so(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(things, description, *, total=None):
        raise KeyboardInterrupt

    monkeypatch.setattr("sendcode.cli.console.track", interrupted)
    told = run("ingest", "talks", code=130).stderr
    assert "Stopped before anything was stored; run the command again" in told


def test_columns_of_a_table_are_chosen_by_heading(run: Run, tmp_path: Path) -> None:
    rows = "Who,Note,Answer\nA,n,We waited a year.\nB,n,The school was kind.\n"
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    run("init", "study")
    done = run("ingest", "answers.csv", "--columns", "text=Answer,speaker=Who", "--json")
    found = json.loads(done.stdout)["transcripts"][0]
    assert [s["label"] for s in found["speakers"]] == ["A", "B"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("", {}),
        ("text=Answer,speaker=Who", {"text": "Answer", "speaker": "Who"}),
        ("text=What helped, and why?,id=No", {"text": "What helped, and why?", "id": "No"}),
        ("text=A=B", {"text": "A=B"}),
        ("text=A,text=B", {"text": "A,B"}),
        ("TEXT = A", {"text": " A"}),
    ],
)
def test_column_options_may_hold_commas(written: str, wanted: dict[str, str]) -> None:
    assert columns_option(click.Context(command), command.params[0], written) == wanted


def test_a_column_that_is_none_of_ours_is_refused(run: Run, folder: Path) -> None:
    assert "text=HEADING" in run("ingest", "talks", "--columns", "Answer", code=2).stderr


def test_file_names_cannot_command_the_terminal(run: Run, folder: Path) -> None:
    (folder / "a\x1b[2J.txt").write_text("", encoding="utf-8")
    assert "\x1b[2J" not in run("ingest", "talks").stderr


def test_a_table_that_is_not_there_is_named_with_its_columns(run: Run, tmp_path: Path) -> None:
    run("init", "study")
    told = run("ingest", ".", "--speakers", "map.csv", code=2).stderr
    assert "no speaker map map.csv" in told
    assert "label, speaker, role, transcript" in " ".join(told.split())


def test_labels_stand_below_the_whole_name_of_their_transcript(run: Run, tmp_path: Path) -> None:
    name = "an_interview_in_the_third_school"
    (tmp_path / f"{name}.txt").write_text("INT: How long?\nJO: Two years.\nINT: And?\nJO: No.\n")
    run("init", "study")
    lines = [line.split() for line in run("ingest", f"{name}.txt", "--dry-run").stdout.splitlines()]
    place = lines.index([name])
    assert [line[0] for line in lines[place + 1 : place + 3]] == ["INT", "JO"]
