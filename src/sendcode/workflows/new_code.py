"""A new code on the spot: the next codebook version, made while somebody codes."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import replace

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.errors import CodebookError
from sendcode.interchange import codebook_yaml
from sendcode.store import Store


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
    if path in current:
        raise CodebookError(f"the code '{path}' is there already", "Give the new one another name.")
    code = Code(
        path=path,
        name=" ".join(name.split()),
        guid=str(uuid.uuid4()),
        definition=definition.strip(),
        origin="inductive",
    )
    book = replace(
        current,
        name=current.name or store.name,
        codes=_inserted(current, code, above),
        version=0,
        based_on=0,
    )
    written = codebook_yaml.write(book, base=store.codebooks.yaml(current.version))
    if current.version:
        store.backups.create(at=at, why="before-codebook")
    with store.transaction():
        coder_id = store.coders.id(coder, at=at)
        version = store.codebooks.add(
            book, written, message=f"new code {path}", coder=coder_id, at=at
        )
        store.decisions.record(
            [NewDecision(Action.CODEBOOK, code=code.guid, payload={"version": version})],
            coder=coder_id,
            at=at,
            codebook_version=version,
        )
    return code


def _inserted(book: Codebook, code: Code, above: str) -> tuple[Code, ...]:
    """Return the codes with a new one as the last child of its parent."""
    if not above:
        return (*book.codes, code)
    last = book.codes.index(book.descendants(above)[-1]) + 1
    return (*book.codes[:last], code, *book.codes[last:])


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
