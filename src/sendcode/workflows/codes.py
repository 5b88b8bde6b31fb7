"""The codes of a study: those of the current codebook, and those that codings still carry."""

from __future__ import annotations

from functools import cached_property

from sendcode.core.codebook import Code, Codebook
from sendcode.store import Store


class Codes:
    """The codebook, and codes by GUID; it reads when it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def book(self) -> Codebook:
        """Return the current codebook."""
        return self._store.codebooks.current()

    @cached_property
    def _older(self) -> dict[str, Code]:
        """Return the codes that any version had, by GUID, as the last of these had them."""
        found: dict[str, Code] = {}
        for version in self._store.codebooks.versions():
            for code in self._store.codebooks.get(version.number):
                found[code.guid] = code
        return found

    def code(self, guid: str) -> Code:
        """Return a code by GUID as it is now, or as the last version had it."""
        return self.book.get(guid) or self._older[guid]
