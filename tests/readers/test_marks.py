from __future__ import annotations

import pytest

from sendcode.readers import marks


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("0:12", 12.0), ("1:02:03", 3723.0), ("00:00:10.087", 10.087), ("0:0:10.20", 10.2),
     ("0:0:-6.-820", 0.0), ("00:01,500", 1.5), ("00:00:05:12", 5.0), ("x", None)],
)  # fmt: skip
def test_clock_readings_become_seconds(written, seconds):
    assert marks.seconds(written) == seconds


def test_times_inside_words_go_and_the_words_stay_apart():
    assert marks.without_times("good[01:56:00] . And [00:01:00] so") == "good. And so"
    assert marks.without_times("one[00:01]two") == "one two"
    assert marks.without_times("[inaudible 00:03] at 17:30") == "[inaudible 00:03] at 17:30"


@pytest.mark.parametrize(
    "line",
    ["[End of interview.]", "*(9.59 am)*", "END OF INTERVIEW", "Transcribed by https://example.org",
     "Ann Toft stopped transcription", "Page 2 of 9", "(The hearing adjourned)"],
)  # fmt: skip
def test_stage_directions(line):
    assert marks.is_stage_direction(line)


@pytest.mark.parametrize(
    "line", ["(So) it was", "The end of it came.", "It ends.", "Yes. [laughs]"]
)
def test_speech_is_no_stage_direction(line):
    assert not marks.is_stage_direction(line)


def test_transcribers_marks_are_words():
    assert marks.is_mark("[laughs]")
    assert marks.is_mark("(long pause)")
    assert not marks.is_mark("[Recording paused for lunch in the hall]")


def test_drawn_lines_are_rules():
    assert marks.is_rule("-----")
    assert not marks.is_rule("...")
