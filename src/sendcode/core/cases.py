"""The case sheet: who is who, whose case it is, and attributes; checked row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from sendcode.core.model import Problem, Role
from sendcode.core.roles import guess_role, nearest_role, parse_role

T = TypeVar("T")

KNOWN_COLUMNS = ("transcript", "speaker", "participant", "role", "case")
OF_THE_INTERVIEW = frozenset(
    {"date", "interview_date", "interviewer", "interview_id", "mode", "duration", "place"}
)
"""Unprefixed columns that belong to the transcript, also in a row that names a case."""


class Level(StrEnum):
    """What an attribute belongs to."""

    CASE = "case"
    TRANSCRIPT = "transcript"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class SheetSpeaker:
    """A speaker of the project, as the case sheet needs to know them."""

    id: int
    transcript_id: int
    label: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A case for a whole transcript, or for one speaker in it."""

    case: str
    transcript_id: int
    speaker_id: int | None


@dataclass(frozen=True, slots=True)
class SheetAttribute:
    """An attribute value; `case` names the owner of a case's, `owner` is the id of the others'."""

    level: Level
    name: str
    value: str
    owner: int = 0
    case: str = ""


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """What a case sheet says, resolved against the project.

    Attributes:
        errors: Rows that cannot be applied; a sheet with errors is refused.
        warnings: Oddities that do not stop it.
    """

    cases: tuple[str, ...] = ()
    links: tuple[SheetLink, ...] = ()
    attributes: tuple[SheetAttribute, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)
    participants: Mapping[int, str] = field(default_factory=dict)
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def column_name(written: str) -> str:
    """Return a column's name in the form we use: small letters, underscores, `case.school`."""
    name = re.sub(r"[\s\-]+", "_", written.strip().lstrip("\ufeff").casefold())
    return re.sub(r"[^\w.]", "", name)


