"""Ingest: from files to stored transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from sendcode.core.model import Problem, ReadOptions
from sendcode.core.packed import Packed, PackedSpeaker
from sendcode.core.progress import Track, untracked
from sendcode.core.speaker_map import SpeakerMap
from sendcode.errors import InputError
from sendcode.store import Store
from sendcode.workflows.files import Skipped, file_sha256, find_files
from sendcode.workflows.parallel import read_all
from sendcode.workflows.reading import Job, Reading, job, storable

BATCH_WORDS = 250_000
BATCH_FILES = 64
"""A transaction holds no more than this, so that little is lost and the lock is held shortly."""

_CHANGED = (
    "a file of this name was ingested before as '{}', with other content; text never changes "
    "after ingest: 'sendcode ingest FILE --as NAME' stores this one beside it"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A transcript as it was stored: everything but its words.

    Attributes:
        turns: How many.
        speakers: In the order of appearance, with the roles as they were at ingest.
    """

    name: str
    format: str
    words: int
    turns: int
    speakers: tuple[PackedSpeaker, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did.

    Attributes:
        transcripts: Those that are new, in the order of the files.
        skipped: Files that could not be read or are no transcripts.
        known: Names of transcripts whose files were stored before.
        interrupted: Ctrl-C ended it; what is in `transcripts` is stored.
    """

    transcripts: tuple[Stored, ...]
    skipped: tuple[Skipped, ...]
    known: tuple[str, ...]
    interrupted: bool = False

    @property
    def labels(self) -> frozenset[str]:
        """Return the labels of all new transcripts."""
        return frozenset(s.label for t in self.transcripts for s in t.speakers if s.label)


def ingest(
    store: Store,
    paths: Iterable[Path],
    *,
    coder: str,
    at: str,
    options: ReadOptions | None = None,
    speakers: SpeakerMap | None = None,
    name: str = "",
    besides: Sequence[Path] = (),
    track: Track = untracked,
    processes: int | None = None,
) -> Ingested:
    """Read files and store their transcripts, in transactions of a bounded size.

    Files are read in parallel where there are many; names and order are those of the files in
    any case. A file that is stored already is known by its hash and left alone, so that an
    ingest that was cut off is completed by running it again.

    Args:
        store: The project.
        paths: Files and folders.
        coder: Who does it, for the lease.
        at: Time of the ingest.
        options: What the researcher decided about reading.
        speakers: What labels stand for.
        name: Name for the transcript, where a single file is given (`--as`).
        besides: Files in the folders that serve something else, such as the case sheet.
        track: Progress, file by file; what it passes on counts its words.
        processes: How many read; None for one per core where it is worth it.

    Raises:
        InputError: A path does not exist; nothing at all could be read; or a file of a known
            name has changed.
    """
    files, aside = find_files(paths, besides=besides)
    if name and len(files) != 1:
        raise InputError("--as names one transcript, so it needs exactly one file")
    with store.leases.hold("ingest", coder=coder, at=at):
        run = _Run(store, at=at, name=name, skipped=list(aside))
        try:
            jobs = run.choose(files, options or ReadOptions(), speakers or SpeakerMap())
            with closing(read_all(jobs, processes=processes)) as readings:
                for reading in track(readings, "Reading transcripts", total=len(jobs)):
                    run.take(reading)
            run.save()
        except KeyboardInterrupt:
            run.save()
            return run.result(interrupted=True)
    done = run.result()
    if not done.transcripts and not done.known:
        raise InputError(_nothing(done.skipped), "'sendcode ingest --help' lists the formats.")
    return done


@dataclass(slots=True)
class _Run:
    """The state of one ingest: what was chosen, what was read, what is stored."""

    store: Store
    at: str
    name: str
    skipped: list[Skipped]
    known: list[str] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    _files: Iterator[Path] = field(default_factory=lambda: iter(()))
    _pending: list[tuple[Path, Reading]] = field(default_factory=list)

    def choose(
        self, files: Sequence[Path], options: ReadOptions, speakers: SpeakerMap
    ) -> tuple[Job, ...]:
        """Return the files that are worth reading: not known, not changed, each content once.

        A file of a known name has changed, unless the one that was known is here as well:
        then they are two files of one name, in two folders.
        """
        known = self.store.transcripts.known_files()
        found = list(self._hashed(files, options, speakers))
        here = {name for one in found for name in known.get(one.digest, ())}
        before = self.store.transcripts.file_names()
        changed = {file: name for file, name in before.items() if name not in here}
        jobs: dict[str, Job] = {}
        for one in found:
            file = storable(one.path.name)
            if one.digest in known:
                self.known.extend(known[one.digest])
            elif file in changed and not self.name:
                self.skipped.append(Skipped(one.path, _CHANGED.format(changed[file])))
            elif one.size and one.digest in jobs:
                reason = f"the same content as {jobs[one.digest].path.name}"
                self.skipped.append(Skipped(one.path, reason))
            else:
                jobs[one.digest if one.size else str(one.path)] = one
        self._files = iter([one.path for one in jobs.values()])
        return tuple(jobs.values())

    def _hashed(
        self, files: Sequence[Path], options: ReadOptions, speakers: SpeakerMap
    ) -> Iterator[Job]:
        for path in files:
            try:
                yield job(path, file_sha256(path), options, speakers)
            except OSError as error:
                self.skipped.append(Skipped(path, error.strerror or "cannot be read"))

    def take(self, reading: Reading) -> None:
        """Keep what came of the next file, and store what is kept when it is enough."""
        path = next(self._files)
        if reading.reason:
            self.skipped.append(Skipped(path, reading.reason))
            return
        self._pending.append((path, reading))
        words = sum(kept.words for _, kept in self._pending)
        if words >= BATCH_WORDS or len(self._pending) >= BATCH_FILES:
            self.save()

    def save(self) -> None:
        """Store what is kept, in one transaction; what an interrupted save stored is left out."""
        if not self._pending:
            return
        saved: list[Stored] = []
        known = self.store.transcripts.known_files()
        with self.store.transaction():
            taken = set(self.store.transcripts.names())
            for path, reading in self._pending:
                if reading.transcripts[0].file_sha256 not in known:
                    saved += self._add(path, reading.transcripts, taken)
        self.stored += saved
        self._pending.clear()

    def _add(self, path: Path, transcripts: Sequence[Packed], taken: set[str]) -> Iterator[Stored]:
        for place, transcript in enumerate(transcripts, start=1):
            final = _named(transcript, self.name or transcript.name, taken)
            taken.add(final.name)
            self.store.transcripts.add_packed(
                final,
                file_name=storable(path.name),
                part=str(place) if len(transcripts) > 1 else "",
                at=self.at,
            )
            yield Stored(
                *(final.name, final.format, final.words, len(final.turns)),
                *(final.speakers, final.problems),
            )

    def result(self, *, interrupted: bool = False) -> Ingested:
        """Return what was done."""
        known = tuple(dict.fromkeys(self.known))
        return Ingested(tuple(self.stored), tuple(self.skipped), known, interrupted)


def _named(transcript: Packed, wanted: str, taken: set[str]) -> Packed:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted} ({number})"
        number += 1
    if name == transcript.name:
        return transcript
    problems = transcript.problems
    if name != wanted:
        clash = Problem(name, f"the name '{wanted}' was taken; stored as '{name}'")
        problems = (*problems, clash)
    return replace(transcript, name=name, problems=problems)


def _nothing(skipped: Sequence[Skipped]) -> str:
    if not skipped:
        return "nothing to read: no transcript among the files"
    if len(skipped) == 1:
        return f"{skipped[0].path.name} was not read: {skipped[0].reason}"
    reasons = "; ".join(f"{s.path.name}: {s.reason}" for s in skipped[:3])
    more = f" and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return f"nothing could be read ({reasons}{more})"
