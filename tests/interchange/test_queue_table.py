import csv
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sendcode.core.codebook import Code, Codebook
from sendcode.core.decisions import Place
from sendcode.core.model import Evidence, Role, Span
from sendcode.core.review import QueueItem
from sendcode.errors import InputError
from sendcode.interchange.queue_table import COLUMNS, read_queue, write_queue

CODEBOOK = Codebook(
    "Small",
    (
        Code("delays", "Delays", "g1", definition="Waiting and late help."),
        Code("delays/waiting", "Waiting", "g2", definition="Waiting lists."),
        Code("delays/old", "Old", "g3", retired=True),
    ),
)


def _item(number: int = 7, text: str = "We waited a year for it.") -> QueueItem:
    span = Span(100, 100 + len(text))
    return QueueItem(
        id=str(number),
        transcript="parent_1",
        start=span.start,
        end=span.end,
        text=text,
        code="delays/waiting",
        code_guid="g2",
        score=0.85,
        evidence=(
            Evidence("rule", "delays/waiting#1", 0.8, (Span(103, 109), Span(110, 116))),
            Evidence("rule", "delays/waiting#2", 0.5, (Span(103, 109),)),
        ),
        place=Place(1, 1, span, (1,)),
        speaker="Parent",
        role=Role.PARENT,
        turn=3,
        run=1,
    )


def _items(count: int = 3) -> list[QueueItem]:
    return [replace(_item(n + 1), start=100 * n, end=100 * n + 24) for n in range(count)]


