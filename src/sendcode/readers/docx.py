"""Word documents (.docx): our own walk over word/document.xml.

No library gives all of it: tracked insertions, content controls and text boxes are kept,
deletions dropped, moves come once, notes and comments stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.errors import InputError
from sendcode.readers.blocks import Block
from sendcode.readers.cells import table_blocks
from sendcode.readers.package import Package, relations
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger
from sendcode.readers.word_changes import settle
from sendcode.readers.word_names import FORMULA, MATH, OFF, Names, names_in, symbol
from sendcode.readers.word_plain import LINE_BREAK, MARK, PLAIN_STYLES, Lifted, parse_document
from sendcode.readers.word_styles import Styles

_HEADING_ID = re.compile(r"(?:heading|berschrift|titre|ttulo|kop)\s?(\d)", re.IGNORECASE)
_APART = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
_PROPERTIES = {"title": "document_title", "created": "document_created"}
_BOLD_STYLES = frozenset(("Strong", "Fett", "lev"))


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a Word document; its paragraphs, numbered as Word counts them, are the anchors."""
    ledger = Ledger(path.name)
    with Package(path, options) as package:
        parts = {kind: target for kind, target, _ in reversed(relations(package, ""))}
        main = parts.get("officeDocument", "word/document.xml")
        whole = options.bold_is_question
        tree, lifted = parse_document(package.read(main))
        document = _Document(tree, lifted, package, main, ledger, whole_bold=whole)
        properties = _properties(package, parts.get("core-properties", ""), ledger)
        decide(document.blocks(), ledger, options, properties)
        document.count_what_is_apart()
    return ledger.result()


def _properties(package: Package, part: str, ledger: Ledger) -> dict[str, str]:
    """Return the title of the document and when it was made, as the program that saved it says.

    Not who made it: a person's name that nobody sees in the document would go into every export.
    They are read from their own part: python-docx gives the same, but parses every other part,
    the text too, before it does.
    """
    if part not in package.names:
        return {}
    try:
        tree = package.tree(part)
    except InputError:
        ledger.problem("the properties of the document are damaged and were not read")
        return {}
    found = {}
    for element in tree.iterchildren("{*}*"):
        name = _PROPERTIES.get(etree.QName(element).localname)
        if name and (value := (element.text or "").strip()):
            found[name] = value
    return found


