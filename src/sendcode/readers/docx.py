"""Word documents (.docx): our own walk over word/document.xml.

No library gives all of it: tracked insertions, content controls and text boxes are kept,
deletions dropped, moves come once, notes and comments stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.readers.blocks import Block
from sendcode.readers.cells import table_blocks
from sendcode.readers.package import Package, relations
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PLAIN_STYLES = frozenset(
    "Normal ListParagraph NoSpacing BodyText PlainText NormalWeb Standard Textbody TextBody "
    "Default DefaultParagraphFont".split()
)
_HEADING_ID = re.compile(r"(?:heading|berschrift|titre|ttulo|kop)\s?(\d)", re.IGNORECASE)
_APART = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
_LOCAL = "p r rpr ppr b t tab br cr hyphen sym tbl tr tc val".split()
_SYMBOLS = {0xF04A: "☺", 0xF0E0: "→", 0xF0DF: "←", 0xF0FC: "✓", 0xF0B7: "•", 0xF0A7: "▪"}


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of Word's elements in the namespace of one file."""

    space: str
    p: str
    r: str
    rpr: str
    ppr: str
    b: str
    t: str
    tab: str
    br: str
    cr: str
    hyphen: str
    sym: str
    tbl: str
    tr: str
    tc: str
    val: str
    special: tuple[str, ...]


