"""Named leases: who is at long work on the project now."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sendcode.errors import ProjectError
from sendcode.store.database import Database

_LONGEST_HOURS = 24


class Leases:
    """The lease table; reading is always allowed, long writers take a lease."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @contextmanager
    def hold(self, name: str, *, coder: str, at: str) -> Iterator[None]:
        """Hold the lease `name` for the time of the block.

        A lease of a process that no longer runs on this computer is taken over, and so is
        one of another computer that is older than a day.

        Raises:
            ProjectError: Somebody else holds it.
        """
        host, pid = platform.node(), os.getpid()
        with self._db.transaction():
            row = self._db.one("SELECT coder, host, pid, at FROM lease WHERE name = ?", (name,))
            if row is not None and _alive(row["host"], row["pid"], _hours(row["at"], at)):
                raise ProjectError(
                    f"'{name}' is already running on this project "
                    f"(by {row['coder']} on {row['host']}, process {row['pid']}, "
                    f"since {row['at']})",
                    "Wait until it has ended; reading and reviewing go on meanwhile.",
                )
            self._db.execute(
                "INSERT OR REPLACE INTO lease (name, coder, host, pid, at) VALUES (?, ?, ?, ?, ?)",
                (name, coder, host, pid, at),
            )
        try:
            yield
        finally:
            self._db.execute(
                "DELETE FROM lease WHERE name = ? AND host = ? AND pid = ?", (name, host, pid)
            )


def _hours(before: str, now: str) -> float:
    return (datetime.fromisoformat(now) - datetime.fromisoformat(before)).total_seconds() / 3600


def _alive(host: str, pid: int, hours: float) -> bool:
    """Say whether a lease's process may still run; another computer's is taken to, for a day.

    A computer may change its name, and a project may move while a lease was left behind:
    without an end, nobody could ever ingest again.
    """
    if host != platform.node():
        return hours < _LONGEST_HOURS
    if pid == os.getpid():
        return False
    if os.name == "nt":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:  # os.kill would end the process there
    import ctypes
    import sys

    if sys.platform != "win32":
        return True
    limited_information = 0x1000
    handle = ctypes.windll.kernel32.OpenProcess(limited_information, False, pid)
    if not handle:
        return False
    ctypes.windll.kernel32.CloseHandle(handle)
    return True
