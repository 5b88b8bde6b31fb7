"""What exporters receive: finished tables and texts, nothing left to query or compute."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.codebook import Codebook
from sendcode.core.matrix import Matrix
from sendcode.core.segments import SegmentTable


@dataclass(frozen=True, slots=True)
class Workbook:
    """A study's workbook, sheet by sheet.

    Attributes:
        title: Name of the project.
        made_at: Time of the newest row in the project, not of the clock: the same project
            gives the same file.
        readme: Heading and text, in order: what this is, filters, coder, definitions of the
            counts, denominators, how to cite a segment.
        themes: Code by case.
        roles: Code by role.
        segments: One row per coding.
        codebook: The current one.
        coder: The choice of coder that everything is counted for.
        where: The query that everything is narrowed to; empty for everything.
        counts: By code GUID, distinct segments that carry the code itself (not its descendants).
    """

    title: str
    made_at: str
    readme: tuple[tuple[str, str], ...]
    themes: Matrix
    roles: Matrix
    segments: SegmentTable
    codebook: Codebook
    counts: dict[str, int]
    coder: str = ""
    where: str = ""