def _answered(path: Path, *answers: dict[str, object]) -> Path:
    """Fill answers into the rows of a written queue, from the first on."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row, answer in zip(rows, answers, strict=False):
            row.update({name: str(value) for name, value in answer.items()})
        with path.open("w", encoding="cp1252", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return path
    book = load_workbook(path)
    sheet = book["Queue"]
    for number, answer in enumerate(answers, 2):
        for name, value in answer.items():
            sheet.cell(number, COLUMNS.index(name) + 1).value = value
    book.save(path)
    return path


SUFFIXES = pytest.mark.parametrize("suffix", [".xlsx", ".csv"])


@SUFFIXES
def test_a_queue_that_nobody_touched_has_no_decisions(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"queue{suffix}"
    write_queue(_items(), CODEBOOK, path)
    answers, problems = read_queue(path)
    assert not problems
    assert [answer.decision for answer in answers] == ["", "", ""]
    assert [(a.row, a.suggestion_id, a.start, a.end) for a in answers] == [
        (2, "1", 0, 24), (3, "2", 100, 124), (4, "3", 200, 224),
    ]  # fmt: skip
    assert {(a.transcript, a.code_suggested) for a in answers} == {("parent_1", "delays/waiting")}


@SUFFIXES
def test_answers_come_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"queue{suffix}"
    write_queue(_items(), CODEBOOK, path)
    _answered(
        path,
        {"decision": " Accept ", "memo": "naïve"},
        {"decision": "RECODE", "code": "delays"},
        {"decision": "skip", "code": ""},
    )
    answers, problems = read_queue(path)
    assert not problems
    assert [(a.decision, a.code, a.memo) for a in answers] == [
        ("accept", "", "naïve"), ("recode", "delays", ""), ("skip", "", ""),
    ]  # fmt: skip


@SUFFIXES
def test_all_that_is_wrong_is_told_with_its_row(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"queue{suffix}"
    write_queue(_items(6), CODEBOOK, path)
    _answered(
        path,
        {"decision": "maybe"},
        {"decision": "recode"},
        {"decision": "accept", "code": "delays"},
        {"code": "delays"},
        {"start": "soon"},
        {"decision": "reject"},
    )
    answers, problems = read_queue(path)
    assert [answer.row for answer in answers] == [7]
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6]
    assert [problem.source for problem in problems] == [path.name] * 5
    messages = [problem.message for problem in problems]
    assert "not one of accept, reject, recode, skip" in messages[0]
    assert "needs a code" in messages[1]
    assert "not recode" in messages[2]
    assert "not recode" in messages[3]
    assert "whole numbers" in messages[4]
    assert not any("maybe" in message or "soon" in message for message in messages)


def test_the_suggested_code_beside_an_accept_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "queue.csv"
    write_queue(_items(1), CODEBOOK, path)
    _answered(path, {"decision": "accept", "code": "delays/waiting"})
    answers, problems = read_queue(path)
    assert not problems
    assert answers[0].code == ""


def test_two_answers_to_one_suggestion_are_told(tmp_path: Path) -> None:
    path = tmp_path / "queue.csv"
    write_queue([_item(), _item(), _item()], CODEBOOK, path)
    _answered(path, {"decision": "accept"}, {"decision": "accept"}, {"decision": "reject"})
    answers, problems = read_queue(path)
    assert [answer.row for answer in answers] == [2, 3]
    assert [(p.line, p.message) for p in problems] == [
        (4, "row 2 answers the same suggestion otherwise")
    ]


def test_missing_and_double_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("suggestion_id,decision\n1,accept\n")
    with pytest.raises(InputError, match="transcript, start, end, suggested_code, code, memo"):
        read_queue(tmp_path / "a.csv")
    write_queue(_items(1), CODEBOOK, tmp_path / "b.csv")
    text = (tmp_path / "b.csv").read_text("utf-8-sig").replace("band", "memo", 1)
    (tmp_path / "b.csv").write_text(text)
    with pytest.raises(InputError, match="two columns memo"):
        read_queue(tmp_path / "b.csv")


def test_columns_may_be_moved_and_deleted_and_rows_sorted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Memo,Decision,code,suggested_code,END,start,transcript,suggestion_id\n"
        ",,,,,,,\n"
        "m,reject,,delays,9,3,t,5\n"
    )
    answers, problems = read_queue(tmp_path / "a.csv")
    assert not problems
    assert [(a.row, a.start, a.end, a.decision, a.memo) for a in answers] == [
        (3, 3, 9, "reject", "m")
    ]


def test_a_queue_in_a_workbook_of_their_own_is_read_from_the_first_sheet(tmp_path: Path) -> None:
    write_queue(_items(2), CODEBOOK, tmp_path / "queue.xlsx")
    book, own = load_workbook(tmp_path / "queue.xlsx"), Workbook()
    for row in book["Queue"].iter_rows(values_only=True):
        own.active.append(row)
    own.save(tmp_path / "own.xlsx")
    assert len(read_queue(tmp_path / "own.xlsx")[0]) == 2


def test_the_workbook_offers_what_can_be_answered(tmp_path: Path) -> None:
    path = tmp_path / "queue.xlsx"
    write_queue(_items(3), CODEBOOK, path)
    book = load_workbook(path)
    sheet, codes = book["Queue"], book["Codes"]
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {"N2:N4": '"accept,reject,recode,skip"', "O2:O4": "Codes!$A$2:$A$3"}
    assert [cell.value for cell in codes["A"]] == ["code", "delays", "delays/waiting"]
    assert codes["C3"].value == "Waiting lists."
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:P4"
    assert not sheet.protection.sheet
    assert sheet["N2"].fill.fill_type == "solid"
    assert sheet["H2"].alignment.wrap_text
    assert sheet["H2"].fill.fill_type is None


@SUFFIXES
def test_a_row_says_all_that_a_coder_needs(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"queue{suffix}"
    write_queue([_item()], CODEBOOK, path)
    if suffix == ".xlsx":
        header, row = load_workbook(path)["Queue"].iter_rows(values_only=True)
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, row = csv.reader(file)
    found = {name: str(value) for name, value in zip(header, row, strict=True)}
    assert tuple(header) == COLUMNS
    assert found["why"] == "rules 1 and 2: waited … a year"
    assert (found["band"], found["score"], found["code_name"]) == ("likely", "0.85", "Waiting")
    assert (found["turn"], found["role"], found["text"]) == ("3", "parent", _item().text)


def test_an_item_without_reasons_has_none(tmp_path: Path) -> None:
    write_queue([replace(_item(), evidence=())], CODEBOOK, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["why"] == ""


def test_words_never_become_formulas(tmp_path: Path) -> None:
    write_queue([_item(text="=1+1 is two")], CODEBOOK, tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx")["Queue"]["H2"]
    assert (cell.value, cell.data_type) == ("=1+1 is two", "s")


def test_half_a_character_does_not_stop_a_queue(tmp_path: Path) -> None:
    item = _item(text=f"a{chr(0xD800)}b")
    for name in ("a.csv", "a.xlsx"):
        write_queue([item], CODEBOOK, tmp_path / name)
        assert len(read_queue(tmp_path / name)[0]) == 1


@SUFFIXES
def test_the_same_queue_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        write_queue(_items(), CODEBOOK, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_an_empty_queue_is_a_file_too(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx", "a.tsv"):
        write_queue([], CODEBOOK, tmp_path / name)
        assert read_queue(tmp_path / name) == ((), ())


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.ods'"):
        write_queue([], CODEBOOK, tmp_path / "a.ods")
