"""Long sheets: rows as XML straight into a temporary file, past the spreadsheet library.

Making an object of every cell costs most of the time that a long sheet takes. A streamed row is
text from the beginning; the library writes the sheet around one row that marks the place, and
`archive.FixedZip` puts the rows there.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from sendcode.sheets.look import ACCENT, FONT
from sendcode.sheets.text import clean, looks_active

_SHORT = 80  # texts up to here come again and again: roles, codes, names
_KEPT = 5_000  # of a column; ids are all different
_BOLD = (
    f'<r><rPr><rFont val="{FONT}"/><b/><color rgb="FF{ACCENT}"/><sz val="{{size:g}}"/></rPr>'
    '<t xml:space="preserve">{text}</t></r>'
)
_PLAIN = '<r><t xml:space="preserve">{text}</t></r>'


class Stream:
    """Rows of one sheet on their way into a temporary file.

    `place` is the text of the only cell of the row that marks where they belong; it is not in
    the finished sheet.

    Args:
        styles: Per column, the number of its style for text, for text that looks like a
            formula, and for numbers.
        first: Number of the first row.
        size: Of the letters, for parts in bold.
    """

    def __init__(self, styles: Sequence[tuple[int, int, int]], *, first: int, size: float) -> None:
        handle, name = tempfile.mkstemp(suffix=".rows")
        os.close(handle)
        self.path = Path(name)
        written = self.path.open("wb", buffering=1 << 20)
        self._file: IO[str] = TextIOWrapper(written, "utf-8", newline="\n")
        self.place = f"rows-{secrets.token_hex(16)}"
        self._styles = styles
        self._columns: list[tuple[str, dict[str, str], str]] = [
            (get_column_letter(n), {}, f'{number}"') for n, (_, _, number) in enumerate(styles, 1)
        ]  # letter, what short texts look like, and how a number begins
        self._next = first
        self._size = size

    def add(
        self, values: Sequence[str | float | None], *, height: float, rich: dict[int, Rich]
    ) -> None:
        """Write the next row.

        Args:
            values: Text, number or nothing, per column.
            height: In points.
            rich: By column (from 0), text in parts of which some are bold; in the place of
                the value there.
        """
        number = self._next
        self._next += 1
        parts = [f'<row r="{number}" ht="{height:.6g}" customHeight="1">']
        for at, (value, (letter, known, plain)) in enumerate(
            zip(values, self._columns, strict=True)
        ):
            if at in rich:
                content = self._rich(at, rich[at])
            elif value is None:
                content = plain + "/>"
            elif isinstance(value, str):
                content = known.get(value) or self._text(at, value)
            else:
                content = f"{plain}><v>{value!r}</v></c>"
            parts.append(f'<c r="{letter}{number}" s="{content}')
        parts.append("</row>")
        self._file.write("".join(parts))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def remove(self) -> None:
        """Close and delete the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _text(self, at: int, value: str) -> str:
        content = self._made(at, value)
        known = self._columns[at][1]
        if len(value) <= _SHORT and len(known) < _KEPT:
            known[value] = content
        return content

    def _made(self, at: int, value: str) -> str:
        text = clean(value)
        if not text:
            return f'{self._styles[at][0]}"/>'
        style = self._styles[at][1 if looks_active(text) else 0]
        return f'{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def _rich(self, at: int, rich: Rich) -> str:
        found = [(clean(text), bold) for text, bold in rich if text]
        whole = "".join(text for text, _ in found)
        if not any(bold for _, bold in found) or clean(whole) != whole:
            return self._made(at, whole)
        style = self._styles[at][1 if looks_active(whole) else 0]
        bold_run = _BOLD.replace("{size:g}", f"{self._size:g}")
        runs = "".join(
            (bold_run if bold else _PLAIN).replace("{text}", escape(text)) for text, bold in found
        )
        return f'{style}" t="inlineStr"><is>{runs}</is></c>'


Rich = Sequence[tuple[str, bool]]
