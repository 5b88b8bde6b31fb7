"""What is where a path leads; where that cannot be told, it is not taken for nothing.

`Path.is_file` and `Path.exists` say no to a folder without permission since Python 3.14. Whoever
then reads that there is no such file looks for a misspelling.
"""

from __future__ import annotations

import os
from errno import EBADF, EINVAL, ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from stat import S_ISDIR, S_ISREG

_NOTHING = (ENOENT, ENOTDIR, EBADF, ELOOP, EINVAL)


def is_file(path: Path) -> bool:
    """Say whether there is an ordinary file.

    Raises:
        OSError: That cannot be told: no permission, a name too long, a drive that is gone.
    """
    found = _status(path)
    return found is not None and S_ISREG(found.st_mode)


def is_folder(path: Path) -> bool:
    """Say whether there is a folder.

    Raises:
        OSError: That cannot be told: no permission, a name too long, a drive that is gone.
    """
    found = _status(path)
    return found is not None and S_ISDIR(found.st_mode)


def exists(path: Path) -> bool:
    """Say whether there is anything.

    Raises:
        OSError: That cannot be told: no permission, a name too long, a drive that is gone.
    """
    return _status(path) is not None


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except ValueError:  # a character that no path may have
        return None
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise
