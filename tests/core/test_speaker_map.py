from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.core.speaker_map import SpeakerMap, read_speaker_map

HEADER = ("Label", "Speaker", "Role", "Transcript")


def read(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER):
    found, problems = read_speaker_map("map.csv", header, rows)
    return found, [(p.line, p.message) for p in problems]


def test_a_row_says_what_a_label_stands_for_everywhere() -> None:
    found, problems = read(("I", "Interviewer", "interviewer", ""), ("R2", "", "parent", ""))
    assert problems == []
    assert found.labels("any") == {"I": "Interviewer", "R2": "R2"}
    assert found.role("Interviewer", "any") is Role.INTERVIEWER
    assert found.role("R2", "any") is Role.PARENT
    assert found.role("I", "any") is None
    assert found.role(None, "any") is None


def test_a_row_for_one_transcript_comes_before_one_for_all() -> None:
    found, _ = read(("S", "Student", "pupil", ""), ("S", "Mrs S", "senco", "visit2"))
    assert found.labels("visit1", "visit1.docx") == {"S": "Student"}
    assert found.labels("visit2", "visit2.docx") == {"S": "Mrs S"}
    assert found.role("Mrs S", "visit2") is Role.SENCO
    assert found.role("Mrs S", "visit1") is None


def test_a_label_may_be_said_to_be_no_speaker() -> None:
    found, problems = read(("Maths", "", "Not a speaker", ""), ("Art", "", "not_a-speaker", "x"))
    assert problems == []
    assert found.labels("x") == {"Maths": "", "Art": ""}
    assert found.roles == {}


def test_of_two_maps_the_second_wins() -> None:
    one, _ = read(("S", "Student", "pupil", ""))
    two, _ = read(("S", "Sam", "", ""), ("T", "Teacher", "teacher", ""))
    assert (one | two).labels("x") == {"S": "Sam", "T": "Teacher"}
    assert SpeakerMap() | one == one


@pytest.mark.parametrize(
    ("rows", "line", "part"),
    [
        ([("", "A", "parent", "")], 2, "label is missing"),
        ([("A", "", "parnet", "")], 2, "did you mean 'parent'"),
        ([("A", "", "qqq", "")], 2, "'qqq' is no role"),
        ([("A", "Mum", "", ""), ("A", "Dad", "", "")], 3, "another speaker above"),
        ([("A", "Mum", "parent", ""), ("B", "Mum", "ta", "")], 3, "another role above"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_without_its_label(rows, line, part) -> None:
    _, problems = read(*rows)
    assert [n for n, _ in problems] == [line]
    assert part in problems[0][1]
    assert "Mum" not in problems[0][1]


def test_empty_rows_and_repeated_ones_do_no_harm() -> None:
    found, problems = read(("", "", "", ""), ("A", "Mum", "parent", ""), ("A", "Mum", "parent", ""))
    assert problems == []
    assert found.labels("x") == {"A": "Mum"}


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (("speaker", "role"), "no column 'label'"),
        (("label", "transcript"), "neither a column 'speaker' nor 'role'"),
        (("label", "role", "colour"), "'colour' is none of"),
    ],
)
def test_a_table_with_other_columns_is_no_speaker_map(header, part) -> None:
    found, problems = read(("a",) * len(header), header=header)
    assert found == SpeakerMap()
    assert part in problems[0][1]
