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
from sendcode.readers.turns import Ledger

Segment: TypeAlias = Mapping[str, Any]

_LISTS = (
    "monologues segments utterances sentences speech_segments speechSegments transcripts turns "
    "paragraphs entries cues results transcript items".split()
)
_TEXT = "text transcript sentence raw_text rawText content utterance body value words_text".split()
_SPEAKER = (
    "speaker speaker_name speakerName speaker_label speakerLabel name speaker_id voice who".split()
)
_START = (
    "start start_time startTime begin from ts offset start_ms startMs start_offset time".split()
)
_END = "end end_time endTime to end_ts stop end_ms endMs end_offset".split()


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
    segments = _segments(content)
    if not segments:
        raise InputError("the JSON holds no transcript that is known", "Export it as .vtt or .txt.")
    names = _names(content)
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
    ledger.report_unlabelled("segment(s)", any_label=any(_speaker(s, names) for s in segments))
    if not ledger.has_speech():
        ledger.problem("no speech was found in this file")
    language = content.get("language") if isinstance(content, dict) else None
    ledger.close_interview({"language": language} if isinstance(language, str) and language else {})
    return ledger.result()


def _segments(content: Any) -> list[Segment]:
    """Return the likeliest list of segments: by its name, else the one with the most text."""
    best: list[Segment] = []
    score = 0.0
    for name, found in _lists(content):
        texts = [segment for segment in found if _words(segment)]
        if len(texts) < 0.5 * len(found) or not texts:
            continue
        size = sum(len(_words(segment)) for segment in texts)
        weight = size * (2.0 if name in _LISTS else 1.0)
        if any(_first(segment, _SPEAKER) is not None for segment in texts):
            weight *= 1.5
        if name != "words" and weight > score:
            best, score = list(found), weight
    return best


def _lists(content: Any) -> Iterator[tuple[str, Sequence[Segment]]]:
    """Yield every list of objects with the key that it stands under, outermost first."""
    queue: deque[tuple[str, Any, int]] = deque([("", content, 0)])
    while queue:
        name, value, depth = queue.popleft()
        if isinstance(value, dict) and depth < 6:
            queue.extend((str(key), inner, depth + 1) for key, inner in value.items())
        elif isinstance(value, list) and value:
            objects = [item for item in value if isinstance(item, dict)]
            if len(objects) == len(value):
                yield name, objects
            if depth < 6 and len(value) <= 50:
                queue.extend((name, inner, depth + 1) for inner in value)


def _first(segment: Segment, keys: Sequence[str]) -> Any:
    return next((segment[key] for key in keys if segment.get(key) is not None), None)


def _words(segment: Segment) -> str:
    elements = segment.get("elements")
    if isinstance(elements, list):
        parts = (e.get("value") for e in elements if isinstance(e, dict))
        return _tidy("".join(part for part in parts if isinstance(part, str)))
    text = next((segment[key] for key in _TEXT if isinstance(segment.get(key), str)), "")
    return _tidy(text)


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
