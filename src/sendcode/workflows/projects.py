"""Making, finding, copying and restoring projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import ProjectError
from sendcode.store import Store, create_store
from sendcode.store.backups import Backup, check_backup, list_backups, put_back
from sendcode.store.project import SUFFIX

__all__ = ["Backup", "backup", "find_project", "list_backups", "new_project", "restore"]


def project_path(written: Path) -> Path:
    """Return the project file that `study` or `study.sendcode` stands for."""
    return written if written.suffix == SUFFIX else written.with_name(written.name + SUFFIX)


def new_project(written: Path, *, at: str) -> Store:
    """Make a project; `written` is `study` or `study.sendcode`.

    Raises:
        ProjectError: It exists, or cannot be made there.
    """
    return create_store(project_path(written), at=at)


def find_project(start: Path) -> Path:
    """Return the only project file in a folder, or in the nearest parent that has one.

    Raises:
        ProjectError: None, or more than one in the same folder.
    """
    for folder in (start, *start.parents):
        found = sorted(_projects_in(folder))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(path.name for path in found)
            raise ProjectError(
                f"more than one project in {folder}: {names}", "Say which one: --project NAME."
            )
    raise ProjectError(
        f"no project in {start} or above it", "'sendcode init STUDY' makes one; or use --project."
    )


def _projects_in(folder: Path) -> Iterable[Path]:
    try:
        return [p for p in folder.glob(f"*{SUFFIX}") if p.is_file() and not p.name.startswith(".")]
    except OSError:
        return []


def backup(store: Store, *, at: str, target: Path | None = None, force: bool = False) -> Path:
    """Copy the project, by default into the folder `NAME.backups` beside it.

    Raises:
        ProjectError: `target` exists and `force` was not said.
    """
    if target is not None and target.exists() and not force:
        raise ProjectError(f"{target} exists already", "Say --force to write over it.")
    return store.backups.create(at=at, target=target)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the copy that was put back, and where the file before it is kept."""

    source: Path
    aside: Path | None


def restore(project: Path, copy: Path | None, *, at: str) -> Restored:
    """Put a backup in the place of the project; the file that was there is kept beside it.

    Args:
        project: The project file; it may be missing or damaged.
        copy: The backup; None for the newest.
        at: Time, for the name of the file that is put aside.

    Raises:
        ProjectError: There is no backup, or the copy is no project.
    """
    if copy is None:
        known = list_backups(project)
        if not known:
            raise ProjectError(f"no backup of {project.name}", "Name one: 'sendcode restore FILE'.")
        copy = known[0].path
    check_backup(copy)
    aside = None
    if project.exists():
        stamp = "".join(c for c in at if c.isdigit())[:14]
        aside = project.with_name(f"{project.stem}.before-restore-{stamp}.sendcode.old")
    put_back(project, copy, aside=aside)
    return Restored(copy, aside)
