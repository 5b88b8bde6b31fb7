from __future__ import annotations

import sqlite3
from pathlib import Path

import openpyxl
import pytest

from sendcode.errors import InputError, NotFound
from sendcode.store import Store, open_store
from sendcode.workflows.demo import Demo
from sendcode.workflows.export import export_workbook
from sendcode.workflows.trace import trace_cell, trace_coding, trace_segment
from sendcode.workflows.verify import verify_project, verify_workbook
from tests.conftest import AT, FORMS, accept, record


def test_the_demo_fits_together_and_its_workbook_says_so(demo: Demo) -> None:
    with open_store(demo.project, at=AT) as store:
        assert verify_project(store) == ()
        found = verify_workbook(store, demo.workbook)
    assert found.differences == ()
    assert found.cells > 10_000
    assert found.made_at == found.now_at


def damage(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["DELETE FROM coding"], "codings that follow from the log and are not stored: 1"),
        (["UPDATE verdict SET yes = 1 - yes"], "verdicts that are stored and do not follow"),
        (["DELETE FROM read_mark"], "read marks that follow"),
        (
            ["DROP TRIGGER transcript_text_is_final", "UPDATE transcript SET text = 'x' || text"],
            "its hash differs",
        ),
        (['UPDATE unit SET "end" = "end" + 5000 WHERE id = 1'], "sentences outside their turn: 1"),
        (['UPDATE turn SET "end" = 99999 WHERE id = 4'], "turns that reach beyond"),
        (['UPDATE segment SET "end" = 99999'], "segments outside"),
        (["UPDATE coding SET code_guid = 'nobody'"], "that refer to what is not there"),
    ],
)
def test_what_was_tampered_with_is_named(small: Store, statements: list[str], said: str) -> None:
    record(small, accept(small, "first", 1, 2))
    path = small.path
    small.close()
    damage(path, *statements)
    with open_store(path, at=AT) as store:
        found = verify_project(store)
    assert any(said in sentence for sentence in found), found
    assert not any("waiting list" in sentence for sentence in found)


def tampered(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_a_changed_cell_of_a_workbook_is_named(small: Store, tmp_path: Path) -> None:
    record(small, accept(small, "first", 1, 2))
    path = tmp_path / "study.xlsx"
    export_workbook(small, path, where="role:parent", force=False)
    assert verify_workbook(small, path).differences == ()
    tampered(path, "Theme matrix", "C3", 7)
    (found,) = verify_workbook(small, path).differences
    assert (found.place, found.found, found.expected) == ("Theme matrix!C3", 7, 1)
    assert "delays/waiting" in found.what


def test_later_decisions_show_as_differences_with_both_times(small: Store, tmp_path: Path) -> None:
    record(small, accept(small, "first", 1, 2))
    path = tmp_path / "study.xlsx"
    export_workbook(small, path, force=False)
    record(small, accept(small, "first", 5, code=FORMS), at="2024-04-01T10:00:00Z")
    found = verify_workbook(small, path)
    assert found.differences
    assert found.made_at < found.now_at


def test_a_workbook_of_others_is_refused(small: Store, tmp_path: Path) -> None:
    path = tmp_path / "theirs.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError, match="does not say"):
        verify_workbook(small, path)
    path.write_bytes(b"PK no zip")
    with pytest.raises(InputError):
        verify_workbook(small, path)


def test_a_segment_leads_back_to_decisions_and_words(small: Store) -> None:
    record(small, accept(small, "first", 1, 2))
    found = trace_segment(small, 1)
    assert "waiting list" in found.text
    assert [entry.action.value for entry in found.decisions] == ["accept"]
    assert [row.code_path for row in found.codings] == ["delays/waiting"]
    assert found.anchor == 2
    assert found.file_name == "first.txt"
    assert trace_coding(small, 1) == found
    with pytest.raises(NotFound):
        trace_segment(small, 99)
    with pytest.raises(NotFound):
        trace_coding(small, 99)


def test_a_cell_leads_back_to_its_segments(small: Store, tmp_path: Path) -> None:
    record(small, accept(small, "first", 1, 2), accept(small, "first", 5, code=FORMS))
    path = tmp_path / "study.xlsx"
    export_workbook(small, path, force=False)
    assert [t.segment_id for t in trace_cell(small, path, "Theme matrix!C2")] == [1, 2]
    assert [t.segment_id for t in trace_cell(small, path, "'theme matrix'!$C$3")] == [1]
    assert [t.segment_id for t in trace_cell(small, path, "By role!D4")] == [2]
    assert [t.segment_id for t in trace_cell(small, path, "Segments!O3")] == [2]
    for place in ("C2", "Nowhere!C2", "Theme matrix!C99", "Codebook!A2"):
        with pytest.raises(NotFound):
            trace_cell(small, path, place)
