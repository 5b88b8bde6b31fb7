"""Bringing a codebook into the project and out of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.codebook import Codebook, with_guids
from sendcode.core.codebook_diff import diff
from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Problem
from sendcode.data import codebooks as shipped
from sendcode.errors import CodebookError, NotFound
from sendcode.interchange import codebook_yaml
from sendcode.store import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        version: The number that is now current.
        changes: What is different from the version before, in words; empty if nothing is.
        warnings: What `check` found odd.
    """

    version: int
    changes: tuple[str, ...]
    warnings: tuple[Problem, ...]


def find_codebook(written: str) -> Path:
    """Return the file that `--codebook` means: a path, or the name of a shipped codebook.

    Raises:
        NotFound: Neither; the hint lists the shipped ones.
    """
    path = Path(written)
    if path.is_file():
        return path
    known = shipped()
    if written in known:
        return known[written]
    raise NotFound(f"no codebook file '{written}'", f"Shipped with sendcode: {', '.join(known)}.")


def read_codebook(path: Path) -> tuple[Codebook, tuple[Problem, ...]]:
    """Read and check a codebook file.

    Raises:
        CodebookError: It breaks a rule of the format; the message names line and key.
    """
    codebook = codebook_yaml.read(path)
    return codebook, codebook_yaml.check(codebook)


def import_codebook(
    store: Store,
    path: Path,
    *,
    coder: str,
    at: str,
    message: str = "",
    fresh: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Imported:
    """Make a codebook file the project's next version.

    Codes keep their identity by their path, or by `was: old/path`.

    Raises:
        CodebookError: The file is wrong, it was exported from an older version than the
            project has now, or a code that has codings is missing in it.
    """
    codebook, warnings = read_codebook(path)
    current = store.codebooks.current()
    if codebook.based_on and codebook.based_on != current.version:
        raise CodebookError(_stale(path, codebook, current, store), _STALE_HINT)
    known = {code.path: code.guid for code in current.codes}
    codebook = with_guids(codebook, known=known, taken=store.codebooks.guids(), fresh=fresh)
    _refuse_lost_codes(store, current, codebook, path)
    changes = diff(current, codebook)
    if current.version and not changes:
        return Imported(current.version, (), warnings)
    yaml = codebook_yaml.write(codebook, base=path.read_text(encoding="utf-8-sig"))
    if current.version:
        store.backups.create(at=at, why="before-codebook")
    with store.transaction():
        coder_id = store.coders.id(coder, at=at)
        version = store.codebooks.add(
            codebook, yaml, message=message or f"import of {path.name}", coder=coder_id, at=at
        )
        store.decisions.record(
            [NewDecision(Action.CODEBOOK, payload={"version": version})],
            coder=coder_id,
            at=at,
            codebook_version=version,
        )
    return Imported(version, changes, warnings)


_STALE_HINT = "Export the current version ('sendcode codebook export FILE') and edit that."


def _stale(path: Path, codebook: Codebook, current: Codebook, store: Store) -> str:
    base = store.codebooks.get(codebook.based_on)
    if not base.version:
        return (
            f"{path.name} says that it comes from version {codebook.based_on}, "
            f"which this project does not have (it is at version {current.version})"
        )
    since = "\n".join(f"  {change}" for change in diff(base, current)) or "  (no difference)"
    return (
        f"{path.name} comes from version {codebook.based_on}, but the project's codebook has "
        f"changed since (it is at version {current.version}):\n{since}"
    )


def _refuse_lost_codes(store: Store, current: Codebook, new: Codebook, path: Path) -> None:
    counts = store.codings.counts()
    kept = {code.guid for code in new.codes}
    lost = [
        f"  {code.path} ({counts[code.guid]} coded segments)"
        for code in current.codes
        if code.guid not in kept and counts.get(code.guid)
    ]
    if lost:
        raise CodebookError(
            f"{path.name} lacks codes that carry codings:\n" + "\n".join(lost),
            "Keep them with 'retired: true', or write 'was: old/path' where they were renamed.",
        )


def export_codebook(store: Store) -> str:
    """Return the current codebook as YAML, comments and order as they were written.

    Raises:
        NotFound: The project has no codebook.
    """
    current = store.codebooks.current()
    if not current.version:
        raise NotFound("the project has no codebook", "'sendcode codebook import FILE' brings one.")
    return codebook_yaml.write(current, base=store.codebooks.yaml(current.version))
