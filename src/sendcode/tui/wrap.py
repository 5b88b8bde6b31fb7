"""A transcript broken into lines of a width: pure, so that it can be tested without a screen."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from sendcode.core.printable import plain
from sendcode.workflows.page import Page

HEAD, TEXT, GAP = "head", "text", "gap"
_WORD = re.compile(r"\S+")
_ODD = re.compile(  # what takes no cell, or two
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e\u1100-\u115f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff\u231a-\u23ff\u25fd-\u27bf\u2b00-\u2bff"
    "\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe00-\ufe6f\uff00-\uffe6"
    "\U00010000-\U0010ffff]"
)


class Line(NamedTuple):
    """One line of the screen: what it is, whose turn (by place), and which offsets it shows."""

    kind: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A transcript in lines.

    Attributes:
        text: The words, safe to show; offsets are those of the transcript.
        lines: From the top.
        starts: Offset at which each line begins, for looking up.
    """

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        """Return the number of the text line that shows an offset."""
        place = max(0, bisect_right(self.starts, offset) - 1)
        while place > 0 and self.lines[place].kind == GAP:
            place -= 1
        if self.lines[place].kind == HEAD and place + 1 < len(self.lines):
            place += 1
        return place


def lay_out(page: Page, width: int) -> Layout:
    """Return a transcript in lines no wider than `width`: a head per turn, its words, a gap."""
    text = plain(page.text).replace("\t", " ")
    width = max(width, 8)
    lines: list[Line] = []
    for place, turn in enumerate(page.turns):
        if place:
            lines.append(Line(GAP, place, turn.start, turn.start))
        lines.append(Line(HEAD, place, turn.start, turn.start))
        at = turn.start
        for paragraph in text[turn.start : turn.end].split("\n"):
            broken = _broken if _ODD.search(paragraph) else _evenly
            for start, end in broken(text, at, at + len(paragraph), width):
                lines.append(Line(TEXT, place, start, end))
            at += len(paragraph) + 1
    return Layout(text, tuple(lines), tuple(line.start for line in lines))


def _evenly(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the lines of a paragraph in which each letter takes one cell."""
    at = start
    while at < end:
        if text[at] == " ":
            at += 1
            continue
        stop = end if end - at <= width else text.rfind(" ", at, at + width + 1)
        if stop < 0:
            stop = at + width
        yield at, at + len(text[at:stop].rstrip(" "))
        at = stop


def _broken(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the lines of any paragraph."""
    first = last = start
    used, begun = 0, False
    for match in _WORD.finditer(text, start, end):
        begin, stop = match.span()
        size, gap = cell_len(match[0]), begin - last
        if begun and used + gap + size > width:
            yield first, last
            begun = False
        if not begun:
            first, used, gap, begun = begin, 0, 0, True
        while size > width:
            cut = _fitting(text, begin, stop, width)
            yield first, cut
            begin = first = cut
            size = cell_len(text[begin:stop])
        used += gap + size
        last = stop
    if begun:
        yield first, last


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Return where a word has to be cut to fit into a width."""
    used = 0
    for place in range(start, end):
        used += cell_len(text[place])
        if used > width:
            return max(place, start + 1)
    return end
