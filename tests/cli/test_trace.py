from __future__ import annotations

import json
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run


def test_verify_and_trace(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    assert "fits together" in study("verify").stdout
    assert json.loads(study("verify", "--json").stdout) == {"wrong": []}
    study("export", "study.xlsx")
    assert "says what the project says" in study("verify", "study.xlsx").stdout
    assert "waiting list" in study("trace", "segment:1").stdout
    empty = study("trace", "study.xlsx", "Theme matrix!C12").stdout
    assert empty == "No segment stands behind this cell.\n"
    traced = json.loads(study("trace", "study.xlsx", "Segments!A2", "--json").stdout)
    assert traced[0]["segment_id"] == 1
    assert traced[0]["decisions"][0]["action"] == "accept"
    study("trace", "segment:999", code=1)
    study("trace", "segment", code=2)
    study("trace", "none.xlsx", "A!A1", code=2)


def test_a_difference_is_named_without_the_words(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    study("export", "study.xlsx")
    book = openpyxl.load_workbook(tmp_path / "study.xlsx")
    sheet = book["Segments"]
    text = next(cell for cell in sheet[1] if cell.value == "text")
    sheet.cell(2, text.column).value = "Something else"
    sheet["A3"] = None
    book.save(tmp_path / "study.xlsx")
    said = study("verify", "study.xlsx", code=1).stdout
    assert "the text differs" in said
    assert "Something else" not in said
    printed = study("verify", "study.xlsx", "--json", code=1).stdout
    assert "Something else" not in printed
    assert "waiting list" not in printed
    found = json.loads(printed)["differences"]
    assert any(one["is_text"] and one["expected"] is None for one in found)


def test_a_report_is_a_page_or_a_document(study: Run, tmp_path) -> None:
    study("review", "--accept-all", "--code", "delays")
    study("report", "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "waiting list" in page
    assert "parent, School 1 · segment 1" in page
    study("report", "r.html", code=1)
    study("report", "r.docx", "--theme", "delays", "--quotes", "1", "--attribution", "{case}")
    assert (tmp_path / "r.docx").stat().st_size > 5000
    study("report", "r.pdf", code=2)
    study("plot", "theme", "delays.svg", "--theme", "delays")
    assert (tmp_path / "delays.csv").read_text(encoding="utf-8-sig").startswith("label,people")


def test_missing_summaries_are_written_one_after_the_other(
    study: Run, tmp_path, monkeypatch
) -> None:
    study("review", "--accept-all")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert "no terminal" in study("summary", "--edit", code=1).stderr
    program = tmp_path / "write.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text('They waited. ' + path.read_text('utf-8'), 'utf-8')\n"
        "import os; os.utime(path, (2e9, 2e9))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    done = study("summary", "--edit").stdout
    assert "1 of" in done
    assert "0 cells are missing or stale" in done
    assert json.loads(study("summary", "--missing", "--json").stdout) == []
    (one,) = json.loads(study("summary", "Ava", "delays", "--json").stdout)
    assert one["text"] == "They waited."


def test_whatever_an_editor_does_is_read_or_told_and_its_copies_go(
    study: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study("review", "--accept-all")
    program = tmp_path / "write.py"
    program.write_text(
        "import os, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_bytes('Café.\\r\\n'.encode('cp1252') + path.read_bytes())\n"
        "os.utime(path, (2e9, 2e9))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    study("summary", "Ava", "delays", "--edit")
    (one,) = json.loads(study("summary", "Ava", "delays", "--json").stdout)
    assert one["text"] == "Café."
    monkeypatch.setenv("EDITOR", "'unclosed")
    assert "EDITOR is no command" in study("summary", "Ava", "delays", "--edit", code=1).stderr


def test_summaries_are_listed_written_and_brought_back(study: Run, tmp_path) -> None:
    study("review", "--accept-all")
    assert "missing" in study("summary").stdout
    assert "Written" in study("summary", "Ava", "delays", "--text", "Long waits.").stdout
    again = study("summary", "Ava", "delays", "--text", "Long waits.").stdout
    assert "Nothing was changed" in again
    assert "Long waits." in study("summary", "Ava", "delays").stdout
    (one,) = json.loads(study("summary", "Ava", "delays", "--json").stdout)
    assert (one["code"], one["text"]) == ("delays", "Long waits.")
    (other,) = json.loads(study("summary", "Ava", "delays/waiting", "--json").stdout)
    assert (other["code"], other["text"]) == ("delays/waiting", None)
    missing = json.loads(study("summary", "--missing", "--json").stdout)
    assert "delays" not in {cell["code"] for cell in missing}
    study("export", "study.xlsx", "--by", "school")
    book = openpyxl.load_workbook(tmp_path / "study.xlsx")
    assert {"By school", "Framework", "Co-occurrence", "Decisions"} <= set(book.sheetnames)
    assert "0 written" in study("summary", "--import", "study.xlsx").stdout
    study("summary", "Ava", code=2)
    study("summary", "Eva", "delays", code=1)
