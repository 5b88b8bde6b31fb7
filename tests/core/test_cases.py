from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.cases import (
    CaseSheet,
    Level,
    SheetAttribute,
    SheetLink,
    SheetSpeaker,
    column_name,
    read_case_sheet,
)
from sendcode.core.model import Role

TRANSCRIPTS = {"first": 1, "first.docx": 1, "second": 2, "Mixed Case": 3, "talk.v2": 4}
MUM, PUPIL, INT, ALONE, NOBODY = 11, 12, 13, 21, 31
SPEAKERS = (
    SheetSpeaker(INT, 1, "Quill", Role.INTERVIEWER),
    SheetSpeaker(MUM, 1, "Zenobia", Role.PARENT),
    SheetSpeaker(PUPIL, 1, "Fitzroy", Role.PUPIL),
    SheetSpeaker(20, 2, "Quill", Role.INTERVIEWER),
    SheetSpeaker(ALONE, 2, "Peregrine", Role.UNKNOWN),
    SheetSpeaker(NOBODY, 3, None, Role.UNKNOWN),
)


def read(written: str) -> CaseSheet:
    """Read a sheet written as lines of cells parted by `|`."""
    header, *rows = [line.split("|") for line in written.strip().splitlines()]
    return read_case_sheet("cases.csv", header, rows, transcripts=TRANSCRIPTS, speakers=SPEAKERS)


def errors(written: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in read(written).errors]


def warnings(written: str) -> list[tuple[int | None, str]]:
    sheet = read(written)
    assert sheet.errors == ()
    return [(problem.line, problem.message) for problem in sheet.warnings]


# --- what a sheet says --------------------------------------------------------------------


def test_a_row_links_a_case_to_a_transcript_and_gives_it_attributes() -> None:
    sheet = read("transcript|case|school\nfirst|Ava|Elm\nsecond|Ava|Elm")
    assert sheet == CaseSheet(
        cases=("Ava",),
        links=(SheetLink("Ava", 1, None), SheetLink("Ava", 2, None)),
        attributes=(SheetAttribute(Level.CASE, "school", "Elm", 0, "Ava"),),
    )


def test_a_row_with_a_speaker_links_the_case_to_the_speaker() -> None:
    assert read("transcript|speaker|case\nfirst|zenobia|Ava").links == (SheetLink("Ava", 1, MUM),)


def test_several_cases_stand_in_one_cell_or_in_several_rows() -> None:
    sheet = read("transcript|case|school\nfirst|Ava; Ben ;;|Elm\nfirst|Cho|")
    assert sheet.cases == ("Ava", "Ben", "Cho")
    assert [link.case for link in sheet.links] == ["Ava", "Ben", "Cho"]
    assert [(a.case, a.value) for a in sheet.attributes] == [("Ava", "Elm"), ("Ben", "Elm")]


@pytest.mark.parametrize("name", ["first", "first.docx", "FIRST", "first.txt", "First.DOCX"])
def test_a_transcript_goes_by_its_name_its_file_or_the_file_s_stem(name: str) -> None:
    assert read(f"transcript|case\n{name}|Ava").links == (SheetLink("Ava", 1, None),)


def test_a_name_with_a_dot_and_one_with_capitals_are_found() -> None:
    sheet = read("transcript|case\ntalk.v2|Ava\nmixed case|Ava")
    assert [link.transcript_id for link in sheet.links] == [4, 3]


def test_a_role_without_a_speaker_goes_to_everybody_but_the_interviewer() -> None:
    assert read("transcript|role\nfirst|TA").roles == {MUM: Role.TA, PUPIL: Role.TA}


def test_a_role_with_a_speaker_is_the_speaker_s_also_the_interviewer_s() -> None:
    assert read("transcript|speaker|role\nfirst|QUILL|teacher").roles == {INT: Role.TEACHER}


def test_a_participant_without_a_speaker_is_the_only_one_who_is_interviewed() -> None:
    assert read("transcript|participant\nsecond|P07").participants == {ALONE: "P07"}
    assert read("transcript|participant\nmixed case|P08").participants == {NOBODY: "P08"}


