"""Copies of the project file: made before what is hard to take back, and on request."""

from __future__ import annotations

import re
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sendcode.errors import ProjectError
from sendcode.places import is_file, is_folder
from sendcode.store.database import Database
from sendcode.store.migrate import version_of

KEEP_AUTOMATIC = 10
_HOUR = 3600
_DRAFT = re.compile(r"\..+\.sendcode.*\.[0-9a-f]{8}\.new(-journal|-wal|-shm)?")
_NAME = re.compile(r"(\d{14})-(.+?)(?:-(\d+))?\.sendcode")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: its file, when it was made, and why."""

    path: Path
    at: str
    why: str
    size: int


class Backups:
    """The copies in the folder `NAME.backups` beside the project."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def folder(self) -> Path:
        """Return the folder of the copies; it need not exist."""
        return backup_folder(self._db.path)

    def create(self, *, at: str, why: str = "by-hand", target: Path | None = None) -> Path:
        """Copy the project and return the copy's path; whole or not at all.

        Automatic copies (any other `why` than `by-hand`) are pruned to the newest ten.

        Raises:
            ProjectError: `target` is the project itself, or its folder is none; or no folder can
                be made for copies.
        """
        if target is None:
            self._make_folder()
            stamp = re.sub(r"[^0-9]", "", at)[:14]
            target = self.folder / f"{stamp}-{why}.sendcode"
            number = 2
            while target.exists():
                target = self.folder / f"{stamp}-{why}-{number}.sendcode"
                number += 1
        if target.absolute() == self._db.path.absolute():
            raise ProjectError(f"{target} is the project itself", "Name another file.")
        if not is_folder(target.parent):
            raise ProjectError(f"{target.parent} is not a folder", "Create it first.")
        sweep(target.parent, at)
        draft = draft_of(target)
        try:
            self._db.copy_to(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        self._prune()
        return target

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ProjectError(
                f"no copy can be made first: {self.folder.name}: {error.strerror}",
                "Copy the project to a folder of your own, or ask for the right to write.",
            ) from error

    def _prune(self) -> None:
        automatic = [b for b in list_backups(self._db.path) if b.why != "by-hand"]
        for old in automatic[KEEP_AUTOMATIC:]:
            old.path.unlink(missing_ok=True)


def backup_folder(project: Path) -> Path:
    """Return the folder of a project's copies; it need not exist."""
    return project.with_name(f"{project.stem}.backups")


def list_backups(project: Path) -> tuple[Backup, ...]:
    """Return the copies of a project, newest first; works without opening the project."""
    folder = backup_folder(project)
    if not folder.is_dir():
        return ()
    found = []
    for path in folder.glob("*.sendcode"):
        match = _NAME.fullmatch(path.name)
        if match:
            d, why, number = match.groups()
            at = f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:]}Z"
            status = path.stat()
            order = (at, status.st_mtime_ns, int(number or 1))
            found.append((order, Backup(path, at, why, status.st_size)))
    return tuple(backup for _, backup in sorted(found, key=lambda f: f[0], reverse=True))


def _has_log(project: Path) -> bool:
    """Say whether rows wait beside the file: then it must not be read as if it were whole."""
    log = Path(f"{project}-wal")
    return log.exists() and log.stat().st_size > 0


def check_backup(copy: Path) -> None:
    """Make sure that a copy can be put back, without changing it.

    Raises:
        ProjectError: It is missing, damaged, no project, or made by a newer sendcode.
    """
    if not is_file(copy):
        raise ProjectError(f"no backup {copy}", "'sendcode restore --list' shows the backups.")
    source = Database(copy, read_only=not _has_log(copy))
    try:
        if version_of(source) == 0:
            raise ProjectError(f"{copy.name} is empty, not a sendcode project")
        if source.value("PRAGMA quick_check") != "ok":
            raise ProjectError(f"{copy.name} is damaged", "Restore another backup.")
    finally:
        source.close()


def put_back(project: Path, copy: Path, *, aside: Path | None) -> None:
    """Put a copy in the project's place; what stood there is kept as `aside`.

    Raises:
        ProjectError: The copy cannot be read, or another command has the project open.
    """
    source = Database(copy, read_only=not _has_log(copy))
    try:
        if aside is None or not _taken_over(project, source, aside):
            _replaced(project, source, aside)
    finally:
        source.close()


def _taken_over(project: Path, source: Database, aside: Path) -> bool:
    """Put the copy's content into the project file; False if that is too damaged to be opened.

    The file stays the same one, locked from before it is kept to after it is written: a command
    that begins meanwhile waits, and finds what was put back.
    """
    try:
        target = Database(project)
    except ProjectError:
        return False
    try:
        if not _kept_alone(target, aside):
            return False
        target.take_over(source)
    finally:
        target.abandon()
    return True


def _kept_alone(target: Database, aside: Path) -> bool:
    """Lock the project and keep it as `aside`; False if it is too damaged for either.

    Raises:
        ProjectError: Another command has it open.
    """
    draft = draft_of(aside)
    try:
        alone = target.take_alone()
        if alone:
            target.copy_to(draft)
            draft.replace(aside)
    except ProjectError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    if not alone:
        raise ProjectError(
            f"{target.path.name} is open in another command",
            "End it (a review, an ingest), and restore again; nothing was changed.",
        )
    return True


def _replaced(project: Path, source: Database, aside: Path | None) -> None:
    """Put the copy where there is no project, or one that nobody can have open."""
    draft = draft_of(project)
    try:
        source.copy_to(draft)
        for log in (Path(f"{project}-wal"), Path(f"{project}-shm")):
            if aside is not None and log.exists():
                log.replace(Path(f"{aside}{log.name[len(project.name) :]}"))
            log.unlink(missing_ok=True)
        if aside is not None and project.exists():
            project.replace(aside)
        draft.replace(project)
    finally:
        draft.unlink(missing_ok=True)


def draft_of(path: Path) -> Path:
    """Return where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")


def sweep(folder: Path, at: str) -> None:
    """Remove half-written copies that killed commands left, an hour after they were written to.

    A lock would tell at once, but a project file has locks of its own, which it would disturb.
    """
    with suppress(OSError):
        for path in folder.iterdir():
            if _DRAFT.fullmatch(path.name):
                with suppress(OSError):
                    age = datetime.fromisoformat(at).timestamp() - path.stat().st_mtime
                    if age > _HOUR:
                        path.unlink()
