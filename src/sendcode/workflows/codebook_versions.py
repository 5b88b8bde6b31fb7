"""The versions of the codebook: what each changed, and what lies between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.codebook import Codebook
from sendcode.core.codebook_diff import diff
from sendcode.store import Store
from sendcode.workflows.codebooks import version_of


@dataclass(frozen=True, slots=True)
class Version:
    """One version as a researcher reads it.

    Attributes:
        number: From 1.
        at: When.
        coder: Who made it.
        message: Why.
        sha256: Of the codebook as YAML.
        codes: How many codes it has.
        changes: From the version before, in words; empty for the first.
    """

    number: int
    at: str
    coder: str
    message: str
    sha256: str
    codes: int
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two versions, in words."""

    old: int
    new: int
    changes: tuple[str, ...]


def history(store: Store) -> tuple[Version, ...]:
    """Return all versions, oldest first."""
    found: list[Version] = []
    before: Codebook | None = None
    for row in store.codebooks.versions():
        book = store.codebooks.get(row.number)
        changes = diff(before, book) if before is not None else ()
        found.append(
            Version(row.number, row.at, row.coder, row.message, row.sha256, row.codes, changes)
        )
        before = book
    return tuple(found)


def difference(store: Store, old: int, new: int | None = None) -> Difference:
    """Return what changed from one version to another, or to the current one.

    Raises:
        NotFound: No such version.
    """
    first, second = version_of(store, old), version_of(store, new)
    return Difference(first.version, second.version, diff(first, second))
