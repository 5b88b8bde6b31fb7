"""Transcripts as JSON: whisper, whisperX, Rev, Otter, Fireflies and their like."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from sendcode.core.model import Piece, ReadOptions, ReadResult
from sendcode.errors import InputError
from sendcode.readers import labels, marks
from sendcode.readers.decode import load_text
from sendcode.readers.json_words import are_words, pieces
from sendcode.readers.turns import Ledger

Segment: TypeAlias = Mapping[str, Any]

_LISTS = (
    "monologues segments utterances sentences speech_segments speechSegments transcripts turns "
    "paragraphs entries cues results transcript items".split()
)
_TEXT = (
    "text transcript sentence raw_text rawText content utterance body value words_text display "
    "punctuated_word word"
).split()
_BEST = ("alternatives", "nBest")  # several hearings of one stretch, the likeliest first
_SPEAKER = (
    "speaker speaker_name speakerName speaker_label speakerLabel name speaker_id speakerTag "
    "speakerDisplayName displayName participantName userName voice who"
).split()
_START = (
    "start start_time startTime begin from ts offset start_ms startMs start_offset startOffset time"
).split()
_END = "end end_time endTime to end_ts stop end_ms endMs end_offset endOffset".split()


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a transcript in JSON; its segments, numbered from 1, are the anchors."""
    decoded = load_text(path, options)
    ledger = Ledger(path.name, decoded.encoding)
    if decoded.note:
        ledger.problem(decoded.note)
    try:
        content = json.loads(decoded.text)
    except RecursionError as error:
        raise InputError("the JSON is nested too deeply") from error
    except ValueError as error:
        raise InputError("the file is not valid JSON", "Export it again.") from error
    by_time = _speakers_by_time(content)
    segments: Sequence[Segment] = _segments(content, by_time)
    if not segments:
        raise InputError("the JSON holds no transcript that is known", "Export it as .vtt or .txt.")
    names = _names(content)
    segments = _without_single_words(segments, by_time)
    unit = 0.001 if _in_milliseconds(segments) else 1.0
    speaker: str | None = None
    for number, segment in enumerate(segments, 1):
        text = _words(segment)
        if not text:
            continue
        written = _speaker(segment, names)
        if written is not None or not options.carry_speaker:
            plain = labels.canonical(written or "")
            told = options.speakers
            speaker = told.get(written or "", told.get(plain, plain)) or None
        ledger.count(text)
        ledger.apart("label", written or "")
        start, end = _seconds(segment, _START, unit), _seconds(segment, _END, unit)
        if "elements" in segment:
            start, end = _element_times(segment)
        ledger.say(speaker, Piece(text, number, written, start, end))
    ledger.report_unlabelled("segment", any_label=any(_speaker(s, names) for s in segments))
    if not ledger.has_speech():
        ledger.problem("no speech was found in this file")
    language = content.get("language") if isinstance(content, dict) else None
    ledger.close_interview({"language": language} if isinstance(language, str) and language else {})
    return ledger.result()


def _segments(content: Any, by_time: Mapping[str, Any]) -> list[Segment]:
    """Return the likeliest list of segments: by its name, else the one with the most text.

    A list of single words only where there is no other, or where only the words have speakers.
    """
    best: dict[bool, tuple[float, list[Segment]]] = {}
    for name, found in _lists(content):
        texts = [segment for segment in found if _words(segment)]
        if len(texts) < 0.5 * len(found) or not texts:
            continue
        found_words = [_words(segment) for segment in texts]
        size = sum(map(len, found_words))
        single = are_words(found_words)
        weight = size * (2.0 if name in _LISTS else 1.0)
        if any(_first(segment, _SPEAKER) is not None for segment in texts):
            weight *= 1.5
        if name == "words" and not single:
            continue
        if weight > best.get(single, (0.0, []))[0]:
            best[single] = (weight, list(found))
    segments, words = best.get(False, (0.0, []))[1], best.get(True, (0.0, []))[1]
    told = any(_first(segment, _SPEAKER) is not None for segment in segments)
    named = any(_first(w, _SPEAKER) is not None or str(_first(w, _START)) in by_time for w in words)
    whole = _size(words) >= 0.7 * _size(segments)
    return words if words and (not segments or (named and not told and whole)) else segments


def _size(segments: Sequence[Segment]) -> int:
    return sum(len(_words(segment).replace(" ", "")) for segment in segments)


