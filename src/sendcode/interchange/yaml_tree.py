"""The tree of a codebook file brought in line with a codebook, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.core.printable import plain
from sendcode.interchange.yaml_comments import is_tied
from sendcode.interchange.yaml_examples import written
from sendcode.interchange.yaml_nodes import title
from sendcode.interchange.yaml_write_rules import LONG, align, sync_rules, terms_list

_ORDER = (
    "codebook version vocabulary id name definition include exclude colour origin was retired "
    "examples rules codes"
).split()


def entries(entry: CommentedMap, path: str = "") -> dict[str, CommentedMap]:
    """Return the entry of every code below one, by the code's path."""
    found: dict[str, CommentedMap] = {}
    for child in entry.get("codes") or ():
        below = f"{path}{SEPARATOR}{child['id']}" if path else str(child["id"])
        found[below] = child
        found.update(entries(child, below))
    return found


def put(target: CommentedMap, key: str, value: Any, before: Any) -> None:
    """Set, keep or remove one key; what did not change is not touched."""
    if value == before:
        return
    if value is None:
        target.pop(key, None)
    elif isinstance(there := target.get(key), CommentedSeq) and isinstance(value, tuple):
        members = [_plain(member) for member in value]
        align(there, [repr(member) for member in before], [repr(m) for m in value], members)
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


def sync_vocabulary(
    top: CommentedMap, new: Mapping[str, tuple[str, ...]], old: Mapping[str, tuple[str, ...]]
) -> None:
    """Bring the sets of the vocabulary in line; sets that did not change are not touched."""
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
class Codes:
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
        members = [self.entries[old.path] if old else CommentedMap() for old in same]
        after = [old.path if old else f"+{n}" for n, old in enumerate(same)]
        _in_lines(target, members)
        align(target["codes"], before, after, members)
        for code, old, entry in zip(children, same, members, strict=True):
            _sync_code(entry, code, old)
            self.sync(entry, code.path, old.path if old else None)


def _in_lines(target: CommentedMap, members: Iterable[CommentedMap]) -> None:
    """Take a code, and the list of those below it, out of { } and [ ] where one needs it."""
    if any(member.fa.flow_style() is not True or is_tied(member) for member in members):
        for node in (target, target["codes"]):
            if node.fa.flow_style():
                node.fa.set_block_style()


def _sync_code(target: CommentedMap, code: Code, old: Code | None) -> None:
    """Bring the keys of one code in line, and its rules."""
    before = _fields(old) if old else {}
    for key, value in _fields(code).items():
        if key == "name" and key not in target and value == title(code.path):
            continue  # the reader makes the name from the id, as it did before
        put(target, key, value, before.get(key) if key in target else None)
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
