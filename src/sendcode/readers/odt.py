"""OpenDocument text (.odt): our own walk over content.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.errors import InputError
from sendcode.readers.blocks import Block
from sendcode.readers.cells import table_blocks
from sendcode.readers.package import Package
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger

_BLANKS = re.compile(r"[ \t\r\n]+")
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_OUTLINE = _ODF % ("text", "outline-level")
_STYLE = _ODF % ("text", "style-name")
_WEIGHT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}font-weight"
_APART = {"note": "footnote", "annotation": "comment", "hidden-text": "hidden"}
_SKIPPED = frozenset(
    "tracked-changes sequence-decls variable-decls user-field-decls forms annotation-end "
    "bookmark ruby-text note-citation table-of-content alphabetical-index".split()
)


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read an OpenDocument text; its paragraphs are the anchors."""
    ledger = Ledger(path.name)
    with Package(path, options) as package:
        if "META-INF/manifest.xml" in package.names:
            manifest = package.read("META-INF/manifest.xml")
            if b"encryption-data" in manifest:
                raise InputError(
                    "the file is protected with a password", "Save a copy without a password."
                )
        root = package.tree("content.xml")
        blocks = list(_Document(root, ledger).blocks())
        if "styles.xml" in package.names:
            _count_margins(package.tree("styles.xml"), ledger)
    decide(blocks, ledger, options)
    return ledger.result()


def _count_margins(styles: etree._Element, ledger: Ledger) -> None:
    """Account for page headers and footers."""
    for kind in ("header", "footer"):
        for margin in styles.iter(_ODF % ("style", kind)):
            ledger.apart(kind, " ".join(str(text) for text in margin.itertext()))


class _Document:
    """One content.xml on its way to blocks."""

    def __init__(self, root: etree._Element, ledger: Ledger) -> None:
        self.root = root
        self.ledger = ledger
        self.anchor = 0
        self.bold = self._bold_styles()
        self.boxes: list[etree._Element] = []

    def _bold_styles(self) -> frozenset[str]:
        found = set()
        for style in self.root.iter(_ODF % ("style", "style")):
            for properties in style.iterchildren(_ODF % ("style", "text-properties")):
                if properties.get(_WEIGHT, "") in ("bold", "700", "800", "900"):
                    found.add(style.get(_ODF % ("style", "name"), ""))
        return frozenset(found)

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs in order, tables included."""
        for body in self.root.iter(_ODF % ("office", "text")):
            yield from self._walk(body)

    def _walk(self, container: etree._Element) -> Iterator[Block]:
        for child in container.iterchildren():
            local = _local(child)
            if local in ("p", "h"):
                yield self._paragraph(child)
                while self.boxes:
                    yield from self._walk(self.boxes.pop(0))
            elif local == "table":
                yield from self._table(child)
            elif local in _APART:
                self._set_apart(child, local)
            elif local not in _SKIPPED:
                yield from self._walk(child)

    def _paragraph(self, paragraph: etree._Element) -> Block:
        self.anchor += 1
        parts: list[tuple[str, bool]] = []
        style = paragraph.get(_STYLE, "")
        self._collect(paragraph, parts, bold=style in self.bold)
        text, prefix = _joined(parts)
        heading = 0
        if _local(paragraph) == "h":
            level = paragraph.get(_OUTLINE, "1")
            heading = int(level) if level.isdecimal() and len(level) < 3 else 1
        elif style in ("Title", "Subtitle"):
            heading = 1
        return Block(text, self.anchor, prefix, max(0, heading))

    def _collect(
        self, element: etree._Element, parts: list[tuple[str, bool]], *, bold: bool
    ) -> None:
        """Gather the characters of a paragraph, each stretch with whether it is bold."""
        if element.text:
            parts.append((_BLANKS.sub(" ", element.text), bold))
        for child in element.iterchildren():
            local = _local(child)
            if local == "tab":
                parts.append(("\t", bold))
            elif local == "line-break":
                parts.append(("\n", bold))
            elif local == "s":
                count = child.get(_ODF % ("text", "c"), "1")
                parts.append(
                    (" " * (int(count) if count.isdecimal() and len(count) < 5 else 1), bold)
                )
            elif local == "text-box":
                self.boxes.append(child)
            elif local in _APART:
                self._set_apart(child, local)
            elif local not in _SKIPPED:
                inner = bold or child.get(_STYLE, "") in self.bold
                self._collect(child, parts, bold=inner)
            if child.tail:
                parts.append((_BLANKS.sub(" ", child.tail), bold))

    def _set_apart(self, element: etree._Element, local: str) -> None:
        for citation in list(element.iter(_ODF % ("text", "note-citation"))):
            citation.text = None
        text = " ".join(str(part) for part in element.itertext())
        if local == "hidden-text":
            text = element.get(_ODF % ("text", "string-value"), text)
        self.ledger.apart(_APART[local], text)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = []
        for row in _within(table, "table-row"):
            cells = [list(self._walk(cell)) for cell in _within(row, "table-cell")]
            rows.append(cells)
        yield from table_blocks(rows)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element.iterchildren():
        local = _local(child)
        if local == wanted:
            yield child
        elif local in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _within(child, wanted)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _joined(parts: list[tuple[str, bool]]) -> tuple[str, int]:
    """Return the text of a paragraph and how many characters at its start are bold."""
    text = ""
    prefix = 0
    open_prefix = True
    for part, bold in parts:
        if part.startswith(" ") and (not text or text[-1] in " \n"):
            part = part[1:] if part != "" and len(part) >= 1 and text.endswith(" ") else part
        text += part
        if open_prefix and (bold or part.isspace()):
            prefix = len(text) if bold else prefix
        else:
            open_prefix = False
    return text, prefix