def test_a_participant_of_a_talk_of_several_needs_a_speaker() -> None:
    assert warnings("transcript|participant\nfirst|P07") == [
        (
            2,
            "'participant' is not used: 2 people speak in the transcript; "
            "say in the column 'speaker' which one it is",
        )
    ]
    sheet = read("transcript|speaker|participant\nfirst|Fitzroy|P07")
    assert sheet.participants == {PUPIL: "P07"}


@pytest.mark.parametrize(
    ("column", "row", "level", "owner", "case"),
    [
        ("school", "first||Ava|x", Level.CASE, 0, "Ava"),
        ("school", "first|Zenobia||x", Level.SPEAKER, MUM, ""),
        ("school", "first|||x", Level.TRANSCRIPT, 1, ""),
        ("Interview-Date", "first||Ava|x", Level.TRANSCRIPT, 1, ""),
        ("case.date", "first||Ava|x", Level.CASE, 0, "Ava"),
        ("transcript.school", "first|Zenobia|Ava|x", Level.TRANSCRIPT, 1, ""),
        ("Speaker.Gender", "first|Zenobia|Ava|x", Level.SPEAKER, MUM, ""),
    ],
)
def test_an_attribute_belongs_to_case_speaker_or_transcript(
    column: str, row: str, level: Level, owner: int, case: str
) -> None:
    sheet = read(f"transcript|speaker|case|{column}\n{row}")
    name = column_name(column).rpartition(".")[2]
    assert sheet.attributes == (SheetAttribute(level, name, "x", owner, case),)


def test_blank_rows_blank_cells_and_columns_without_a_name_are_passed_over() -> None:
    sheet = read("transcript|case|school||\n||||\nfirst|Ava|  |odd|")
    assert (sheet.attributes, sheet.errors, sheet.warnings) == ((), (), ())


def test_a_short_row_has_empty_cells() -> None:
    assert read("transcript|case|school\nfirst|Ava").attributes == ()


# --- what is odd --------------------------------------------------------------------------


def test_an_unknown_transcript_is_named_with_the_nearest() -> None:
    assert errors("transcript|case\nfrist|Ava\nzzzz|Ava\n|Ava") == [
        (2, "unknown transcript 'frist'; the nearest is 'first'"),
        (3, "unknown transcript 'zzzz'"),
        (4, "the row names no transcript"),
    ]


def test_a_row_that_stands_twice_is_told_and_counts_once() -> None:
    assert warnings("transcript|case\nfirst|Ava\nsecond|Ava\nfirst|Ava||") == [
        (4, "the same as row 2; it counts once")
    ]


def test_two_values_of_one_attribute_for_one_case_are_an_error_with_a_hint() -> None:
    assert errors("transcript|case|age\nfirst|Ava|9\nsecond|Ava|10\nfirst|Ben|10") == [
        (
            3,
            "two values of 'age' for the case 'Ava': '9' in row 2, '10' here (if it belongs to "
            "the interview, call the column 'transcript.age'; if to the person, 'speaker.age')",
        )
    ]


def test_two_values_for_one_transcript_or_speaker_are_an_error_without_a_hint() -> None:
    sheet = "transcript|speaker|date|speaker.age\nfirst|Zenobia|1 May|9\nfirst|Zenobia|2 May|8"
    assert errors(sheet) == [
        (3, "two values of 'date' for one transcript: '1 May' in row 2, '2 May' here"),
        (3, "two values of 'age' for one speaker: '9' in row 2, '8' here"),
    ]


def test_the_same_value_twice_is_fine() -> None:
    assert read("transcript|case|age\nfirst|Ava|9\nsecond|Ava|9").errors == ()


def test_a_misspelt_role_is_named_with_the_nearest_or_with_all() -> None:
    (_, near), (_, far) = errors("transcript|role\nfirst|parnet\nsecond|zzz")
    assert near == "unknown role 'parnet'; is it 'parent'?"
    assert far.startswith("unknown role 'zzz'; roles are interviewer, pupil, ")


