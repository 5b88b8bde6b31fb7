"""Ingest: from files to stored transcripts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sendcode.core.model import Interview, Problem, ReadOptions, ReadResult, Role, Transcript
from sendcode.core.progress import Track, untracked
from sendcode.core.roles import guess_role
from sendcode.core.text import SPLITTER, canonical, count_words, sha256
from sendcode.errors import InputError, SendcodeError
from sendcode.readers import BUILTIN, GROUP, VERSION, Reader
from sendcode.registry import load, names
from sendcode.store import Store

_ABOUT = ("readme", "license", "licence", "changelog")
_CHUNK = 1 << 20
_CHANGED = (
    "a file of this name was ingested before as '{}', with other content; text never changes "
    "after ingest: 'sendcode ingest FILE --as NAME' stores this one beside it"
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why; the rest went on."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did.

    Attributes:
        transcripts: Those that are new, in the order of the files.
        skipped: Files that could not be read or are no transcripts.
        known: Names of transcripts whose files were stored before.
    """

    transcripts: tuple[Transcript, ...]
    skipped: tuple[Skipped, ...]
    known: tuple[str, ...]


def find_files(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Skipped, ...]]:
    """Return the files to read below the given paths, in order, and those left aside.

    Folders are walked without following links; hidden files, lock files of Word (`~$`) and
    our own project files are left out. A file that was named itself is always tried.

    Raises:
        InputError: A path does not exist.
    """
    found: dict[Path, None] = {}
    skipped: list[Skipped] = []
    suffixes = names(GROUP, BUILTIN)
    for path in paths:
        if not path.exists():
            raise InputError(f"no such file or folder: {path}", "Check the spelling of the path.")
        if path.is_file():
            found[path] = None
            continue
        for file in _walk(path):
            if file.name.startswith("~$"):
                skipped.append(Skipped(file, "a lock file of Word, not a document"))
            elif file.name.startswith("."):
                continue
            elif file.stem.lower() in _ABOUT:
                skipped.append(Skipped(file, "a file about the folder; name it to read it"))
            elif file.suffix.lower() in suffixes:
                found[file] = None
            elif ".sendcode" not in file.name:
                skipped.append(Skipped(file, f"no reader for '{file.suffix or 'no suffix'}'"))
    return tuple(found), tuple(skipped)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and not f.endswith(".backups")
        )
        for name in sorted(files):
            file = Path(place) / name
            if file.is_file():
                yield file


def ingest(
    store: Store,
    paths: Iterable[Path],
    *,
    coder: str,
    at: str,
    options: ReadOptions | None = None,
    name: str = "",
    track: Track = untracked,
) -> Ingested:
    """Read files and store their transcripts; each file in a transaction of its own.

    A file that is stored already is known by its hash and left alone, so that an ingest
    that was cut off is completed by running it again.

    Args:
        store: The project.
        paths: Files and folders.
        coder: Who does it, for the lease.
        at: Time of the ingest.
        options: What the researcher decided about reading.
        name: Name for the transcript, where a single file is given (`--as`).
        track: Progress.

    Raises:
        InputError: A path does not exist; nothing at all could be read; or a file of a known
            name has changed.
    """
    files, aside = find_files(paths)
    if name and len(files) != 1:
        raise InputError("--as names one transcript, so it needs exactly one file")
    options = options or ReadOptions()
    fresh: list[Transcript] = []
    skipped = list(aside)
    known: list[str] = []
    with store.leases.hold("ingest", coder=coder, at=at):
        stored = store.transcripts.known_files()
        before = store.transcripts.file_names()
        for file in track(files, "Reading transcripts", total=len(files)):
            try:
                digest = file_sha256(file)
                if digest in stored:
                    known.extend(stored[digest])
                    continue
                if file.name in before and not name:
                    skipped.append(Skipped(file, _CHANGED.format(before[file.name])))
                    continue
                transcripts = read_file(file, digest, options)
            except (SendcodeError, OSError) as error:
                skipped.append(Skipped(file, _reason(error)))
                continue
            added = _store(store, file, transcripts, name=name, at=at)
            stored[digest] = tuple(t.name for t in added)
            fresh.extend(added)
    if not fresh and not known:
        raise InputError(_nothing(skipped), "'sendcode ingest --help' lists the formats.")
    return Ingested(tuple(fresh), tuple(skipped), tuple(dict.fromkeys(known)))


