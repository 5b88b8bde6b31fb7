from __future__ import annotations

import json

import pytest

from sendcode.errors import InputError
from tests.readers.build import messages, read, said, text, turns


def dump(tmp_path, content):
    return text(tmp_path / "a.json", json.dumps(content))


def test_whisper_has_no_speakers(tmp_path):
    segments = [{"id": 0, "start": 0.5, "end": 2.0, "text": " Hello there.", "tokens": [1]}]
    result = read(dump(tmp_path, {"text": " Hello there.", "segments": segments, "language": "en"}))
    assert said(result) == [(None, "Hello there.")]
    assert turns(result)[0].pieces[0].time_start == 0.5
    assert dict(result.interviews[0].metadata) == {"language": "en"}
    assert "no speaker" in messages(result)


def test_a_bare_list_where_a_speaker_is_missing(tmp_path):
    words = [{"word": "Hi", "start": 0, "speaker": "SPEAKER_00"}]
    path = dump(
        tmp_path,
        [
            {"start": 0, "end": 1.5, "text": "Hi.", "speaker": "SPEAKER_00", "words": words},
            {"start": 2, "end": 3, "text": "Who?"},
            {"start": 3, "end": 4, "text": "Me.", "speaker": "SPEAKER_01"},
        ],
    )
    assert said(read(path)) == [("SPEAKER_00", "Hi."), (None, "Who?"), ("SPEAKER_01", "Me.")]
    assert said(read(path, carry_speaker=True))[0] == ("SPEAKER_00", "Hi. / Who?")


def test_monologues_of_elements_and_listed_names(tmp_path):
    elements = [
        {"type": "text", "value": "Good", "ts": 1.0, "end_ts": 1.2},
        {"type": "punct", "value": " "},
        {"type": "text", "value": "day.", "ts": 1.3, "end_ts": 1.6},
    ]
    content = {
        "speakers": [{"id": 0, "name": "Ann"}],
        "monologues": [{"speaker": 0, "elements": elements}, {"speaker": 1, "elements": elements}],
    }
    result = read(dump(tmp_path, content))
    assert said(result) == [("Ann", "Good day."), ("Speaker 1", "Good day.")]
    assert turns(result)[0].pieces[0].time_end == 1.6


def test_sentences_with_names_and_milliseconds(tmp_path):
    rows = [
        {"speaker_name": "Ann", "sentence": "Hello.", "start": 0, "end": 2_000},
        {"speaker_name": "Bo", "sentence": "Hi.", "start": 40_000, "end": 41_500},
    ]
    result = read(dump(tmp_path, {"data": {"transcript": {"sentences": rows}}}))
    assert said(result) == [("Ann", "Hello."), ("Bo", "Hi.")]
    assert turns(result)[1].pieces[0].time_end == 41.5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid"),
        ('{"a": 1}', "no transcript"),
        ("[" * 100_000, "deeply"),
        ("1" * 5000, "JSON"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read(text(tmp_path / "a.json", content))
