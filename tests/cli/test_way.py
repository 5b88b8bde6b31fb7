"""The way through a study, command by command, as a researcher types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run


def test_each_command_ends_by_naming_the_next(study: Run) -> None:
    for words in (["status"], ["transcripts"], ["cases"], ["show", "mum"], ["code"], ["matrix"]):
        assert "Next: sendcode" in study(*words).stderr


def test_an_empty_matrix_leads_to_the_review(study: Run) -> None:
    assert "Next: sendcode review" in study("matrix").stderr
    assert "Next: sendcode export" in study("matrix", "--where", "role:parent").stderr
    study("review", "--accept-all")
    assert "Next: sendcode export" in study("matrix").stderr


def test_ingest_json_keeps_the_contract(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mum.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    run("init", "study")
    answer = json.loads(run("ingest", ".", "--json").stdout)
    assert [t["name"] for t in answer["transcripts"]] == ["mum"]
    assert answer["transcripts"][0]["turns"] == 4
    assert answer["transcripts"][0]["speakers"] == [
        {"label": "INT", "role": "interviewer", "turns": 2, "words": 7},
        {"label": "MUM", "role": "parent", "turns": 2, "words": 22},
    ]
    assert answer["skipped"] == [{"path": "empty.txt", "reason": "the file is empty"}]
    again = json.loads(run("ingest", ".", "--json").stdout)
    assert again["transcripts"] == []
    assert again["known"] == ["mum"]


def test_strict_ingest_exits_with_1_when_a_file_was_skipped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mum.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    run("init", "study")
    run("ingest", ".", "--strict", code=1)
    assert len(json.loads(run("transcripts", "--json").stdout)) == 1


def test_show_json_keeps_the_contract(study: Run) -> None:
    shown = json.loads(study("show", "mum", "--json").stdout)
    assert shown["name"] == "mum"
    assert shown["version"] == 1
    for turn in shown["turns"]:
        assert shown["text"][turn["start"] : turn["end"]] == turn["text"]
    assert [t["speaker"] for t in shown["turns"]] == ["INT", "MUM", "INT", "MUM"]
    assert [t["role"] for t in shown["turns"]][:2] == ["interviewer", "parent"]
    assert [t["anchor"] for t in shown["turns"]] == [1, 2, 3, 4]


def test_matrix_json_keeps_the_contract(study: Run) -> None:
    study("review", "--accept-all")
    answer = json.loads(study("matrix", "--json").stdout)
    row = answer["rows"].index(["delays/waiting"])
    assert answer["columns"] == [["Ava"]]
    assert answer["values"][row][0] >= 1
    assert answer["measure"] == "segments"
    assert answer["coder"] == "anna"
    assert answer["denominators"]["columns"] == [1]
    assert len(answer["denominators"]["read_share"]) == 1


def test_the_plain_reviewer_takes_keys_from_lines_and_resumes(study: Run) -> None:
    first = study("review", "--plain", stdin="s\na\nu\nx\nr\nq\n").stdout
    assert "1 of" in first
    assert "waiting list" in first
    assert "1 decided in 0 min: 1 rejected, 1 skipped" in first
    actions = [d["action"] for d in json.loads(study("log", "--json").stdout)]
    assert actions == ["codebook", "skip", "accept", "undo", "reject"]
    assert "nothing" not in study("review", "--plain", stdin="").stdout


def test_a_recode_in_the_plain_reviewer_takes_a_path(study: Run) -> None:
    study("review", stdin="c delays/bureaucracy\nq\n")
    last = json.loads(study("log", "--json").stdout)[-1]
    assert (last["action"], last["code"]) == ("recode", "delays/bureaucracy")
    assert last["from_code"] != last["code"]


def test_a_bulk_acceptance_is_one_batch_that_one_undo_takes_back(study: Run) -> None:
    study("review", "--accept-all", "--min-score", "0.1", "--coder", "ben")
    log = json.loads(study("log", "--json", "--coder", "ben").stdout)
    assert len({d["batch_id"] for d in log}) == 1
    study("undo", "--coder", "ben")
    study("export", "segments.json")
    assert json.loads(Path("segments.json").read_text(encoding="utf-8")) == []
    assert any(
        "before-accept-all" in b["why"]
        for b in json.loads(study("restore", "--list", "--json").stdout)
    )


def test_an_undo_without_decisions_says_so(study: Run) -> None:
    assert "no decision to take back" in study("undo", "--coder", "nobody", code=1).stdout


def test_exports_need_force_to_write_over(study: Run) -> None:
    study("export", "study.xlsx")
    assert "--force" in study("export", "study.xlsx", code=1).stderr
    study("export", "study.xlsx", "--force")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("study.xlsx", b"PK"),
        ("segments.csv", b"\xef\xbb\xbfcoding_id,"),
        ("segments.json", b"[\n]"),
        ("book.yaml", b"# "),
    ],
)
def test_every_export_writes_its_file(study: Run, name: str, begins: bytes) -> None:
    study("export", name)
    assert Path(name).read_bytes().startswith(begins)


def test_a_matrix_goes_to_csv_json_and_xlsx(study: Run) -> None:
    for name in ("m.csv", "m.json", "m.xlsx"):
        study("matrix", "--columns", "role", "-o", name)
        assert Path(name).exists()


def test_the_queue_goes_through_a_spreadsheet(study: Run) -> None:
    study("review", "--export", "queue.csv")
    text = Path("queue.csv").read_text(encoding="utf-8-sig")
    assert "suggestion_id" in text.splitlines()[0]
    answered = text.replace(",,,\r\n", ",accept,,\r\n").replace(",,,\n", ",accept,,\n")
    assert answered != text
    Path("queue.csv").write_text(answered, encoding="utf-8")
    assert "accept" in study("review", "--import", "queue.csv").stdout
    again = study("review", "--import", "queue.csv").stdout
    assert "Decided so already: " in again


def test_backup_and_restore_bring_back_what_was(study: Run) -> None:
    study("backup")
    study("review", "--accept-all")
    study("restore")
    listed = study("restore", "--list").stdout
    (name,) = {path.name for path in Path("study.backups").iterdir() if "by-hand" in path.name}
    assert f" {name} " in listed  # whole, to be typed
    assert json.loads(study("status", "--json").stdout)["decisions"] == {"codebook": 1}


def test_a_filter_that_names_nothing_is_refused(study: Run) -> None:
    assert "no code" in study("review", "--code", "nonsense", code=1).stderr
    assert "no transcript" in study("review", "--transcript", "nonsense", code=1).stderr
    assert "no case" in study("review", "--case", "nonsense", code=1).stderr
    assert "called 'nonsense'" in study("matrix", "--columns", "nonsense", code=1).stderr
    assert "no measure" in study("matrix", "--values", "nonsense", code=1).stderr
    assert "no coder" in study("matrix", "--coder", "nonsense", code=1).stderr


def test_words_of_an_interview_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = INTERVIEW.replace("Nobody", "\x1b]0;owned\x07\x1b[2J Nobody")
    (tmp_path / "mum.txt").write_text(evil, encoding="utf-8")
    run("init", "study", "--codebook", "send")
    run("ingest", "mum.txt")
    run("code")
    for words in (["show", "mum"], ["review", "--plain"]):
        assert "\x1b]" not in run(*words, stdin="q\n").stdout


def test_status_says_what_it_counts_and_whose_decisions_there_are(study: Run) -> None:
    study("review", "--plain", "--coder", "anna", stdin="a\nq\n")
    told = study("status", "--coder", "ben").stderr
    assert "sentences suggested for it" in told
    assert "anna; you are 'ben'. --coder NAME changes that." in told
    assert "you are" not in study("status", "--coder", "anna").stderr
