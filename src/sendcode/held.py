"""Files that say by a lock that somebody is at work; who is killed lets go of it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import IO


def held(path: Path) -> IO[bytes]:
    """Return a file, opened and locked until it is closed; it is made where there is none.

    Where a drive knows no locks, it is only opened; then nobody removes it, either.

    Raises:
        OSError: Somebody else holds it, has just removed it, or it cannot be opened.
    """
    file = path.open("ab")
    try:
        with suppress(_NoLocks):
            _lock(file)
        if not os.fstat(file.fileno()).st_nlink:  # between the opening and the lock
            raise FileNotFoundError(errno.ENOENT, "removed meanwhile", path.name)
    except OSError:
        file.close()
        raise
    return file


def remove_if_left(path: Path) -> None:
    """Remove a file that nobody holds.

    Raises:
        OSError: Somebody holds it, it cannot be told, or it cannot be removed.
    """
    with path.open("ab") as file:
        _lock(file)
        if os.name == "posix":  # while nobody else can come to hold it
            path.unlink()
            return
    path.unlink()


class _NoLocks(OSError):
    """This drive knows no locks."""


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: a file that somebody has open cannot be removed
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError as error:
        raise _NoLocks(error.errno, error.strerror) from error
