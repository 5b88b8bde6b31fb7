from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_a_query_lists_passages_and_codings(study: Run) -> None:
    study("review", "--accept-all")
    found = json.loads(study("query", "code:delays", "--json").stdout)
    assert "delays/waiting" in found[0]["codes"]
    assert found[0]["transcript"] == "mum"
    rows = json.loads(study("query", "code:delays", "--segments", "--json").stdout)
    assert rows[0]["segment_id"] == found[0]["segments"][0]
    assert rows[0]["school"] == "School 1"
    assert study("query", "code:delays", "--count").stdout == "1\n"
    assert study("query", "code:delays", "--segments", "--count").stdout == "1\n"
    assert "1 passage." in study("query", "school:1", "waiting").stdout
    assert "segment:1" in study("query", "code:delays", "--segments").stdout


def test_kwic_puts_the_words_into_the_middle(study: Run) -> None:
    (line, *_) = study("query", '"waiting list"', "--kwic").stdout.splitlines()
    assert "on the waiting list for" in line
    name = "interview_of_the_second_school"
    study("transcripts", "rename", "mum", name)
    (line, *_) = study("query", '"waiting list"', "--kwic").stdout.splitlines()
    assert line.startswith(f"{name} ")
    study("transcripts", "rename", name, name * 2)
    (line, *_) = study("query", '"waiting list"', "--kwic").stdout.splitlines()
    assert line.startswith(f"{(name * 2)[:31]}… ")
    assert "turn 2, character " in study("query", '"waiting list"').stdout


def test_an_error_points_at_the_place(study: Run) -> None:
    message = study("query", "code:delays and rol:parent", code=1).stderr.splitlines()
    assert message[1].index("rol") == message[2].index("^")
    study("query", code=2)


def test_cases_without_a_code_are_listed(study: Run) -> None:
    assert "Ava" in study("query", "--cases-without", "delays").stdout
    study("review", "--accept-all")
    assert json.loads(study("query", "--cases-without", "delays", "--json").stdout) == []
    answer = json.loads(study("query", "--cases-without", "voice", "role:parent", "--json").stdout)
    assert answer == [{"case": "Ava", "read_share": answer[0]["read_share"]}]


def test_no_word_reaches_the_terminal_as_a_command(run: Run, tmp_path) -> None:
    (tmp_path / "odd.txt").write_text(
        "MUM: Red \x1b[31m alarm \x07 here.\nINT: And?\nMUM: \u202eback.\n", encoding="utf-8"
    )
    run("init", "study", "--codebook", "send")
    run("ingest", "odd.txt")
    for words in (["alarm"], ["alarm", "--kwic"]):
        shown = run("query", *words).stdout
        assert "alarm" in shown
        assert "\x1b[31m" not in shown
        assert "\x07" not in shown


def test_where_narrows_matrix_and_export(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    assert json.loads(study("matrix", "--where", "role:parent", "--json").stdout)["filter"]
    study("export", "parents.json", "--where", "role:pupil or role:parent")
    assert json.loads((tmp_path / "parents.json").read_text(encoding="utf-8"))
    study("export", "none.csv", "--where", "role:parnt", code=1)


def test_matrix_has_more_tables(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    met = json.loads(study("matrix", "--together", "turn", "--level", "1", "--json").stdout)
    assert met["rows"] == met["columns"]
    assert "both codes" in met["meaning"]
    for words in (["--together", "2"], ["--followed-by", "2"], ["--together", "unit"]):
        study("matrix", *words)
    study("matrix", "--together", "near", code=2)
    study("matrix", "--together", "2", "--followed-by", "2", code=2)
    study("matrix", "--together", "2", "--suppress", "5", code=2)
    study("matrix", "--suppress", "5", code=1)
    small = json.loads(
        study("matrix", "--values", "participants", "--suppress", "5", "--json").stdout
    )
    assert 1 not in [value for row in small["values"] for value in row]
    assert small["denominators"]["columns"] == [None]
    study("matrix", "--values", "cases", "--suppress", "5", code=1)  # columns are cases
    by_role = ("--columns", "role", "--suppress", "5")
    study("matrix", "--values", "cases", *by_role, "-o", "small.xlsx")
    each = study("matrix", "--rows", "case", "--columns", "role", "--code", "delays").stdout
    assert 'where code:"delays"' in each
    for name in ("m.md", "m.html"):
        study("matrix", "-o", name)
        assert (tmp_path / name).stat().st_size > 500


def test_the_wide_export_has_a_column_per_code(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    study("export", "wide.csv", "--what", "wide")
    head = (tmp_path / "wide.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert "delays/waiting" in head
    assert "school" in head
