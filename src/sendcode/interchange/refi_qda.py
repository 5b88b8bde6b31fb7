"""Codebooks as REFI-QDA `.qdc`: for ATLAS.ti, MAXQDA, NVivo, QualCoder and their like.

Written strictly (valid against the schema of the standard), read leniently: what other
programs write is often neither valid nor complete.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree

from sendcode.core.codebook import SEPARATOR, Code, Codebook, parents_first
from sendcode.core.codebook_edit import slug
from sendcode.core.codebook_file import ReadCodebook, export_mark
from sendcode.core.model import Problem
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_table import live
from sendcode.interchange.refi_text import HOLDS, composed, parsed, parted
from sendcode.version import __version__

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "sendcode"
MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
NO_NAME = "Code without a name"

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b.*\)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")


# --- writing -------------------------------------------------------------------------------


def write(codebook: Codebook, path: Path) -> None:
    """Write the codes in use; include, exclude and examples become part of the description.

    QualCoder drops the second of two codes with the same name, wherever they stand, so that a
    name that repeats is written with its path behind it: `Forms (delays/forms)`.

    Raises:
        CodebookError: There is no code: the format has no empty codebook.
    """
    codes = live(codebook)
    if not codes:
        raise CodebookError("the codebook has no code in use", "A .qdc needs at least one.")
    names = Counter(code.name.casefold() for code in codes)
    nsmap: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap=nsmap)
    root.set("origin", " ".join((ORIGIN, __version__, export_mark(codebook))).rstrip())
    elements = {"": etree.SubElement(root, f"{{{NAMESPACE}}}Codes")}
    for code in codes:
        element = etree.SubElement(elements[code.parent], f"{{{NAMESPACE}}}Code")
        name = code.name if names[code.name.casefold()] == 1 else f"{code.name} ({code.path})"
        element.set("guid", code.guid)
        element.set("name", _clean(name))
        element.set("isCodable", "true")
        if code.colour:
            element.set("color", _long(code.colour))
        if description := composed(code):
            etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = _clean(description)
        elements[code.path] = element
    path.write_bytes(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    )


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def _long(colour: str) -> str:
    digits = colour[1:]
    return "#" + "".join(d * 2 for d in digits) if len(digits) == 3 else colour


# --- reading -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """One Code element.

    Attributes:
        number: Its place in the file, from 1.
        parent: Number of the element above it; 0 at the top.
        line: In the file; 0 where it is not known.
    """

    element: Any
    number: int
    parent: int
    line: int


def read(path: Path) -> ReadCodebook:
    """Return the codes of a `.qdc`, whoever wrote it.

    Ids are made from the names. Names with `::` (ATLAS.ti), or with `.` in a file of Taguette,
    are codes below others. What does not parse (a colour, a GUID) is left out and said.

    Raises:
        CodebookError: Not XML, not a codebook, too large, or it declares a document type.
    """
    root = _root(path)
    origin = root.get("origin", "")
    problems: list[Problem] = []
    found = _Codes(path.name, origin, problems)
    for entry in _entries(root, path.name):
        found.add(entry)
    if not found.codes:
        raise CodebookError(f"{path.name} has no codes")
    sets = sum(1 for e in root.iter() if _name(e) == "Set")
    if sets:
        problems.append(Problem(path.name, f"sets of codes were left out ({sets})"))
    book = Codebook(path.stem, tuple(parents_first(found.codes)))
    return ReadCodebook(book, HOLDS, paths=False, problems=tuple(problems), origin=origin)


def _root(path: Path) -> Any:
    if path.stat().st_size > MAX_BYTES:
        raise CodebookError(f"{path.name}: larger than {MAX_BYTES // 1024**2} MB; not a codebook")
    raw = path.read_bytes()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    if b"<!DOCTYPE" in raw.replace(b"\0", b"").upper():
        raise CodebookError(
            f"{path.name} declares a document type; such a file is not read",
            "A codebook of the REFI-QDA standard has none.",
        )
    try:
        root = etree.fromstring(raw.removeprefix(b"\xef\xbb\xbf").lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{path.name}, line {line}" if line else path.name
        raise CodebookError(f"{where}: not valid XML", "Export it again.") from error
    if _name(root) not in ("CodeBook", "Project"):
        raise CodebookError(f"{path.name} is no REFI-QDA codebook (its root is another element)")
    return root


def _name(element: Any) -> str:
    """Return the name of an element in any namespace: programs differ in theirs."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _entries(root: Any, source: str) -> Iterator[_Entry]:
    """Yield every Code element in the order of the file."""
    top = [e for e in root.iter() if _name(e) == "Codes"][:1]
    stack = [(e, 0, 1) for e in reversed(_codes(top[0]))] if top else []
    number = 0
    while stack:
        element, parent, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise CodebookError(f"{source}: nested too deeply for a codebook")
        number += 1
        yield _Entry(element, number, parent, element.sourceline or 0)
        stack.extend((e, number, depth + 1) for e in reversed(_codes(element)))


