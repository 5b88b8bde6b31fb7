"""Opening and making project files, and the store that holds the table groups together."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sendcode.errors import ProjectError
from sendcode.places import exists, is_file, is_folder
from sendcode.store.cases import Cases
from sendcode.store.codebooks import Codebooks
from sendcode.store.coders import Coders
from sendcode.store.columns import Columns
from sendcode.store.database import Database
from sendcode.store.drives import network_drive
from sendcode.store.migrate import current_version, upgrade, version_of
from sendcode.store.repairs import Repairs
from sendcode.store.speakers import Speakers
from sendcode.store.transcripts import Transcripts

if TYPE_CHECKING:
    from sendcode.store.answers import Answers
    from sendcode.store.backups import Backups
    from sendcode.store.codings import Codings
    from sendcode.store.decisions import Decisions
    from sendcode.store.leases import Leases
    from sendcode.store.memos import Memos
    from sendcode.store.queue import Queue
    from sendcode.store.recodes import Recodes
    from sendcode.store.suggestions import Suggestions
    from sendcode.store.themes import Themes

SUFFIX = ".sendcode"


class Store:
    """One open project; each attribute is a small class over one group of tables.

    Groups that few commands need are imported when they are asked for: it takes a tenth of a
    second to import them all.

    Attributes:
        path: The project file.
        notes: What the researcher should know about the file, in sentences.
    """

    def __init__(self, database: Database, notes: tuple[str, ...] = ()) -> None:
        self.database = database
        self.path = database.path
        self.notes = notes
        self.coders = Coders(database)
        self.transcripts = Transcripts(database)
        self.speakers = Speakers(database)
        self.cases = Cases(database)
        self.codebooks = Codebooks(database)
        self.columns = Columns(database)
        self.repairs = Repairs(database)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Return what runs suggested."""
        from sendcode.store.suggestions import Suggestions

        return Suggestions(self.database)

    @cached_property
    def decisions(self) -> Decisions:
        """Return the log."""
        from sendcode.store.decisions import Decisions

        return Decisions(self.database)

    @cached_property
    def codings(self) -> Codings:
        """Return what is coded."""
        from sendcode.store.codings import Codings

        return Codings(self.database)

    @cached_property
    def recodes(self) -> Recodes:
        """Return codings that await a decision after a change of the codebook."""
        from sendcode.store.recodes import Recodes

        return Recodes(self.database)

    @cached_property
    def memos(self) -> Memos:
        """Return memos and marks."""
        from sendcode.store.memos import Memos

        return Memos(self.database)

    @cached_property
    def queue(self) -> Queue:
        """Return the queue of the reviewer."""
        from sendcode.store.queue import Queue

        return Queue(self.database)

    @cached_property
    def answers(self) -> Answers:
        """Return what coders answered."""
        from sendcode.store.answers import Answers

        return Answers(self.database)

    @cached_property
    def themes(self) -> Themes:
        """Return proposed themes."""
        from sendcode.store.themes import Themes

        return Themes(self.database)

    @cached_property
    def leases(self) -> Leases:
        """Return who is at long work."""
        from sendcode.store.leases import Leases

        return Leases(self.database)

    @cached_property
    def backups(self) -> Backups:
        """Return copies of the project."""
        from sendcode.store.backups import Backups

        return Backups(self.database)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing."""
        with self.database.transaction():
            yield

    @property
    def name(self) -> str:
        """Return the project's name: the file name without its suffix."""
        return self.path.stem

    def setting(self, key: str) -> str:
        """Return a setting of the project, or an empty text."""
        found = self.database.value("SELECT value FROM setting WHERE key = ?", (key,))
        return str(found) if found is not None else ""

    def close(self) -> None:
        """Write the log into the file and close it."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def create_store(path: Path, *, at: str) -> Store:
    """Make a new project file and open it; the file appears whole or not at all.

    Raises:
        ProjectError: The file exists, or the folder does not.
    """
    if exists(path):
        raise ProjectError(f"{path} exists already", "Choose another name, or remove it first.")
    if not is_folder(path.parent):
        raise ProjectError(f"{path.parent} is not a folder", "Create it first.")
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        database = Database(draft)
        try:
            upgrade(database)
            settings = (("guid", str(uuid.uuid4())), ("created_at", at))
            database.many("INSERT INTO setting (key, value) VALUES (?, ?)", settings)
        finally:
            database.close()
        draft.replace(path)
    except ProjectError as error:
        why = error.message.removeprefix(f"{draft.name} ")
        raise ProjectError(f"{path} {why}", error.hint) from error
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
    return open_store(path, at=at)


def open_store(path: Path, *, at: str) -> Store:
    """Open a project file, bringing an older one up to date after copying it.

    Raises:
        ProjectError: No such file, not a project, made by a newer sendcode, or unreadable.
    """
    if not is_file(path):
        raise ProjectError(f"no project file {path}", "'sendcode init STUDY' makes one.")
    read_only = not _writable(path)
    notes = _about_file(path, read_only=read_only)
    database = Database(path, read_only=read_only)
    try:
        version = version_of(database)
        if version == 0:
            raise ProjectError(
                f"{path.name} is empty, not a sendcode project",
                "'sendcode init STUDY' makes a project.",
            )
        if version < current_version() and read_only:
            raise ProjectError(
                f"{path.name} was made by an older sendcode, and it is read-only",
                "Copy it to a folder of your own; it is brought up to date there.",
            )
        if version < current_version():
            copy = Store(database).backups.create(at=at, why=f"before-upgrade-from-v{version}")
            upgrade(database)
            notes.append(f"The project was brought up to date; the old one is kept as {copy.name}.")
        if not read_only:
            database.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        database.abandon()
        raise
    return Store(database, tuple(notes))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _about_file(path: Path, *, read_only: bool) -> list[str]:
    """Return what a user should know of where a project lies, and of what lies beside it."""
    log = Path(f"{path}-wal")
    notes = []
    if log.exists() and log.stat().st_size:
        used = (
            "Its rows are missing here, because nothing can be written; copy both files, together."
            if read_only
            else "Its rows are used now; copy the project with 'sendcode backup', not by hand."
        )
        notes.append(
            f"{log.name} is left over: another command is at work, or one did not end cleanly. "
            + used
        )
    if drive := network_drive(path):
        notes.append(
            f"{path.name} lies on a network drive ({drive}); a project can be damaged there. "
            "Work on a copy on this computer."
        )
    if read_only:
        notes.append(
            f"{path.name} or its folder is read-only: you can look at it, but change nothing."
        )
    return notes


def watch_store(path: Path) -> Store:
    """Open a project that another process works in, to read along what it writes.

    Raises:
        ProjectError: No such file, or it cannot be read.
    """
    if not is_file(path):
        raise ProjectError(f"no project file {path}", "'sendcode init STUDY' makes one.")
    return Store(Database(path, read_only=True, live=_writable(path)))
