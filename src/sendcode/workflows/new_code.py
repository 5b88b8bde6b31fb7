"""A new code on the spot: the next codebook version, made while somebody codes."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import replace

from sendcode.core.codebook import SEPARATOR, Code
from sendcode.core.codebook_edit import add
from sendcode.errors import CodebookError
from sendcode.store import Store
from sendcode.workflows.codebooks import store_version


def add_code(
    store: Store,
    *,
    name: str,
    coder: str,
    at: str,
    parent: str = "",
    definition: str = "",
) -> Code:
    """Add an inductive code to the codebook as a new version and return it.

    The project is copied first. A project without a codebook gets one of its own name.

    Args:
        store: The project.
        name: What the code is called; its path is made from it.
        coder: Who found it.
        at: When.
        parent: Path of the code under which it stands; empty for the top.
        definition: In a sentence; may come later.

    Raises:
        CodebookError: A name without letters, or a code with that path.
        NotFound: No such parent.
    """
    current = store.codebooks.current()
    above = current.code(parent).path if parent else ""
    path = SEPARATOR.join(filter(None, (above, slug(name))))
    guid = str(uuid.uuid4())
    book = replace(current, name=current.name or store.name)
    book = add(book, path, name=name, definition=definition, guid=guid)
    store_version(store, book, current=current, message=f"new code: {path}", coder=coder, at=at)
    return book.code(guid)


def slug(name: str) -> str:
    """Return the short id that a code's name gives: small letters, digits and hyphens.

    Raises:
        CodebookError: Nothing of the name can stand in an id.
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40].strip("-")
    if not found:
        raise CodebookError("a code's name needs letters", "Give it a name of a word or two.")
    return found
