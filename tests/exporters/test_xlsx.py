import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from sendcode.core.matrix import Measure
from sendcode.core.model import Evidence, Span
from sendcode.core.segments import SegmentTable, Status
from sendcode.exporters.xlsx import write_matrix, write_segments, write_workbook
from sendcode.exporters.xlsx_segments import marked
from tests.exporters import study

SHEETS = ["Read me", "Theme matrix", "By role", "Segments", "Codebook"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "study.xlsx"
    write_workbook(study.workbook(), path)
    return path


def _sheet(path: Path, name: str) -> Worksheet:
    sheet = load_workbook(path, rich_text=True)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_sheets_stand_in_their_order(written: Path) -> None:
    assert load_workbook(written).sheetnames == SHEETS


@pytest.mark.parametrize("name", ["Theme matrix", "By role"])
def test_every_cell_is_the_number_of_its_segments(written: Path, name: str) -> None:
    segments = pd.read_excel(written, sheet_name="Segments")
    column = "case" if name == "Theme matrix" else "role"
    of = segments[column].fillna("(no case)").str.split("; ")
    header, *rows = _sheet(written, name).iter_rows(values_only=True)
    checked = 0
    for row in rows:
        code = row[1]
        if not code:
            break
        inside = segments["code"].str.match(rf"{code}(/|$)")
        for key, value in list(zip(header, row, strict=True))[2:-1]:
            with_key = of.apply(lambda found, key=key: key in found)
            assert value == segments[inside & with_key]["segment_id"].nunique()
            checked += 1
        assert row[-1] == segments[inside]["segment_id"].nunique()
    assert checked == 16 * (len(header) - 3)


@pytest.mark.parametrize("name", ["Theme matrix", "By role"])
def test_every_cell_that_is_not_zero_leads_to_its_first_segment(written: Path, name: str) -> None:
    sheet, segments = _sheet(written, name), pd.read_excel(written, sheet_name="Segments")
    column = "case" if name == "Theme matrix" else "role"
    for row in sheet.iter_rows(min_row=2, max_row=17, min_col=3, max_col=sheet.max_column - 1):
        for cell in row:
            if cell.value == 0:
                assert cell.hyperlink is None
                continue
            assert cell.hyperlink is not None
            found = re.fullmatch(r"Segments!A(\d+)", cell.hyperlink.location)
            assert found
            code, key = sheet.cell(cell.row, 2).value, sheet.cell(1, cell.column).value
            inside = segments["code"].str.match(rf"{code}(/|$)")
            keyed = segments[column].fillna("(no case)").str.split("; ")
            first = segments[inside & keyed.apply(lambda keys, key=key: key in keys)].index[0]
            assert int(found[1]) == first + 2


def test_no_sheet_has_a_formula_or_a_date(written: Path) -> None:
    for sheet in load_workbook(written):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}


def test_totals_and_denominators_are_values_under_the_matrix(written: Path) -> None:
    matrix = study.workbook().themes
    sheet = _sheet(written, "Theme matrix")
    rows = {row[0]: row[2:] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert rows["Total"] == (*matrix.column_totals, matrix.total)
    assert rows["Transcripts"] == (*matrix.base, None)
    assert rows["Share of units read"][:-1] == matrix.read_share
    share = next(cell for cell in sheet["A"] if cell.value == "Share of units read")
    assert sheet.cell(share.row, 3).number_format == "0%"
    assert all(note in rows for note in matrix.notes)


def test_zero_is_a_light_number_and_more_is_darker(written: Path) -> None:
    sheet = _sheet(written, "Theme matrix")
    cells = [
        cell
        for row in sheet.iter_rows(min_row=2, max_row=17, min_col=3, max_col=8)
        for cell in row
        if "/" in str(sheet.cell(cell.row, 2).value)
    ]
    zeros = [cell for cell in cells if cell.value == 0]
    assert zeros
    assert {cell.fill.fill_type for cell in zeros} == {None}
    assert {cell.font.color.rgb for cell in zeros} == {"00A9B2B9"}
    shaded = sorted((c for c in cells if c.value), key=lambda c: (c.value, c.coordinate))
    lights = [int(cell.fill.fgColor.rgb, 16) for cell in shaded]
    assert lights == sorted(lights, reverse=True)


def test_the_code_tree_is_indented_and_folds(written: Path) -> None:
    sheet = _sheet(written, "Theme matrix")
    family, leaf = sheet["A2"], sheet["A3"]
    assert (family.font.b, leaf.font.b) == (True, False)
    assert (family.alignment.indent, leaf.alignment.indent) == (0, 2)
    assert sheet.row_dimensions[2].outlineLevel == 0
    assert sheet.row_dimensions[3].outlineLevel == 1
    assert sheet.sheet_properties.outlinePr.summaryBelow is False


def test_headers_stay_in_view_and_on_every_page(written: Path) -> None:
    book = load_workbook(written)
    assert [book[name].freeze_panes for name in SHEETS] == [None, "C2", "C2", "D2", "C2"]
    for name in SHEETS[1:]:
        assert book[name].print_title_rows == "$1:$1"
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        high = 1 if sheet.title == "Read me" else 0
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, high)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_long_names_of_cases_are_turned(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(50))
    longer = replace(matrix, columns=tuple((f"{key[0]} of a long name",) for key in matrix.columns))
    write_matrix(longer, tmp_path / "a.xlsx")
    assert _sheet(tmp_path / "a.xlsx", "Matrix")["C1"].alignment.textRotation == 90
    write_matrix(matrix, tmp_path / "b.xlsx")
    assert _sheet(tmp_path / "b.xlsx", "Matrix")["C1"].alignment.textRotation == 0