def _any_of(labels: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the labels as whole words."""
    every = "|".join(re.escape(label) for label in sorted(labels))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)" if every else r"(?!)", re.IGNORECASE)


def _plain_role(label: str) -> bool:
    return len(label.split()) == 1 and guess_role(label) is not Role.UNKNOWN


def read_case_sheet(
    source: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    transcripts: Mapping[str, int],
    speakers: Sequence[SheetSpeaker],
) -> CaseSheet:
    """Check a case sheet against the project and say what it means.

    An unprefixed attribute belongs to the cases of its row; where the row names none, to the
    row's speaker, else to the transcript. A few (date, interviewer ...) are the transcript's
    always. `case.`, `transcript.` and `speaker.` before the name decide otherwise.

    Args:
        source: Name of the file, for messages.
        header: The first row.
        rows: The other rows, in order; row 2 of the file is the first.
        transcripts: Names a row may use for a transcript (also its file name) to its id.
        speakers: All speakers of the project.
    """
    reading = _Reading(source, [column_name(cell) for cell in header], transcripts, speakers)
    reading.check_header()
    if not reading.errors:
        for line, row in enumerate(rows, start=2):
            reading.row(line, [cell.strip() for cell in row])
    return reading.result()


class _Reading:
    """One pass over a case sheet."""

    def __init__(
        self,
        source: str,
        columns: list[str],
        transcripts: Mapping[str, int],
        speakers: Sequence[SheetSpeaker],
    ) -> None:
        self.source = source
        self.columns = columns
        self.transcripts = transcripts
        self.folded = {name.casefold(): number for name, number in transcripts.items()}
        self.speakers: dict[int, list[SheetSpeaker]] = {}
        for speaker in speakers:
            self.speakers.setdefault(speaker.transcript_id, []).append(speaker)
        self.labels = _any_of({s.label for s in speakers if s.label and not _plain_role(s.label)})
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.links: dict[SheetLink, None] = {}
        self.cases: dict[str, None] = {}
        self.roles: dict[int, Role] = {}
        self.participants: dict[int, str] = {}
        self.values: dict[tuple[Level, str, int, str], tuple[str, int]] = {}
        self.seen: dict[tuple[str, ...], int] = {}

    def error(self, line: int | None, message: str) -> None:
        self.errors.append(Problem(self.source, message, line))

    def warn(self, line: int | None, message: str) -> None:
        self.warnings.append(Problem(self.source, message, line))

    def shown(self, written: str) -> str:
        """Return a cell as a message may cite it: labels are names of people, and never shown."""
        return "(not shown: a speaker's label)" if self.labels.search(written) else f"'{written}'"

    def check_header(self) -> None:
        if "transcript" not in self.columns:
            close = get_close_matches("transcript", self.columns, n=1)
            near = f"; is it '{close[0]}'?" if close else ""
            self.error(1, f"no column 'transcript'{near}")
        for name in sorted({c for c in self.columns if c and self.columns.count(c) > 1}):
            self.error(1, f"the column '{name}' is there twice")
        for name in self.columns:
            prefix, dot, rest = name.rpartition(".")
            if dot and (prefix not in set(Level) or not rest):
                self.error(1, f"column '{name}': the prefix has to be case, transcript or speaker")

    def row(self, line: int, cells: list[str]) -> None:
        if not any(cells):
            return
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            self.error(line, "more cells than the header has columns")
            return
        key = tuple(cells[: max(n for n, cell in enumerate(cells, start=1) if cell)])
        if key in self.seen:
            self.warn(line, f"the same as row {self.seen[key]}; it counts once")
            return
        self.seen[key] = line
        row = dict(zip(self.columns, cells, strict=False))
        transcript = self.transcript(line, row.get("transcript", ""))
        if transcript is None:
            return
        label = row.get("speaker", "")
        speaker = self.speaker(line, transcript, label)
        if label and speaker is None:
            return
        self.person(line, transcript, speaker, row)
        cases = [name.strip() for name in row.get("case", "").split(";") if name.strip()]
        for case in cases:
            self.cases[case] = None
            self.links[SheetLink(case, transcript, speaker.id if speaker else None)] = None
        for column, value in row.items():
            if column and column not in KNOWN_COLUMNS and value:
                self.attribute(line, column, value, transcript, speaker, cases)

    def transcript(self, line: int, written: str) -> int | None:
        if not written:
            self.error(line, "the row names no transcript")
            return None
        stem = written.rpartition(".")[0]
        for name in (written, stem):
            found = self.transcripts.get(name) or self.folded.get(name.casefold())
            if found is not None and name:
                return found
        close = get_close_matches(written, list(self.transcripts), n=1)
        near = f"; the nearest is '{close[0]}'" if close else ""
        self.error(line, f"unknown transcript {self.shown(written)}{near}")
        return None

    def speaker(self, line: int, transcript: int, written: str) -> SheetSpeaker | None:
        """Return the speaker of that label; None, with an error, where there is none."""
        if not written:
            return None
        known = self.speakers.get(transcript, [])
        for speaker in known:
            if speaker.label is not None and speaker.label.casefold() == written.casefold():
                return speaker
        self.error(
            line,
            "no speaker of that label in the transcript; "
            "'sendcode show NAME' lists the labels it has",
        )
        return None

    def person(
        self, line: int, transcript: int, speaker: SheetSpeaker | None, row: dict[str, str]
    ) -> None:
        codable = [s for s in self.speakers.get(transcript, []) if s.role is not Role.INTERVIEWER]
        meant = [speaker] if speaker is not None else codable
        if written := row.get("role", ""):
            role = parse_role(written)
            if role is None:
                near = nearest_role(written)
                hint = f"; is it '{near}'?" if near else f"; roles are {', '.join(Role)}"
                self.error(line, f"unknown role {self.shown(written)}{hint}")
            else:
                for one in meant:
                    self.claim(line, self.roles, one.id, role, "role")
        if name := row.get("participant", ""):
            if len(meant) == 1:
                self.claim(line, self.participants, meant[0].id, name, "participant")
            else:
                self.warn(
                    line,
                    f"'participant' is not used: {len(meant)} people speak in the transcript; "
                    "say in the column 'speaker' which one it is",
                )

    def claim(self, line: int, table: dict[int, T], key: int, value: T, what: str) -> None:
        before = table.setdefault(key, value)
        if before != value:
            both = f"{self.shown(str(before))} and {self.shown(str(value))}"
            self.error(line, f"a second {what} for one speaker: {both}")

    def attribute(
        self,
        line: int,
        column: str,
        value: str,
        transcript: int,
        speaker: SheetSpeaker | None,
        cases: list[str],
    ) -> None:
        prefix, _, name = column.rpartition(".")
        level = Level(prefix) if prefix else self.natural(name, speaker, cases)
        if level is Level.CASE:
            if not cases:
                self.error(line, f"'{column}' has a value, but the row names no case")
            for case in cases:
                self.put(line, level, name, value, 0, case)
        elif level is Level.SPEAKER:
            if speaker is not None:
                self.put(line, level, name, value, speaker.id, "")
            else:
                self.error(line, f"'{column}' has a value, but the row names no speaker")
        else:
            self.put(line, level, name, value, transcript, "")

    def natural(self, name: str, speaker: SheetSpeaker | None, cases: list[str]) -> Level:
        if name in OF_THE_INTERVIEW:
            return Level.TRANSCRIPT
        if cases:
            return Level.CASE
        return Level.SPEAKER if speaker is not None else Level.TRANSCRIPT

    def put(self, line: int, level: Level, name: str, value: str, owner: int, case: str) -> None:
        key = (level, name, owner, case)
        before, where = self.values.setdefault(key, (value, line))
        if before != value:
            whose = f"the case {self.shown(case)}" if case else f"one {level.value}"
            hint = (
                f" (if it belongs to the interview, call the column 'transcript.{name}'; "
                f"if to the person, 'speaker.{name}')"
                if level is Level.CASE
                else ""
            )
            self.error(
                line,
                f"two values of '{name}' for {whose}: {self.shown(before)} in row {where}, "
                f"{self.shown(value)} here{hint}",
            )

    def result(self) -> CaseSheet:
        return CaseSheet(
            cases=tuple(self.cases),
            links=tuple(self.links),
            attributes=tuple(
                SheetAttribute(level, name, value, owner, case)
                for (level, name, owner, case), (value, _) in self.values.items()
            ),
            roles=self.roles,
            participants=self.participants,
            errors=tuple(self.errors),
            warnings=tuple(self.warnings),
        )
