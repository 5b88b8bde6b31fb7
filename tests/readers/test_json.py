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


WORDS = [
    {"word": word, "start": number / 2, "end": number / 2 + 0.3, "speaker": who}
    for number, (who, word) in enumerate(
        (who, word)
        for who, said in (("A", "How was it then?"), ("B", "It was fine, thanks."))
        for word in said.split()
    )
]
SAID = [("A", "How was it then?"), ("B", "It was fine, thanks.")]


def without(words, *keys):
    return [{k: v for k, v in word.items() if k not in keys} for word in words]


def test_words_alone_become_what_was_said(tmp_path):
    result = read(dump(tmp_path, {"words": WORDS}))
    assert said(result) == SAID
    piece = turns(result)[1].pieces[0]
    assert (piece.time_start, piece.time_end) == (2.0, 3.8)


def test_words_without_speakers_are_cut_at_sentences_where_they_are_long(tmp_path):
    words = [
        {"word": f" w{n}{'.' if n % 10 == 9 else ''}", "start": n, "end": n} for n in range(60)
    ]
    pieces = turns(read(dump(tmp_path, {"language": "en", "words": words})))[0].pieces
    assert [len(piece.text.split()) for piece in pieces] == [30, 30]
    assert [piece.time_start for piece in pieces] == [0.0, 30.0]


def test_words_with_speakers_are_better_than_one_long_text_without(tmp_path):
    heard = {"transcript": "how was it then it was fine thanks", "words": WORDS}
    content = {"results": {"channels": [{"alternatives": [heard]}]}}
    assert said(read(dump(tmp_path, content))) == SAID


def test_segments_with_text_are_better_than_their_words(tmp_path):
    segments = [
        {"start": 0, "end": 2, "text": "How was it then?", "words": without(WORDS[:4], "speaker")}
    ]
    result = read(dump(tmp_path, {"segments": segments, "word_segments": segments[0]["words"]}))
    assert said(result) == [(None, "How was it then?")]


def test_segments_may_hold_nothing_but_words(tmp_path):
    segments = [{"speaker": "A", "words": WORDS[:4]}, {"speaker": "B", "words": WORDS[4:]}]
    assert said(read(dump(tmp_path, {"segments": segments}))) == SAID


def test_punctuation_apart_and_speakers_by_time(tmp_path):
    items = [
        {
            "type": "pronunciation",
            "start_time": str(word["start"]),
            "alternatives": [{"content": word["word"].strip("?,.")}],
        }
        for word in WORDS
    ]
    items.insert(4, {"type": "punctuation", "alternatives": [{"content": "?"}]})
    times = [{"start_time": str(w["start"]), "speaker_label": w["speaker"]} for w in WORDS]
    content = {
        "results": {
            "transcripts": [{"transcript": "How was it then? It was fine thanks"}],
            "speaker_labels": {"segments": [{"items": times}]},
            "items": items,
        }
    }
    result = read(dump(tmp_path, content))
    assert said(result) == [("A", "How was it then?"), ("B", "It was fine thanks")]


def test_entries_of_a_meeting_with_display_names(tmp_path):
    entries = [
        {"speakerDisplayName": "Ann", "text": "Hello.", "startOffset": "00:01:00"},
        {"speakerDisplayName": "Bo", "text": "Hi.", "startOffset": "00:01:04"},
    ]
    result = read(dump(tmp_path, {"version": "1", "entries": entries}))
    assert said(result) == [("Ann", "Hello."), ("Bo", "Hi.")]
    assert turns(result)[1].pieces[0].time_start == 64.0


def test_the_likeliest_of_several_hearings_is_taken(tmp_path):
    phrases = [
        {"speaker": n, "nBest": [{"display": words}, {"display": "Something else."}]}
        for n, words in ((1, "How was it?"), (2, "It was fine."))
    ]
    result = read(dump(tmp_path, {"recognizedPhrases": phrases}))
    assert said(result) == [("Speaker 1", "How was it?"), ("Speaker 2", "It was fine.")]
