"""What every reader of running text hands to `speakers.decide`: the file as plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that nobody sees; ignored when labels are compared, kept in the words."""

_HEAD = 400
_HIDDEN = re.compile(f"[{INVISIBLE}\u00a0\u2007\u202f]")
_SEEN = {**dict.fromkeys(map(ord, INVISIBLE)), **dict.fromkeys((0xA0, 0x2007, 0x202F), " ")}


class Block(NamedTuple):
    """One paragraph of a document, or one line of a text file.

    Attributes:
        text: Verbatim; line breaks inside a paragraph are line breaks here.
        anchor: Number of the paragraph or line in the source, from 1.
        bold: How many characters at the start are bold.
        heading: Level of a heading, 0 for other paragraphs.
        joins: What stands between this line and the one before it in one paragraph;
            empty where a new paragraph begins.
        italic: The whole line is marked up as italic (Markdown, reStructuredText).
        speaker: Label that the layout gives (a table cell); None where there is none.
        start: Seconds, where the layout gives a time.
        end: Seconds, where the layout gives a time.
        kind: Set where the layout says that this is no speech, e.g. `header`.
    """

    text: str
    anchor: int
    bold: int = 0
    heading: int = 0
    joins: str = ""
    italic: bool = False
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the reader of a format knows besides its blocks.

    Attributes:
        name: Of the file, for problems.
        encoding: That was used, or empty.
    """

    name: str
    encoding: str = ""


def explode(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give each line of a paragraph its own block; blank ones are dropped."""
    for block in blocks:
        if "\n" not in block.text:
            if block.text and not block.text.isspace():
                yield block
            continue
        left = block.bold
        joins = block.joins
        for text in block.text.split("\n"):
            bold = max(0, min(left, len(text)))
            left -= len(text) + 1
            if text and not text.isspace():
                yield block._replace(text=text, bold=bold, joins=joins)
                joins = "\n"


def visible(text: str) -> str:
    """Return the text as a reader sees it: no invisible characters, plain blanks.

    A long text that has none near its start, where labels stand, is given back as it is.
    """
    return text.translate(_SEEN) if has_hidden(text) else text


def has_hidden(text: str) -> bool:
    """Say whether `visible` would change the text."""
    return not text.isascii() and _HIDDEN.search(text, 0, _HEAD) is not None


def source_offset(text: str, seen: int) -> int:
    """Return where the character number `seen` of `visible(text)` stands in the text."""
    for offset, character in enumerate(text):
        if character in INVISIBLE:
            continue
        if seen == 0:
            return offset
        seen -= 1
    return len(text)
