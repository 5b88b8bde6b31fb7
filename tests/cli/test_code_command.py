from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import INTERVIEW, Run


def test_a_run_where_nothing_changed_says_so(study: Run) -> None:
    assert "Worked out anew: 0 of 4 families (none)" in study("code").stdout
    told = json.loads(study("code", "--json").stdout)
    assert told["renewed"] == []
    assert set(told["families"]) == {"co-production", "ta-deployment", "senco-time", "delays"}


def test_what_is_new_changed_and_as_before_makes_all_of_it(study: Run) -> None:
    book = Path("book.yaml")
    study("codebook", "export", str(book))
    text = re.sub(r"weight: 0\.\d+", "weight: 0.77", book.read_text(encoding="utf-8"))
    book.write_text(text, encoding="utf-8")
    study("codebook", "import", str(book))
    told = json.loads(study("code", "--json").stdout)
    assert told["changed"] > 0
    assert told["new"] + told["changed"] + told["kept"] == told["suggestions"]


def test_a_first_run_is_not_compared_with_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mum.txt").write_text(INTERVIEW, encoding="utf-8")
    run("init", "study", "--codebook", "send")
    run("ingest", "mum.txt")
    (told,) = [line for line in run("code").stdout.splitlines() if line.startswith("Run 1")]
    assert told.endswith("sentences.")
    assert "as before" in run("code", "--threshold", "0.9").stdout


def test_the_threshold_is_the_researcher_s(study: Run) -> None:
    few = json.loads(study("code", "--threshold", "1", "--json").stdout)["suggestions"]
    many = json.loads(study("code", "--threshold", "0.05", "--json").stdout)["suggestions"]
    assert few < many


def test_the_report_waits_for_decisions_and_then_shows_bands(study: Run) -> None:
    assert "Nothing was decided yet" in study("code", "--report").stdout
    study("review", "--accept-all", "--code", "delays")
    report = study("code", "--report")
    shown = report.stdout
    assert "share of the decided that was accepted" in report.stderr
    assert "delays:" in shown
    assert "Mean distance of score and share right" in shown
    assert "Found so far:" in shown
    other = study("code", "--report", "--coder", "nobody-yet").stdout
    assert "nobody-yet has decided nothing here" in other
    assert "Found so far" not in other
    told = json.loads(study("code", "--report", "--json").stdout)
    assert {family["path"] for family in told} >= {"delays"}


def test_an_embedding_that_is_not_there_is_one_clear_line(study: Run) -> None:
    assert study("code", "--embedding", "spacy:xx_none", code=1).stderr.strip()
