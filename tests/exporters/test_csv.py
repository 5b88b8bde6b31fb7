import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sendcode.core.matrix import Measure
from sendcode.core.segments import SegmentTable
from sendcode.exporters.csv import write_matrix, write_segments
from tests.exporters import study


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_segments_have_the_columns_of_the_table(tmp_path: Path) -> None:
    table = study.table(20)
    write_segments(table, tmp_path / "a.csv")
    header, *rows = _records(tmp_path / "a.csv")
    assert tuple(header) == table.columns
    assert len(rows) == 20
    assert rows[0] == ["" if v is None else str(v) for v in table.cells(table.rows[0])]


def test_excel_finds_the_encoding_and_lines_end_as_the_standard_has_it(tmp_path: Path) -> None:
    write_segments(study.table(2), tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 3


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@x",
        "-1 is less",
        'says "no", twice',
        "two\nlines",
        " blanks ",
        "é \U0001f600",
        "a\tb",
    ],
)
def test_text_is_not_altered(tmp_path: Path, text: str) -> None:
    row = study.with_text(study.rows(1)[0], text)
    write_segments(SegmentTable((row,), 2, ()), tmp_path / "a.csv")
    assert pd.read_csv(tmp_path / "a.csv")["text"][0] == text


def test_a_terminal_obeys_nothing_in_it_and_nothing_is_lost(tmp_path: Path) -> None:
    said = "a\x1b[31m red\x07\x9b2J é\x7f"
    row = study.with_text(study.rows(1)[0], said)
    write_segments(SegmentTable((row,), 2, ()), tmp_path / "a.csv")
    written = pd.read_csv(tmp_path / "a.csv")["text"][0]
    assert written == "a\u241b[31m red\u2407\ufffd2J é\ufffd"
    assert len(written) == len(said)


def test_half_a_character_does_not_stop_the_export(tmp_path: Path) -> None:
    row = study.with_text(study.rows(1)[0], f"a{chr(0xD800)}b")
    write_segments(SegmentTable((row,), 2, ()), tmp_path / "a.csv")
    assert pd.read_csv(tmp_path / "a.csv")["text"][0] == "a\ufffdb"


def test_a_matrix_has_its_rows_then_totals_and_denominators(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(60))
    write_matrix(matrix, tmp_path / "a.csv")
    header, *rows = _records(tmp_path / "a.csv")
    assert header == ["code", "name", *(key[0] for key in matrix.columns), "(total)"]
    assert [row[0] for row in rows] == [
        *(key[0] for key in matrix.rows), "(total)", "(base)", "(read share)",
    ]  # fmt: skip
    for row, label, values, total in zip(
        rows, matrix.row_labels, matrix.values, matrix.row_totals, strict=False
    ):
        assert row[1:] == [label, *map(str, values), str(total)]
    assert rows[-3][2:] == [*map(str, matrix.column_totals), str(matrix.total)]
    assert rows[-2][2:] == [*map(str, matrix.base), ""]


def test_a_hidden_or_undefined_cell_is_empty(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(60))
    hidden = replace(matrix, values=((None, *matrix.values[0][1:]), *matrix.values[1:]))
    write_matrix(hidden, tmp_path / "a.csv")
    assert _records(tmp_path / "a.csv")[1][2] == ""


def test_a_matrix_of_two_dimensions_has_a_column_for_each(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(60), "case,role", Measure.WORDS)
    write_matrix(matrix, tmp_path / "a.csv")
    assert " · " in _records(tmp_path / "a.csv")[0][2]
    rows = tuple((key[0], "x") for key in matrix.rows)
    write_matrix(replace(matrix, row_dimension="code, role", rows=rows), tmp_path / "b.csv")
    found = _records(tmp_path / "b.csv")
    assert found[0][:3] == ["code", "role", "name"]
    assert {len(line) for line in found} == {len(found[0])}
