from __future__ import annotations

from tests.readers.build import kinds, messages, read, said, text, turns


def test_agency_transcripts_have_a_name_a_colon_and_a_tab(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "Harbour School Project\nMarch 2019\n\nINTERVIEWER:\tHow did it go?\n"
        " HOLLIS:\tWell, the usual. [Chuckles.]\n\tAnd then the bus came.\n"
        "‘INTERVIEWER:\tAnd after that?\nHOLLIS:\tHome.\n[End of interview.]\n",
    )
    result = read(path)
    assert said(result) == [
        ("INTERVIEWER", "How did it go?"),
        ("HOLLIS", "Well, the usual. [Chuckles.] / And then the bus came."),
        ("INTERVIEWER", "And after that?"),
        ("HOLLIS", "Home."),
    ]
    assert kinds(result) == {"label": 4, "title": 5, "stage direction": 3}
    assert turns(result)[1].pieces[1].anchor == 6
    assert turns(result)[1].pieces[1].label is None


def test_a_dash_may_stand_for_the_colon(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "[I] – Interviewer\t[C] - Client\n\nI – How long have you been here?\nC - Two years.\n"
        "I – And before?\nC – In Hull - for a time.\n",
    )
    result = read(path)
    assert [label for label, _ in said(result)] == ["I", "C", "I", "C"]
    assert turns(result)[0].role == "interviewer"
    assert kinds(result)["legend"] == 4


def test_words_in_front_of_a_colon_are_no_speaker(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "Int: What do you see?\n\nP1: We see this:\n\nAnd we see a focus here on: reading.\n\n"
        "Simple things: pens and paper.\n\nInt: It says?\n\nP1: It says: stop.\n\n"
        "Quiet Corner: where we sit.\n\nhttps://example.org is the page.\n\n17:30 was the time.\n",
    )
    result = read(path)
    assert {label for label, _ in said(result)} == {"Int", "P1"}
    assert "seen once" in messages(result)
    assert "Quiet" not in messages(result)


def test_header_fields_become_metadata_and_no_speaker(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "Interview ID: P7\nDate – 18th May 2019   Time – 11.45 am\nInterviewer: Jo Bright\n"
        "School: Hill Lane\n\nInterviewer: Shall we start?\n\nP7: Yes.\n\n"
        "Interviewer: Good.\n\nP7: Fine.\n",
    )
    result = read(path)
    assert dict(result.interviews[0].metadata) == {
        "interview_id": "P7",
        "date": "18th May 2019",
        "time": "11.45 am",
        "interviewer": "Jo Bright",
        "school": "Hill Lane",
    }
    assert len(turns(result)) == 4


def test_yaml_front_matter_is_metadata(tmp_path):
    path = text(
        tmp_path / "a.md",
        "---\ntitle: First visit\ndate: 2020-01-02\n---\n\n**Ann:** Hello.\n\n**Bo:** Hi.\n\n"
        "**Ann:** Well then.\n\n**Bo:** Right.\n",
    )
    result = read(path)
    assert dict(result.interviews[0].metadata) == {"title": "First visit", "date": "2020-01-02"}
    assert [label for label, _ in said(result)] == ["Ann", "Bo", "Ann", "Bo"]


def test_markdown_headings_part_interviews(tmp_path):
    parts = "\n\n".join(
        f"## Transcript {n}: A visit\n\n**Interviewer (I):** Hello.\n\n"
        f"**R{n}:** Hi.\n\n**I:** Well?"
        for n in (1, 2, 3)
    )
    result = read(text(tmp_path / "a.md", f"# All visits\n\n{parts}\n"))
    assert [one.suffix for one in result.interviews] == ["1", "2", "3"]
    assert said(result.interviews[1]) == [("I", "Hello."), ("R2", "Hi."), ("I", "Well?")]
    assert turns(result)[0].pieces[0].label == "Interviewer (I)"


def test_time_marks_become_seconds_and_leave_the_words(tmp_path):
    path = text(
        tmp_path / "a.md",
        "**Ann:** [00:00:05] So we begin.\n\n**Bo:** It was [00:01:00] long ago[00:01:02] .\n\n"
        "**Ann:** Yes. [inaudible 00:03]\n\n**Bo:** Mm.\n",
    )
    result = read(path)
    assert said(result)[:3] == [
        ("Ann", "So we begin."),
        ("Bo", "It was long ago."),
        ("Ann", "Yes. [inaudible 00:03]"),
    ]
    assert turns(result)[0].pieces[0].time_start == 5.0


def test_name_and_time_on_a_line_of_their_own(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "Ann Toft  0:03  \nHello there.\nI think\n\nBo Lind  1:12  \nHi.\n\nAnn Toft  1:02:03\n"
        "Right.\n\nUnknown Speaker  1:02:09\nMm.\n\nTranscribed by https://example.org\n",
    )
    result = read(path)
    assert said(result) == [
        ("Ann Toft", "Hello there. / I think"),
        ("Bo Lind", "Hi."),
        ("Ann Toft", "Right."),
        ("Unknown Speaker", "Mm."),
    ]
    assert [turn.pieces[0].time_start for turn in turns(result)] == [3.0, 72.0, 3723.0, 3729.0]


