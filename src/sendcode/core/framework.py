"""The framework matrix: one text per case and theme, and whether it is still up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sendcode.core.codebook import Code
from sendcode.core.quotes import Quote
from sendcode.core.segments import SegmentRow


class Standing(StrEnum):
    """What is to be said of a cell."""

    EMPTY = "empty"
    MISSING = "missing"
    STALE = "stale"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Summary:
    """What somebody wrote about a case and a theme.

    Attributes:
        id: Names this version of the text; a later text has another.
        based_on: `fingerprint` of the segments it was written from.
    """

    id: int
    case: str
    code: str
    text: str
    coder: str
    at: str
    based_on: str


@dataclass(frozen=True, slots=True)
class FrameworkCell:
    """A case and a theme.

    Attributes:
        code: Path of the theme.
        segments: How many coded segments there are.
        standing: `empty` has neither segments nor a text, `missing` no text, `stale` a text
            whose segments have changed since.
    """

    case: str
    code: str
    segments: int
    summary: Summary | None
    standing: Standing
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """All cells, case by case; `codes` are the columns' paths and names."""

    cases: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    cells: tuple[FrameworkCell, ...]

    def cell(self, case: str, code: str) -> FrameworkCell:
        """Return the cell of a case and a code's path."""
        return self.cells[
            self.cases.index(case) * len(self.codes)
            + next(n for n, (path, _) in enumerate(self.codes) if path == code)
        ]


def fingerprint(rows: Iterable[SegmentRow]) -> str:
    """Return what tells one set of coded segments from another."""
    found = sorted({(row.segment_id or 0, row.code_guid) for row in rows})
    return hashlib.sha256(repr(found).encode()).hexdigest()[:32]


def framework(
    cases: Sequence[str],
    codes: Sequence[Code],
    rows: Mapping[tuple[str, str], Sequence[SegmentRow]],
    summaries: Mapping[tuple[str, str], Summary],
    quotes: Mapping[tuple[str, str], tuple[Quote, ...]],
) -> Framework:
    """Put cells together.

    Args:
        cases: The rows.
        codes: The columns.
        rows: By case and path, the codings of the theme and of those below it.
        summaries: By case and GUID.
        quotes: By case and path.
    """
    cells = []
    for case in cases:
        for code in codes:
            here = rows.get((case, code.path), ())
            summary = summaries.get((case, code.guid))
            cells.append(
                FrameworkCell(
                    case=case,
                    code=code.path,
                    segments=len({row.segment_id for row in here}),
                    summary=summary,
                    standing=_standing(here, summary),
                    quotes=quotes.get((case, code.path), ()),
                )
            )
    return Framework(tuple(cases), tuple((c.path, c.name) for c in codes), tuple(cells))


def _standing(rows: Sequence[SegmentRow], summary: Summary | None) -> Standing:
    if summary is None:
        return Standing.MISSING if rows else Standing.EMPTY
    return Standing.CURRENT if summary.based_on == fingerprint(rows) else Standing.STALE
