"""Text as a spreadsheet's cell can hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

MAX_TEXT = 32_767
KEPT_TEXT = 32_700
CUT_MARK = " … [cut; whole text in the CSV export]"
MAX_HEIGHT = 409.0
_TIGHT = 0.88

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACTIVE = ("=", "+", "-", "@", "\t")


def clean(text: str) -> str:
    """Return the text as a cell can hold it.

    What XML forbids becomes U+FFFD, carriage returns become line breaks, and what is longer
    than 32,767 characters (as Excel counts them: UTF-16) is cut and says so.
    """
    text = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= MAX_TEXT:
        return text
    coded = text.encode("utf-16-le")
    if len(coded) <= 2 * MAX_TEXT:
        return text
    return coded[: 2 * KEPT_TEXT].decode("utf-16-le", "ignore") + CUT_MARK


def one_line(text: str, limit: int) -> str:
    """Return the text in one line of at most `limit` characters, for headings and tips."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def height(cells: Iterable[tuple[str, float]], *, size: float = 10) -> float:
    """Return how high a row must be for its wrapped texts, in points.

    Not every program fits rows to their text when it opens a file, so that we estimate: a
    column's width counts digits, and words take a little less than digits do.

    Args:
        cells: Text and the width of its column.
        size: Of the font.
    """
    return high(max((lines(text, width) for text, width in cells), default=1), size=size)


def lines(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of this width."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(ceil(len(part) * _TIGHT / width), 1) for part in text.split("\n"))


def high(count: int, *, size: float = 10) -> float:
    """Return how high a row of so many lines is, in points."""
    return min(count * size * 1.3 + 3, MAX_HEIGHT)


def looks_active(text: str) -> bool:
    """Say whether a spreadsheet would take the text for a formula when it is typed in."""
    return text.startswith(_ACTIVE)
