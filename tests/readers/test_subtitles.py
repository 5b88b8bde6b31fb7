from __future__ import annotations

import pytest

from sendcode.errors import InputError
from tests.readers.build import kinds, messages, read, said, text, turns

GUID = "b05cbc69-3364-4c0c-a05b-70f360077a3c"


def vtt(tmp_path, *cues, head="WEBVTT"):
    return text(tmp_path / "a.vtt", "\n\n".join([head, *cues]) + "\n")


def test_voice_tags_name_the_speaker(tmp_path):
    path = vtt(
        tmp_path,
        f"{GUID}/1-0\n00:00:10.087 --> 00:00:13.130 align:start\n"
        "<v Toft, Ann (Staff)>Nice to see you,\r\nand welcome.</v>",
        f"{GUID}/1-1\n00:00:13.130 --> 00:00:14.130\n<v Toft, Ann (Staff)>Do sit.</v>",
        f"{GUID}/2-0\n00:00:15.000 --> 00:00:16.000\n<v Bo &amp; Cy>Q&amp;A &lt;now&gt;",
    )
    result = read(path)
    assert said(result) == [
        ("Toft, Ann (Staff)", "Nice to see you, and welcome. / Do sit."),
        ("Bo & Cy", "Q&A <now>"),
    ]
    assert [piece.time_start for piece in turns(result)[0].pieces] == [10.087, 13.13]
    assert kinds(result)["cue id"] == 3


def test_unpadded_and_negative_times_are_read(tmp_path):
    path = vtt(
        tmp_path,
        "0:0:10.20 --> 0:0:14.490\n<v Ann>One.</v>",
        "0:0:-6.-820 --> 0:0:1.0\n<v Bo>Two.</v>",
    )
    result = read(path)
    assert said(result) == [("Ann", "One."), ("Bo", "Two.")]
    assert turns(result)[1].pieces[0].time_start == 0.0


def test_names_in_front_of_the_words_and_a_cue_without_one(tmp_path):
    path = vtt(
        tmp_path,
        "1\n00:00:01.000 --> 00:00:02.000\nAnn Toft: Hello.",
        "2\n00:00:02.000 --> 00:00:03.000\nAnn Toft: Again.",
        "3\n00:00:03.000 --> 00:00:04.000\nnflaig: Hi.",
        "4\n00:00:04.000 --> 00:00:05.000\nWho was that?",
        "5\n00:00:05.000 --> 00:00:06.000\nnflaig: Me.",
    )
    result = read(path)
    assert said(result) == [
        ("Ann Toft", "Hello. / Again."),
        ("nflaig", "Hi."),
        (None, "Who was that?"),
        ("nflaig", "Me."),
    ]
    assert "1 cue of speech without a speaker label" in messages(result)
    assert said(read(path, carry_speaker=True))[1] == ("nflaig", "Hi. / Who was that? / Me.")


def test_notes_and_styles_are_no_speech(tmp_path):
    path = vtt(
        tmp_path,
        "NOTE Written by hand\nin two lines",
        "STYLE\n::cue { color: white; }",
        "00:00.000 --> 00:05.500\nReal words",
        head="\ufeffWEBVTT A title\nKind: captions",
    )
    result = read(path)
    assert said(result) == [(None, "Real words")]
    assert kinds(result)["comment"] == 7


def test_only_real_tags_are_taken_out(tmp_path):
    path = vtt(
        tmp_path,
        "00:01.000 --> 00:02.000\n<c.yellow>so</c> "
        "<00:00:01.359><c>it</c> <[?]> <silence> <i>was</i>",
    )
    assert said(read(path)) == [(None, "so it <[?]> <silence> was")]


def test_two_speakers_in_one_cue(tmp_path):
    path = vtt(
        tmp_path,
        "00:01.000 --> 00:02.000\n- <v Ann>Hi</v>\n- <v Bo>Hello</v>",
        "00:03.000 --> 00:04.000\n(Ann)\nmore\n-\n\n(Bo)\nwords",
    )
    assert said(read(path)) == [("Ann", "Hi"), ("Bo", "Hello"), ("Ann", "more"), ("Bo", "words")]


def test_a_missing_blank_line_between_cues_does_no_harm(tmp_path):
    path = vtt(
        tmp_path, f"00:01.000 --> 00:02.000\nOne word\n{GUID}/2-0\n00:02.000 --> 00:03.000\nTwo"
    )
    assert said(read(path)) == [(None, "One word / Two")]


def test_rolling_captions_do_not_repeat_words(tmp_path):
    lines = [f"line number {n}" for n in range(15)]
    cues = [
        f"00:{n:02}.000 --> 00:{n:02}.900\n{lines[n - 1] if n else ' '}\n{lines[n]}"
        for n in range(15)
    ]
    result = read(vtt(tmp_path, *cues))
    assert said(result) == [(None, " / ".join(lines))]
    assert "rolling" in messages(result)


def srt(tmp_path, *cues):
    return text(
        tmp_path / "a.srt",
        "\n".join(
            f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{cue}\n"
            for n, cue in enumerate(cues, 1)
        ),
    )


def test_labels_in_brackets_and_in_front(tmp_path):
    assert said(
        read(srt(tmp_path, "[SPEAKER_00]: Hi.", "[SPEAKER_01]: Yes.", "[SPEAKER_01]: No."))
    ) == [
        ("SPEAKER_00", "Hi."),
        ("SPEAKER_01", "Yes. / No."),
    ]


def test_a_label_only_where_the_speaker_changes(tmp_path):
    result = read(
        srt(tmp_path, "INT: So?", "And then?", "P1: Well.", "INT: Yes?", "P1: No.", "Never.")
    )
    assert said(result)[0] == ("INT", "So? / And then?")
    assert said(result)[-1] == ("P1", "No. / Never.")
    assert "only where the speaker changes" in messages(result)


def test_marks_in_brackets_are_no_speakers(tmp_path):
    result = read(srt(tmp_path, "[laughs] Yes.", "[laughs] No.", "{\\an8}>> And <i>so</i>."))
    assert said(result) == [(None, "[laughs] Yes. / [laughs] No. / And so.")]


def test_a_file_without_cues_is_refused(tmp_path):
    with pytest.raises(InputError, match="no cues"):
        read(text(tmp_path / "a.vtt", "WEBVTT\n\nnothing"))


def test_dashes_without_names_leave_a_cue_whole(tmp_path):
    cue = "00:00:0{0}.000 --> 00:00:0{1}.000\n- So it was.\n- It was.\n\n"
    path = text(tmp_path / "a.vtt", "WEBVTT\n\n" + cue.format(1, 2) + cue.format(3, 4))
    assert said(read(path)) == [(None, "- So it was. - It was. / - So it was. - It was.")]
