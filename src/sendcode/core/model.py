"""The values that pass between the layers: what a transcript, a turn, a unit, a coding is.

Offsets are code points, half-open, into the canonical text of one transcript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

NOTHING: Mapping[str, str] = MappingProxyType({})


class Role(StrEnum):
    """What a speaker is in the study."""

    INTERVIEWER = "interviewer"
    PUPIL = "pupil"
    PARENT = "parent"
    TEACHER = "teacher"
    TA = "ta"
    SENCO = "senco"
    HEADTEACHER = "headteacher"
    LA_OFFICER = "la-officer"
    HEALTH = "health"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """An oddity in the input that did not stop the work.

    Attributes:
        source: The file or transcript it was found in.
        message: What is odd, without any word of the interview and without labels.
        line: Line, paragraph, cue or row in the source, from 1; None for the whole file.
    """

    source: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of code points in one transcript's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


# --- what a reader gives ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, cue or row of speech as the source has it.

    Attributes:
        text: The words, without label and time mark; may hold line breaks; never blank.
        anchor: Number of the paragraph, cue or row in the source, from 1.
        label: The speaker label as written there, or None where the source has none.
        time_start: Seconds from the start of the recording, or None.
        time_end: Seconds from the start of the recording, or None.
    """

    text: str
    anchor: int
    label: str | None = None
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One speaker's stretch of talk as a reader found it.

    Attributes:
        label: The speaker's label with invisible characters, surrounding blanks and
            separators removed, the same for every turn of that speaker; None where the
            source names nobody.
        pieces: One or more pieces in the order of the source.
        role: Where the source itself states it (a legend, a role column), else None.
    """

    label: str | None
    pieces: tuple[Piece, ...]
    role: Role | None = None

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("a turn needs at least one piece")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of the source that is not speech: what kind it is, and how many words.

    Attributes:
        kind: `label`, `time`, `heading`, `header`, `footer`, `title`, `metadata`,
            `stage direction`, `comment`, `footnote`, `deleted`, `cue id`, `column` ...
        words: Words of the source in it, counted as `core.text.count_words` counts.
        anchor: Number of the paragraph, cue or row in the source, or None.
    """

    kind: str
    words: int
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview as a reader found it: metadata and turns in the order of the source.

    Attributes:
        turns: May be empty only where the file has no speech at all.
        metadata: Attributes found in the header of the source (date, interview id ...).
        suffix: Tells several interviews of one file apart ("001"); empty for a single one.
    """

    turns: tuple[SpokenTurn, ...]
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the researcher decided about reading, never guessed by a reader.

    Attributes:
        encoding: Name of the encoding of text files; None finds out.
        alternate: Labels to give to unlabelled paragraphs in turn, e.g. ("I", "P").
        carry_speaker: A cue or row without a name goes on with the speaker before it.
        bold_is_question: Bold paragraphs are the interviewer's.
        columns: For tables: our column (`speaker`, `text`, `time`, `id`) to theirs.
        speakers: Label as written to the canonical label (the researcher's map); empty
            where it is no speaker, and so part of what is said.
        max_bytes: A file, or what a zip holds unpacked, may not be larger than this.
    """

    encoding: str | None = None
    alternate: tuple[str, ...] = ()
    carry_speaker: bool = False
    bold_is_question: bool = False
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    speakers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    max_bytes: int = 512 * 1024 * 1024


class PossibleLabel(NamedTuple):
    """What looks like a speaker's label, but stands only once in its file.

    Attributes:
        anchor: Paragraph, line, cue or row in the source.
        opening: The first words behind it.
    """

    label: str
    anchor: int
    opening: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything a reader found in one file.

    Attributes:
        interviews: One or more; the words of their pieces and of `left_out` together
            are `words_in_source`.
        problems: What was odd, in the order of the source.
        left_out: The blocks that are not speech.
        words_in_source: Words in the file, counted before anything is left out.
        encoding: The encoding that was used, for text files; empty otherwise.
        possible: Labels seen once that were treated as speech; a person may know better.
    """

    interviews: tuple[Interview, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    words_in_source: int = 0
    encoding: str = ""
    possible: tuple[PossibleLabel, ...] = ()


# --- what is stored --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch of talk; `transcript.text[start:end]` is exactly it.

    Attributes:
        seq: Number of the turn in the transcript, from 1.
        speaker: Canonical label, or None.
        role: Current role of the speaker; `unknown` where there is none.
        anchor: Number of the first paragraph, cue or row in the source.
    """

    seq: int
    speaker: str | None
    role: Role
    start: int
    end: int
    time_start: float | None = None
    time_end: float | None = None
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence inside a turn: the smallest thing that is ranked, read and counted."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a stretch of the canonical text stands in the source.

    Attributes:
        start: Offset in the canonical text at which the piece begins.
        number: Paragraph, cue or row in the source, from 1.
        label: The speaker label as written there, or None.
        time_start: Seconds, or None.
        time_end: Seconds, or None.
    """

    start: int
    number: int
    label: str | None = None
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label in one transcript and what is known about the person behind it."""

    label: str | None
    role: Role
    turns: int
    words: int
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview in its canonical form; never changes after ingest.

    Attributes:
        name: Unique in the project.
        format: Suffix of the file without the dot, e.g. `docx`.
        text: The words as spoken, turns joined by one line break.
        turns: In order; `text[turn.start:turn.end]` is the turn.
        units: In order; inside the turns, without overlap.
        anchors: In order of `start`, one per paragraph, cue or row of the source.
        words: As `core.text.count_words` counts, over the whole text.
        words_in_source: In the file, or in this interview's share of it.
    """

    name: str
    format: str
    text: str
    turns: tuple[Turn, ...]
    units: tuple[Unit, ...]
    anchors: tuple[Anchor, ...]
    file_sha256: str
    text_sha256: str
    words: int
    metadata: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    version: int = 1
    reader: str = ""
    splitter: str = ""
    encoding: str = ""
    words_in_source: int = 0
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()


# --- suggesting and deciding -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a suggestion.

    Attributes:
        source: `rule`, `similarity` or `learning`.
        detail: What a researcher can look up: for a rule `code#number` (`delays/waiting#2`).
        weight: How far this reason alone should be believed, 0..1.
        spans: The words that speak for it, as offsets into the transcript's text.
    """

    source: str
    detail: str
    weight: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A stored unit: its id in the project and its offsets in the transcript's text."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TurnText:
    """What a suggester sees of one turn.

    Attributes:
        start: Offset of `text` in the transcript's text.
        units: In order, with offsets into the transcript's text (not into `text`).
    """

    id: int
    transcript: int
    role: Role
    speaker: str | None
    text: str
    start: int
    units: tuple[UnitRef, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code proposed by the machine for one unit; only a person makes it a coding.

    Attributes:
        unit: Id of the unit in the project.
        code: GUID of the code.
        score: 0..1, six decimals.
        evidence: Strongest first.
    """

    unit: int
    code: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class Action(StrEnum):
    """The closed list of what can be decided."""

    ACCEPT = "accept"
    REJECT = "reject"
    RECODE = "recode"
    RESPAN = "respan"
    CODE = "code"
    UNCODE = "uncode"
    SKIP = "skip"
    FLAG = "flag"
    STAR = "star"
    DO_NOT_QUOTE = "do-not-quote"
    MEMO = "memo"
    READ = "read"
    SUMMARY = "summary"
    CODEBOOK = "codebook"
    REPAIR = "repair"
    UNDO = "undo"
    REDO = "redo"
