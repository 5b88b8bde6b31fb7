"""Why a codebook file is not taken as the next version, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.codebook import Codebook
from sendcode.core.codebook_diff import diff
from sendcode.core.codebook_rebase import Conflict
from sendcode.core.printable import so_many
from sendcode.errors import CodebookError
from sendcode.store import Store

_STALE = (
    "--rebase merges the two. Or export the current version ('sendcode codebook export FILE') "
    "and edit that."
)
_FOREIGN = (
    "Is it of another project? Without its line 'version:' it is taken as it stands, each code "
    "known by its path. Or export the current version and edit that."
)
_CONFLICT = "--take file or --take project decides all of them; or mend the file."


def stale(path: Path, codebook: Codebook, base: Codebook, current: Codebook) -> CodebookError:
    """Return the error for a file of an older version, or of one that the project has not.

    Args:
        path: The file.
        codebook: What stands in it.
        base: The version that it says it comes from; empty where there is none.
        current: The project's codebook.
    """
    if not base.version:
        return CodebookError(
            f"{path.name} says that it comes from version {codebook.based_on}, "
            f"which this project does not have (it is at version {current.version})",
            _FOREIGN,
        )
    since = "\n".join(f"  {change}" for change in diff(base, current))
    return CodebookError(
        f"{path.name} comes from version {codebook.based_on}, but the project's codebook has "
        f"changed since (it is at version {current.version}):\n{since}",
        _STALE,
    )


def conflict(path: Path, conflicts: Sequence[Conflict]) -> CodebookError:
    """Return the error for a merge in which both sides changed the same."""
    lines = "\n".join(f"  {one}" for one in conflicts)
    return CodebookError(
        f"{path.name} and the project's codebook changed the same:\n{lines}", _CONFLICT
    )


def refuse_lost_codes(store: Store, current: Codebook, new: Codebook, path: Path) -> None:
    """Refuse a file in which a code is missing that has codings.

    Raises:
        CodebookError: There is such a code; the message names it.
    """
    counts = store.codings.counts()
    kept = {code.guid for code in new.codes}
    lost = [
        f"  {code.path} ({so_many(counts[code.guid], 'coded segment')})"
        for code in current.codes
        if code.guid not in kept and counts.get(code.guid)
    ]
    if lost:
        raise CodebookError(
            f"{path.name} lacks codes that carry codings:\n" + "\n".join(lost),
            "Keep them with 'retired: true', or write 'was: old/path' where they were renamed.",
        )
