"""`sendcode codebook`, command by command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

BOOK = """\
# Ours
codebook: Small
codes:
  - id: delays
    codes:
      - id: waiting   # the long one
        definition: Time.
        rules:
          - any: ["waiting list"]
      - id: soup
        definition: Lunch.
        rules:
          - any: [soup]
  - id: voice
    definition: Told.
"""


def put(text: str, name: str = "book.yaml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_an_edit_without_a_message_is_said_once_in_the_log(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    study("codebook", "retire", "delays/soup")
    assert study("codebook", "log").stdout.count("delays/soup retired") == 1
    study("codebook", "unretire", "delays/soup", "-m", "lunch matters")
    assert "lunch matters" in study("codebook", "log").stdout
    assert study("codebook", "log").stdout.count("delays/soup taken into use again") == 1


def test_a_number_shows_that_version(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    assert "delays/soup" not in study("codebook", "show", "1").stdout
    assert "delays/soup" in study("codebook", "show", "2").stdout
    wrong = study("codebook", "show", "9", code=1)
    assert "9" in wrong.stderr


def test_every_import_is_a_version_with_its_changes(study: Run) -> None:
    study("codebook", "import", put(BOOK), "-m", "our own")
    log = json.loads(study("codebook", "log", "--json").stdout)
    assert [(v["version"], v["coder"]) for v in log] == [(1, "anna"), (2, "anna")]
    assert log[1]["message"] == "our own"
    assert "delays/soup added" in log[1]["changes"]
    assert len(log[1]["sha256"]) == 64
    shown = study("codebook", "log").stdout
    assert "version 2" in shown
    assert "delays/soup added" in shown


def test_versions_are_shown_and_compared(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    study("codebook", "import", put(BOOK.replace("Lunch.", "Dinner.")))
    assert study("codebook", "diff", "2").stdout == "definition of delays/soup changed\n"
    assert "say the same" in study("codebook", "diff", "2", "2").stdout
    assert json.loads(study("codebook", "diff", "3", "2", "--json").stdout)["new"] == 2
    assert "Lunch." in study("codebook", "show", "--version", "2", "delays/soup").stdout
    assert "version 9" in study("codebook", "diff", "9", code=1).stderr


def test_a_stale_file_is_refused_with_the_difference_and_merged_on_request(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    study("codebook", "export", "theirs.yaml")
    study("codebook", "import", put(BOOK.replace("Lunch.", "Dinner.")))
    theirs = Path("theirs.yaml").read_text(encoding="utf-8").replace("Time.", "Years.")
    put(theirs, "theirs.yaml")
    refused = study("codebook", "import", "theirs.yaml", code=1).stderr
    assert "definition of delays/soup changed" in refused
    assert "--rebase" in refused
    done = study("codebook", "import", "theirs.yaml", "--rebase").stdout
    assert "definition of delays/waiting changed" in done
    assert "soup" not in done
    study("codebook", "export", "both.yaml")
    both = Path("both.yaml").read_text(encoding="utf-8")
    assert "Dinner." in both
    assert "Years." in both
    assert "# the long one" in both


def test_conflicts_are_listed_and_refused_unless_a_side_is_taken(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    study("codebook", "export", "theirs.yaml")
    study("codebook", "import", put(BOOK.replace("Lunch.", "Dinner.")))
    theirs = Path("theirs.yaml").read_text(encoding="utf-8").replace("Lunch.", "Snack.")
    put(theirs, "theirs.yaml")
    refused = study("codebook", "import", "theirs.yaml", "--rebase", code=1).stderr
    assert "definition of delays/soup: changed in the file and in the project" in refused
    study("codebook", "import", "theirs.yaml", "--take", "file", code=2)
    same = study("codebook", "import", "theirs.yaml", "--rebase", "--take", "project")
    assert "Nothing is different" in same.stdout
    study("codebook", "import", "theirs.yaml", "--rebase", "--take", "file")
    assert "Snack." in study("codebook", "show", "delays/soup").stdout


def test_a_file_is_not_stale_when_the_change_was_taken_back(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    study("codebook", "export", "theirs.yaml")
    study("codebook", "import", put(BOOK.replace("Lunch.", "Dinner.")))
    study("codebook", "import", put(BOOK))
    assert "Nothing is different" in study("codebook", "import", "theirs.yaml").stdout


def test_a_rule_is_tried_with_its_words_in_one_column(study: Run) -> None:
    shown = study("codebook", "try", "any: [soup, months]").stdout
    lines = [line for line in shown.splitlines() if line.startswith(("+", " !"))]
    assert [line.index(word) for line, word in zip(lines, ("soup", "months"), strict=False)] != []
    assert "Finds 2 of" in shown
    assert all(len(line) <= 80 for line in lines)
    found = json.loads(
        study("codebook", "try", "soup", "--code", "delays/waiting", "--json").stdout
    )
    assert (found["found"], found["new"], found["code"]) == (1, 1, "delays/waiting")
    assert found["lines"][0]["words"] == "soup"
    assert "key 'anny' is not known" in study("codebook", "try", "anny: x", code=1).stderr


def test_words_of_a_trial_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text("INT: So?\nMUM: The \x1b]0;x\x07soup.\n", encoding="utf-8")
    run("init", "study", "--codebook", "send")
    run("ingest", "m.txt")
    assert "\x1b]" not in run("codebook", "try", "soup").stdout


def test_a_check_tries_the_rules_on_the_project_where_there_is_one(study: Run) -> None:
    put(BOOK.replace("[soup]", "[zebra]"))
    found = json.loads(study("codebook", "check", "book.yaml", "--json").stdout)
    assert {"line": 13, "message": "rule 1 of delays/soup finds nothing in this project"} in (
        found["warnings"]
    )
    assert "finds nothing" in study("codebook", "check").stdout
    study("codebook", "check", "book.yaml", "--strict", code=3)


def test_a_file_can_be_checked_without_a_project(run: Run) -> None:
    put(BOOK)
    checked = run("--project", "none", "codebook", "check", "book.yaml")
    assert "can be used" in checked.stdout
    assert "not tried on interviews" in checked.stderr
    assert "no project" in run("--project", "none", "codebook", "check", code=1).stderr


def test_the_schema_is_printed(run: Run) -> None:
    assert json.loads(run("codebook", "schema").stdout)["title"] == "sendcode codebook"


def test_the_schema_is_put_beside_a_codebook_for_an_editor(run: Run) -> None:
    name = put(BOOK)
    assert "codebook.schema.json" in run("codebook", "schema", name).stdout
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# yaml-language-server: $schema=codebook.schema.json", "# Ours"]
    Path(name).write_text("# yaml-language-server: $schema=x.json\n" + BOOK, encoding="utf-8")
    assert "stays as it is" in run("codebook", "schema", name).stderr


def test_the_codebook_goes_out_and_in_in_every_format(study: Run) -> None:
    put(BOOK.replace("definition: Lunch.", "examples: [{text: Good soup., from: mum}]"))
    study("codebook", "import", "book.yaml")
    for name in ("b.csv", "b.xlsx", "b.qdc", "b.docx", "b.yaml"):
        out = study("codebook", "export", name)
        assert "--public" in out.stderr
        assert "--public" not in study("codebook", "export", f"p{name}", "--public").stderr
        if name != "b.docx":
            assert "Nothing is different" in study("codebook", "import", name).stdout
    assert "Rules do not stand in it" in study("codebook", "export", "c.qdc").stderr
    assert "soup." not in Path("pb.yaml").read_text(encoding="utf-8")
    assert "Known: .yaml" in study("codebook", "export", "b.pdf", code=1).stderr
    assert "Known: .yaml" in study("codebook", "import", put("x", "b.pdf"), code=1).stderr


def test_an_import_says_what_it_kept(study: Run) -> None:
    put("id,parent,name,definition\nwaiting,delays,Queues,Time.\ndelays,,Delays,\n", "b.csv")
    done = study("codebook", "import", "b.csv")
    assert "name of delays/waiting changed" in done.stdout
    assert "kept from the project" in done.stderr


def test_stats_show_each_code_and_rule_with_its_interval(study: Run) -> None:
    study("review", "--accept-all")
    study("codebook", "retire", "voice")
    shown = study("codebook", "stats", "delays/waiting")
    assert "100% (" in shown.stdout
    assert "the codebook is at 2" in shown.stderr
    assert "rule 3 in 'sendcode codebook show CODE'" in shown.stderr
    found = json.loads(study("codebook", "stats", "--json").stdout)
    line = next(x for x in found["lines"] if x["name"] == "delays/waiting")
    assert line["accepted"] == line["suggested"] > 0
    assert 0 < line["low"] < line["high"] == 1
    assert found["mend"] == []


def test_every_edit_is_a_version_that_undo_takes_back(study: Run) -> None:
    study("codebook", "import", put(BOOK))
    before = study("codebook", "show", "--json").stdout
    study("codebook", "rename", "delays/waiting", "queues", "--name", "Queues", "-m", "clearer")
    study("codebook", "move", "delays/soup", "voice")
    study("codebook", "add", "voice/pupils", "--name", "Pupils' voice", "--definition", "Asked.")
    study("codebook", "retire", "voice")
    study("codebook", "unretire", "voice")
    study("codebook", "merge", "voice/soup", "voice/pupils", "--into", "voice/rest")
    study("codebook", "split", "delays/queues", "--into", "long,short")
    assert len(json.loads(study("codebook", "log", "--json").stdout)) == 9
    study("codebook", "export", "out.yaml")
    out = Path("out.yaml").read_text(encoding="utf-8")
    assert "# the long one" in out
    assert "was:" not in out
    for _ in range(7):
        assert "The codebook is at version" in study("undo").stdout
    after = json.loads(study("codebook", "show", "--json").stdout)
    assert after["codes"] == json.loads(before)["codes"]
    study("undo")
    assert "no decision to take back" in study("undo", code=1).stdout


def test_an_edit_that_cannot_be_made_says_why(study: Run) -> None:
    assert "no code" in study("codebook", "rename", "nowhere", "x", code=1).stderr
    assert "below itself" in study("codebook", "move", "delays", "delays/waiting", code=1).stderr
    assert "never changed" in study("codebook", "recode-queue", "delays", code=1).stderr


def test_a_split_is_coded_anew_in_the_plain_reviewer(study: Run) -> None:
    study("review", "--accept-all", "--code", "delays/waiting")
    split = study("codebook", "split", "delays/waiting", "--into", "long,short")
    assert "To be coded anew: 1 coding." in split.stdout
    shown = " ".join(study("review", "--recode", stdin="c delays/waiting/long\nq\n").stdout.split())
    assert "Codes below it: delays/waiting/long, delays/waiting/short" in shown
    assert "1 recoded" in shown
    assert "delays/waiting/long" in study("export", "s.json").stdout + Path("s.json").read_text(
        encoding="utf-8"
    )
    study("review", "--recode", stdin="a\na\na\na\n")
    assert "No coding of yours" in study("review", "--recode").stderr


def test_codes_that_a_file_lacks_are_counted_with_the_way_back(study: Run, tmp_path: Path) -> None:
    text = "codebook: Small\ncodes:\n  - id: delays\n    definition: Waiting.\n"
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    told = study("codebook", "import", "small.yaml").stderr
    assert "15 codes not in the file, taken out; 'sendcode undo' brings them back." in told
    study("undo")
    assert "taken out" not in study("codebook", "import", "send").stderr
