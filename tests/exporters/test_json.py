import json
from pathlib import Path

from sendcode.core.segments import SegmentTable
from sendcode.exporters.json import write_matrix, write_segments
from tests.exporters import study


def test_segments_are_objects_with_the_columns_as_names(tmp_path: Path) -> None:
    table = study.table(20)
    write_segments(table, tmp_path / "a.json")
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [tuple(record) for record in found] == [table.columns] * 20
    assert tuple(found[3].values()) == table.cells(table.rows[3])


def test_no_segments_are_an_empty_list(tmp_path: Path) -> None:
    write_segments(SegmentTable((), 2, ()), tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == []


def test_any_text_can_be_written(tmp_path: Path) -> None:
    text = f'"\\ \x00 é \U0001f600 {chr(0xD800)}'
    row = study.with_text(study.rows(1)[0], text)
    write_segments(SegmentTable((row,), 2, ()), tmp_path / "a.json")
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert found[0]["text"] == text.replace(chr(0xD800), "\ufffd")


def test_a_matrix_is_its_contract(tmp_path: Path) -> None:
    matrix = study.matrix(study.table(20))
    write_matrix(matrix, tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == matrix.to_json()
