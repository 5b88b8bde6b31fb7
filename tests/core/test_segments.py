from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.model import Evidence, Role
from sendcode.core.segments import SegmentRow, SegmentTable, Status, chosen, explain

ROW = SegmentRow(
    coding_id=1,
    segment_id=2,
    transcript="first",
    cases=("Ava", "Ben"),
    speaker="MUM",
    participant=None,
    person="first / MUM",
    role=Role.PARENT,
    code_path="delays/waiting",
    code_name="Waiting",
    code_guid="g",
    levels=("Delays", "Waiting"),
    turn=2,
    start=10,
    end=20,
    time_start=None,
    text="so we wait",
    status=Status.CODED,
    origin="suggestion",
    score=0.5,
    evidence=(Evidence("rule", "delays/waiting#1", 1.0), Evidence("rule", "delays#2", 0.5)),
    evidence_words=("wait",),
    coder="anna",
    decided_at="2024",
    memo="",
    codebook_version=1,
    units=(1,),
    attributes={"school": "A", "score": "high"},
)


def test_the_columns_are_those_of_the_contract_and_a_cell_stands_under_each() -> None:
    table = SegmentTable((ROW,), 3, ("school", "score", "year"))
    assert table.columns == (
        *("coding_id", "segment_id", "transcript", "case", "speaker", "participant", "role"),
        *("code", "code_name", "code_guid", "level_1", "level_2", "level_3", "turn", "start"),
        *("end", "time_start", "text", "status", "origin", "score", "evidence", "coder"),
        *("decided_at", "memo", "codebook_version", "school", "attribute.score", "year"),
    )
    row = dict(zip(table.columns, table.cells(ROW), strict=True))
    assert (row["case"], row["level_2"], row["level_3"]) == ("Ava; Ben", "Waiting", None)
    assert (row["role"], row["status"], row["score"]) == ("parent", "coded", 0.5)
    assert (row["school"], row["attribute.score"], row["year"]) == ("A", "high", "")
    assert row["evidence"] == "delays/waiting#1; delays#2: wait"


def test_reasons_without_words_are_told_without_words() -> None:
    assert explain(replace(ROW, evidence_words=())) == "delays/waiting#1; delays#2"
    assert explain(replace(ROW, evidence=())) == ""


CODINGS = st.lists(
    st.builds(
        lambda coder, code, units: replace(ROW, coder=coder, code_guid=code, units=units),
        st.sampled_from(["anna", "ben", "cho"]),
        st.sampled_from("gh"),
        st.sets(st.integers(1, 4), min_size=1).map(lambda found: tuple(sorted(found))),
    ),
    max_size=8,
)


@given(CODINGS)
def test_agreed_codings_share_a_unit_with_the_same_code_of_another_coder(
    rows: list[SegmentRow],
) -> None:
    expected = [
        row
        for row in rows
        if any(
            other.coder != row.coder
            and other.code_guid == row.code_guid
            and set(other.units) & set(row.units)
            for other in rows
        )
    ]
    assert list(chosen(rows, "agreed")) == expected
    assert chosen(rows, "any") == tuple(rows)
    assert list(chosen(rows, "ben")) == [row for row in rows if row.coder == "ben"]
