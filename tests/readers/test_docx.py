from __future__ import annotations

import zipfile

import pytest

from sendcode.errors import InputError
from tests.readers.build import W, docx, kinds, messages, paragraph, read, run, said, turns


def test_bold_names_without_a_colon_are_labels(tmp_path):
    def turn(name, words):
        return paragraph(run(name, bold=True), run(f" {words}"))

    path = docx(
        tmp_path / "a.docx",
        turn("Interviewer", "How was it?"),
        turn("Participant 1", "Fine."),
        "And then some.",
        turn("Interviewer", "Good."),
        turn("Participant 1", "Yes."),
    )
    result = read(path)
    assert said(result)[1] == ("Participant 1", "Fine. / And then some.")
    assert [turn.pieces[0].anchor for turn in turns(result)] == [1, 2, 4, 5]


def test_a_label_may_be_cut_over_runs_and_tracked_changes(tmp_path):
    tracked = (
        '<w:p><w:del w:id="1"><w:r><w:delText>P2:</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>P</w:t></w:r><w:r><w:t>1:</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> Yes.</w:t></w:r></w:p>'
    )
    result = read(docx(tmp_path / "a.docx", "I: Well?", tracked, "I: So?", "P1: No."))
    assert said(result)[1] == ("P1", "Yes.")
    assert kinds(result)["deleted"] == 1


def test_moved_text_comes_once(tmp_path):
    moved = "<w:r><w:t>It moved.</w:t></w:r>"
    path = docx(
        tmp_path / "a.docx",
        f"<w:p><w:moveTo>{moved}</w:moveTo></w:p>",
        "Stays.",
        f"<w:p><w:moveFrom>{moved}</w:moveFrom></w:p>",
    )
    assert said(read(path)) == [(None, "It moved. / Stays.")]


def test_a_deleted_paragraph_mark_joins_paragraphs(tmp_path):
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One and </w:t></w:r></w:p>"
    assert said(read(docx(tmp_path / "a.docx", first, "two."))) == [(None, "One and two.")]


def test_controls_smart_tags_and_fields_are_read(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>",
        f"<w:p><w:smartTag>{run('A smart')}</w:smartTag>{run(' tag.')}</w:p>",
        "<w:p><w:r><w:instrText>DATE</w:instrText></w:r>"
        f"<w:fldSimple>{run('3 May')}</w:fldSimple></w:p>",
    )
    assert said(read(path)) == [(None, "In a control. / A smart tag. / 3 May")]


def test_a_text_box_comes_once(tmp_path):
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    path = docx(
        tmp_path / "a.docx",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('Beside it.')}</w:p>",
    )
    assert said(read(path)) == [(None, "Beside it. / In the box.")]


def test_hyphens_tabs_breaks_and_symbols_become_characters(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>well</w:t>"
        "<w:noBreakHyphen/><w:t>be</w:t><w:softHyphen/><w:t>ing</w:t><w:tab/><w:t>a</w:t>"
        "<w:br/><w:t>b</w:t><w:sym w:font='Wingdings' w:char='F04A'/></w:r></w:p>",
    )
    assert said(read(path)) == [(None, "well-being\ta\nb☺")]


def test_notes_comments_headers_stand_apart(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        f"<w:p>{run('That is right')}<w:r><w:footnoteReference w:id='1'/></w:r>{run('.')}</w:p>",
        parts={
            "footnotes": f"<w:footnote>{paragraph('Check the number.')}</w:footnote>",
            "comments": f"<w:comment>{paragraph('Really?')}</w:comment>",
            "header1": paragraph("Project Two"),
            "footer1": paragraph("Page one of three"),
        },
    )
    result = read(path)
    assert said(result) == [(None, "That is right.")]
    assert kinds(result) == {"footnote": 3, "comment": 1, "header": 2, "footer": 4}


def test_names_times_and_words_in_one_paragraph(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        "Visit one",
        "8 May 2025, 01:44PM",
        "Ann Toft started transcription",
        paragraph("\nToft, Ann (Staff)   0:12\nHello all.\nShall we?"),
        paragraph("\nLind, Bo (Guest)   0:20\nYes."),
        paragraph("\nToft, Ann (Staff)   1:02:03\nThen go."),
        paragraph("\n+44*******12   1:02:09\nHi."),
        "Ann Toft stopped transcription",
    )
    result = read(path)
    assert said(result) == [
        ("Toft, Ann (Staff)", "Hello all.\nShall we?"),
        ("Lind, Bo (Guest)", "Yes."),
        ("Toft, Ann (Staff)", "Then go."),
        ("+44*******12", "Hi."),
    ]
    assert turns(result)[2].pieces[0].time_start == 3723.0


def test_word_transcribe_writes_time_and_name_on_a_line(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        "Audio file",
        "visit.m4a",
        "Transcript",
        "00:00:03 Speaker 1",
        "Okay, shall we start?",
        "00:00:09 Speaker 2",
        "(No answer)",
        "00:00:12 Speaker 1",
        "Right.",
    )
    result = read(path)
    assert [label for label, _ in said(result)] == ["Speaker 1", "Speaker 2", "Speaker 1"]
    assert kinds(result)["title"] == 4


def test_three_lines_for_each_utterance(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        paragraph("0:0:3.410 --> 0:0:4.280\nToft, Ann\nHello all."),
        paragraph("0:0:5.0 --> 0:0:7.20\nLind, Bo\nHi."),
        paragraph("0:1:5.0 --> 0:1:7.20\nToft, Ann\nWell."),
        paragraph("0:1:9.0 --> 0:1:9.20\nLind, Bo\nYes."),
    )
    result = read(path)
    assert said(result)[0] == ("Toft, Ann", "Hello all.")
    assert len(turns(result)) == 4
    assert turns(result)[2].pieces[0].time_start == 65.0


