from dataclasses import replace

import pandas as pd

from sendcode.core.matrix import Measure
from sendcode.core.segments import SegmentTable
from sendcode.exporters.frames import frame, matrix_frame, segments_frame
from tests.exporters import study


def test_segments_keep_columns_rows_and_types() -> None:
    table = study.table(30)
    found = segments_frame(table)
    assert tuple(found.columns) == table.columns
    assert len(found) == 30
    assert found["segment_id"].dtype == "Int64"
    assert found["start"].dtype == "Int64"
    assert found["score"].dtype == "float64"
    assert found["text"].dtype == "string"
    assert found["participant"].isna().all()
    assert found["participant"].dtype == "string"


def test_no_segments_are_an_empty_frame_with_the_same_types() -> None:
    empty = segments_frame(SegmentTable((), 2, ("school",)))
    assert empty.dtypes.equals(segments_frame(SegmentTable(study.rows(2), 2, ("school",))).dtypes)
    assert len(empty) == 0


def test_a_missing_id_is_no_float() -> None:
    row = replace(study.rows(1)[0], coding_id=None, score=None)
    found = segments_frame(SegmentTable((row,), 2, ()))
    assert found["coding_id"].isna().all()
    assert found["coding_id"].dtype == "Int64"
    assert found["segment_id"][0] == 1


def test_an_attribute_named_like_a_column_is_not_mixed_up() -> None:
    row = replace(study.rows(1)[0], attributes={"text": "a", "score": "high"})
    found = segments_frame(SegmentTable((row,), 2, ("text", "score")))
    assert found["attribute.text"][0] == "a"
    assert found["attribute.score"][0] == "high"


def test_a_matrix_has_its_keys_as_index_and_columns() -> None:
    matrix = study.matrix(study.table(60))
    found = matrix_frame(matrix)
    assert found.loc["delays/waiting", "Amira"] == matrix.values[13][0]
    assert found.index.name == "code"
    assert found.columns.name == "case"
    assert (found.dtypes == "Int64").all()
    assert found.attrs["measure"] == "segments"
    assert found.attrs["denominators"]["columns"] == list(matrix.base)
    assert "values" not in found.attrs


def test_two_dimensions_make_a_multiindex() -> None:
    found = matrix_frame(study.matrix(study.table(60), "case,role"))
    assert isinstance(found.columns, pd.MultiIndex)
    assert list(found.columns.names) == ["case", "role"]


def test_shares_are_floats() -> None:
    found = matrix_frame(study.matrix(study.table(60), measure=Measure.SHARE))
    assert (found.dtypes == "float64").all()


def test_a_hidden_cell_is_missing_not_zero() -> None:
    matrix = study.matrix(study.table(60))
    hidden = replace(matrix, values=((None, *matrix.values[0][1:]), *matrix.values[1:]))
    assert matrix_frame(hidden).isna().to_numpy().sum() == 1


def test_a_matrix_without_columns_is_an_empty_frame() -> None:
    matrix = study.matrix(SegmentTable((), 2, ()))
    assert matrix_frame(matrix).shape == (16, 0)


def test_any_rows_become_a_frame_typed_by_what_they_hold() -> None:
    rows = [("a", 1, 0.5, True, None, None), (None, None, 2, False, None, 7)]
    found = frame(("text", "int", "float", "bool", "none", "int2"), rows)
    assert [str(t) for t in found.dtypes] == [
        "string", "Int64", "float64", "boolean", "string", "Int64",
    ]  # fmt: skip


def test_no_rows_and_two_equal_names_are_fine() -> None:
    assert list(frame(("a", "b"), []).columns) == ["a", "b"]
    assert frame((), []).empty
    assert frame(("a", "a"), [(1, "x")]).iloc[0].tolist() == [1, "x"]