class _Document:
    """One document.xml on its way to blocks."""

    def __init__(
        self,
        root: etree._Element,
        lifted: Sequence[Lifted],
        package: Package,
        main: str,
        ledger: Ledger,
        *,
        whole_bold: bool,
    ) -> None:
        self.names = names_in(etree.QName(root).namespace or "")
        self.package = package
        self.main = main
        self.ledger = ledger
        self.root = root
        self.lifted = lifted
        self.mark = self.names(MARK) if lifted else ""
        body = root.find(self.names("body"))
        self.body = root if body is None else body
        self.anchor = 0
        self.joined: set[etree._Element] = set()
        self.written: tuple[str, ...] = ()
        self.bolds: tuple[str, ...] = ()
        self.styling: tuple[str, ...] = ()
        self.whole_bold = whole_bold
        self._styles: Styles | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs of the document in order, tables included."""
        self.joined = settle(self.root, self.body, self.names, self.ledger)
        names = self.names
        self.written = self._present(names.written[:-1])
        if self._present((FORMULA,)):
            self.written += (MATH,)
        self.bolds = self._present((names.b, names.rstyle))
        self.styling = self._present((names.pstyle, names.outline))
        yield from self._walk(self.body)

    def _present(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Return the elements that the document has: each more to look for takes its time."""
        return tuple(name for name in wanted if next(self.body.iter(name), None) is not None)

    def _walk(self, container: etree._Element) -> Iterator[Block]:
        waiting: list[Block] = []
        names = self.names
        for child in container.iterchildren():
            tag = child.tag
            if tag == self.mark:  # no paragraph goes on in another where any was lifted out
                yield from self._lifted(child)
            elif tag == names.p:
                block = self._paragraph(child)
                if self.joined and child in self.joined:
                    waiting.append(block)
                    continue
                yield _joined([*waiting, block]) if waiting else block
                waiting = []
            elif tag == names.tbl:
                yield from self._table(child)
            elif tag not in names.skipped:
                yield from self._walk(child)
        yield from waiting

    def _paragraph(self, paragraph: etree._Element) -> Block:
        self.anchor += 1
        names = self.names
        pieces = list(paragraph.iter(*self.written)) if self.written else []
        parts = [piece.text or _character(piece, names) for piece in pieces]
        text = _text(parts)
        if not text:
            return Block("", self.anchor)
        heading, bold = self._style(paragraph) if self.styling else (0, False)
        length = 0
        if bold:
            length = len(text)
        elif self.bolds:
            length = min(self._bold_prefix(pieces, parts, text), len(text))
        return Block(text, self.anchor, length, heading)

    def _lifted(self, mark: etree._Element) -> Iterator[Block]:
        """Yield the paragraphs that were lifted out where the mark stands; at least one."""
        names = self.names
        begin, end = int(mark.get(names.n, "")), int(mark.get(names.to, ""))
        for anchor, (text, bold) in enumerate(self.lifted[begin:end], self.anchor + 1):
            yield Block(text, anchor, bold)
        self.anchor += end - begin

    def _bold_prefix(
        self, pieces: Sequence[etree._Element], parts: Sequence[str], text: str
    ) -> int:
        """Return how many characters at the start are bold.

        Where a colon shows the label anyway, those of the first bold run are enough.
        """
        whole = self.whole_bold or ":" not in text[:64]
        bold = blank = 0
        enough = None
        for piece, written in zip(pieces, parts, strict=True):
            if not written:
                continue
            if enough is not None and piece.getparent() is not enough:
                break
            if self._is_bold(piece):
                bold, blank = bold + blank + len(written), 0
                if not whole and not written.isspace():
                    enough = piece.getparent()
            elif written.isspace():
                blank += len(written)
            else:
                break
        return bold

    def _is_bold(self, piece: etree._Element) -> bool:
        """Say whether the run that a piece stands in is bold, by itself or by its style."""
        names = self.names
        run = piece.getparent()
        properties = run[0] if run is not None else piece
        if properties.tag != names.rpr:
            return False
        by_style = False
        for mark in properties.iterchildren(*self.bolds):
            value = mark.get(names.val)
            if mark.tag == names.b:
                return value not in OFF
            by_style = value in _BOLD_STYLES or self.styles.of(value)[1]
        return by_style

    def _style(self, paragraph: etree._Element) -> tuple[int, bool]:
        """Return the heading level of a paragraph, and whether its style is bold."""
        names = self.names
        properties = paragraph[0]
        if properties.tag != names.ppr:
            return 0, False
        style: str | None = None
        for child in properties.iterchildren(*self.styling):
            value = child.get(names.val)
            if child.tag == names.pstyle:
                style = value
            elif value and value.isdecimal() and int(value) < 9:
                return int(value) + 1, False
        if not style or style in PLAIN_STYLES:
            return 0, False
        match = _HEADING_ID.fullmatch(style)
        return (int(match.group(1)), False) if match else self.styles.of(style)

    @property
    def styles(self) -> Styles:
        """The styles of the document; read only when a file needs them."""
        if self._styles is None:
            part = next((t for k, t, _ in relations(self.package, self.main) if k == "styles"), "")
            tree = self.package.tree(part) if part in self.package.names else None
            self._styles = Styles(tree, self.names)
        return self._styles

    def _table(self, table: etree._Element) -> Iterator[Block]:
        names = self.names
        rows = [
            [list(self._walk(cell)) for cell in _within(row, names.tc, stop=names.tbl)]
            for row in _within(table, names.tr, stop=names.tbl)
        ]
        yield from table_blocks(rows)

    def count_what_is_apart(self) -> None:
        """Account for headers, footers, notes and comments: never part of a sentence."""
        names = self.names
        for kind, target, outside in relations(self.package, self.main):
            if kind in _APART and not outside and target in self.package.names:
                paragraphs = self.package.tree(target).iter(names.p)
                texts = (
                    [piece.text or _character(piece, names) for piece in p.iter(*names.written)]
                    for p in paragraphs
                )
                self.ledger.apart(_APART[kind], "\n".join(map(_text, texts)))


def _character(element: etree._Element, names: Names) -> str:
    """Return what an element without text stands for: a tab, a break, a hyphen, a symbol."""
    tag = element.tag
    if tag in (names.br, names.cr):
        return LINE_BREAK
    if tag == names.hyphen:
        return "-"
    if tag == names.sym:
        return symbol(element.get(names("char"), ""))
    is_tab = tag in names.written[1:3] and names.val not in element.attrib  # no tab stop in w:pPr
    return "\t" if is_tab else ""


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
    return text.replace(LINE_BREAK, "\n") if LINE_BREAK in text else text
