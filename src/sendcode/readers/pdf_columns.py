"""A page set in two columns: read down the left one, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Word: TypeAlias = dict[str, Any]

_LEAST_WORDS = 40
_GUTTER = 12.0  # points; blanks between words are a quarter of it
_STEP = 3
_WIDEST = 14_400.0  # points; no page is wider, and a damaged file puts words anywhere


def columns(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of a page in one list, or in several that are read one after another.

    A right column is moved to where the left one stands, so that the width of lines means
    the same in both. What crosses the gutter (a title) parts the page into an upper and a
    lower half.
    """
    middle = _gutter(words)
    if middle is None:
        return [list(words)]
    left = min(w["x0"] for w in words)
    shift = min(w["x0"] for w in words if w["x0"] >= middle) - left
    across = [w["top"] for w in words if w["x0"] < middle < w["x1"]]
    bands: dict[int, list[Word]] = {}
    for word in words:
        whole = any(abs(word["top"] - top) < 2 for top in across)
        above = sum(1 for top in set(across) if top < word["top"] - 2)
        right = word["x0"] >= middle and not whole
        place = 3 * above + (0 if whole else 2 if right else 1)
        moved = {**word, "x0": word["x0"] - shift, "x1": word["x1"] - shift} if right else word
        bands.setdefault(place, []).append(moved)
    return [bands[place] for place in sorted(bands)]


def _gutter(words: Sequence[Word]) -> float | None:
    """Return the middle of the empty strip between two columns; None for a page of one."""
    if len(words) < _LEAST_WORDS:
        return None
    left, right = min(w["x0"] for w in words), max(w["x1"] for w in words)
    if right - left > _WIDEST:
        return None
    begin, end = left + 0.35 * (right - left), left + 0.65 * (right - left)
    crossing = {
        place: sum(
            1 for w in words if w["x0"] < place + _GUTTER / 2 and place - _GUTTER / 2 < w["x1"]
        )
        for place in range(int(begin), int(end), _STEP)
    }
    best = min(crossing, key=lambda place: crossing[place], default=None)
    if best is None or crossing[best] > 0.02 * len(words):
        return None
    on_the_right = sum(1 for w in words if w["x0"] >= best)
    return float(best) if 0.3 <= on_the_right / len(words) <= 0.7 else None
