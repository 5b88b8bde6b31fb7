"""Subtitles (.vtt, .srt): cues to turns, tolerant of everything that real exporters write."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.errors import InputError
from sendcode.readers import marks
from sendcode.readers.cues import Spoken, name_cues
from sendcode.readers.decode import load_text
from sendcode.readers.turns import Ledger

_CLOCK = r"-?\d{1,3}(?::-?\d{1,2}){0,2}(?:[.,]-?\d{1,6})?"
_TIMING = re.compile(rf"\s*(?P<start>{_CLOCK})\s*--?>\s*(?P<end>{_CLOCK})(?P<settings>(?:\s.*)?)")
_NUMBER = re.compile(r"\s*\d+\s*")
_GUID = re.compile(r"\s*[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,}(?:/\d+-\d+)?\s*")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?=\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+(?P<name>[^<>]*)>|</v>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|span|v|em|strong)(?:[.\s][^<>]*)?/?>"
    r"|<\d{1,3}(?::\d{2}){1,2}[.,]\d{1,3}>|\{\\[^{}]*\}|<br\s*/?>",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Cue:
    """One cue as the file has it; `lines` are raw."""

    number: int
    timing: re.Match[str]
    lines: list[str] = field(default_factory=list)

    @property
    def start(self) -> float | None:
        """Seconds at which the cue starts."""
        return marks.seconds(self.timing.group("start"))

    @property
    def end(self) -> float | None:
        """Seconds at which the cue ends."""
        return marks.seconds(self.timing.group("end"))


class Voice(NamedTuple):
    """A stretch of a cue's words, with the name that its voice tag gives, or None."""

    name: str | None
    text: str


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a subtitle file; its cues, numbered from 1 in file order, are the anchors."""
    decoded = load_text(path, options)
    ledger = Ledger(path.name, decoded.encoding)
    if decoded.note:
        ledger.problem(decoded.note)
    read_cues(decoded.text, ledger, options, carries=path.suffix.lower() == ".srt")
    return ledger.result()


def is_subtitles(text: str) -> bool:
    """Say whether a text file holds WebVTT or SRT."""
    head = text[:2000].lstrip("\ufeff \n")
    if head.startswith("WEBVTT"):
        return True
    return re.match(r"\d+[ \t]*\n\s*\d{1,2}:\d{2}:\d{2}[.,]\d{1,3}\s*-->", head) is not None


def read_cues(text: str, ledger: Ledger, options: ReadOptions, *, carries: bool) -> None:
    """Put the turns of a subtitle text into the ledger.

    Args:
        text: Of the file, its lines parted by line feeds.
        ledger: Takes the turns, and what is odd.
        options: What the researcher decided about reading.
        carries: A cue may name its speaker only where it changes.

    Raises:
        InputError: It holds no cues.
    """
    cues = _parse(text.split("\n"), ledger)
    if not cues:
        raise InputError("the file holds no cues", "Is it a subtitle file (times with -->)?")
    if _is_rolling(cues):
        _unroll(cues, ledger)
    spoken = [each for cue in cues for each in _words(cue, ledger)]
    name_cues(spoken, ledger, options, carries=carries)
    ledger.close_interview()


def _parse(lines: Sequence[str], ledger: Ledger) -> list[_Cue]:
    """Return the cues; what else the file holds is left out and counted."""
    cues: list[_Cue] = []
    inside = "header" if lines and lines[0].startswith(("WEBVTT", "\ufeffWEBVTT")) else ""
    waiting: list[str] = []  # lines since the last blank one outside a cue: an id, perhaps
    open_cue: _Cue | None = None
    for number, line in enumerate(lines, 1):
        timing = _TIMING.fullmatch(line) if "->" in line else None
        if timing:
            _take_id(waiting, open_cue, ledger, number)
            waiting = []
            inside = ""
            open_cue = _Cue(len(cues) + 1, timing)
            cues.append(open_cue)
            ledger.apart("time", line)
        elif not line or line.isspace():
            inside = "" if inside != "header" or number > 1 else inside
            if open_cue is None or waiting:
                _flush(waiting, cues, ledger, number)
                waiting = []
            open_cue = None
        elif inside:
            ledger.apart(inside, line, number)
        elif open_cue is not None:
            open_cue.lines.append(line)
        elif not waiting and _BLOCK.match(line):
            inside = "comment" if line.startswith("NOTE") else "style"
            ledger.apart(inside, line, number)
        else:
            waiting.append(line)
    _flush(waiting, cues, ledger, len(lines))
    return cues


def _take_id(waiting: list[str], cue: _Cue | None, ledger: Ledger, number: int) -> None:
    """Leave out the id above a timing line, also where the blank line before it is missing."""
    if waiting:
        for line in waiting:
            ledger.apart("cue id", line, number)
    elif cue is not None and cue.lines and _is_id(cue.lines[-1], cue):
        ledger.apart("cue id", cue.lines.pop(), number)


def _is_id(line: str, cue: _Cue) -> bool:
    if _GUID.fullmatch(line):
        return True
    return _NUMBER.fullmatch(line) is not None and int(line) in (
        cue.number + 1,
        cue.number + 2,
        cue.number,
    )


def _flush(waiting: list[str], cues: list[_Cue], ledger: Ledger, number: int) -> None:
    """Keep lines without a time: they belong to the cue before (a blank line stood in it)."""
    if not waiting:
        return
    if cues and not all(_NUMBER.fullmatch(line) or _GUID.fullmatch(line) for line in waiting):
        cues[-1].lines.append("")
        cues[-1].lines.extend(waiting)
        return
    for line in waiting:
        ledger.apart("cue id" if cues else "header", line, number)


def _words(cue: _Cue, ledger: Ledger) -> Iterator[Spoken]:
    """Yield what is said in a cue, one part for each voice, speaker line or dash."""
    for voice in _voices("\n".join(cue.lines)):
        for label, text in _parts(voice):
            name = html.unescape(voice.name).strip() if voice.name else None
            if name or label:
                ledger.apart("label", name or label or "")
            joined = _plain(text)
            ledger.count(joined)
            yield Spoken(joined, cue.number, name, label, cue.start, cue.end)


def _plain(text: str) -> str:
    """Return the words of a cue on one line, without markup."""
    if "<" in text or "{" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\xa0", " ")
    if "\n" not in text:
        return text.strip()
    lines = [line.strip() for line in text.split("\n")]
    return " ".join(line for line in lines if line)


def _voices(raw: str) -> Iterator[Voice]:
    if "<v" not in raw:
        yield Voice(None, raw)
        return
    name: str | None = None
    begin = 0
    for match in _VOICE.finditer(raw):
        yield from _if_words(name, raw[begin : match.start()])
        name = match.group("name")
        begin = match.end()
    yield from _if_words(name, raw[begin:])


def _if_words(name: str | None, text: str) -> Iterator[Voice]:
    plain = (_TAG.sub("", text) if "<" in text or "{" in text else text).strip()
    if (plain and plain.strip("-–")) or (plain and name):
        yield Voice(name, text)


_NAME_LINE = re.compile(
    r"\s*\((?P<name>(?:[A-Z]|(?=[^\x00-\x7f])[^\W\d_])[^()\n]{0,50}(?:\([^()\n]{1,30}\))?)\)\s*"
)
_DASH = re.compile(r"\s*[-–—‐]\s*(?=\S)")


def _parts(voice: Voice) -> Iterator[tuple[str | None, str]]:
    """Split a cue at lines such as `(Jane Doe)` and at dashes for a change of speaker."""
    if voice.name is not None or "\n" not in voice.text:
        yield None, voice.text
        return
    lines = voice.text.split("\n")
    dashed = [line for line in lines if _DASH.match(line)]
    names = [_NAME_LINE.fullmatch(line) for line in lines]
    if not (lines and names[0]) and len(dashed) < 2:
        yield None, voice.text
        return
    label: str | None = None
    group: list[str] = []
    for line, name in zip(lines, names, strict=True):
        named = name is not None and names[0] is not None and not marks.is_mark(line)
        if (named or _DASH.match(line)) and any(group):
            yield label, "\n".join(group)
            group = []
        if named and name is not None:
            label = name.group("name")
        elif line.strip() not in ("-", "–", "—"):
            group.append(_DASH.sub("", line, count=1) if len(dashed) >= 2 else line)
    if any(group):
        yield label, "\n".join(group)


def _is_rolling(cues: Sequence[_Cue]) -> bool:
    """Say whether cues repeat the line before (YouTube's rolling captions)."""
    pairs = list(itertools.pairwise(cues))
    again = sum(
        1
        for a, b in pairs
        if b.lines and _clean(b.lines[0]) in map(_clean, a.lines) and _clean(b.lines[0])
    )
    return len(pairs) >= 10 and again >= 0.3 * len(pairs)


def _unroll(cues: Sequence[_Cue], ledger: Ledger) -> None:
    """Take the repeated lines out of rolling captions."""
    before: set[str] = set()
    repeated = 0
    for cue in cues:
        lines = [_clean(line) for line in cue.lines]
        again = [line for line in lines if line and line in before]
        for line in again:
            ledger.apart("repeated", line)
        repeated += bool(again)
        cue.lines = [
            raw for raw, line in zip(cue.lines, lines, strict=True) if line and line not in before
        ]
        before = set(lines)
    ledger.problem(f"rolling captions: the repeated lines of {repeated} cues were left out")


def _clean(line: str) -> str:
    return _TAG.sub("", line).strip()
