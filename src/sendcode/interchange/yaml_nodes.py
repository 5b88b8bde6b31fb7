"""YAML as a tree that knows its lines: every complaint names file, line and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sendcode.errors import CodebookError
from sendcode.interchange.yaml_syntax import explain

MAX_BYTES = 4 * 1024 * 1024
MAX_NODES = 200_000
MAX_DEPTH = 40

_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}

_EXAMPLES = {
    "rules": "Write each rule like '- any: [waiting list, queue]'.",
    "near": "Write near: {of: [...], to: [...], within: 8}.",
    "vocabulary": "Write each set like 'ta: [TA, teaching assistant]'.",
}
"""What goes below a key, where people often write something else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in the file, with the line on which it (or its key) stands."""

    page: Page
    node: Node
    line: int

    def error(self, message: str, hint: str = "") -> CodebookError:
        """Return the error to raise about this entry."""
        return CodebookError(f"{self.page.name}, line {self.line}: {message}", hint)

    def mapping(self, key: str, *, known: Sequence[str] | None) -> dict[str, Entry]:
        """Return the keys and values; with `known`, only those keys are allowed."""
        if not isinstance(self.node, MappingNode):
            example = _EXAMPLES.get(key, "")
            raise self.error(f"key '{key}' needs keys and values below it", example)
        found: dict[str, Entry] = {}
        for key_node, value in self.node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise Entry(self.page, key_node, line).error("a key must be a single word")
            word = key_node.value
            entry = Entry(self.page, value, line)
            if word in found:
                raise entry.error(
                    f"key '{word}' is there already, in line {found[word].line}",
                    f"Put what belongs to it under one '{word}:'.",
                )
            if known is not None and word not in known:
                raise entry.error(f"key '{word}' is not known here", nearest(word, known))
            found[word] = entry
        return found

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return the members of a list; nothing at all is an empty list."""
        if self.nothing:
            return ()
        if not isinstance(self.node, SequenceNode):
            raise self.error(f"key '{key}' needs a list", "Start each member with '- '.")
        return tuple(Entry(self.page, n, n.start_mark.line + 1) for n in self.node.value)

    def text(self, key: str) -> str:
        """Return a scalar as text, without blanks around it; empty for nothing."""
        if not isinstance(self.node, ScalarNode):
            raise self.error(
                f"key '{key}' needs a text",
                "Put quotation marks around a text that holds ': ', '[' or '{'.",
            )
        return "" if self.nothing else str(self.node.value).strip()

    def line_of_text(self, key: str) -> str:
        """Return a text that may not be empty, on one line."""
        text = " ".join(self.text(key).split())
        if not text:
            raise self.error(f"key '{key}' is empty")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        if isinstance(self.node, ScalarNode):
            text = self.text(key)
            return (text,) if text else ()
        members = [(member, member.text(key)) for member in self.entries(key)]
        for member, text in members:
            if not text:
                raise member.error(f"key '{key}' has an empty member")
        return tuple(text for _, text in members)

    def slug(self, key: str, text: str | None = None) -> str:
        """Return an id: small letters, digits and hyphens."""
        slug = self.text(key) if text is None else text
        if _SLUG.fullmatch(slug) and slug == slug.lower():
            return slug
        better = "-".join(re.findall(r"[^\W_]+", slug.lower()))
        raise self.error(
            f"key '{key}' takes small letters, digits and hyphens only",
            f"Write '{better}'." if better else "",
        )

    def number(self, key: str, low: float, high: float) -> float:
        """Return a number in low..high."""
        try:
            value = float(self.text(key))
        except ValueError:
            raise self.error(
                f"key '{key}' needs a number", f"Write it with a point: {key}: 0.5."
            ) from None
        if not low <= value <= high:
            raise self.error(f"key '{key}' must lie in {low:g}..{high:g}")
        return value

    def whole_number(self, key: str) -> int:
        """Return a whole number, 0 or more."""
        text = self.text(key)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.error(f"key '{key}' needs a whole number")
        return int(text)

    def yes_or_no(self, key: str) -> bool:
        """Return a truth value."""
        value = _TRUTH.get(self.text(key).lower())
        if value is None:
            raise self.error(f"key '{key}' needs true or false")
        return value

    def one_of(self, key: str, known: Sequence[str]) -> str:
        """Return one of the known words."""
        word = self.text(key)
        if word not in known:
            raise self.error(f"key '{key}' cannot be '{word}'", nearest(word, known))
        return word

    @property
    def nothing(self) -> bool:
        """Whether there is no value at all behind the key."""
        node = self.node
        return isinstance(node, ScalarNode) and node.value in _NULL and not node.style


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed file: its name in errors and its outermost node."""

    name: str
    node: Node | None

    def root(self, known: Sequence[str], *, required: Iterable[str]) -> Mapping[str, Entry]:
        """Return the outermost keys.

        Args:
            known: Those there may be.
            required: Those there must be.

        Raises:
            CodebookError: The file is empty or no mapping, or a key is missing or not known.
        """
        if self.node is None:
            raise CodebookError(f"{self.name}, line 1: the file is empty", _starts(required))
        root = Entry(self, self.node, self.node.start_mark.line + 1)
        if not isinstance(self.node, MappingNode):
            raise root.error("this is not a codebook", _starts(required))
        keys = root.mapping("codebook", known=known)
        for key in required:
            if key not in keys:
                raise root.error(f"key '{key}' is missing", _starts(required))
        return keys


def parse(source: Path | str, *, name: str) -> Page:
    """Return the tree of a YAML file (a `Path`) or YAML text (a `str`).

    Raises:
        CodebookError: Not UTF-8, not YAML, too large, too deep, or tied in knots by aliases.
    """
    if isinstance(source, Path):
        name = source.name
        text = _decode(source, name)
    else:
        text = source
    if len(text) > MAX_BYTES:
        raise CodebookError(f"{name}: larger than {MAX_BYTES // 1024**2} MB; not a codebook")
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.composer.warn_double_anchors = False  # its warning would print lines of the file
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        slip = explain(error, text)
        where = f"{name}, line {slip.line}" if slip.line else name
        raise CodebookError(f"{where}: {slip.message}", slip.hint) from None
    except YAMLError as error:
        raise CodebookError(f"{name}: not valid YAML ({_first_line(error)})") from None
    except RecursionError:
        raise CodebookError(f"{name}: nested too deeply for a codebook") from None
    if node is not None:
        _refuse_knots(node, name)
    return Page(name, node)


def title(path: str) -> str:
    """Return the name of a code that has none of its own: its id, readable."""
    return path.rpartition("/")[2].replace("-", " ").capitalize()


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a hint: the nearest known word, or all of them."""
    close = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else f"Known here: {', '.join(known)}."