def _without_single_words(
    segments: Sequence[Segment], speakers: Mapping[str, Any]
) -> Sequence[Segment]:
    """Return single words as the pieces that they make up; other segments as they are."""
    if not are_words([_words(segment) for segment in segments]):
        return segments

    def who(word: Segment) -> Any:
        found = _first(word, _SPEAKER)
        return found if found is not None else speakers.get(str(_first(word, _START)))

    return [
        {
            "text": text,
            "speaker": who(first),
            "start": _first(first, _START),
            "end": _first(last, _END),
        }
        for first, last, text in pieces(segments, text_of=_raw, speaker_of=who)
    ]


def _speakers_by_time(content: Any) -> dict[str, Any]:
    """Return who speaks at which time, where the file keeps that apart from the words."""
    found: dict[str, Any] = {}
    for _, objects in _lists(content):
        for one in objects:
            inner = (part for value in one.values() if isinstance(value, list) for part in value)
            for part in (one, *(p for p in inner if isinstance(p, dict))):
                speaker, start = _first(part, _SPEAKER), _first(part, _START)
                if speaker is not None and start is not None and not _words(part):
                    found[str(start)] = speaker
    return found


def _lists(content: Any) -> Iterator[tuple[str, Sequence[Segment]]]:
    """Yield every list of objects with the key that it stands under, outermost first."""
    queue: deque[tuple[str, Any, int]] = deque([("", content, 0)])
    while queue:
        name, value, depth = queue.popleft()
        if isinstance(value, dict) and depth < 8:
            queue.extend((str(key), inner, depth + 1) for key, inner in value.items())
        elif isinstance(value, list) and value:
            objects = [item for item in value if isinstance(item, dict)]
            if len(objects) == len(value):
                yield name, objects
            if depth < 8 and len(value) <= 50:
                queue.extend((name, inner, depth + 1) for inner in value)


def _first(segment: Segment, keys: Sequence[str]) -> Any:
    return next((segment[key] for key in keys if segment.get(key) is not None), None)


def _words(segment: Segment) -> str:
    elements = segment.get("elements")
    if isinstance(elements, list):
        parts = (e.get("value") for e in elements if isinstance(e, dict))
        return _tidy("".join(part for part in parts if isinstance(part, str)))
    return _tidy(_raw(segment))


def _raw(segment: Segment) -> str:
    """Return the words of a segment as the file writes them, blanks around them included."""
    text = next((segment[key] for key in _TEXT if isinstance(segment.get(key), str)), "")
    for key in () if text else (*_BEST, "words"):
        inner = segment.get(key)
        if isinstance(inner, list) and all(isinstance(one, dict) for one in inner[:1]) and inner:
            hearings = [
                _raw(one)
                for one in (inner if key == "words" else inner[:1])
                if isinstance(one, dict)
            ]
            return " ".join(hearings)
    return text


def _tidy(text: str) -> str:
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")
    return marks.without_times(clean).strip()


def _names(content: Any) -> dict[str, str]:
    """Return the names of numbered speakers, where the file lists them."""
    listed = content.get("speakers") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        return {}
    found = {}
    for entry in listed:
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            found[str(entry.get("id", ""))] = entry["name"]
    return found


def _speaker(segment: Segment, names: Mapping[str, str]) -> str | None:
    value = _first(segment, _SPEAKER)
    if isinstance(value, dict):
        value = _first(value, ("name", "label", "id"))
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    if isinstance(value, int):
        return names.get(str(value), f"Speaker {value}" if abs(value) < 10**6 else None)
    return _tidy(names.get(value, value)) or None


def _seconds(segment: Segment, keys: Sequence[str], unit: float) -> float | None:
    value = _first(segment, keys)
    if isinstance(value, str):
        return marks.seconds(value.strip())
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    seconds = float(value) if abs(value) < 1e15 else math.nan
    return round(max(0.0, seconds * unit), 3) if math.isfinite(seconds) else None


def _element_times(segment: Segment) -> tuple[float | None, float | None]:
    """Return the times of a Rev monologue: of its first and its last element that has one."""
    elements = [e for e in segment["elements"] if isinstance(e, dict)]
    starts = [s for e in elements if (s := _seconds(e, ("ts",), 1.0)) is not None]
    ends = [s for e in elements if (s := _seconds(e, ("end_ts",), 1.0)) is not None]
    return (starts[0] if starts else None, ends[-1] if ends else None)


def _in_milliseconds(segments: Sequence[Segment]) -> bool:
    if any(key in segment for segment in segments[:5] for key in ("start_ms", "startMs")):
        return True
    values = [_first(segment, _END) for segment in segments]
    whole = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    return (
        bool(whole)
        and len(whole) == len([v for v in values if v is not None])
        and max(whole) > 36_000
    )
