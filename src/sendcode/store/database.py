"""The connection to one project file: pragmas, transactions, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sendcode.errors import ProjectError

BUSY_SECONDS = 10
Row = sqlite3.Row
Parameters = Sequence[Any] | Mapping[str, Any]
"""Values for `?` in their order, or for `:name` by name."""

_ON_OPEN = """
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -32768;
"""
_BESIDE = "PRAGMA cache_size = -4096;"  # one that only reads along leaves the memory to the other


class Database:
    """A thin wrapper around one SQLite connection.

    Every statement goes through it, so that an error of SQLite reaches the researcher as a
    sentence about the project file.

    Args:
        path: The project file.
        read_only: Nothing is written, not even beside the file.
        live: With `read_only`: another process is writing to it, and what it writes is seen.
    """

    def __init__(self, path: Path, *, read_only: bool = False, live: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        mode = "rwc" if not read_only else "ro" if live else "ro&immutable=1"
        uri = f"{_uri(path)}?mode={mode}"
        with self._errors():
            self._connection = sqlite3.connect(
                uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None
            )
            self._connection.row_factory = sqlite3.Row
            try:
                self._connection.executescript(_ON_OPEN + (_BESIDE if live else ""))
            except sqlite3.Error:
                self._connection.close()
                raise

    def close(self) -> None:
        """Write the log into the file and close; safe to call twice."""
        try:
            if not self.read_only:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass  # the rows are safe in the -wal file; another process may be reading it
        finally:
            self._connection.close()

    def wait_at_most(self, seconds: float) -> None:
        """Wait no longer than this for another process that writes."""
        self.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def abandon(self) -> None:
        """Close without writing anything."""
        self._connection.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement and return the id of the last inserted row (0 if none)."""
        with self._errors():
            return self._connection.execute(sql, parameters).lastrowid or 0

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with self._errors():
            return self._connection.execute(sql, parameters).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with self._errors():
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return every row of a query."""
        with self._errors():
            return self._connection.execute(sql, parameters).fetchall()

    def tuples(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Return every row of a query as a plain tuple: quicker, where there are very many."""
        with self._errors():
            cursor = self._connection.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[Any]:
        """Yield every row of a query as a plain tuple: where all at once would fill the memory."""
        with self._errors():
            cursor = self._connection.cursor()
            cursor.row_factory = None
            yield from cursor.execute(sql, parameters)

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with self._errors():
            found: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.one(sql, parameters)
        return row[0] if row is not None else None

    def script(self, sql: str) -> None:
        """Run a script that begins and commits its own transaction."""
        with self._errors():
            try:
                self._connection.executescript(sql)
            except sqlite3.Error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the write lock; commit at the end, roll back on any exception.

        Raises:
            ValueError: There is one already: transactions do not nest.
        """
        if self._connection.in_transaction:
            raise ValueError("transactions do not nest")
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            with self._errors():
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise

    def take_alone(self) -> bool:
        """Lock everybody else out until it is closed; False if somebody else has it open.

        Whoever has a project open holds a shared lock, and only the last of all connections can
        leave the write-ahead log: so that no reviewer goes on deciding in a file that is replaced.
        """
        self.wait_at_most(1)
        try:
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            mode = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "is locked" in str(error):
                return False
            raise _explained(self.path, error) from error
        except sqlite3.Error as error:
            raise _explained(self.path, error) from error
        return bool(mode == "delete")

    def take_over(self, source: Database) -> None:
        """Put the content of another file in the place of this one's, as one transaction."""
        with self._errors():
            source._connection.backup(self._connection)

    def copy_to(self, target: Path) -> None:
        """Copy the whole project, rows of the log included, into a new file."""
        with self._errors():
            copy = sqlite3.connect(target)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(self.path, error) from error


def _uri(path: Path) -> str:
    r"""Return a file's address as SQLite takes it: a share (\\host\folder) has no host there."""
    found = path.absolute().as_uri()
    if found.startswith("file:///"):
        return found
    return f"file:////{found.removeprefix('file://')}"


_EXPLAINED = (
    (
        "is not a database",
        "is not a sendcode project",
        "A project is a file that 'sendcode init' made; name another one with --project.",
    ),
    (
        "malformed",
        "is damaged",
        "'sendcode restore' brings back the newest backup; keep the damaged file for help.",
    ),
    (
        "is locked",
        "is being written to by another process",
        "Wait a moment and run the command again; nothing was changed.",
    ),
    (
        "readonly",
        "cannot be written: the file or its folder is read-only",
        "Copy the project to a folder of your own, or ask for the right to write.",
    ),
    (
        "unable to open",
        "cannot be opened: the file or its folder cannot be read or written",
        "Check the path and your rights on the folder.",
    ),
    (
        "is full",
        "cannot be written: the disk is full",
        "Free some space and run the command again; what was saved before is safe.",
    ),
    (
        "disk I/O",
        "cannot be read or written: the disk reports an error",
        "Check the disk; on a network drive, copy the project to this computer.",
    ),
)


def _explained(path: Path, error: sqlite3.Error) -> ProjectError:
    text = str(error)
    for sign, message, hint in _EXPLAINED:
        if sign in text:
            return ProjectError(f"{path.name} {message}", hint)
    return ProjectError(f"{path.name}: the project file refused a change ({type(error).__name__})")
