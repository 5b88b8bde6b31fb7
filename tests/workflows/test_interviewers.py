"""What lies on an interviewer's turn counts nowhere, also what was coded before that was known."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.figures import Bars, Grid, Strips
from sendcode.core.model import Role
from sendcode.core.report import Facts, Paragraph
from sendcode.core.together import Way
from sendcode.store import Store
from sendcode.workflows.export import export_workbook, workbook
from sendcode.workflows.framework import load_framework, segments_of
from sendcode.workflows.matrix import codes_together, matrix
from sendcode.workflows.overview import status
from sendcode.workflows.plot import draw
from sendcode.workflows.query import cases_without
from sendcode.workflows.report import build_report
from sendcode.workflows.saturation import saturation
from sendcode.workflows.trace import trace_cell
from tests.conftest import AT, FORMS, accept, record


@pytest.fixture
def turned(small: Store) -> Store:
    """A mother who waited; and forms, coded on a teacher who turned out to be an interviewer."""
    links = (SheetLink("Ava", 1, None), SheetLink("Ben", 2, None))
    with small.transaction():
        sheet = CaseSheet(cases=("Ava", "Ben"), links=links)
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    record(small, accept(small, "first", 1), accept(small, "first", 5, code=FORMS))
    record(small, accept(small, "second", 5, code=FORMS))
    for speaker in small.speakers.all():
        if speaker.label == "TEACHER":
            small.speakers.set_role(speaker.id, Role.INTERVIEWER, "person")
    return small


@pytest.mark.parametrize("way", list(Way))
def test_codes_that_meet_leave_it_out_and_say_so(turned: Store, way: Way) -> None:
    met = codes_together(turned, way=way)
    assert met.total == 1
    assert dict(zip(met.rows, met.row_totals, strict=True))["delays/forms",] == 0
    assert "Not counted: 2 codings on an interviewer's turn." in met.notes


def test_a_report_says_what_the_matrix_says(turned: Store) -> None:
    blocks = build_report(turned).blocks
    told = next(block.text for block in blocks if isinstance(block, Paragraph))
    facts = [dict(block.facts) for block in blocks if isinstance(block, Facts)]
    assert "; 1 coded segments." in told
    assert matrix(turned).total == 1
    assert facts[0] == {"Segments": "1", "Cases": "1 of 2", "People": "1 of 2"}
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "0 segments, 0 of 2 cases." in texts  # forms


def test_figures_leave_it_out(turned: Store) -> None:
    cases, met, strips = (
        draw(turned, name) for name in ("cases-per-theme", "co-occurrence", "portraits")
    )
    assert isinstance(cases, Bars)
    assert cases.bars[0] == ("Delays", 1, 2)
    assert isinstance(met, Grid)
    assert met.values[0][0] == 1
    assert isinstance(strips, Strips)
    assert [name for name, _ in strips.strips] == ["first"]
    assert saturation(turned)["codes"].new == (1,)


def test_lists_of_codes_and_cases_leave_it_out(turned: Store) -> None:
    segments = {code.path: code.segments for code in status(turned, coder="anna").codes}
    assert (segments["delays/waiting"], segments["delays/forms"]) == (1, 0)
    assert FORMS not in workbook(turned).counts
    assert [case for case, _ in cases_without(turned, ["delays"])] == ["Ben"]


def test_the_framework_leaves_it_out(turned: Store) -> None:
    cells = {(cell.case, cell.code): cell for cell in load_framework(turned).cells}
    assert cells["Ava", "delays"].segments == 1
    assert cells["Ben", "delays"].segments == 0
    assert [row.code_path for row in segments_of(turned, "Ava", "delays")] == ["delays/waiting"]


def test_a_number_of_the_workbook_leads_to_what_was_counted(turned: Store, tmp_path: Path) -> None:
    record(turned, accept(turned, "second", 2))
    path = tmp_path / "study.xlsx"
    export_workbook(turned, path, force=False)
    sheet = openpyxl.load_workbook(path)["Theme matrix"]
    places = {(row[1].value, sheet.cell(1, n).value): cell for row in sheet.iter_rows(min_row=2)
              for n, cell in enumerate(row, 1)}  # fmt: skip
    for key, number in ((("delays", "Total"), 2), (("delays", "Ava"), 1), (("delays", "Ben"), 1)):
        assert places[key].value == number
        assert len(trace_cell(turned, path, f"Theme matrix!{places[key].coordinate}")) == number
    assert places["delays/forms", "Ben"].hyperlink is None
