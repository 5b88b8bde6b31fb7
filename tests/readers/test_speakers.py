"""The decision about labels, on whole files as researchers have them."""

from __future__ import annotations

from tests.readers.build import docx, kinds, messages, paragraph, read, run, said, text, turns


def labels(result):
    return [label for label, _ in said(result)]


def test_a_cover_page_is_metadata_and_never_speech(tmp_path):
    content = (
        "Data Archive\nStudy Number 1234\nProject: Growing Up\nDepositor: Dr A Toft, Hull\n"
        "Interviewer: Bo Lind\nDate of interview: 12/03/2004\nPseudonym: Dave\nAnonymised: yes\n\n"
        "Int: So, tell me about school.\n\nDave: It was fine. My mum: she hated it.\n\n"
        "Int: Why?\n\n"
        "Dave: Dunno.\n\n[Tape 1 side B]\n\nInt: And now?\n\nR: Fine.\n\nEND OF INTERVIEW\n"
    )
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Int", "Dave", "Int", "Dave", "Int", "R"]
    assert result.interviews[0].metadata["interviewer"] == "Bo Lind"
    assert result.interviews[0].metadata["pseudonym"] == "Dave"


def test_header_blocks_with_an_id_part_interviews(tmp_path):
    part = "Interview ID: P{0}\nDate: {0} May 2020\n\nInt: So?\n\nP{0}: Fine.\n\nInt: Good."
    content = "\n\n".join(part.format(n) for n in (1, 2, 3))
    result = read(text(tmp_path / "a.txt", content))
    assert [one.suffix for one in result.interviews] == ["P1", "P2", "P3"]
    assert [one.metadata["date"] for one in result.interviews] == [
        "1 May 2020",
        "2 May 2020",
        "3 May 2020",
    ]


def test_a_label_split_over_two_paragraphs_and_a_class_year(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        "Harbour College",
        "JOHN B.\u00a0",
        "HOLLIS ’16:\tToday is Monday.",
        "\tThank you for coming.",
        "MARSH:\tMy pleasure.",
        "HOLLIS:\tWhere were you?",
        "MARSH:\tIn Hull.",
    )
    result = read(path)
    assert labels(result) == ["HOLLIS", "MARSH", "HOLLIS", "MARSH"]
    assert turns(result)[0].pieces[0].label == "HOLLIS ’16"
    assert kinds(result)["label"] == 7
    assert "1 other spelling of a label" in messages(result)


def test_labels_heard_once_are_accepted_when_made_like_the_others(tmp_path):
    content = (
        "R1: Yes.\n\nR2: No.\n\nR1: Well.\n\nR2: So.\n\nR3: Hm.\n\nMs Carr: Now.\n\n"
        "Ms Dunn: When?\n\n"
        "Ms Carr: Soon.\n\nLou: I’m Lou, a parent.\n\nQuiet: that is what I like.\n"
    )
    found = labels(read(text(tmp_path / "a.txt", content)))
    assert {"R3", "Ms Dunn"} <= set(found)
    assert "Quiet" not in found


def test_a_name_used_in_speech_may_be_a_label_heard_once(tmp_path):
    content = (
        "Sam: Hi.\n\nMod: Who else?\n\nLou: I’m Lou, a parent.\n\nMod: Well, Kit?\n\nSam: Go on.\n"
    )
    assert labels(read(text(tmp_path / "a.txt", content))) == ["Sam", "Mod", "Lou", "Mod", "Sam"]


def test_a_legend_gives_roles_and_short_labels(tmp_path):
    content = (
        "Speakers: MOD = Moderator, F1 = Mother, M1 = Father\n\nMOD: Who begins?\nF1: I can.\n"
        "MOD: Please.\nM1: Then me.\nF1: We waited.\n"
    )
    roles = [turn.role for turn in turns(read(text(tmp_path / "a.txt", content)))]
    assert roles == ["interviewer", "parent", "interviewer", "parent", "parent"]


def test_several_people_in_one_paragraph_are_not_told_apart(tmp_path):
    inline = paragraph(
        run("Interviewer:", bold=True), " How is it?", run("Interviewee:", bold=True), " Fine."
    )
    result = read(docx(tmp_path / "a.docx", inline))
    assert labels(result) == [None]
    assert "no speaker labels" in messages(result)


def test_speech_in_front_of_the_first_label_is_not_lost(tmp_path):
    long = "We went there and then we came back again because it was late. " * 20
    result = read(text(tmp_path / "a.txt", f"{long}\n\nI: So?\n\nP: Yes.\n\nI: Hm?\n\nP: No.\n"))
    assert labels(result) == [None, "I", "P", "I", "P"]


def test_marks_stay_in_the_turn_and_stage_directions_go(tmp_path):
    content = "I: So?\n\nP: Yes.\n\n[laughs]\n\nI: Hm?\n\n[Phone rings, tape off]\n\nP: No.\n"
    result = read(text(tmp_path / "a.txt", content))
    assert said(result)[1] == ("P", "Yes. / [laughs]")
    assert kinds(result)["stage direction"] == 4


