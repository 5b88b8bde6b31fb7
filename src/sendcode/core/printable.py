"""Words of a transcript made safe for a terminal, and numbers with their nouns."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return text without anything that a terminal would obey: it shows as a replacement mark.

    Offsets into the text stay true; tabs and line breaks stay.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def so_many(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun, whose plural has an s unless `many` is given."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
