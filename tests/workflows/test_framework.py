from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sendcode.core.framework import Standing
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.workflows.export import export_workbook
from sendcode.workflows.framework import (
    cell_of,
    import_summaries,
    load_framework,
    segments_of,
    summary_of,
    write_summary,
)
from sendcode.workflows.review import undo_last
from sendcode.workflows.verify import verify_project, verify_workbook
from tests.conftest import AT, LATER, accept, record


@pytest.fixture
def opened(studied: Store) -> Store:
    """The case Ava has two segments of the theme delays, Ben O'Hara one."""
    found = [accept(studied, *where) for where in (("first", 1), ("odd one", 2), ("third", 3))]
    record(studied, *found, coder="ben")
    return studied


def put(store: Store, text: str, *, case: str = "Ava", code: str = "delays") -> str | None:
    return write_summary(store, case, code, text, coder="anna", at=AT)


def test_a_summary_is_missing_written_changed_and_undone(opened: Store) -> None:
    assert load_framework(opened).cell("Ava", "delays").standing is Standing.MISSING
    assert load_framework(opened).cell("Ava", "voice").standing is Standing.EMPTY
    assert put(opened, "  Two years.  \n\n") is not None
    cell = load_framework(opened).cell("Ava", "delays")
    assert (cell.standing, cell.summary.text, cell.summary.coder) == (
        Standing.CURRENT,
        "Two years.",
        "anna",
    )
    assert put(opened, "Two years.") is None
    put(opened, "Three.")
    undo_last(opened, coder="anna", at=LATER)
    assert load_framework(opened).cell("Ava", "delays").summary.text == "Two years."
    put(opened, "")
    assert load_framework(opened).cell("Ava", "delays").summary is None
    assert put(opened, "") is None
    assert verify_project(opened) == ()


def test_one_cell_is_found_at_whatever_depth_its_code_stands(opened: Store) -> None:
    below = next(code.path for code in opened.codebooks.current() if code.level == 2)
    assert summary_of(opened, "Ava", below) is None
    put(opened, "Two years.", code=below)
    assert summary_of(opened, "Ava", below).text == "Two years."
    cell = cell_of(opened, "Ava", below)
    assert (cell.case, cell.code, cell.summary.text) == ("Ava", below, "Two years.")
    assert cell_of(opened, "Nobody", below) is None
    assert [row.code_path for row in segments_of(opened, "Ava", "delays")] == [below, below]
    with pytest.raises(NotFound):
        summary_of(opened, "Ava", "nosuch")


def test_a_text_goes_stale_when_its_own_segments_change(opened: Store) -> None:
    put(opened, "Two years.")
    undo_last(opened, coder="ben", at=LATER)
    assert load_framework(opened).cell("Ben O'Hara", "delays").standing is Standing.EMPTY
    assert load_framework(opened).cell("Ava", "delays").standing is Standing.CURRENT
    undo_last(opened, coder="ben", at=LATER)
    assert load_framework(opened).cell("Ava", "delays").standing is Standing.STALE


def test_words_of_a_summary_are_not_in_the_log(opened: Store) -> None:
    put(opened, "Soup.")
    last = opened.database.one("SELECT payload, action FROM decision ORDER BY seq DESC LIMIT 1")
    assert last["action"] == "summary"
    assert "Soup" not in last["payload"]


def edit(path: Path, case: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Framework"]
    (column,) = (cell.column for cell in sheet[2] if cell.value == "delays")
    (row,) = (r for r in sheet.iter_rows() if (r[0].value, r[1].value) == (case, "summary"))
    row[column - 1].value = text
    book.save(path)


def test_texts_written_in_the_workbook_come_back(opened: Store, tmp_path: Path) -> None:
    put(opened, "=SUM(1)", case="Ben O'Hara")
    path = tmp_path / "study.xlsx"
    export_workbook(opened, path, by=["school"], force=False)
    assert verify_workbook(opened, path).differences == ()
    again = import_summaries(opened, path, coder="bo", at=LATER)
    assert (again.written, again.conflicts) == ((), ())
    edit(path, "Ava", "Waited\n two years. ")
    edit(path, "Ben O'Hara", "Other.")
    put(opened, "Meanwhile.", case="Ben O'Hara")
    done = import_summaries(opened, path, coder="bo", at=LATER)
    assert done.written == (("Ava", "delays"),)
    assert done.conflicts == (("Ben O'Hara", "delays"),)
    cell = load_framework(opened).cell("Ava", "delays")
    assert (cell.summary.text, cell.summary.coder) == ("Waited\n two years.", "bo")


def test_a_workbook_without_the_sheet_or_with_strangers_is_refused(
    opened: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(NotFound):
        import_summaries(opened, path, coder="bo", at=LATER)
    export_workbook(opened, path, force=True)
    book = openpyxl.load_workbook(path)
    book["Framework"]["A3"] = "Nobody"
    book.save(path)
    with pytest.raises(InputError, match="Nobody"):
        import_summaries(opened, path, coder="bo", at=LATER)
    book["Framework"]["B2"] = "x"
    book.save(path)
    with pytest.raises(InputError, match="second row"):
        import_summaries(opened, path, coder="bo", at=LATER)


def test_unknown_cases_and_codes_are_refused(opened: Store) -> None:
    with pytest.raises(NotFound, match="no case"):
        put(opened, "x", case="Nobody")
    with pytest.raises(NotFound, match="no code"):
        put(opened, "x", code="nothing")
