"""Which files an ingest reads, and which it leaves aside with a reason."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import InputError
from sendcode.places import exists
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import names

_ABOUT = ("readme", "license", "licence", "changelog")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why; the rest went on."""

    path: Path
    reason: str


def find_files(
    paths: Iterable[Path], *, besides: Sequence[Path] = ()
) -> tuple[tuple[Path, ...], tuple[Skipped, ...]]:
    """Return the files to read below the given paths, in order, and those left aside.

    Folders are walked without following links to folders; hidden files, lock files of Word
    (`~$`) and our own project files are left out. A file that was named itself is always tried.

    Args:
        paths: Files and folders.
        besides: Files that serve something else (a case sheet), not to be read and not worth
            a word.

    Raises:
        InputError: A path does not exist.
    """
    found: dict[Path, None] = {}
    skipped: list[Skipped] = []
    suffixes = names(GROUP, BUILTIN)
    used = {path.resolve() for path in besides}
    for path in paths:
        if not exists(path):
            raise InputError(f"no such file or folder: {path}", "Check the spelling of the path.")
        if not path.is_dir():
            found[path] = None
            continue
        for file in _walk(path, skipped):
            if used and file.resolve() in used:
                continue
            if reason := _left_aside(file, suffixes):
                skipped.append(Skipped(file, reason))
            elif not file.name.startswith(".") and file.suffix.lower() in suffixes:
                found[file] = None
    return tuple(found), tuple(skipped)


def _left_aside(file: Path, suffixes: tuple[str, ...]) -> str:
    """Return why a file of a folder is not tried; empty if it is, or is not worth a word."""
    if file.name.startswith("~$"):
        return "a lock file of Word, not a document"
    if file.name.startswith(".") or ".sendcode" in file.name:
        return ""
    if file.stem.lower() in _ABOUT:
        return "a file about the folder; name it to read it"
    if file.suffix.lower() not in suffixes:
        return f"no reader for '{file.suffix or 'no suffix'}'"
    if not file.is_file():
        return "a link that leads nowhere" if file.is_symlink() else "not an ordinary file"
    return ""


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        skipped.append(Skipped(Path(error.filename), error.strerror or "cannot be read"))

    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and not f.endswith(".backups")
        )
        for name in [f for f in folders if (Path(place) / f).is_symlink()]:
            skipped.append(Skipped(Path(place) / name, "a link to a folder is not followed"))
        yield from (Path(place) / name for name in sorted(files))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
