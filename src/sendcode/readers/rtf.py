"""Rich Text (.rtf): control words to paragraphs, with code pages, bold type and deletions."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.errors import InputError
from sendcode.readers.blocks import Block
from sendcode.readers.cells import table_blocks
from sendcode.readers.decode import load
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\$",
    re.DOTALL,
)
_SKIPPED = frozenset(
    """
    fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore
    latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst filetbl
    revtbl nonshppict shpinst sp sn sv blipuid bkmkstart bkmkend pntext listtext
    expandedcolortbl mmathPr wgrffmtfilter panose falt aftncn aftnsep aftnsepc ftnsep
    ftnsepc tc xe do atnid atnauthor atndate atnref
    """.split()
)
_APART = {
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
    "footnote": "footnote",
    "annotation": "comment",
}
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
    "enspace": "\u2002",
    "emspace": "\u2003",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside one group."""

    target: str = "body"
    skip: int = 1
    bold: bool = False
    deleted: bool = False
    hidden: bool = False
    page: str = ""


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a Rich Text file; its paragraphs are the anchors."""
    raw = load(path, options)
    if not raw.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"):
        raise InputError("this is not a .rtf file", "Check its suffix.")
    ledger = Ledger(path.name)
    decide(_Rtf(raw.decode("latin-1"), ledger).blocks(), ledger, options)
    return ledger.result()


class _Rtf:
    """One Rich Text file on its way to blocks."""

    def __init__(self, source: str, ledger: Ledger) -> None:
        self.source = source
        self.ledger = ledger
        self.state = _State()
        self.stack: list[_State] = []
        self.page = "cp1252"
        self.fonts = _font_pages(source)
        self.parts: list[str] = []
        self.bold = 0
        self.in_prefix = True
        self.pending = bytearray()
        self.after_unicode = 0
        self.apart: dict[str, list[str]] = {}
        self.anchor = 0
        self.row: list[list[Block]] = []
        self.cell: list[Block] = []
        self.rows: list[list[list[Block]]] = []
        self.in_table = False
        self.starred = False
        self.high = ""

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs in order; rows of tables as `table_blocks` gives them."""
        for match in _TOKEN.finditer(self.source):
            kind = match.lastgroup
            if kind == "hex":
                self._byte(int(match.group("hex"), 16))
                continue
            self._flush_bytes()
            if kind == "text":
                self._text(match.group("text"))
            elif kind == "brace":
                self._brace(match.group("brace"))
            elif kind == "symbol":
                yield from self._symbol(match.group("symbol"))
            elif kind in ("word", "number"):
                number = match.group("number")
                yield from self._word(match.group("word"), int(number) if number else None)
        self._flush_bytes()
        yield from self._end_paragraph()
        yield from self._end_table()
        for kind, words in self.apart.items():
            self.ledger.apart(kind, "".join(words))

    def _brace(self, brace: str) -> None:
        if brace == "{":
            if len(self.stack) > 10_000:
                raise InputError("the file is nested too deeply")
            self.stack.append(self.state)
        elif self.stack:
            if self.state.target != "body" and self.state.target != self.stack[-1].target:
                self.apart.setdefault(self.state.target, []).append("\n")
            self.state = self.stack.pop()
        self.after_unicode = 0
        self.starred = False

    def _symbol(self, symbol: str) -> Iterator[Block]:
        if symbol in "\r\n":
            yield from self._end_paragraph()
        elif symbol == "*":
            self.starred = True
        elif symbol in "\\{}":
            self._text(symbol)
        elif symbol == "~":
            self._put("\u00a0")
        elif symbol == "_":
            self._text("-")

    def _word(self, word: str, number: int | None) -> Iterator[Block]:
        on = number != 0
        if self.starred or word in _SKIPPED or word in _APART:
            self._destination(word)
        elif word in ("par", "sect"):
            yield from self._end_paragraph()
        elif word == "cell":
            yield from self._end_paragraph(cell=True)
        elif word == "row":
            self.rows.append(self.row)
            self.row = []
        elif word in ("intbl", "pard"):
            self.in_table = word == "intbl"
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word == "uc":
            self.state = replace(self.state, skip=min(max(number or 0, 0), 16))
        elif word in ("b", "deleted", "v"):
            self._switch(word, on=on)
        elif word == "plain":
            self.state = replace(self.state, bold=False, deleted=False, hidden=False)
        elif word in ("ansicpg", "mac", "pc"):
            self.page = (
                _page(number) if word == "ansicpg" else {"mac": "mac-roman"}.get(word, "cp437")
            )
        elif word == "f":
            self.state = replace(self.state, page=self.fonts.get(number or 0, ""))
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])

    def _switch(self, word: str, *, on: bool) -> None:
        if word == "b":
            self.state = replace(self.state, bold=on)
        elif word == "v":
            self.state = replace(self.state, hidden=on)
        else:
            self.state = replace(self.state, deleted=on)

    def _destination(self, word: str) -> None:
        """Begin a group that is not part of the running text."""
        if word in _APART and self.state.target != "skip":
            self.state = replace(self.state, target=_APART[word])
        elif word in _SKIPPED or (self.starred and word != "shptxt"):
            self.state = replace(self.state, target="skip")
        self.starred = False

    def _byte(self, value: int) -> None:
        if self.after_unicode:
            self.after_unicode -= 1
        else:
            self.pending.append(value)

    def _flush_bytes(self) -> None:
        if self.pending:
            raw, self.pending = bytes(self.pending), bytearray()
            self._put(raw.decode(self.state.page or self.page, "replace"))

    def _text(self, text: str) -> None:
        if self.after_unicode:
            skipped = min(self.after_unicode, len(text))
            self.after_unicode -= skipped
            text = text[skipped:]
        if not text.isascii():
            text = text.encode("latin-1", "ignore").decode(self.state.page or self.page, "replace")
        self._put(text)

    def _unicode(self, number: int) -> None:
        code = number + 65_536 if number < 0 else number
        self.after_unicode = 0
        if 0xD800 <= code < 0xDC00:
            self.high = chr(code)
        elif 0xDC00 <= code < 0xE000 and self.high:
            pair = (self.high + chr(code)).encode("utf-16-le", "surrogatepass")
            self._put(pair.decode("utf-16-le", "replace"))
            self.high = ""
        elif 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            self._put(chr(code))
        self.after_unicode = self.state.skip

    def _put(self, text: str) -> None:
        state = self.state
        if not text or state.target == "skip":
            return
        if state.target != "body" or state.deleted or state.hidden:
            kind = (
                state.target if state.target != "body" else "deleted" if state.deleted else "hidden"
            )
            self.apart.setdefault(kind, []).append(text)
            return
        self.parts.append(text)
        if self.in_prefix and (state.bold or text.isspace()):
            self.bold = sum(map(len, self.parts)) if state.bold else self.bold
        else:
            self.in_prefix = False

    def _end_paragraph(self, *, cell: bool = False) -> Iterator[Block]:
        if self.state.target != "body":
            self._put("\n")
            return
        text = "".join(self.parts)
        self.parts = []
        bold, self.bold, self.in_prefix = self.bold, 0, True
        self.anchor += 1
        block = Block(text.replace("\x00", ""), self.anchor, bold)
        if cell or self.in_table:
            self.cell.append(block)
            if cell:
                self.row.append(self.cell)
                self.cell = []
            return
        yield from self._end_table()
        yield block

    def _end_table(self) -> Iterator[Block]:
        if self.row or self.cell:
            self.rows.append([*self.row, self.cell])
        if self.rows:
            rows, self.rows, self.row, self.cell = self.rows, [], [], []
            yield from table_blocks(rows)


def _font_pages(source: str) -> dict[int, str]:
    r"""Return the code page of each font, as the font table's `\fcharset` says."""
    begin = source.find("{\\fonttbl")
    if begin < 0:
        return {}
    found = re.findall(
        r"\\f(\d{1,5})(?:\\[a-z]+-?\d*)*?\\fcharset(\d{1,3})", source[begin : begin + 60_000]
    )
    return {
        int(font): _CHARSETS[int(charset)]
        for font, charset in found
        if int(charset) in _CHARSETS and int(charset) != 0
    }


def _page(number: int | None) -> str:
    name = {10000: "mac-roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