def test_a_time_in_square_brackets_may_stand_for_the_colon(tmp_path):
    content = "\n".join(
        f"{who} [00:00:{n * 7:02}] {words}"
        for n, (who, words) in enumerate(
            [("Int", "So?"), ("Vera", "It rained."), ("Int", "And?"), ("Vera", "We ran.")]
        )
    )
    result = read(text(tmp_path / "a.txt", content))
    assert said(result)[1] == ("Vera", "It rained.")
    assert [turn.pieces[0].time_start for turn in turns(result)] == [0.0, 7.0, 14.0, 21.0]


def test_a_time_alone_in_brackets_above_a_name_is_its_time(tmp_path):
    content = "[00:00:03]\nJo Rook\nSo?\n\n[00:00:09]\nVera Alm\nIt rained.\n\n" * 3
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Jo Rook", "Vera Alm"] * 3
    assert turns(result)[1].pieces[0].time_start == 9.0


def test_age_and_sex_in_brackets_belong_to_a_label(tmp_path):
    content = "Mod: So?\n\nParticipant 3 (female, 34): Fine.\n\n" * 3
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Mod", "Participant 3 (female, 34)"] * 3


def test_quoted_talk_and_numbered_questions_are_no_labels(tmp_path):
    content = (
        "Interviewer: So?\n\nDinah: Well.\n\n“Mum: where is my bag?” she shouted.\n\n"
        "Question 1: do you like soup?\n\nQ2: and pie?\n\nInterviewer: And?\n\nDinah: Yes.\n"
    )
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Interviewer", "Dinah"] * 2


def test_a_legend_may_use_colons_and_a_list_of_people_is_no_turn(tmp_path):
    body = "I: So?\n\nS1: Fine.\n\nI: And?\n\nS2: No.\n"
    result = read(text(tmp_path / "a.txt", "I: Interviewer, S1: Pupil 1, S2: Pupil 2\n\n" + body))
    assert labels(result) == ["I", "S1", "I", "S2"]
    assert turns(result)[0].role == "interviewer"
    body = "Moderator: So?\n\nAna: Fine.\n\nModerator: And?\n\nBo: No.\n\nModerator: Thanks.\n"
    head = "Moderator: Jo\nParticipants: Ana, Bo, Cem\n\n"
    result = read(text(tmp_path / "b.txt", head + body))
    assert labels(result) == ["Moderator", "Ana", "Moderator", "Bo", "Moderator"]
    assert result.interviews[0].metadata["participants"] == "Ana, Bo, Cem"


def test_a_name_in_the_title_is_a_label_when_heard_once(tmp_path):
    content = (
        "Visit to a pupil. Present: a researcher, the pupil and Miss Rowe\n\nInterviewer: So?\n\n"
        "Child A: Fine.\n\nInterviewer: And?\n\nChild A: No.\n\nMiss Rowe: Time to go.\n"
    )
    assert labels(read(text(tmp_path / "a.txt", content)))[-1] == "Miss Rowe"


def test_dictation_with_times_only_has_no_title_in_its_speech(tmp_path):
    lines = ["Audio file", "visit.wav", "Transcript", "00:00:03", "It rained.", "00:00:09", "Yes."]
    result = read(docx(tmp_path / "a.docx", *[paragraph(line) for line in lines]))
    assert said(result) == [(None, "It rained. / Yes.")]


def test_names_in_round_or_angle_brackets_are_labels_when_most_lines_have_them(tmp_path):
    for shape in ("({}) {}", "<{}> {}"):
        lines = [shape.format(who, "So it was that day.") for who in ("Int", "Vera") * 3]
        result = read(text(tmp_path / "a.txt", "\n".join(lines)))
        assert labels(result) == ["Int", "Vera"] * 3
    marked = "Int: So?\n(nods) Yes.\nVera: Hm.\n(whistles) No.\n" * 3
    assert labels(read(text(tmp_path / "b.txt", marked))) == ["Int", "Vera"] * 3


def test_two_lines_with_two_labels_are_two_turns(tmp_path):
    result = read(text(tmp_path / "a.txt", "Interviewer: How was it?\n\nJoe: It was good.\n"))
    assert labels(result) == ["Interviewer", "Joe"]


def test_numbers_times_and_tabs_in_front_of_labels(tmp_path):
    result = read(
        text(tmp_path / "a.txt", "".join(f"[{n}] P{n % 2}: So it is.\n" for n in range(6)))
    )
    assert labels(result) == ["P0", "P1"] * 3
    rows = "".join(f"00:00:0{n}\tVera {'AB'[n % 2]}\tSo it is.\n\n" for n in range(6))
    result = read(
        docx(tmp_path / "a.docx", *[paragraph(line) for line in rows.split("\n\n") if line])
    )
    assert labels(result) == ["Vera A", "Vera B"] * 3
    assert turns(result)[3].pieces[0].time_start == 3.0


