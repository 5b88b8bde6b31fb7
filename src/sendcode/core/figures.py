"""Figures as values: what is drawn, and the numbers behind it."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

PERMUTATIONS = 200
_SEED = 7
_BAND = (0.05, 0.95)
LEAST_TOP = 5.0
"""The darkest shade stands for at least so many, lest a single segment look like a crowd."""

Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: how many of how many.

    Attributes:
        bars: Label, count (None where nothing of it was read), and how many there could have
            been.
        unit: What is counted, in a word.
    """

    title: str
    bars: tuple[tuple[str, int | None, int], ...]
    unit: str

    def rows(self) -> tuple[Row, ...]:
        """Return the numbers behind the figure, a header first."""
        return (("label", self.unit, "out of"), *self.bars)


@dataclass(frozen=True, slots=True)
class Groups:
    """Bars in groups: for each theme one bar per role, as shares of who was interviewed.

    Attributes:
        groups: Label of each group and, per series, count (None where nothing of it was read)
            and how many there could have been.
    """

    title: str
    series: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[int | None, int], ...]], ...]
    unit: str

    def rows(self) -> tuple[Row, ...]:
        """Return the numbers behind the figure, a header first."""
        head = ("theme", "role", self.unit, "out of")
        return (
            head,
            *(
                (label, name, count, base)
                for label, bars in self.groups
                for name, (count, base) in zip(self.series, bars, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class Strips:
    """Document portraits: each transcript as a strip of its themes in order.

    Attributes:
        themes: Names, in the order of their colours.
        strips: Name of the transcript and its stretches: start and end as shares of the text,
            and the theme's place in `themes`.
    """

    title: str
    themes: tuple[str, ...]
    strips: tuple[tuple[str, tuple[tuple[float, float, int], ...]], ...]

    def rows(self) -> tuple[Row, ...]:
        """Return the numbers behind the figure, a header first."""
        return (
            ("transcript", "start", "end", "theme"),
            *(
                (name, round(start, 4), round(end, 4), self.themes[theme])
                for name, stretches in self.strips
                for start, end, theme in stretches
            ),
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """Saturation: how many codes, or themes, were met after each interview.

    Attributes:
        points: Name of the interview and how many different ones were met up to it.
        low: After each interview, the 5th percentile over random orders.
        high: Likewise the 95th.
        total: How many there are.
        what: What is counted, in a word.
    """

    title: str
    points: tuple[tuple[str, int], ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    total: int
    what: str = "codes"

    def rows(self) -> tuple[Row, ...]:
        """Return the numbers behind the figure, a header first."""
        return (
            ("interview", f"{self.what} met", "5th percentile", "95th percentile"),
            *(
                (name, met, low, high)
                for (name, met), low, high in zip(self.points, self.low, self.high, strict=True)
            ),
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map: a number in each cell, the darker the more.

    Attributes:
        down: Name and depth (from 1) of each row; shades compare rows of one depth.
        across: Name of each column.
        values: Row by row; None is a cell without a value.
        sides: What the rows and the columns are, in a word each.
        unit: What is counted, in a word.
    """

    title: str
    down: tuple[tuple[str, int], ...]
    across: tuple[str, ...]
    values: tuple[tuple[int | float | None, ...], ...]
    sides: tuple[str, str]
    unit: str

    def rows(self) -> tuple[Row, ...]:
        """Return the numbers behind the figure, a header first."""
        return (
            (*self.sides, self.unit),
            *(
                (name, column, value)
                for (name, _), values in zip(self.down, self.values, strict=True)
                for column, value in zip(self.across, values, strict=True)
            ),
        )

    def tops(self) -> dict[int, float]:
        """Return the value of the darkest shade for each depth of rows."""
        found: dict[int, float] = {}
        for (_, depth), values in zip(self.down, self.values, strict=True):
            found[depth] = max(found.get(depth, LEAST_TOP), *(v or 0 for v in values), LEAST_TOP)
        return found


Figure = Bars | Groups | Strips | Curve | Grid


def saturation(
    order: Sequence[str],
    met: Mapping[str, Collection[object]],
    *,
    title: str,
    total: int,
    what: str = "codes",
) -> Curve:
    """Return how many codes had been met after each interview, with the band of other orders.

    Args:
        order: Interviews by date.
        met: The codes, or themes, of each interview.
        title: Of the figure.
        total: How many there are.
        what: What is counted, in a word.
    """
    found = _met(order, met)
    chance = random.Random(_SEED)  # noqa: S311 - the same project gives the same file
    shuffled = list(order)
    others: list[list[int]] = []
    for _ in range(PERMUTATIONS if len(order) > 1 else 0):
        chance.shuffle(shuffled)
        others.append(_met(shuffled, met))
    bands = [sorted(run[n] for run in others) or [found[n]] for n in range(len(order))]
    return Curve(
        title=title,
        points=tuple(zip(order, found, strict=True)),
        low=tuple(float(band[int(_BAND[0] * (len(band) - 1))]) for band in bands),
        high=tuple(float(band[round(_BAND[1] * (len(band) - 1))]) for band in bands),
        total=total,
        what=what,
    )


def _met(order: Sequence[str], met: Mapping[str, Collection[object]]) -> list[int]:
    seen: set[object] = set()
    counts = []
    for name in order:
        seen.update(met.get(name, ()))
        counts.append(len(seen))
    return counts


def stretches(
    spans: Sequence[tuple[int, int, int]], length: int, *, bins: int = 200
) -> tuple[tuple[float, float, int], ...]:
    """Return a transcript's coded spans as stretches on a strip of `bins` cells.

    Args:
        spans: Start, end, and theme.
        length: Of the text.
        bins: A cell shows the theme that covers most of it.
    """
    if not length:
        return ()
    cover: list[dict[int, int]] = [{} for _ in range(bins)]
    for start, end, theme in spans:
        first, last = start * bins // length, min(-(-end * bins // length) - 1, bins - 1)
        for cell in range(first, last + 1):
            left, right = cell * length / bins, (cell + 1) * length / bins
            share = int(min(end, right) - max(start, left)) + 1
            cover[cell][theme] = cover[cell].get(theme, 0) + share
    found: list[tuple[int, int, int]] = []
    for cell, themes in enumerate(cover):
        if not themes:
            continue
        top = min(themes, key=lambda theme: (-themes[theme], theme))
        if found and found[-1][1] == cell and found[-1][2] == top:
            found[-1] = (found[-1][0], cell + 1, top)
        else:
            found.append((cell, cell + 1, top))
    return tuple((a / bins, b / bins, theme) for a, b, theme in found)
