from dataclasses import replace

import pytest

from sendcode.core.matrix import Study, count
from sendcode.core.segments import Status
from sendcode.exporters.xlsx_links import first_rows
from tests.exporters import study

DIMENSIONS = (
    *("case", "transcript", "speaker", "participant", "role", "school", "code", "case,role"),
    "school, participant",
)


@pytest.mark.parametrize("columns", DIMENSIONS)
def test_there_is_a_link_for_every_cell_that_is_not_zero_and_for_no_other(columns: str) -> None:
    table = study.table(80)
    counted = Study(table.rows, (), study.codebook(), lambda *_: 1, table.attributes)
    matrix = count(counted, columns=columns)
    links = first_rows(matrix, table)
    for row, values in zip(matrix.rows, matrix.values, strict=True):
        for column, value in zip(matrix.columns, values, strict=True):
            assert ((row, column) in links) == bool(value)


def test_a_link_goes_to_the_first_coding_of_the_code_or_below_it() -> None:
    table = study.table(80)
    links = first_rows(study.matrix(table), table)
    for (row, column), number in links.items():
        fitting = [
            place
            for place, segment in enumerate(table.rows, 2)
            if f"{segment.code_path}/".startswith(f"{row[0]}/")
            and column[0] in (segment.cases or ("(no case)",))
        ]
        assert number == fitting[0]


def test_what_is_only_suggested_is_no_target() -> None:
    table = study.table(10)
    rows = tuple(replace(row, status=Status.SUGGESTED) for row in table.rows)
    assert not first_rows(study.matrix(table), replace(table, rows=rows))
