"""Who speaks in the files, before anything is stored; and the map that says it for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.model import Problem, ReadOptions, Role
from sendcode.core.packed import Packed
from sendcode.core.progress import Track, untracked
from sendcode.core.speaker_map import SpeakerMap, read_speaker_map
from sendcode.errors import InputError
from sendcode.interchange.tables import read_table
from sendcode.workflows.files import Skipped, find_files
from sendcode.workflows.parallel import read_all
from sendcode.workflows.reading import job

_SHOWN = 10
_OPENING = 8  # words


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One speaker of one transcript, as an ingest would store it.

    Attributes:
        file: Name of the file without its suffix.
        role_source: `guess`, `source` (the file says it) or `sheet` (the map says it).
        turn: Number of the first turn.
        anchor: Paragraph, line, cue or row of the first turn in the file.
        opening: The first words.
    """

    transcript: str
    file: str
    label: str | None
    role: Role
    role_source: str
    turns: int
    words: int
    turn: int
    anchor: int | None
    opening: str


@dataclass(frozen=True, slots=True)
class Possible:
    """What may be a speaker's label, but stands once in its file and was treated as speech.

    Attributes:
        file: Name of the file without its suffix.
        anchor: Paragraph, line, cue or row in the file.
        opening: The first words behind it.
    """

    transcript: str
    file: str
    label: str
    anchor: int
    opening: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an ingest would find; nothing is stored."""

    rows: tuple[LabelRow, ...]
    possible: tuple[Possible, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]

    @property
    def once(self) -> tuple[LabelRow, ...]:
        """Return the labels that stand only once in a transcript that has others."""
        many = {row.transcript for row in self.rows if row.turns > 1}
        return tuple(r for r in self.rows if r.label and r.turns == 1 and r.transcript in many)

    @property
    def roleless(self) -> tuple[LabelRow, ...]:
        """Return the labels without a known role, each in the first transcript that has it."""
        found: dict[str, LabelRow] = {}
        for row in self.rows:
            if row.label and row.role is Role.UNKNOWN and row.role_source == "guess":
                found.setdefault(row.label, row)
        return tuple(found.values())

    def others(self, row: LabelRow | Possible) -> tuple[str, ...]:
        """Return the other labels of a row's transcript, in the order of appearance."""
        here = (r.label for r in self.rows if r.transcript == row.transcript)
        return tuple(label for label in here if label and label != row.label)


def preview(
    paths: Iterable[Path],
    *,
    options: ReadOptions | None = None,
    speakers: SpeakerMap | None = None,
    besides: Sequence[Path] = (),
    track: Track = untracked,
    processes: int | None = None,
) -> Preview:
    """Read files as an ingest would, and return their speakers.

    Raises:
        InputError: A path does not exist, or nothing could be read.
    """
    files, aside = find_files(paths, besides=besides)
    people = speakers or SpeakerMap()
    jobs = [job(path, "", options or ReadOptions(), people) for path in files]
    rows: list[LabelRow] = []
    possible: list[Possible] = []
    problems: list[Problem] = []
    skipped = list(aside)
    with closing(read_all(jobs, processes=processes)) as readings:
        watched = track(readings, "Reading transcripts", total=len(jobs))
        for one, reading in zip(jobs, watched, strict=True):
            if reading.reason:
                skipped.append(Skipped(one.path, reading.reason))
            for transcript in reading.transcripts:
                rows += _rows(one.path, transcript)
                possible += [
                    Possible(transcript.name, one.path.stem, *found)
                    for found in transcript.possible
                ]
                problems += transcript.problems
    if not rows:
        reasons = "; ".join(f"{s.path.name}: {s.reason}" for s in skipped[:3])
        raise InputError(f"nothing could be read ({reasons or 'no transcript among the files'})")
    return Preview(tuple(rows), tuple(possible), tuple(problems), tuple(skipped))


def _rows(path: Path, transcript: Packed) -> list[LabelRow]:
    found = []
    for s in transcript.speakers:
        _, start, end, *_ = transcript.turns[s.seq - 1]
        words = transcript.text[start:end].split()
        opening = " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")
        found.append(
            LabelRow(
                *(transcript.name, path.stem, s.label, s.role, s.role_source),
                *(s.turns, s.words, s.seq, s.anchor, opening),
            )
        )
    return found


def read_speakers(path: Path) -> SpeakerMap:
    """Return the map in a table with the columns label, speaker, role and transcript.

    Raises:
        InputError: It cannot be read, or a row cannot be used; the message lists the rows.
    """
    header, rows = read_table(path)
    found, problems = read_speaker_map(path.name, header, rows)
    if problems:
        lines = [f"  row {p.line}: {p.message}" for p in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"  and {len(problems) - _SHOWN} more")
        raise InputError(
            f"the speaker map {path.name} cannot be used:\n" + "\n".join(lines),
            "Its columns are label, speaker, role and, where needed, transcript.",
        )
    return found
