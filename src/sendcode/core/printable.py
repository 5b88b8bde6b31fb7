"""Words of a transcript made safe for a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return text without anything that a terminal would obey: it shows as a replacement mark.

    Offsets into the text stay true; tabs and line breaks stay.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