def test_a_wide_matrix_prints_on_several_pages_with_its_names(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(200), "transcript,case")
    write_matrix(matrix, tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx", "Matrix")
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols == "$A:$B"


def test_shares_and_scores_are_formatted_not_rounded(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(50), measure=Measure.SHARE)
    write_matrix(matrix, tmp_path / "a.xlsx")
    cell = _sheet(tmp_path / "a.xlsx", "Matrix")["C2"]
    assert cell.value == pytest.approx(matrix.values[0][0], abs=1e-12)
    assert cell.number_format == "0.0%"
    assert cell.hyperlink is None


def test_a_hidden_cell_is_empty_and_its_filter_is_named(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(50))
    values = ((None, *matrix.values[0][1:]), *matrix.values[1:])
    write_matrix(replace(matrix, values=values, filter="role:parent"), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx", "Matrix")
    assert sheet["C2"].value is None
    assert any("role:parent" in str(cell.value) for cell in sheet["A"])


def test_a_matrix_of_other_things_than_codes_has_no_tree(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(50))
    other = replace(matrix, row_dimension="participant", row_levels=(1,) * len(matrix.rows))
    write_matrix(other, tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx", "Matrix")
    assert sheet["A1"].value == "Participant"
    assert sheet["B1"].value == matrix.columns[0][0]
    assert sheet.freeze_panes == "B2"
    assert not sheet["A2"].font.b


def test_an_empty_study_gives_a_workbook_too(tmp_path: Path) -> None:
    write_workbook(study.workbook(0), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == SHEETS
    assert book["Segments"].tables["segments"].ref == "A1:AA2"


def test_segments_are_all_there_as_a_table_with_filters(written: Path) -> None:
    table = study.table()
    sheet = _sheet(written, "Segments")
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == table.columns
    assert len(rows) == len(table.rows)
    for row, segment in zip(rows, table.rows, strict=True):
        shown = [str(cell) if isinstance(cell, CellRichText) else cell for cell in row]
        assert shown == [None if cell == "" else cell for cell in table.cells(segment)]
    listed = sheet.tables["segments"]
    assert listed.ref == "A1:AA301"
    assert listed.autoFilter.ref == listed.ref
    assert [column.name for column in listed.tableColumns] == list(table.columns)


def test_ids_are_numbers_and_text_wraps(written: Path) -> None:
    sheet = _sheet(written, "Segments")
    columns = [cell.value for cell in sheet[1]]
    assert sheet["A2"].data_type == "n"
    text = sheet.cell(2, columns.index("text") + 1)
    assert text.alignment.wrap_text
    assert sheet.column_dimensions[text.column_letter].width > 50


def test_what_only_programs_need_is_folded_away(written: Path) -> None:
    sheet = _sheet(written, "Segments")
    folded = [cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden]
    assert folded == ["code_guid", "start", "end"]


def test_the_words_that_spoke_for_a_code_are_bold(written: Path) -> None:
    sheet, first = _sheet(written, "Segments"), study.table().rows[0]
    column = [cell.value for cell in sheet[1]].index("text") + 1
    parts = sheet.cell(2, column).value
    assert str(parts) == first.text
    assert [part.text for part in parts if not isinstance(part, str)] == list(first.evidence_words)


def test_overlapping_reasons_and_those_outside_are_marked_once() -> None:
    row = study.with_text(study.rows(1)[0], "0123456789")
    spans = [(-20, 1), (2, 4), (3, 5), (9, 30), (40, 50)]
    evidence = tuple(
        Evidence("rule", "a#1", 1, (Span(row.start + a, row.start + b),)) for a, b in spans
    )
    parts = marked(replace(row, evidence=evidence))
    assert [text for text, bold in parts if bold] == ["0", "234", "9"]
    assert "".join(text for text, _ in parts) == row.text


def test_a_text_that_is_not_its_span_has_no_marks() -> None:
    row = replace(study.rows(1)[0], text="other")
    assert marked(row) == [("other", False)]


def test_attributes_that_differ_in_case_only_do_not_break_the_table(tmp_path: Path) -> None:
    row = replace(study.rows(1)[0], attributes={"Text": "a", "two\nlines": "b", "": "c"})
    write_segments(SegmentTable((row,), 2, ("Text", "two\nlines", "")), tmp_path / "a.xlsx")
    header = [cell.value for cell in _sheet(tmp_path / "a.xlsx", "Segments")[1]]
    assert header[-3:] == ["Text (2)", "two lines", "column"]
    assert len({name.casefold() for name in header}) == len(header)


HOSTILE = [
    *("=1+1", '=HYPERLINK("http://a")', "+1", "-1", "@SUM(A1)", "\t=1", "#REF!", "a\x00b"),
    *("\x1b[31m", "<b>&amp;</b>", "]]>", "_x0041_", chr(0xD800), "e\u0301\u202e"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_every_sheet(tmp_path: Path, text: str) -> None:
    shown = text.translate(dict.fromkeys((0, 0x1B, 0xD800), 0xFFFD))
    book = study.workbook(3)
    row = replace(
        study.with_text(book.segments.rows[0], text),
        transcript=text, speaker=text, cases=(text,), memo=text, attributes={"school": text},
    )  # fmt: skip
    codes = tuple(replace(code, name=text, definition=text) for code in book.codebook.codes)
    hostile = replace(
        book,
        title=text,
        readme=((text, text),),
        segments=SegmentTable((row,), 2, ("school",)),
        themes=replace(book.themes, columns=((text,), *book.themes.columns[1:])),
        codebook=replace(book.codebook, codes=codes),
    )
    write_workbook(hostile, tmp_path / "a.xlsx")
    workbook = load_workbook(tmp_path / "a.xlsx")
    segments = workbook["Segments"]
    columns = [cell.value for cell in segments[1]]
    for name in ("text", "transcript", "speaker", "case", "memo", "school"):
        cell = segments.cell(2, columns.index(name) + 1)
        assert (cell.value, cell.data_type) == (shown, "s")
    assert workbook["Read me"]["B3"].value == shown
    assert workbook["Codebook"]["B2"].value == shown
    assert workbook["Theme matrix"]["C1"].value == shown
    for sheet in workbook:
        assert all(cell.data_type in "sn" for cells in sheet.iter_rows() for cell in cells)


def test_a_very_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    row = study.with_text(study.rows(1)[0], "a" * 40_000)
    write_segments(SegmentTable((row,), 2, ()), tmp_path / "a.xlsx")
    value = pd.read_excel(tmp_path / "a.xlsx")["text"][0]
    assert value == "a" * 32_700 + " … [cut; whole text in the CSV export]"


def test_only_codings_are_led_to(tmp_path: Path) -> None:
    book = study.workbook(30)
    rows = (replace(book.segments.rows[0], status=Status.SUGGESTED), *book.segments.rows[1:])
    write_workbook(replace(book, segments=replace(book.segments, rows=rows)), tmp_path / "a.xlsx")
    sheet = _sheet(tmp_path / "a.xlsx", "Theme matrix")
    places = {cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert "Segments!A2" not in places
    assert "Segments!A3" in places


def test_the_codebook_has_a_row_per_code(written: Path) -> None:
    book = study.workbook()
    header, *rows = _sheet(written, "Codebook").iter_rows(values_only=True)
    assert header == (
        "Path", "Name", "Definition", "Include", "Exclude", "Examples", "Segments", "Rules",
        "Origin",
    )  # fmt: skip
    assert [row[0] for row in rows] == [code.path for code in book.codebook.codes]
    assert [row[6] for row in rows] == [book.counts.get(c.guid, 0) for c in book.codebook.codes]
    assert rows[1][5] == "It took a year.\nWe were never asked, not once."


def test_a_retired_code_says_so(tmp_path: Path) -> None:
    book = study.workbook(3)
    codes = (replace(book.codebook.codes[0], retired=True), *book.codebook.codes[1:])
    retired = replace(book, codebook=replace(book.codebook, codes=codes))
    write_workbook(retired, tmp_path / "a.xlsx")
    assert _sheet(tmp_path / "a.xlsx", "Codebook")["B2"].value == f"{codes[0].name} (retired)"


def test_the_read_me_tells_what_it_is_and_leads_to_the_sheets(written: Path) -> None:
    sheet = _sheet(written, "Read me")
    assert sheet["A1"].value == "Supporting learners"
    assert "2024-03-05T10:20:30Z" in sheet["A2"].value
    texts = [row[1] for row in sheet.iter_rows(values_only=True) if row[1]]
    assert texts[:3] == [part for _, text in study.workbook().readme for part in text.split("\n")]
    links = [row[0].hyperlink.location for row in sheet.iter_rows() if row[0].hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


def test_the_clock_is_nowhere_in_the_file(written: Path) -> None:
    with ZipFile(written) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    times = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z?", core)
    assert set(times) == {"2024-03-05T10:20:30Z"}


def test_writing_a_workbook_needs_no_pandas() -> None:
    code = "import sys, sendcode.exporters.xlsx; assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
