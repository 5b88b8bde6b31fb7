from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sendcode.core.questions import Proposal
from sendcode.errors import InputError
from sendcode.interchange.guide_table import read_proposals, write_proposals

PROPOSALS = (
    Proposal("mum", 3, 4, 8, "=How long, did you wait?", 0.9),
    Proposal("dad", 1, 2, 2, "What support?", 1.0),
)


def test_what_was_answered_with_yes_comes_back_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    write_proposals(PROPOSALS, path)
    assert read_proposals(path) == ()
    text = path.read_text(encoding="utf-8-sig").replace("0.9,", "0.9,Yes")
    path.write_text(text, encoding="utf-8")
    (found,) = read_proposals(path)
    assert (found.transcript, found.first, found.last) == ("mum", 4, 8)
    assert found.question == "=How long, did you wait?"


def test_what_was_answered_with_yes_comes_back_from_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "questions.xlsx"
    write_proposals(PROPOSALS, path)
    book = openpyxl.load_workbook(path)
    book.active["G3"] = "x"
    book.save(path)
    (found,) = read_proposals(path)
    assert (found.transcript, found.first, found.last, found.question) == (
        *("dad", 2, 2),
        "What support?",
    )


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="csv or"):
        write_proposals(PROPOSALS, tmp_path / "questions.docx")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("transcript,first,last,answer\nmum,1,2,yes\n", "no column 'question'"),
        ("transcript,first,last,question,answer\nmum,1,2,Why?,perhaps\n", "row 2: the answer"),
        ("transcript,first,last,question,answer\nmum,1,2,,yes\n", "row 2: the question"),
        ("transcript,first,last,question,answer\nmum,one,2,Why?,yes\n", "row 2: first and last"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "questions.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_proposals(path)
