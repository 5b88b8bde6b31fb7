"""A transcript as plain rows: cheap to pass between processes, ready for the tables.

Pickling a frozen dataclass costs about ten times as much as pickling a tuple, and an interview
has thousands of turns, units and anchors; so what reading processes hand over is this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sendcode.core.model import LeftOut, PossibleLabel, Problem, Role, Transcript
from sendcode.core.text import count_words

TurnCells = tuple[int, int, int, float | None, float | None, int | None]
AnchorCells = tuple[int, int, str | None, float | None, float | None]


class PackedSpeaker(NamedTuple):
    """A speaker in the order of appearance, with turns and words.

    Attributes:
        role_source: `guess`, `source`, `sheet` or `person`.
        anchor: Paragraph, cue or row of the first turn in the source.
    """

    label: str | None
    role: Role
    role_source: str
    turns: int
    words: int
    seq: int
    anchor: int | None


@dataclass(frozen=True, slots=True)
class Packed:
    """A transcript on its way into the tables; see `Transcript` for what the fields mean.

    Attributes:
        speakers: In the order of appearance.
        turns: Place of the speaker, start, end, time_start, time_end, anchor; turn `n` of the
            transcript stands at place `n - 1`.
        units: Place of the turn, start, end.
        anchors: start, number, label, time_start, time_end.
        possible: Labels seen once in the file that were treated as speech; never stored.
    """

    name: str
    format: str
    version: int
    text: str
    speakers: tuple[PackedSpeaker, ...]
    turns: tuple[TurnCells, ...]
    units: tuple[tuple[int, int, int], ...]
    anchors: tuple[AnchorCells, ...]
    file_sha256: str
    text_sha256: str
    words: int
    words_in_source: int
    encoding: str
    reader: str
    splitter: str
    metadata: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    possible: tuple[PossibleLabel, ...] = ()


def pack(transcript: Transcript, sources: Mapping[str, str]) -> Packed:
    """Return a transcript as rows.

    Args:
        transcript: Its turns are numbered from 1 without gaps.
        sources: Label (empty for none) to where the role came from; `guess` where it is not named.
    """
    t = transcript
    places: dict[str | None, int] = {}
    speakers: list[PackedSpeaker] = []
    turns: list[TurnCells] = []
    for turn in t.turns:
        place = places.setdefault(turn.speaker, len(speakers))
        words = count_words(t.text[turn.start : turn.end])
        if place == len(speakers):
            source = sources.get(turn.speaker or "", "guess")
            speakers.append(
                PackedSpeaker(turn.speaker, turn.role, source, 1, words, turn.seq, turn.anchor)
            )
        else:
            known = speakers[place]
            speakers[place] = known._replace(turns=known.turns + 1, words=known.words + words)
        turns.append((place, turn.start, turn.end, turn.time_start, turn.time_end, turn.anchor))
    return Packed(
        name=t.name,
        format=t.format,
        version=t.version,
        text=t.text,
        speakers=tuple(speakers),
        turns=tuple(turns),
        units=tuple((u.turn - 1, u.start, u.end) for u in t.units),
        anchors=tuple((a.start, a.number, a.label, a.time_start, a.time_end) for a in t.anchors),
        file_sha256=t.file_sha256,
        text_sha256=t.text_sha256,
        words=t.words,
        words_in_source=t.words_in_source,
        encoding=t.encoding,
        reader=t.reader,
        splitter=t.splitter,
        metadata=dict(t.metadata),
        left_out=t.left_out,
        problems=t.problems,
    )
