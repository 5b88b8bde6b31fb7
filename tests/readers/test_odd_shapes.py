"""Ways of writing who speaks that are seldom seen, and lines that only look like them."""

from __future__ import annotations

import pytest

from tests.readers.build import read, said, text, turns

TALK = [
    ("Interviewer", "How did the morning go?"),
    ("Teacher", "Well, the usual. He cried at the gate."),
    ("Interviewer", "And then?"),
    ("Teacher", "Then the bus came and he was fine."),
    ("Interviewer", "Who was with him?"),
    ("Teacher", "Mrs Hale, she is his TA."),
]


@pytest.mark.parametrize(
    ("shape", "timed"),
    [
        ("{who}> {words}", False),
        ("<{who}> {words}", False),
        ("{{{who}}} {words}", False),
        ("({who}) {words}", False),
        (">> {who}: {words}", False),
        ("@{who}: {words}", False),
        ("#{who}: {words}", False),
        ("{who} : {words}", False),
        ("{who} -- {words}", False),
        ("{who} | {words}", False),
        ("| {who} | {words} |", False),
        ("{who}, 00:{n:02} - {words}", True),
        ("{who}, 00:00:{n:02} - {words}", True),
        ("{who} 00:{n:02} – {words}", True),
        ("{who} (00:{n:02}) - {words}", True),
        ("00:{n:02} - {who} - {words}", True),
        ("[00:{n:02}] {who} - {words}", True),
    ],
)
def test_labels_are_found(tmp_path, shape, timed):
    lines = [shape.format(who=who, words=words, n=n) for n, (who, words) in enumerate(TALK)]
    result = read(text(tmp_path / "a.txt", "\n".join(lines) + "\n"))
    assert said(result) == TALK
    starts = [turn.pieces[0].time_start for turn in turns(result)]
    assert starts == ([float(n) for n in range(6)] if timed else [None] * 6)


@pytest.mark.parametrize("shape", ['{who}: "{words}"', "{who}:\t“{words}”", "{who}: ‘{words}’"])
def test_turns_may_stand_in_quotation_marks(tmp_path, shape):
    lines = [shape.format(who=who, words=words) for who, words in TALK]
    found = said(read(text(tmp_path / "a.txt", "\n".join(lines) + "\n")))
    assert [(who, words.strip('"“”‘’')) for who, words in found] == TALK


def test_a_table_of_four_short_lines_is_one(tmp_path):
    path = text(tmp_path / "a.txt", "I | So?\nP | He left.\nI | When?\nP | In May, I think.\n")
    assert said(read(path))[1] == ("P", "He left.")


@pytest.mark.parametrize(
    "lines",
    [
        ["Costs > income, that was it.", "Costs > income again.", "We left.", "And stayed."],
        ["#exams was what they wrote.", "#exams again, on every wall.", "So we left.", "Well."],
        ["@school, they said.", "@school, and then at home.", "It went on.", "And on."],
        ["Monday, 10:30 - we met him.", "Then nothing.", "Tuesday, 10:30 - again.", "Good."],
        ["10:30 - school, 11:00 - home.", "So it went on for a while.", "Then he left.", "Yes."],
        ["Thing -- well, things -- went on.", "Then -- I mean -- no.", "It was all right.", "Yes."],
        ["I", "was going to say that he left.", "I", "mean before the summer.", "I", "think so."],
        ["{sic} was what they put.", "It goes on here.", "{sic} again.", "And so on and on."],
    ],
)
def test_what_only_looks_like_a_label_is_none(tmp_path, lines):
    result = read(text(tmp_path / "a.txt", "\n\n".join(lines) + "\n"))
    assert {turn.label for turn in turns(result)} == {None}


@pytest.mark.parametrize(
    "shape",
    [
        "03/03/2024, 10:0{n} - {who}: {words}",
        "[03.03.24, 10:0{n}:11] {who}: {words}",
        "2024-03-03 10:0{n}:11 {who}: {words}",
        "10:0{n}:11 From {who} to Everyone:\n\t{words}",
        "[{who}] 10:0{n}:11\n{words}\n",
        "[00:0{n}:05.120] - {who}\n{words}\n",
        "{n:03}  {who}: {words}",
        "• {who}: {words}",
        "{who}\n{words}\n",
    ],
)
def test_what_meetings_and_chats_export_is_read(tmp_path, shape):
    lines = [shape.format(who=who, words=words, n=n) for n, (who, words) in enumerate(TALK)]
    assert said(read(text(tmp_path / "a.txt", "\n".join(lines) + "\n"))) == TALK


def test_the_times_of_a_chat_are_no_places_in_a_recording(tmp_path):
    lines = [f"03/03/2024, 10:0{n} - {who}: {words}" for n, (who, words) in enumerate(TALK)]
    result = read(text(tmp_path / "a.txt", "\n".join(lines) + "\n"))
    assert {turn.pieces[0].time_start for turn in turns(result)} == {None}


def test_ie_in_capitals_is_the_interviewee(tmp_path):
    lines = [f"{'IV' if n % 2 == 0 else 'IE'}: {words}" for n, (_, words) in enumerate(TALK)]
    result = read(text(tmp_path / "a.txt", "\n".join(lines) + "\n"))
    assert {turn.label for turn in turns(result)} == {"IV", "IE"}


def test_ie_in_small_letters_is_part_of_what_is_said(tmp_path):
    lines = [f"{who}: {words}\nie: {words}" for who, words in TALK]
    result = read(text(tmp_path / "a.txt", "\n".join(lines) + "\n"))
    assert {turn.label for turn in turns(result)} == {"Interviewer", "Teacher"}


def test_who_owns_a_transcript_is_no_speech(tmp_path):
    lines = [f"{who}: {words}" for who, words in TALK]
    path = text(tmp_path / "a.txt", "\n".join([*lines, "[END]", "© Harbour Typing Ltd"]) + "\n")
    assert said(read(path)) == TALK


def test_markdown_may_hold_paragraphs_in_html(tmp_path):
    lines = [f"<p><b>{who}:</b> {words}</p>" for who, words in TALK]
    assert said(read(text(tmp_path / "a.md", "\n".join(lines) + "\n"))) == TALK


def test_a_table_without_headings_whose_labels_could_be_headings(tmp_path):
    rows = [
        f'0:0{n}:12,{"Interviewer" if n % 2 == 0 else "Participant"},"{words}"'
        for n, (_, words) in enumerate(TALK)
    ]
    found = said(read(text(tmp_path / "a.csv", "\n".join(rows) + "\n")))
    assert [words for _, words in found] == [words for _, words in TALK]
    assert {who for who, _ in found} == {"Interviewer", "Participant"}