def _decode(path: Path, name: str) -> str:
    raw = path.read_bytes()
    if len(raw) > 4 * MAX_BYTES:
        raise CodebookError(f"{name}: larger than {MAX_BYTES // 1024**2} MB; not a codebook")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            f"{name}, line {line}: the file is not UTF-8",
            "Save it again as UTF-8; most editors ask for the encoding under 'Save as'.",
        ) from None


def _refuse_knots(root: Node, name: str) -> None:
    """Refuse what aliases blow up, or turn into a circle, once the tree is walked."""
    budget = MAX_NODES
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        budget -= 1
        line = node.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise CodebookError(f"{name}, line {line}: nested too deeply for a codebook")
        if budget < 0:
            raise CodebookError(
                f"{name}, line {line}: more than {MAX_NODES:,} keys and texts, aliases (*name) "
                "included; not a codebook",
                "Write out what aliases stand for, or put it into the vocabulary.",
            )
        if isinstance(node, MappingNode):
            stack.extend((part, depth + 1) for pair in node.value for part in pair)
        elif isinstance(node, SequenceNode):
            stack.extend((part, depth + 1) for part in node.value)


def _starts(required: Iterable[str]) -> str:
    return f"A codebook file has the keys {', '.join(required)} at its start of line."


def _first_line(error: YAMLError) -> str:
    return (str(error).strip().splitlines() or ["unreadable"])[0]
