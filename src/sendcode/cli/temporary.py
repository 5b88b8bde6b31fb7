"""A folder of our own for temporary files, which goes with the command, however that ends.

Rows of a workbook and texts in an editor lie in files for a while, and they hold words of
interviews. What a killed command left is removed by the next one: a folder whose lock nobody
holds belongs to nobody.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sendcode.held import held, remove_if_left

_BEGINS = "sendcode-"
_LOCK = "lock"
_NAMES = ("TMPDIR", "TEMP", "TMP")


@contextmanager
def own_folder() -> Iterator[None]:
    """Have temporary files of this command, and of editors it opens, made in one folder.

    Where no folder can be made, they go where they always go.
    """
    base = _base()
    _sweep(base)
    folder = base / f"{_BEGINS}{secrets.token_hex(6)}"
    try:
        folder.mkdir(mode=0o700)
        lock = held(folder / _LOCK)
    except OSError:
        yield
        return
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
        lock.close()
        _remove(folder)


def _base() -> Path:
    """Return where the system has temporary files; asking `tempfile` takes too long a start."""
    named = (os.environ.get(name) for name in _NAMES)
    return next((Path(path) for path in named if path and Path(path).is_dir()), Path("/tmp"))  # noqa: S108


def _sweep(base: Path) -> None:
    """Remove the folders of commands that were killed."""
    with suppress(OSError):
        for entry in os.scandir(base):
            if entry.name.startswith(_BEGINS) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    _sweep_one(Path(entry.path))


def _sweep_one(folder: Path) -> None:
    if (folder / _LOCK).is_file() and _is_ours(folder):
        remove_if_left(folder / _LOCK)
        _remove(folder)


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _remove(folder: Path) -> None:
    """Remove a folder; what is in it is looked for only if there is something."""
    with suppress(OSError):
        (folder / _LOCK).unlink()
    try:
        folder.rmdir()
    except OSError:
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)
