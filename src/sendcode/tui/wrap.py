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
    wide = not text.isascii()
    lines: list[Line] = []
    for place, turn in enumerate(page.turns):
        if place:
            lines.append(Line(GAP, place, turn.start, turn.start))
        lines.append(Line(HEAD, place, turn.start, turn.start))
        at = turn.start
        for paragraph in text[turn.start : turn.end].split("\n"):
            for start, end in _broken(text, at, at + len(paragraph), max(width, 8), wide=wide):
                lines.append(Line(TEXT, place, start, end))
            at += len(paragraph) + 1
    return Layout(text, tuple(lines), tuple(line.start for line in lines))


def _broken(
    text: str, start: int, end: int, width: int, *, wide: bool
) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the lines of one paragraph."""
    first = last = start
    used = 0
    for match in _WORD.finditer(text, start, end):
        begin, stop = match.span()
        size = cell_len(match[0]) if wide else stop - begin
        gap = begin - last
        if used and used + gap + size > width:
            yield first, last
            first, used, gap = begin, 0, 0
        elif not used:
            first, gap = begin, 0
        while size > width:
            cut = _fitting(text, begin, stop, width) if wide else begin + width
            yield first, cut
            begin = first = cut
            size = cell_len(text[begin:stop]) if wide else stop - begin
        used += gap + size
        last = stop
    if last > first:
        yield first, last


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Return where a word has to be cut to fit into a width."""
    used = 0
    for place in range(start, end):
        used += cell_len(text[place])
        if used > width:
            return max(place, start + 1)
    return end