def test_a_second_role_or_participant_for_one_speaker_is_an_error() -> None:
    sheet = "transcript|speaker|role|participant\nfirst|Zenobia|ta|P1\nfirst|Zenobia|parent|P2"
    assert errors(sheet) == [
        (3, "a second role for one speaker: 'ta' and 'parent'"),
        (3, "a second participant for one speaker: 'P1' and 'P2'"),
    ]


def test_a_label_that_is_not_in_the_transcript_is_an_error_without_the_label() -> None:
    ((line, message),) = errors("transcript|speaker|role|age\nsecond|Zenobia|ta|9")
    assert line == 2
    assert message.startswith("no speaker of that label in the transcript")


def test_a_value_for_a_case_or_speaker_that_the_row_does_not_name_is_an_error() -> None:
    assert errors("transcript|case.age|speaker.sex\nfirst|9|f") == [
        (2, "'case.age' has a value, but the row names no case"),
        (2, "'speaker.sex' has a value, but the row names no speaker"),
    ]


def test_a_row_longer_than_the_header_is_an_error_unless_the_rest_is_blank() -> None:
    assert errors("transcript|case\nfirst|Ava|9") == [(2, "more cells than the header has columns")]


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ("transkript|case", ["no column 'transcript'; is it 'transkript'?"]),
        ("zz|case", ["no column 'transcript'"]),
        (
            "transcript|Age|age|sex|SEX",
            ["the column 'age' is there twice", "the column 'sex' is there twice"],
        ),
        (
            "transcript|kase.age|case.",
            [
                "column 'kase.age': the prefix has to be case, transcript or speaker",
                "column 'case.': the prefix has to be case, transcript or speaker",
            ],
        ),
    ],
)
def test_a_header_that_cannot_be_used_is_the_only_error(header: str, messages: list[str]) -> None:
    assert errors(f"{header}\nfrist|x") == [(1, message) for message in messages]


WORDS = st.sampled_from(
    [
        *("", "first", "second", "frist", "Zenobia", "fitzroy", "Peregrine", "QUILL"),
        *("parent", "parnet", "P1", "Ava", "Ava; Zenobia", "9", "10"),
    ]
)
COLUMNS = ("transcript", "speaker", "participant", "role", "case", "age", "case.sex", "speaker.x")


@given(st.lists(st.lists(WORDS, min_size=8, max_size=8), max_size=6))
def test_no_message_holds_a_speaker_s_label(rows: list[list[str]]) -> None:
    sheet = read_case_sheet("cases.csv", COLUMNS, rows, transcripts=TRANSCRIPTS, speakers=SPEAKERS)
    said = " ".join(p.message for p in (*sheet.errors, *sheet.warnings)).casefold()
    assert not any(s.label.casefold() in said for s in SPEAKERS if s.label)


def test_cells_that_are_labels_are_described_in_place_of_cited() -> None:
    sheet = "transcript|speaker|participant|role|case|age\n" + "\n".join(
        (
            "Zenobia|||||",
            "first|||Fitzroy||",
            "first|Zenobia|Zenobia||Fitzroy|9",
            "first|Zenobia|Fitzroy||Fitzroy|10",
        )
    )
    messages = [message for _, message in errors(sheet)]
    assert len(messages) == 4
    assert all("(not shown: a speaker's label)" in message for message in messages)


def test_a_label_that_is_a_role_s_word_names_nobody_and_may_be_cited() -> None:
    sheet = read_case_sheet(
        "cases.csv",
        ["transcript", "speaker", "role"],
        [["first", "TA", "ta"], ["first", "TA", "parent"]],
        transcripts=TRANSCRIPTS,
        speakers=[SheetSpeaker(11, 1, "TA", Role.TA)],
    )
    assert sheet.errors[0].message == "a second role for one speaker: 'ta' and 'parent'"


@pytest.mark.parametrize(
    ("written", "name"),
    [(" Year  Group ", "year_group"), ("\ufeffDate", "date"), ("Case.School!", "case.school")],
)
def test_column_names_are_brought_into_one_form(written: str, name: str) -> None:
    assert column_name(written) == name