@lru_cache(maxsize=4)
def _names(space: str) -> _Names:
    def name(local: str) -> str:
        return f"{{{space}}}{local}"

    special = tuple(map(name, "tab ptab br cr noBreakHyphen sym".split()))
    plain = "p r rPr pPr b t tab br cr noBreakHyphen sym tbl tr tc val".split()
    named = {each: name(full) for each, full in zip(_LOCAL, plain, strict=True)}
    return _Names(space=space, special=(*special, _MATH), **named)


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a Word document; its paragraphs, numbered as Word counts them, are the anchors."""
    ledger = Ledger(path.name)
    with Package(path, options) as package:
        main = next(
            (target for kind, target, _ in relations(package, "") if kind == "officeDocument"),
            "word/document.xml",
        )
        root = package.tree(main)
        document = _Document(root, package, main, ledger)
        decide(document.blocks(), ledger, options)
        document.count_what_is_apart()
    return ledger.result()


class _Document:
    """One document.xml on its way to blocks."""

    def __init__(self, root: etree._Element, package: Package, main: str, ledger: Ledger) -> None:
        space = etree.QName(root).namespace or ""
        self.names = _names(space)
        self.package = package
        self.main = main
        self.ledger = ledger
        self.root = root
        body = root.find(f"{{{space}}}body")
        self.body = root if body is None else body
        self.anchor = 0
        self.joined: set[etree._Element] = set()
        self._styles: dict[str, tuple[int, bool]] | None = None

    def _name(self, local: str) -> str:
        return f"{{{self.names.space}}}{local}"

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs of the document in order, tables included."""
        self._drop_deleted()
        self._drop_doubles()
        self._hoist_text_boxes()
        yield from self._walk(self.body)

    def _drop_deleted(self) -> None:
        """Take out tracked deletions and the places things were moved from."""
        marks = (self.names.rpr, self._name("trPr"))
        for element in list(self.body.iter(self._name("del"), self._name("moveFrom"))):
            parent = element.getparent()
            if parent is None:
                continue
            if parent.tag not in marks:
                if element.tag == self._name("del"):
                    words = "".join(t.text or "" for t in element.iter(self._name("delText")))
                    self.ledger.apart("deleted", words)
                _remove(element)
            elif parent.tag == self.names.rpr:
                holder = parent.getparent()
                paragraph = holder.getparent() if holder is not None else None
                if holder is not None and holder.tag == self.names.ppr and paragraph is not None:
                    self.joined.add(paragraph)
            elif (row := next(element.iterancestors(self.names.tr), None)) is not None:
                gone = row.iter(self._name("delText"), self.names.t)
                self.ledger.apart("deleted", " ".join(text.text or "" for text in gone))
                _remove(row)

    def _drop_doubles(self) -> None:
        """Keep one of several versions of a drawing; take out hidden text."""
        for element in list(self.root.iter(f"{_MC}AlternateContent")):
            choices = [child for child in element if isinstance(child.tag, str)]
            for other in choices[1:]:
                element.remove(other)
        for element in list(self.body.iter(self._name("rt"))):
            _remove(element)
        for element in list(self.body.iter(self._name("vanish"))):
            properties = element.getparent()
            run = properties.getparent() if properties is not None else None
            if run is not None and run.tag == self.names.r and _is_on(element, self.names.val):
                self.ledger.apart("hidden", "".join(t.text or "" for t in run.iter(self.names.t)))
                _remove(run)
        if next(self.body.iter(self._name("altChunk")), None) is not None:
            self.ledger.problem("a document embedded in this one was not read")

    def _hoist_text_boxes(self) -> None:
        """Put the paragraphs of a text box behind the paragraph that it hangs on."""
        for box in reversed(list(self.body.iter(self._name("txbxContent")))):
            holder = next(box.iterancestors(self.names.p), None)
            if holder is None or holder.getparent() is None:
                continue
            for child in reversed(list(box)):
                holder.addnext(child)
            _remove(box)

    def _walk(self, container: etree._Element) -> Iterator[Block]:
        waiting: list[Block] = []
        names = self.names
        for child in container.iterchildren():
            tag = child.tag
            if tag == names.p:
                block = self._paragraph(child)
                if child in self.joined:
                    waiting.append(block)
                    continue
                yield _joined([*waiting, block]) if waiting else block
                waiting = []
            elif tag == names.tbl:
                yield from self._table(child)
            elif tag not in (self._name("sectPr"), self._name("sdtPr"), names.ppr):
                yield from self._walk(child)
        yield from waiting

    def _paragraph(self, paragraph: etree._Element) -> Block:
        names = self.names
        self.anchor += 1
        if next(paragraph.iter(*names.special), None) is None:
            text = "".join([t.text or "" for t in paragraph.iter(names.t)])
            if "\n" in text:
                text = text.replace("\n", " ")
        else:
            text = "".join(self._characters(paragraph))
        if not text:
            return Block("", self.anchor)
        heading, bold_style = self._style(paragraph)
        bold = len(text) if bold_style else self._bold_prefix(paragraph)
        return Block(text, self.anchor, min(bold, len(text)), heading)

    def _characters(self, paragraph: etree._Element) -> Iterator[str]:
        names = self.names
        for element in paragraph.iter(names.t, *names.special):
            tag = element.tag
            if tag == names.t or tag == _MATH:
                yield (element.text or "").replace("\n", " ")
            elif tag in (names.br, names.cr):
                yield "\n"
            elif tag == names.hyphen:
                yield "-"
            elif tag == names.sym:
                yield _symbol(element.get(self._name("char"), ""))
            elif names.val not in element.attrib:  # a tab stop in w:pPr has one
                yield "\t"

    def _style(self, paragraph: etree._Element) -> tuple[int, bool]:
        """Return the heading level of a paragraph, and whether its style is bold."""
        first = paragraph[0] if len(paragraph) else None
        if first is None or first.tag != self.names.ppr:
            return 0, False
        style = first.find(self._name("pStyle"))
        outline = first.find(self._name("outlineLvl"))
        if outline is not None and (outline.get(self.names.val) or "9").isdecimal():
            level = int(outline.get(self.names.val) or 9)
            if level < 9:
                return level + 1, False
        name = style.get(self.names.val) if style is not None else None
        if not name or name in _PLAIN_STYLES:
            return 0, False
        match = _HEADING_ID.fullmatch(name)
        if match:
            return int(match.group(1)), False
        return self.styles.get(name, (0, False))

    @property
    def styles(self) -> dict[str, tuple[int, bool]]:
        """Style id to heading level and boldness; read only when a file needs it."""
        if self._styles is None:
            part = next((t for k, t, _ in relations(self.package, self.main) if k == "styles"), "")
            found = {}
            if part in self.package.names:
                for style in self.package.tree(part).iter(self._name("style")):
                    found[style.get(self._name("styleId"), "")] = self._one_style(style)
            self._styles = found
        return self._styles

    def _one_style(self, style: etree._Element) -> tuple[int, bool]:
        named = style.find(self._name("name"))
        name = (named.get(self.names.val) or "") if named is not None else ""
        match = re.fullmatch(r"(?:heading|title|subtitle)\s?(\d?)", name, re.IGNORECASE)
        properties = style.find(self.names.rpr)
        bold = properties.find(self.names.b) if properties is not None else None
        level = int(match.group(1) or 1) if match else 0
        return level, bold is not None and _is_on(bold, self.names.val)

    def _bold_prefix(self, paragraph: etree._Element) -> int:
        """Return how many characters at the start of the paragraph are bold."""
        names = self.names
        length = blank = 0
        for run in paragraph.iter(names.r):
            text = "".join(self._characters(run))
            if not text:
                continue
            if not self._is_bold(run):
                if length or not text.isspace():
                    if length and text.isspace():
                        blank += len(text)
                        continue
                    break
                blank += len(text)
                continue
            length += blank + len(text)
            blank = 0
        return length

    def _is_bold(self, run: etree._Element) -> bool:
        first = run[0] if len(run) else None
        if first is None or first.tag != self.names.rpr:
            return False
        bold = first.find(self.names.b)
        if bold is not None:
            return _is_on(bold, self.names.val)
        style = first.find(self._name("rStyle"))
        return style is not None and style.get(self.names.val) in ("Strong", "Fett", "lev")

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = []
        for row in self._rows(table):
            cells = []
            for cell in self._cells(row):
                cells.append(list(self._walk(cell)))
            rows.append(cells)
        yield from table_blocks(rows)

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        return _within(table, self.names.tr, stop=self.names.tbl)

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        return _within(row, self.names.tc, stop=self.names.tbl)

    def count_what_is_apart(self) -> None:
        """Account for headers, footers, notes and comments: never part of a sentence."""
        for kind, target, outside in relations(self.package, self.main):
            if kind in _APART and not outside and target in self.package.names:
                tree = self.package.tree(target)
                paragraphs = tree.iter(self.names.p)
                text = "\n".join("".join(self._characters(p)) for p in paragraphs)
                self.ledger.apart(_APART[kind], text)


def _within(element: etree._Element, wanted: str, *, stop: str) -> Iterator[etree._Element]:
    """Yield the descendants of a kind that are not inside another table."""
    for child in element.iterchildren():
        if child.tag == wanted:
            yield child
        elif child.tag != stop and len(child):
            yield from _within(child, wanted, stop=stop)


def _joined(blocks: Iterable[Block]) -> Block:
    """Return paragraphs whose mark was deleted as the one that they became."""
    parts = list(blocks)
    return parts[0]._replace(text="".join(part.text for part in parts))


def _is_on(element: etree._Element, val: str) -> bool:
    return element.get(val) not in ("0", "false", "off", "none")


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return ""
    return _SYMBOLS.get(number, chr(number))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
