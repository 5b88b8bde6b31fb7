from __future__ import annotations

import datetime

import pytest

from sendcode.core.model import Role
from sendcode.errors import InputError
from tests.readers.build import docx, kinds, messages, ods, read, said, text, turns, xlsx

ROWS = [
    ["Speaker", "Timestamp", "Words", "Tags"],
    ["DB:", "0:00", "Shall we begin?", "q"],
    ["DB:", "0:04", "It is not long.", ""],
    ["Ann", "1:05", "Yes, please do.", "a"],
    ["", "1:09", "Me too.", ""],
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_found_out(tmp_path, delimiter):
    content = "\r\n".join(delimiter.join(f'"{c}"' if "," in c else c for c in row) for row in ROWS)
    result = read(text(tmp_path / "a.csv", "\ufeff" + content))
    assert said(result) == [
        ("DB", "Shall we begin? / It is not long."),
        ("Ann", "Yes, please do."),
        (None, "Me too."),
    ]
    assert turns(result)[1].pieces[0].time_start == 65.0
    assert turns(result)[0].pieces[0].anchor == 2
    assert turns(result)[0].pieces[0].label == "DB:"
    assert kinds(result) == {"column": 6, "time": 4, "label": 3}
    assert "1 row of speech" in messages(result)


def test_an_empty_speaker_goes_on_only_when_asked(tmp_path):
    result = read(xlsx(tmp_path / "a.xlsx", ROWS), carry_speaker=True)
    assert said(result)[-1] == ("Ann", "Yes, please do. / Me too.")


def test_spreadsheets_give_what_they_show(tmp_path):
    rows = [
        [None, "TimeStamp", "Turn", "Speaker", "Sentence"],
        [0, datetime.time(0, 1, 5), 1, "T", "Good morning to you."],
        [1, datetime.timedelta(hours=1, minutes=2), 2, "None", "Good morning, sir."],
    ]
    result = read(xlsx(tmp_path / "a.xlsx", rows))
    assert said(result) == [("T", "Good morning to you."), (None, "Good morning, sir.")]
    assert [turn.pieces[0].time_start for turn in turns(result)] == [65.0, 3720.0]


def test_each_sheet_is_an_interview(tmp_path):
    result = read(xlsx(tmp_path / "a.xlsx", ROWS, [["Notes"], ["none of this"]], ROWS))
    assert [one.suffix for one in result.interviews] == ["Visit 1", "Visit 3"]
    assert kinds(result)["sheet"] == 4


def test_open_document_spreadsheets(tmp_path):
    assert said(read(ods(tmp_path / "a.ods", ROWS)))[0][0] == "DB"


def test_times_that_a_spreadsheet_mangled(tmp_path):
    rows = ["speaker,timestamp,words", "A,0:10,One is here.", "B,23:59,Two is here."]
    rows += [f"A,{m}:40:00,And {m} more words." for m in (24, 25, 26)]
    result = read(text(tmp_path / "a.csv", "\n".join(rows)))
    assert turns(result)[-1].pieces[0].time_start == 24 * 60 + 40
    assert "24:40:00" in messages(result)


def test_markup_and_entities_in_cells(tmp_path):
    rows = 'speaker,words\nA,"See <a href=""x y"">this</a> &amp; <laugh>"\nB,<silence> Yes.\n'
    assert said(read(text(tmp_path / "a.csv", rows))) == [
        ("A", "See this & <laugh>"),
        ("B", "<silence> Yes."),
    ]


def test_columns_without_headings_are_told_by_their_content(tmp_path):
    rows = "0:01,Ann,Shall we begin with this?\n0:03,Bo,Please do begin with it.\n" * 2
    assert [label for label, _ in said(read(text(tmp_path / "a.csv", rows)))] == ["Ann", "Bo"] * 2


def test_bars_and_tabs_in_text_files_make_tables(tmp_path):
    bars = "A|It is hard because|sv\nA|is it good|qh\nB|Yeah, it is.|b\nA|So it goes on.|aa\n"
    assert [label for label, _ in said(read(text(tmp_path / "a.txt", bars)))] == ["A", "B", "A"]
    nvivo = (
        "Timespan\tContent\tSpeaker\n0:03.0 - 0:17.0\tOne.---Two.\tAnn\n0:17.0 - 0:18.0\tSo.\tBo\n"
    )
    assert said(read(text(tmp_path / "b.txt", nvivo))) == [("Ann", "One.\nTwo."), ("Bo", "So.")]
    markdown = "| Speaker | Text |\n|---|---|\n| Ann | Hello. |\n| Bo | Hi. |\n"
    assert said(read(text(tmp_path / "c.md", markdown))) == [("Ann", "Hello."), ("Bo", "Hi.")]


def test_labels_inside_the_words_where_no_column_has_them(tmp_path):
    rows = "time,text\n0:01,Ann: Hello.\n0:02,Bo: Hi.\n0:03,Ann: So?\n0:04,Bo: Yes.\n"
    result = read(text(tmp_path / "a.csv", rows))
    assert [label for label, _ in said(result)] == ["Ann", "Bo", "Ann", "Bo"]
    assert turns(result)[1].pieces[0].time_start == 2.0


SURVEY = [
    ["Case", "Age", "What works well, and why?", "What does not?"],
    ["C7", 33, "The quiet room works very well.", "n/a"],
    ["C8", None, "My friends and the TA.", "Waiting for the bus is hard."],
    ["C9", 41, "-", "none"],
]


def test_survey_answers_one_interview_for_each_respondent(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", SURVEY)
    result = read(path, columns={"text": "What works well, and why?, What does not?"})
    assert [one.suffix for one in result.interviews] == ["C7", "C8", "C9"]
    assert said(result.interviews[1]) == [
        (None, "My friends and the TA."),
        (None, "Waiting for the bus is hard."),
    ]
    assert dict(result.interviews[0].metadata) == {"case": "C7", "age": "33"}
    assert "1 respondent gave no answer" in messages(result)


def test_the_role_column_of_a_survey_says_what_each_respondent_is(tmp_path):
    rows = [["No", "Job", "Why"], ["1", "TA", "No time."], ["2", "cook", "No pay."]]
    result = read(xlsx(tmp_path / "a.xlsx", rows), columns={"text": "3", "id": "1", "role": "Job"})
    assert [one.turns[0].role for one in result.interviews] == [Role.TA, None]


def test_a_column_of_roles_needs_no_word_where_it_is_headed_so(tmp_path):
    rows = [["No", "Role", "Why"], ["1", "TA", "No time."], ["2", "Parent", "Slow."]]
    result = read(xlsx(tmp_path / "a.xlsx", rows), columns={"text": "Why"})
    assert [one.turns[0].role for one in result.interviews] == [Role.TA, Role.PARENT]
    rows = [["No", "Role", "Why"], ["1", "Gandalf", "No time."], ["2", "Frodo", "Slow."]]
    result = read(xlsx(tmp_path / "b.xlsx", rows), columns={"text": "Why"})
    assert [one.turns[0].role for one in result.interviews] == [None, None]


def test_three_heading_rows_of_a_survey_tool(tmp_path):
    rows = [
        ["ResponseId", "Q1", "Q2"],
        ["Response ID", "What helps you?", "How old?"],
        ['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}'],
        ["R_1", "A quiet room, mostly.", "9"],
    ]
    result = read(xlsx(tmp_path / "a.xlsx", rows), columns={"text": "Q1", "id": "ResponseId"})
    assert said(result) == [(None, "A quiet room, mostly.")]
    assert result.interviews[0].suffix == "R_1"


def test_a_survey_is_never_guessed(tmp_path):
    with pytest.raises(InputError, match="may be a survey") as caught:
        read(xlsx(tmp_path / "a.xlsx", SURVEY))
    assert "--columns text=3,4" in caught.value.hint
    result = read(tmp_path / "a.xlsx", columns={"text": "3,4", "id": "1"})
    assert len(result.interviews) == 3


def test_the_researcher_names_the_columns_of_a_transcript(tmp_path):
    rows = "wer,was\nAnn,Hello there.\nBo,Hi.\n"
    path = text(tmp_path / "a.csv", rows)
    assert said(read(path, columns={"speaker": "wer", "text": "was"}))[1] == ("Bo", "Hi.")
    with pytest.raises(InputError, match="column chosen as speaker"):
        read(path, columns={"speaker": "nobody", "text": "was"})


def test_a_case_sheet_is_no_transcript(tmp_path):
    rows = "transcript,speaker,participant,role,case\nvisit-1,P1,Bo,pupil,C1\nvisit-2,P1,Cy,ta,C2\n"
    with pytest.raises(InputError, match="case sheet") as refused:
        read(text(tmp_path / "a.csv", rows))
    assert "sendcode cases FILE" in (refused.value.hint or "")


def test_tables_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="no rows"):
        read(xlsx(tmp_path / "a.xlsx", []))
    with pytest.raises(InputError, match="no columns"):
        read(text(tmp_path / "b.csv", "a,b\n1,2\n"))
    with pytest.raises(InputError, match="sheet"):
        read(docx(tmp_path / "c.xlsx", "Hello."))


def test_a_survey_without_chosen_columns_is_no_transcript(tmp_path):
    rows = ["id,school,liked,missed"]
    rows += [
        f"R{n:02},{'Oak' if n % 2 else 'Elm'},I liked thing {n},No time for {n}" for n in range(9)
    ]
    with pytest.raises(InputError, match="survey"):
        read(text(tmp_path / "a.csv", "\n".join(rows)))


def test_codes_beside_labelled_words_are_no_speakers(tmp_path):
    rows = ["Words,Codes"]
    rows += [f"{'IV'[n % 2]}: so it was on day {n},{'waiting' if n % 3 else ''}" for n in range(9)]
    result = read(text(tmp_path / "a.csv", "\n".join(rows)))
    assert {label for label, _ in said(result)} == {"I", "V"}
