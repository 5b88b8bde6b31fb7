"""What exporters receive: finished tables and texts, nothing left to query or compute."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.codebook import Codebook
from sendcode.core.decisions import LogEntry
from sendcode.core.figures import Bars, Figure, Groups
from sendcode.core.framework import Framework
from sendcode.core.matrix import Matrix
from sendcode.core.quotes import Quote
from sendcode.core.segments import SegmentTable


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What the workbook draws of the themes.

    Attributes:
        codes: Paths of the themes, in the order of both figures.
        by_role: People per theme and role.
        cases: Cases per theme.
    """

    codes: tuple[str, ...]
    by_role: Groups
    cases: Bars


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
        together: Codes beside codes; None leaves the sheet out.
        framework: Summaries; None leaves the sheet out.
        decisions: The log, oldest first; None leaves the sheet out.
        more: Codes by further attributes, by the name of the attribute.
        figures: Charts; None leaves the sheet out.
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
    together: Matrix | None = None
    framework: Framework | None = None
    decisions: tuple[LogEntry, ...] | None = None
    more: tuple[tuple[str, Matrix], ...] = ()
    figures: ThemeFigures | None = None


# --- reports: blocks in order --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        level: 1 for a chapter, 2 below it ...
        name: A short name that is unique in the report, for links.
    """

    text: str
    level: int
    name: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; `quiet` for what is said beside."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what is to be said of each."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Words of participants."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A matrix under its caption."""

    matrix: Matrix
    caption: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, and what it shows in words, for those who cannot see it."""

    figure: Figure
    says: str


Block = Heading | Paragraph | Facts | Quotes | Counts | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """A report, block by block.

    Attributes:
        made_at: Time of the newest row in the project, not of the clock.
        subtitle: What it is about, in a line.
    """

    title: str
    subtitle: str
    made_at: str
    blocks: tuple[Block, ...]
