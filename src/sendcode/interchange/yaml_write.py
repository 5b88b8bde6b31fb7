"""A codebook as YAML text; what a person wrote around it (comments, order) survives."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.core.codebook_diff import counterparts
from sendcode.core.printable import plain
from sendcode.errors import CodebookError
from sendcode.interchange.yaml_aliases import write_out
from sendcode.interchange.yaml_comments import Comments, is_tied, take_out
from sendcode.interchange.yaml_examples import written
from sendcode.interchange.yaml_lines import keep_lines
from sendcode.interchange.yaml_nodes import Page, parse, title
from sendcode.interchange.yaml_write_rules import LONG, align, sync_rules, terms_list

_ORDER = (
    "codebook version vocabulary id name definition include exclude colour origin was retired "
    "examples rules codes"
).split()


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
    _put(top, "codebook", codebook.name, old.name)
    _put(top, "version", version or None, old.based_on or None)
    _sync_vocabulary(top, codebook.vocabulary, old.vocabulary)
    _Tree(codebook, old, pairs, _entries(top, "")).sync(top, "", "")
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


def _entries(entry: CommentedMap, path: str) -> dict[str, CommentedMap]:
    """Return the entry of every code in the base by its path there."""
    found: dict[str, CommentedMap] = {}
    for child in entry.get("codes") or ():
        below = f"{path}{SEPARATOR}{child['id']}" if path else str(child["id"])
        found[below] = child
        found.update(_entries(child, below))
    return found


def _put(target: CommentedMap, key: str, value: Any, before: Any) -> None:
    """Set, keep or remove one key; what did not change is not touched."""
    if value == before:
        return
    if value is None:
        target.pop(key, None)
    elif isinstance(there := target.get(key), CommentedSeq) and isinstance(value, tuple):
        entries = [_plain(member) for member in value]
        align(there, [repr(member) for member in before], [repr(m) for m in value], entries)
    elif key in target:
        target[key] = _plain(value)
    else:
        target.insert(_place(target, key), key, _plain(value))


def _place(target: CommentedMap, key: str) -> int:
    """Return where a new key belongs: after the keys that stand before it in a clean file."""
    if key not in _ORDER:
        return len(target)
    rank = _ORDER.index(key)
    places = [n for n, k in enumerate(target) if k in _ORDER and _ORDER.index(k) < rank]
    return places[-1] + 1 if places else 0


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        if value.startswith("#"):
            return DoubleQuotedScalarString(value)
        folds = len(value) > LONG and "\n" not in value and "  " not in value
        folds = folds and plain(value) == value  # what is not printable has to be escaped
        return FoldedScalarString(value) if folds and value.strip() == value else value
    if isinstance(value, dict):
        return CommentedMap((key, _plain(member)) for key, member in value.items())
    if isinstance(value, tuple):
        return CommentedSeq(_plain(member) for member in value)
    return value


def _sync_vocabulary(
    top: CommentedMap, new: Mapping[str, tuple[str, ...]], old: Mapping[str, tuple[str, ...]]
) -> None:
    if dict(new) == dict(old) and list(new) == list(old):
        return
    if not new:
        top.pop("vocabulary", None)
        return
    if "vocabulary" not in top or top["vocabulary"] is None:
        top.pop("vocabulary", None)
        top.insert(_place(top, "vocabulary"), "vocabulary", CommentedMap())
    sets = top["vocabulary"]
    for name in list(sets):
        if name not in new:
            del sets[name]
    for name, terms in new.items():
        if old.get(name) != terms:
            sets[name] = terms_list(terms)
    for name in new:
        sets.move_to_end(name)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The codes of a codebook on their way into the tree of the base.

    Attributes:
        new: What is written.
        old: What the base says.
        pairs: Path in `new` to the same code in `old`.
        entries: Path in `old` to its entry in the base.
    """

    new: Codebook
    old: Codebook
    pairs: Mapping[str, Code]
    entries: Mapping[str, CommentedMap]

    def sync(self, target: CommentedMap, path: str, old_path: str | None) -> None:
        """Bring the `codes` of one entry in line with the codebook, children included."""
        children = self.new.children(path)
        if not children:
            target.pop("codes", None)
            return
        if target.get("codes") is None:
            target["codes"] = CommentedSeq()
        before = [] if old_path is None else [c.path for c in self.old.children(old_path)]
        same = [self.pairs.get(code.path) for code in children]
        entries = [self.entries[old.path] if old else CommentedMap() for old in same]
        after = [old.path if old else f"+{n}" for n, old in enumerate(same)]
        _in_lines(target, entries)
        align(target["codes"], before, after, entries)
        for code, old, entry in zip(children, same, entries, strict=True):
            _sync_code(entry, code, old)
            self.sync(entry, code.path, old.path if old else None)


def _in_lines(target: CommentedMap, members: Iterable[CommentedMap]) -> None:
    """Take a code, and the list of those below it, out of { } and [ ] where one needs it."""
    if any(member.fa.flow_style() is not True or is_tied(member) for member in members):
        for node in (target, target["codes"]):
            if node.fa.flow_style():
                node.fa.set_block_style()


def _sync_code(target: CommentedMap, code: Code, old: Code | None) -> None:
    before = _fields(old) if old else {}
    for key, value in _fields(code).items():
        if key == "name" and key not in target and value == title(code.path):
            continue  # the reader makes the name from the id, as it did before
        _put(target, key, value, before.get(key) if key in target else None)
    sync_rules(target, code.rules, old.rules if old else (), place=_place(target, "rules"))


def _fields(code: Code) -> dict[str, Any]:
    """Return the keys of a code as the file has them, None for what is left out."""
    return {
        "id": code.path.rpartition(SEPARATOR)[2],
        "name": code.name,
        "definition": code.definition or None,
        "include": code.include or None,
        "exclude": code.exclude or None,
        "colour": code.colour or None,
        "origin": None if code.origin == "deductive" else code.origin,
        "was": code.was or None,
        "retired": code.retired or None,
        "examples": written(code),
    }
