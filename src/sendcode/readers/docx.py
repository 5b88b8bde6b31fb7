"""Word documents (.docx): our own walk over word/document.xml.

No library gives all of it: tracked insertions, content controls and text boxes are kept,
deletions dropped, moves come once, notes and comments stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
_LOCAL = "p r rpr ppr b t tab br cr hyphen sym tbl tr tc val pstyle outline rstyle".split()
_LINE_BREAK = "\ufdd0"  # stands for w:br until line ends that mean nothing are gone
_BOLD_STYLES = ("Strong", "Fett", "lev")
_OFF = ("0", "false", "off", "none")
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
    pstyle: str
    outline: str
    rstyle: str
    special: tuple[str, ...]


@lru_cache(maxsize=4)
def _names(space: str) -> _Names:
    def name(local: str) -> str:
        return f"{{{space}}}{local}"

    special = tuple(map(name, "tab ptab br cr noBreakHyphen sym".split()))
    plain = (
        "p r rPr pPr b t tab br cr noBreakHyphen sym tbl tr tc val pStyle outlineLvl rStyle".split()
    )
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
        whole = options.bold_is_question
        document = _Document(root, package, main, ledger, whole_bold=whole)
        decide(document.blocks(), ledger, options)
        document.count_what_is_apart()
    return ledger.result()


class _Document:
    """One document.xml on its way to blocks."""

    def __init__(
        self,
        root: etree._Element,
        package: Package,
        main: str,
        ledger: Ledger,
        *,
        whole_bold: bool,
    ) -> None:
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
        self.whole_bold = whole_bold
        self._styles: dict[str, tuple[int, bool]] | None = None

    def _name(self, local: str) -> str:
        return f"{{{self.names.space}}}{local}"

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs of the document in order, tables included."""
        odd = map(self._name, "del moveFrom rt vanish framePr altChunk txbxContent".split())
        if next(self.root.iter(*odd, f"{_MC}AlternateContent"), None) is not None:
            self._drop_deleted()
            self._drop_doubles()
            self._hoist_text_boxes()
        self._spell_out(self.body)
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
        for frame in self.body.iter(self._name("framePr")):  # a drop cap is the next word's start
            holder = frame.getparent()
            paragraph = holder.getparent() if holder is not None else None
            if frame.get(self._name("dropCap"), "none") != "none" and paragraph is not None:
                self.joined.add(paragraph)
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
        self.anchor += 1
        pieces = list(paragraph.iter(self.names.t))
        text = _text([piece.text or "" for piece in pieces])
        if not text:
            return Block("", self.anchor)
        heading, bold = self._style(paragraph)
        length = len(text) if bold else self._bold_prefix(pieces, text)
        return Block(text, self.anchor, min(length, len(text)), heading)

    def _spell_out(self, root: etree._Element) -> None:
        """Turn tabs, breaks and the like into text, so that one kind of element holds all.

        Done once for the whole document, since Python is slow at each element.
        """
        names = self.names
        for child in list(root.iter(*names.special)):
            tag = child.tag
            if tag == names.tab:
                if names.val in child.attrib:  # a tab stop in w:pPr
                    continue
                child.text = "\t"
            else:
                child.text = (
                    _LINE_BREAK if tag in (names.br, names.cr) else self._special(child, tag)
                )
            child.tag = names.t

    def _bold_prefix(self, pieces: Sequence[etree._Element], text: str) -> int:
        """Return how many characters at the start are bold.

        Where a colon shows the label anyway, only whether it is bold at all.
        """
        whole = self.whole_bold or ":" not in text[:64]
        bold = blank = 0
        for piece in pieces:
            written = piece.text or ""
            if not written:
                continue
            if self._is_bold(piece.getparent()):
                bold, blank = bold + blank + len(written), 0
                if not whole and not written.isspace():
                    break
            elif written.isspace():
                blank += len(written)
            else:
                break
        return bold

    def _is_bold(self, run: etree._Element | None) -> bool:
        properties = run[0] if run is not None and len(run) else None
        if properties is None or properties.tag != self.names.rpr:
            return False
        for mark in properties.iterchildren(self.names.b, self.names.rstyle):
            value = mark.get(self.names.val)
            return value not in _OFF if mark.tag == self.names.b else value in _BOLD_STYLES
        return False

    def _special(self, element: etree._Element, tag: str) -> str:
        if tag == self.names.hyphen:
            return "-"
        if tag == self.names.sym:
            return _symbol(element.get(self._name("char"), ""))
        return (element.text or "") if tag == _MATH else "\t"

    def _style(self, paragraph: etree._Element) -> tuple[int, bool]:
        """Return the heading level of a paragraph, and whether its style is bold."""
        first = paragraph[0] if len(paragraph) else None
        if first is None or first.tag != self.names.ppr:
            return 0, False
        style = outline = None
        for child in first.iterchildren(self.names.pstyle, self.names.outline):
            if child.tag == self.names.pstyle:
                style = child
            else:
                outline = child
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
                self._spell_out(tree)
                texts = (
                    [t.text or "" for t in p.iter(self.names.t)] for p in tree.iter(self.names.p)
                )
                text = "\n".join(map(_text, texts))
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


def _text(parts: list[str]) -> str:
    text = "".join(parts)
    if "\n" in text:  # some program indented the XML
        text = text.replace("\n", " ")
    return text.replace(_LINE_BREAK, "\n") if _LINE_BREAK in text else text


def _is_on(element: etree._Element, val: str) -> bool:
    return element.get(val) not in _OFF


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
