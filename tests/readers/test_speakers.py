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
    assert "1 other spelling(s)" in messages(result)


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