def table(*rows):
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{paragraph(c) if c else '<w:p/>'}</w:tc>" for c in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def test_a_table_of_times_words_and_speakers_is_a_transcript(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        "Visit",
        table(
            ("Timespan", "Content", "Speaker"),
            ("0:03.0 - 0:17.0", "Shall we begin with the first one?", "Ann"),
            ("0:17.0 - 0:20.0", "Please do, I am ready.", "Bo"),
            ("0:20.0 - 0:25.0", "", "Ann"),
            ("0:25.0 - 0:27.0", "Somebody spoke here.", ""),
        ),
    )
    result = read(path)
    assert said(result) == [
        ("Ann", "Shall we begin with the first one?"),
        ("Bo", "Please do, I am ready."),
        (None, "Somebody spoke here."),
    ]
    assert turns(result)[0].pieces[0].time_end == 17.0
    assert kinds(result)["column"] == 3


def test_a_two_column_table_without_headings_is_a_transcript_too(tmp_path):
    rows = [
        ("I:", "How long have you been here?"),
        ("P:", "For about two years."),
        ("I:", "And where?"),
        ("P:", "In the hall over there."),
    ]
    assert [label for label, _ in said(read(docx(tmp_path / "a.docx", table(*rows))))] == [
        "I",
        "P",
        "I",
        "P",
    ]


def test_other_tables_are_read_in_order(tmp_path):
    path = docx(tmp_path / "a.docx", "Before.", table(("Name", "Game"), ("Bo", "Chess")), "After.")
    assert said(read(path)) == [(None, "Before. / Name / Game / Bo / Chess / After.")]


def test_numbered_headings_part_interviews(tmp_path):
    path = docx(
        tmp_path / "a.docx",
        *(
            block
            for n in ("001", "002")
            for block in (paragraph(n, style="Heading1"), "I: Well?", "Student: Fine.", "I: So?")
        ),
    )
    result = read(path)
    assert [one.suffix for one in result.interviews] == ["001", "002"]


def test_bold_paragraphs_are_questions_only_when_asked_for(tmp_path):
    path = docx(tmp_path / "a.docx", paragraph(run("How long?", bold=True)), "Two years.")
    assert said(read(path)) == [(None, "How long? / Two years.")]
    assert said(read(path, bold_is_question=True)) == [("I", "How long?"), ("P", "Two years.")]


def broken(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"not a zip at all", "not a .docx"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), r"\.doc"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read(broken(tmp_path / "a.docx", content))


def test_a_lock_file_is_named_as_such(tmp_path):
    with pytest.raises(InputError, match="lock file"):
        read(broken(tmp_path / "~$a.docx", b"\x05Bo"))


def test_a_document_type_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="{W}"><w:body/></w:document>',
        )
    with pytest.raises(InputError, match="document type"):
        read(path)


def test_what_unpacks_to_too_much_is_refused(tmp_path):
    path = docx(tmp_path / "a.docx", "word " * 5000)
    with pytest.raises(InputError, match="unpacks"):
        read(path, max_bytes=10_000)


def test_an_embedded_document_is_mentioned(tmp_path):
    assert "embedded" in messages(read(docx(tmp_path / "a.docx", "Hi.", "<w:altChunk/>")))


def test_a_drop_cap_belongs_to_the_next_word(tmp_path):
    cap = '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>W</w:t></w:r></w:p>'
    assert said(read(docx(tmp_path / "a.docx", cap, "e began."))) == [(None, "We began.")]


def test_a_deleted_row_is_gone_and_hidden_text_is_left_out(tmp_path):
    gone = (
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:delText>old one</w:delText></w:r>"
        f"</w:p></w:tc></w:tr><w:tr><w:tc>{paragraph('New.')}</w:tc></w:tr>"
    )
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>not shown</w:t></w:r></w:p>"
    result = read(docx(tmp_path / "a.docx", f"<w:tbl>{gone}</w:tbl>", hidden))
    assert said(result) == [(None, "New.")]
    assert kinds(result) == {"deleted": 2, "hidden": 2}


def test_headings_are_known_by_style_name_and_outline(tmp_path):
    styles = (
        '<w:style w:styleId="Own"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    outlined = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Part two</w:t></w:r></w:p>'
    path = docx(
        tmp_path / "a.docx",
        paragraph("Part one", style="Own"),
        paragraph("Where?", style="Loud"),
        "Here.",
        outlined,
        parts={"styles": styles},
    )
    result = read(path, bold_is_question=True)
    assert said(result) == [("I", "Where?"), ("P", "Here.")]
    assert kinds(result)["heading"] == 4


def test_title_and_date_of_the_document_become_metadata_but_not_who_made_it(tmp_path):
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title> Visit 2 </dc:title><dc:subject/><dc:creator>Typing Bureau</dc:creator>"
        "<t:created>2024-02-14T09:00:00Z</t:created></c>"
    )
    path = docx(tmp_path / "a.docx", "I: So?", properties=core)
    assert read(path).interviews[0].metadata == {
        "document_title": "Visit 2",
        "document_created": "2024-02-14T09:00:00Z",
    }


def test_damaged_properties_do_not_stop_the_reading(tmp_path):
    path = docx(tmp_path / "a.docx", "I: So?", properties="<c>")
    result = read(path)
    assert len(said(result)) == 1
    assert "properties of the document are damaged" in messages(result)


@pytest.mark.parametrize("content", ["<w:p><w:r><w:t>" + "a " * 5_100_000, "<w:sdt>" * 400])
def test_what_the_parser_finds_too_much_is_named(content, tmp_path):
    with pytest.raises(InputError, match="too long, or it is nested too deeply"):
        read(docx(tmp_path / "a.docx", content))
