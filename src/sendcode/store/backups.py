"""Copies of the project file: made before what is hard to take back, and on request."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import ProjectError
from sendcode.store.database import Database

KEEP_AUTOMATIC = 10


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
        """
        if target is None:
            self.folder.mkdir(exist_ok=True)
            stamp = re.sub(r"[^0-9]", "", at)[:14]
            target = self.folder / f"{stamp}-{why}.sendcode"
            number = 2
            while target.exists():
                target = self.folder / f"{stamp}-{why}-{number}.sendcode"
                number += 1
        draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.new")
        try:
            self._db.copy_to(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        self._prune()
        return target

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
        match = re.fullmatch(r"(\d{14})-(.+?)(?:-\d+)?\.sendcode", path.name)
        if match:
            d = match.group(1)
            at = f"{d[:4]}-{d[4:6]}-{d[6:8]}T{d[8:10]}:{d[10:12]}:{d[12:]}Z"
            found.append(Backup(path, at, match.group(2), path.stat().st_size))
    return tuple(sorted(found, key=lambda b: (b.at, b.path.stat().st_mtime_ns), reverse=True))


def put_back(project: Path, copy: Path, *, aside: Path | None) -> None:
    """Put a copy in the project's place; the file that stood there is kept as `aside`.

    Raises:
        ProjectError: The copy is missing.
    """
    if not copy.is_file():
        raise ProjectError(f"no backup {copy}", "'sendcode restore --list' shows the backups.")
    draft = project.with_name(f".{project.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        draft.write_bytes(copy.read_bytes())
        for log in (Path(f"{project}-wal"), Path(f"{project}-shm")):
            if aside is not None and log.exists():
                log.replace(Path(f"{aside}{log.name[len(project.name) :]}"))
            log.unlink(missing_ok=True)
        if aside is not None and project.exists():
            project.replace(aside)
        draft.replace(project)
    finally:
        draft.unlink(missing_ok=True)
