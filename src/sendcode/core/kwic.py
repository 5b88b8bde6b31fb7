"""Keyword in context: words with what stands before and after them, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sendcode.core.model import Span

WIDEST = 36
"""Words that together are longer than this stand with the first of them as the keyword."""


@dataclass(frozen=True, slots=True)
class Kwic:
    """One line; white space is folded, nothing is cut inside `words`.

    Attributes:
        left: What stands before, its end beside the words.
        words: The words that were found.
        right: What stands after, its beginning beside the words.
    """

    left: str
    words: str
    right: str


def kwic(text: str, spans: Sequence[Span], *, side: int = 60) -> Kwic:
    """Return a line for words in a text.

    Args:
        text: What the words stand in, e.g. a turn.
        spans: The words, one or more, as offsets into it, in any order.
        side: At most so many characters before and after.

    Raises:
        ValueError: No words.
    """
    if not spans:
        raise ValueError("a keyword in context needs a keyword")
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    start, end = ordered[0].start, max(span.end for span in ordered)
    if end - start > WIDEST:
        end = ordered[0].end
    left = _folded(text[max(0, start - 3 * side) : start])
    right = _folded(text[end : end + 3 * side])
    return Kwic(
        left[-side:].lstrip() if side else "",
        _folded(text[start:end]).strip(),
        right[:side].rstrip(),
    )


def _folded(text: str) -> str:
    """Return a text on one line; a blank at either end stays one blank."""
    inner = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and inner else ""
    return f"{before}{inner}{after}"
