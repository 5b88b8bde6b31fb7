"""Moving and stretching what is selected in a transcript, by units and by turns."""

from __future__ import annotations

from sendcode.core.decisions import Place
from sendcode.workflows.page import Page

Selection = tuple[int, int, int]
"""A transcript's id, and the places of the first and the last unit among its units."""


def of_place(page: Page, place: Place) -> Selection:
    """Return a place as a selection."""
    return (page.transcript, page.index_of(place.units[0]), page.index_of(place.units[-1]))


def moved(page: Page, selection: Selection, by: int) -> Selection:
    """Return the unit so many units after the end, or before the start."""
    transcript, first, last = selection
    at = min(max((last if by > 0 else first) + by, 0), len(page.units) - 1)
    return (transcript, at, at)


def extended(page: Page, selection: Selection, by: int) -> Selection:
    """Return it with its end moved by units, inside the turn in which it starts."""
    transcript, first, last = selection
    _, end = page.turn_bounds(first)
    return (transcript, first, min(max(last + by, first), end))


def by_turn(page: Page, selection: Selection, by: int) -> Selection:
    """Return the first unit of the next turn, or of the one before."""
    transcript, at, _ = selection
    first, last = page.turn_bounds(at)
    target = last + 1 if by > 0 else page.turn_bounds(first - 1)[0] if first else 0
    target = min(target, len(page.units) - 1)
    return (transcript, target, target)


def stretched(page: Page, selection: Selection, *, start: int, end: int) -> Selection:
    """Return it with either end moved by units; it stays in its turn and keeps a unit."""
    transcript, first, last = selection
    low, high = page.turn_bounds(first)
    begin = min(max(first + start, low), last)
    return (transcript, begin, max(min(last + end, high), begin))
