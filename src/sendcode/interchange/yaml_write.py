"""A codebook as YAML text; what a person wrote around it (comments, order) survives."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode

from sendcode.core.codebook import Codebook
from sendcode.core.codebook_diff import counterparts
from sendcode.errors import CodebookError
from sendcode.interchange.yaml_aliases import write_out
from sendcode.interchange.yaml_comments import Comments, take_out
from sendcode.interchange.yaml_lines import keep_lines
from sendcode.interchange.yaml_nodes import Page, parse
from sendcode.interchange.yaml_tree import Codes, entries, put, sync_vocabulary


def write(codebook: Codebook, *, base: str = "", was: bool = True) -> str:
    """Return the codebook as YAML text; reading it gives the same codes, rules and texts.

    Args:
        codebook: `version` is written as the version the file was exported from (or else
            `based_on`). A stored version (`version` > 0) is written without `was`, which is
            a message from a file to the project.
        base: The YAML that the codebook came from. What did not change keeps its comments,
            order and style; without it, a clean file.
        was: Write what codes were; else it only tells which code of `base` they go on with.

    Raises:
        CodebookError: `base` is not a codebook.
    """
    if codebook.version:
        codebook = _without_was(codebook)
    base = f"{base}\n" if base and not base.endswith("\n") else base
    page, old = _read(base)
    pairs = counterparts(old, codebook)
    codebook = codebook if was else _without_was(codebook)
    if page is not None and _content(old) == _content(codebook):
        text = _versioned(base, page, old.based_on, codebook.version or codebook.based_on)
        if text:
            return text
    top, comments = _tree(base, page)
    same = comments.put_back(_dump(top)) if page else ""
    version = codebook.version or codebook.based_on
    put(top, "codebook", codebook.name, old.name)
    put(top, "version", version or None, old.based_on or None)
    sync_vocabulary(top, codebook.vocabulary, old.vocabulary)
    Codes(codebook, old, pairs, entries(top)).sync(top, "", "")
    if top.get("codes") is None:
        top["codes"] = CommentedSeq()
    written = comments.put_back(_dump(top))
    if not same:
        return written
    if written == same:
        return base
    return _first_right((keep_lines(base, same, written), written), codebook)


def _first_right(drafts: Iterable[str], codebook: Codebook) -> str:
    """Return the first draft that holds the codebook, else a clean file.

    Old lines between new ones may not fit together, and ruamel.yaml runs lines together where
    comments stand in odd places.
    """
    drafts = tuple(dict.fromkeys(drafts))
    if _says(drafts[0], codebook):
        return drafts[0]
    clean = write(codebook)
    like = _read_back(clean)  # a text may have blanks around it, which no file keeps
    return next((draft for draft in drafts if like and _says(draft, like)), clean)


def _without_was(codebook: Codebook) -> Codebook:
    return replace(codebook, codes=tuple(replace(code, was="") for code in codebook.codes))


def _versioned(base: str, page: Page, old: int, new: int) -> str:
    """Return a file that differs in its version only; empty where it is easier said by a tree."""
    if old == new:
        return base
    if not isinstance(page.node, MappingNode) or page.node.flow_style or not new:
        return ""
    keys = {key.value: value for key, value in page.node.value}
    lines = base.splitlines(keepends=True)
    value = keys["version" if old else "codebook"]
    start, end = value.start_mark, value.end_mark
    if start.line != end.line or "\r" in base:
        return ""
    line = lines[start.line]
    if old:
        lines[start.line] = f"{line[: start.column]}{new}{line[end.column :]}"
    else:
        lines[start.line] = f"{line}version: {new}\n" if line.endswith("\n") else ""
    return "".join(lines) if lines[start.line] else ""


def _dump(top: CommentedMap) -> str:
    stream = io.StringIO()
    _yaml().dump(top, stream)
    return stream.getvalue()


def _says(text: str, codebook: Codebook) -> bool:
    """Say whether a file holds a codebook."""
    found = _read_back(text)
    if found is None or found.based_on != (codebook.version or codebook.based_on):
        return False
    return _content(found) == _content(codebook)


def _read_back(text: str) -> Codebook | None:
    """Return the codebook in a text; None where it cannot be read."""
    from sendcode.interchange.codebook_yaml import read

    try:
        return read(text)
    except CodebookError:
        return None


def _content(book: Codebook) -> tuple[Any, ...]:
    codes = [(replace(code, guid="", quotes=()), dict(code.quotes)) for code in book.codes]
    return book.name, codes, list(book.vocabulary.items())


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.composer.warn_double_anchors = False  # its warning would print lines of the file
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.width = 110
    yaml.allow_unicode = True
    return yaml


def _read(base: str) -> tuple[Page | None, Codebook]:
    """Return a file as it was parsed and as a codebook; nothing of an empty one."""
    if not base.strip():
        return None, Codebook(name="")
    from sendcode.interchange.codebook_yaml import read_page

    page = parse(base, name="codebook")
    return page, read_page(page)


def _tree(base: str, page: Page | None) -> tuple[CommentedMap, Comments]:
    """Return a file as a tree that can be edited, and the comments that stand above members."""
    if page is None:
        return CommentedMap(), Comments((), "")
    text, comments = base, Comments((), "")
    if page.node is not None and "\r" not in base:
        text, comments = take_out(base, page.node)
    top = _yaml().load(text)
    if "&" in text:
        write_out(top)
    return top, comments