def _codes(element: Any) -> list[Any]:
    return [child for child in element if _name(child) == "Code"]


class _Codes:
    """Codes as they come, with free paths and GUIDs."""

    def __init__(self, source: str, origin: str, problems: list[Problem]) -> None:
        self.codes: list[Code] = []
        self._source, self._problems = source, problems
        self._ours = origin.startswith(ORIGIN)
        self._parted = "." if origin.lower().startswith("taguette") else "::"
        self._paths: dict[int, str] = {0: ""}
        self._by_names: dict[tuple[str, str], str] = {}
        self._guids: set[str] = set()
        self._made_up: set[str] = set()

    def add(self, entry: _Entry) -> None:
        """Take one Code element."""
        element = entry.element
        written = " ".join(element.get("name", "").split())
        if not written:
            self._tell(entry, "a code without a name")
        names = parted(written, self._parted) or [NO_NAME]
        parent = self._paths[entry.parent]
        for above in names[:-1]:
            parent = self._above(parent, above)
        texts = parsed("\n".join(_description(element)))
        name = self._own_name(names[-1])
        code = Code(
            path=self._path(parent, name),
            name=name,
            guid=self._guid(entry),
            colour=self._colour(entry),
            line=entry.line or None,
            definition=texts.definition,
            include=texts.include,
            exclude=texts.exclude,
            examples=texts.examples,
        )
        self._paths[entry.number] = self._put(parent, code)

    def _put(self, parent: str, code: Code) -> str:
        """Add a code, or put it in the place of one that was made up from others' names."""
        known = self._by_names.get((parent, code.name.casefold()), "")
        if known in self._made_up:
            self._made_up.discard(known)
            place = next(n for n, c in enumerate(self.codes) if c.path == known)
            self.codes[place] = replace(code, path=known)
            return known
        self._by_names.setdefault((parent, code.name.casefold()), code.path)
        self.codes.append(code)
        return code.path

    def _above(self, parent: str, name: str) -> str:
        """Return the path of a code that only stands in the names of those below it."""
        known = self._by_names.get((parent, name.casefold()))
        if known is None:
            known = self._put(parent, Code(self._path(parent, name), name))
            self._made_up.add(known)
        return known

    def _own_name(self, name: str) -> str:
        """Return a name without the path that `write` put behind one that repeats."""
        bare, _, rest = name.rpartition(" (")
        last = rest.rstrip(")").rpartition(SEPARATOR)[2]
        if self._ours and bare and rest.endswith(")") and last == slug(last):
            return bare
        return name

    def _path(self, parent: str, name: str) -> str:
        taken = {code.path for code in self.codes}
        own = slug(name)
        path = f"{parent}{SEPARATOR}{own}" if parent else own
        number, free = 2, path
        while free in taken:
            free = f"{path}-{number}"
            number += 1
        return free

    def _guid(self, entry: _Entry) -> str:
        try:
            guid = str(UUID(entry.element.get("guid", "").strip().strip("{}")))
        except ValueError:
            self._tell(entry, "a code without a usable GUID")
            return ""
        if guid in self._guids:
            self._tell(entry, "a GUID that another code has, too")
            return ""
        self._guids.add(guid)
        return guid

    def _colour(self, entry: _Entry) -> str:
        written = str(entry.element.get("color", "")).strip()
        if hexadecimal := _HEX.fullmatch(written):
            return f"#{hexadecimal[1].lower()}"
        if rgb := _RGB.fullmatch(written):
            return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
        if written:
            self._tell(entry, "a colour that cannot be read")
        return ""

    def _tell(self, entry: _Entry, what: str) -> None:
        self._problems.append(Problem(self._source, what, entry.line or None))


def _description(element: Any) -> Iterable[str]:
    return ("".join(c.itertext()) for c in element if _name(c) == "Description")
