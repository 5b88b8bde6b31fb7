"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sendcode.errors import SendcodeError
from sendcode.held import held, remove_if_left
from sendcode.places import exists, is_folder

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]")
_DRAFT = re.compile(r"\..*-[0-9a-f]{8}\.part(\.\w+)?")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # Windows has no such files


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """Yield a path beside `path` to write to; put it in the place of `path` at the end.

    When the block raises, or writes nothing, `path` stays as it was. The path that is yielded
    has the same suffix. Drafts that killed commands left in the folder are removed.

    Args:
        path: The file that is wanted; through a symbolic link, the file it points to.
        force: Whether an existing file is replaced.

    Raises:
        SendcodeError: The folder is missing or cannot be written to, the path is a folder,
            or the file exists and `force` is not given.
    """
    target = path.resolve()
    _check(path, target, force=force)
    draft = target.with_name(f".{target.stem[:100]}-{secrets.token_hex(4)}.part{target.suffix}")
    _sweep(target.parent)
    try:
        draft.touch(exist_ok=False)
        lock = held(draft)
    except OSError as error:
        raise SendcodeError(
            f"cannot write in the folder of {path}: {error.strerror}",
            "Choose another folder, or change its permissions.",
        ) from error
    try:
        yield draft
        _to_disk(draft)
        lock.close()  # Windows replaces no file that is open
        _replace(draft, target, path)
    finally:
        lock.close()
        draft.unlink(missing_ok=True)


def refuse_existing(paths: Iterable[Path]) -> None:
    """Refuse to go on where any of the files is there, before the first is written.

    Raises:
        SendcodeError: One of them exists.
    """
    for path in paths:
        _check(path, path.resolve(), force=False)


def make_folder(folder: Path) -> None:
    """Make a folder for files, where there is none.

    Raises:
        SendcodeError: It cannot be made, or is a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SendcodeError(
            f"cannot make the folder {folder}: {error.strerror}", "Choose another one."
        ) from error


def file_names(names: Sequence[str], suffix: str) -> list[str]:
    """Return a file name for each name: allowed on every system, no two alike in any case.

    Args:
        names: Names that people gave; they may hold anything.
        suffix: With its dot.
    """
    taken: set[str] = set()
    found = []
    for name in names:
        stem = _FORBIDDEN.sub("_", name)[:120].strip(" .") or "_"
        if _DEVICE.fullmatch(stem.partition(".")[0]):
            stem = f"_{stem}"
        free = (stem if n == 1 else f"{stem} ({n})" for n in count(1))
        chosen = next(one for one in free if one.casefold() not in taken)
        taken.add(chosen.casefold())
        found.append(f"{chosen}{suffix}")
    return found


def _check(path: Path, target: Path, *, force: bool) -> None:
    if not is_folder(target.parent):
        raise SendcodeError(
            f"cannot write {path}: there is no folder {path.parent}",
            "Create the folder first, or check the spelling.",
        )
    if is_folder(target):
        raise SendcodeError(f"cannot write {path}: it is a folder", "Add a file name.")
    if exists(target) and not force:
        raise SendcodeError(f"{path} exists already", "--force replaces it.")


def _sweep(folder: Path) -> None:
    with suppress(OSError):  # a folder that cannot be listed may still be written to
        for path in folder.iterdir():
            if _DRAFT.fullmatch(path.name):
                with suppress(OSError):
                    remove_if_left(path)


def _to_disk(draft: Path) -> None:
    with draft.open("r+b") as file:
        os.fsync(file.fileno())


def _replace(draft: Path, target: Path, path: Path) -> None:
    try:
        draft.replace(target)
    except PermissionError as error:  # Windows: the file is open in a spreadsheet
        raise SendcodeError(
            f"cannot replace {path}: {error.strerror}",
            "If it is open in another program, close it there and try again.",
        ) from error