def test_several_people_and_short_legends(tmp_path):
    content = (
        "Mod – moderator\nF – female, M – male\n\nMod: So?\n\nF1: Fine.\n\n"
        "Multiple speakers: Yes.\n\n"
        "Mod: And?\n\nF1: No.\n\nMultiple speakers: No!\n"
    )
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Mod", "F1", "Multiple speakers"] * 2


def test_an_uncertain_speaker_is_a_label_of_its_own(tmp_path):
    content = (
        "Mod: So?\n\nP1: Fine.\n\nP1?: Not me.\n\nP?: Nor me.\n\n" * 2 + "Why?: that is why.\n"
    )
    result = read(text(tmp_path / "a.txt", content))
    assert labels(result) == ["Mod", "P1", "P1?", "P?"] * 2


def test_titles_of_other_languages_and_days_of_the_week(tmp_path):
    content = (
        "Mod: So?\n\nSra. Ruiz: Sí.\n\nHr. Olsen: Ja.\n\nMonday: soup.\n\nTuesday: pie.\n\n" * 2
    )
    assert labels(read(text(tmp_path / "a.txt", content))) == ["Mod", "Sra. Ruiz", "Hr. Olsen"] * 2


def test_participants_that_count_up_part_interviews(tmp_path):
    part = "Participant {}\n\nInt: So?\n\nMary: Fine.\n\n"
    result = read(text(tmp_path / "a.txt", "".join(part.format(n) for n in (1, 2, 3))))
    assert [one.suffix for one in result.interviews] == ["1", "2", "3"]


def test_the_only_label_of_a_file_is_none_where_few_lines_have_it(tmp_path):
    lines = ["It rained, and we stayed in."] * 12
    prose = "\n\n".join([*lines, "Maths: I like it.", *lines, "Maths: not so much."])
    assert labels(read(text(tmp_path / "a.txt", prose))) == [None]


def test_a_cast_above_the_interview_is_no_turn_even_with_the_same_labels(tmp_path):
    talk = "{0}: So?\n\n{1}: Fine.\n\n" * 2
    heads = {
        "Interviewer: Jo Bright\nInterviewee: Bo Lind\n\n": ("Interviewer", "Interviewee"),
        "Interviewer: Jo\nParticipant: P4\n\n": ("Interviewer", "P4"),
        "Key\nINT: Interviewer\nRES: Respondent\n\n": ("INT", "RES"),
        "Speakers:\nJo Bright – Interviewer\nBo Lind – Participant\n\n": ("Jo Bright", "Bo Lind"),
    }
    for head, names in heads.items():
        result = read(text(tmp_path / "a.txt", head + talk.format(*names)))
        assert labels(result) == [*names, *names]


def test_the_word_transcript_further_down_leaves_out_nothing(tmp_path):
    content = "It rained that day.\n\nWe stayed in.\n\nTranscript\n\nThen the sun came out.\n"
    assert "It rained" in said(read(text(tmp_path / "a.txt", content)))[0][1]


def test_short_first_words_are_not_taken_for_a_cast(tmp_path):
    content = "Teacher: Maria\nPupil: Here\nTeacher: Joe\nPupil: Here\nTeacher: Good.\n"
    assert labels(read(text(tmp_path / "a.txt", content))) == ["Teacher", "Pupil"] * 2 + ["Teacher"]


def test_what_the_researcher_says_is_no_speaker_is_speech(tmp_path):
    content = "I: So?\n\nMum: Well.\n\nMaths: it was hard.\n\nI: And?\n\nMaths: still.\n"
    result = read(text(tmp_path / "a.txt", content), speakers={"MATHS": ""})
    assert said(result)[1] == ("Mum", "Well. / Maths: it was hard.")
    assert said(result)[2] == ("I", "And? / Maths: still.")


def test_a_voice_or_a_cell_that_is_no_speaker_leaves_its_words_without_one(tmp_path):
    cue = "00:0{0}.000 --> 00:0{1}.000\n<v {2}>{3}\n"
    cues = [cue.format(1, 2, "Ann", "Hello."), cue.format(2, 3, "Laptop", "Hi.")]
    vtt = read(text(tmp_path / "a.vtt", "\n".join(["WEBVTT\n", *cues])), speakers={"Laptop": ""})
    assert said(vtt) == [("Ann", "Hello."), (None, "Hi.")]
    table = text(tmp_path / "a.csv", "speaker,text\nAnn,Hello there.\nLaptop,Hi to you.\n")
    assert said(read(table, speakers={"Laptop": ""}))[1] == (None, "Hi to you.")


def test_a_part_in_short_with_a_number_is_a_label(tmp_path):
    content = "Int. 1: How?\nResp. 1: Well.\nInt. 1: And?\nResp. 1: Yes.\n"
    assert labels(read(text(tmp_path / "a.txt", content))) == ["Int. 1", "Resp. 1"] * 2


def test_labels_may_stand_in_a_list_of_dashes(tmp_path):
    content = "- I: How?\n- P: Well.\n- I: And?\n- P: Yes - no.\n"
    result = read(text(tmp_path / "a.txt", content))
    assert said(result) == [("I", "How?"), ("P", "Well."), ("I", "And?"), ("P", "Yes - no.")]