def _reason(error: SendcodeError | OSError) -> str:
    if isinstance(error, OSError):
        return error.strerror or "cannot be read"
    return f"{error.message}; {error.hint}" if error.hint else error.message


def _nothing(skipped: list[Skipped]) -> str:
    if not skipped:
        return "nothing to read: no transcript among the files"
    reasons = "; ".join(f"{s.path.name}: {s.reason}" for s in skipped[:3])
    more = f" and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return f"nothing could be read ({reasons}{more})"


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_file(path: Path, digest: str, options: ReadOptions) -> tuple[Transcript, ...]:
    """Read one file into transcripts, with canonical text and units.

    Raises:
        InputError: It is empty, a case sheet, without speech, or cannot be read.
    """
    if path.stat().st_size == 0:
        raise InputError("the file is empty")
    suffix = path.suffix.lower()
    reader: Reader = load(GROUP, suffix, BUILTIN)
    result = reader(path, options)
    transcripts = tuple(
        _transcript(path, digest, result, interview, first=place == 0)
        for place, interview in enumerate(result.interviews)
    )
    transcripts = tuple(t for t in transcripts if t.turns)
    if not transcripts:
        raise InputError("no speech found in the file")
    return transcripts


def _transcript(
    path: Path, digest: str, result: ReadResult, interview: Interview, *, first: bool
) -> Transcript:
    cut = canonical(interview)
    turns = tuple(
        turn if turn.role is not Role.UNKNOWN else replace(turn, role=guess_role(turn.speaker))
        for turn in cut.turns
    )
    stem = f"{path.stem} {interview.suffix}".strip()
    words = count_words(cut.text)
    rest = [_words(other) for other in result.interviews[1:]] if first else []
    return Transcript(
        name=stem,
        format=path.suffix.lower().lstrip("."),
        text=cut.text,
        turns=turns,
        units=cut.units,
        anchors=cut.anchors,
        file_sha256=digest,
        text_sha256=sha256(cut.text),
        words=words,
        metadata=interview.metadata,
        reader=f"{path.suffix.lower().lstrip('.')}-{VERSION}",
        splitter=SPLITTER,
        encoding=result.encoding,
        words_in_source=result.words_in_source - sum(rest) if first else words,
        left_out=result.left_out if first else (),
        problems=tuple(replace(p, source=stem) for p in result.problems) if first else (),
    )


def _words(interview: Interview) -> int:
    return sum(count_words(piece.text) for turn in interview.turns for piece in turn.pieces)


def _store(
    store: Store, path: Path, transcripts: tuple[Transcript, ...], *, name: str, at: str
) -> tuple[Transcript, ...]:
    taken = store.transcripts.names()
    added = []
    with store.transaction():
        for place, transcript in enumerate(transcripts):
            wanted = name or transcript.name
            unique = _free_name(wanted, taken)
            problems = transcript.problems
            if unique != wanted:
                clash = Problem(unique, f"the name '{wanted}' was taken; stored as '{unique}'")
                problems = (*problems, clash)
            taken[unique] = 0
            final = replace(transcript, name=unique, problems=problems)
            sources = {t.speaker or "": "guess" for t in final.turns}
            store.transcripts.add(
                final,
                file_name=path.name,
                part=str(place + 1) if len(transcripts) > 1 else "",
                roles=sources,
                at=at,
            )
            added.append(final)
    return tuple(added)


def _free_name(wanted: str, taken: dict[str, int]) -> str:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted} ({number})"
        number += 1
    return name