def test_names_alone_on_a_line(tmp_path):
    lines = ["Ann Toft  \nHello there.", "Bo Lind  \nHi.", "Ann Toft\nI think", "Bo Lind  \nWell."]
    result = read(text(tmp_path / "a.md", "\n\n".join(lines) + "\n"))
    assert said(result) == [
        ("Ann Toft", "Hello there."),
        ("Bo Lind", "Hi."),
        ("Ann Toft", "I think"),
        ("Bo Lind", "Well."),
    ]


def test_ranges_of_time_without_names_give_no_speaker(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "[00:01.000 --> 00:02.500]  Hi Rob.\r\n[00:02.500 --> 00:04.000]  Hi Rob.\r\n"
        "[00:04.000 --> 00:05.000]  Great\r\n[00:05.000 --> 00:06.000]  ♪♪♪\r\n",
    )
    result = read(path)
    assert [turn.label for turn in turns(result)] == [None]
    assert [piece.text for piece in turns(result)[0].pieces] == [
        "Hi Rob.",
        "Hi Rob.",
        "Great",
        "♪♪♪",
    ]
    assert turns(result)[0].pieces[1].time_end == 4.0
    assert "no speaker labels" in messages(result)


def test_text_without_labels_has_no_speaker_and_a_count(tmp_path):
    result = read(text(tmp_path / "a.txt", "I like it here.\n\nIt is fine.\n\nSo there.\n"))
    assert [turn.label for turn in turns(result)] == [None]
    assert len(turns(result)[0].pieces) == 3
    assert "3 paragraphs" in messages(result)


def test_labels_for_unlabelled_paragraphs_only_when_asked_for(tmp_path):
    path = text(tmp_path / "a.txt", "How long?\n\nTwo years.\n\nAnd before?\n\nHull.\n")
    result = read(path, alternate=("I", "P"))
    assert [label for label, _ in said(result)] == ["I", "P", "I", "P"]


def test_invisible_characters_do_not_hide_a_label(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "\u200eINT:\u200b\u200bRight then?\n\nP1\u00a0:\u00a0We did well\u00adbeing.\n\n"
        "INT: Good.\n\n\u200bP1:\tYes.\n",
    )
    assert said(read(path)) == [
        ("INT", "Right then?"),
        ("P1", "We did well\u00adbeing."),
        ("INT", "Good."),
        ("P1", "Yes."),
    ]


def test_the_researchers_map_names_the_speakers(tmp_path):
    path = text(
        tmp_path / "a.txt", "The Witness: Yes.\n\nMs Carr: And?\n\nMs Toman: No.\n\nMs Carr: So?\n"
    )
    result = read(path, speakers={"The Witness": "Ms Toman"})
    assert [label for label, _ in said(result)] == ["Ms Toman", "Ms Carr", "Ms Toman", "Ms Carr"]


def test_wrapped_lines_are_joined_by_a_blank(tmp_path):
    line = "and so it went on for a while until the end of the day when we went home\n"
    content = f"I: Well?\n\nP: It was\n{line * 3}at last.\n\nI: Oh.\n\nP: {line * 2}yes.\n"
    result = read(text(tmp_path / "a.txt", content))
    assert "\n" not in said(result)[1][1]
    assert said(result)[1][1].endswith("went home at last.")


def test_printed_line_numbers_are_left_out(tmp_path):
    body = [
        "Q. Where were you?",
        "A. At home,",
        "in bed.",
        "CHAIR: Thank you.",
        "CHAIR: Go on.",
        "Well.",
    ]
    path = text(tmp_path / "a.txt", "\n".join(f"{n:2}  {line}" for n, line in enumerate(body, 1)))
    result = read(path)
    assert kinds(result)["line number"] == 6
    assert not any(piece.text[0].isdigit() for turn in turns(result) for piece in turn.pieces)


def test_underlined_titles_and_stage_directions_are_no_speech(tmp_path):
    path = text(
        tmp_path / "a.rst",
        "3 May 2020\n==========\n\n*(9.59 am)*\n\n"
        "**Ms Carr**: Good morning.\n\nAnd then.\n\n"
        "*(A short break)*\n\n"
        "Mr Dunn\n-------\n\n**Mr Dunn**: Hello.\n\n**Ms Carr**: So.\n\n**Mr Dunn**: Yes.\n",
    )
    result = read(path)
    assert [label for label, _ in said(result)] == ["Ms Carr", "Mr Dunn", "Ms Carr", "Mr Dunn"]
    assert kinds(result) == {"label": 8, "heading": 5, "stage direction": 5}


def test_roman_panel_numbers_are_no_speakers(tmp_path):
    path = text(
        tmp_path / "a.txt",
        "Witnesses\n\nI: Ann Toft, Chief Executive, Harbour Trust; and Bo Lind.\n\n"
        "II: Cy Marsh, Director, Hill Trust.\n\nQ1            Chair: Thank you for coming.\n\n"
        "Ann Toft: Good morning.\n\n"
        "Q2            Chair: Shall we?\n\nAnn Toft: Please.\n",
    )
    assert [label for label, _ in said(read(path))] == ["Chair", "Ann Toft", "Chair", "Ann Toft"]


def test_markdown_labels_may_be_html_or_escaped(tmp_path):
    for label in ("<b>{}:</b>", "<strong>{}</strong>:", r"**{}\:**"):
        lines = [f"{label.format(who)} So it was." for who in ("Int", "Vera") * 3]
        result = read(text(tmp_path / "a.md", "\n\n".join(lines)))
        assert said(result) == [(who, "So it was.") for who in ("Int", "Vera") * 3]
