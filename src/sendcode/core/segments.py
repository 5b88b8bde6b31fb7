"""Coded segments as analysts see them: one row per coding, with names in the place of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sendcode.core.model import NOTHING, Evidence, Role

NO_CASE = "(no case)"
NO_VALUE = "(none)"
NOT_QUOTED = "[not to be quoted]"
"""Stands in every table and report for words that somebody marked do-not-quote."""
ANY = "any"
AGREED = "agreed"


class Status(StrEnum):
    """Which rows are asked for."""

    CODED = "coded"
    SUGGESTED = "suggested"
    REJECTED = "rejected"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PopulationUnit:
    """A unit that can be coded, and who said it about whom: what denominators are made of.

    Attributes:
        person: Who spoke, across transcripts where the participant is known.
        cases: Names of its cases; empty where it has none.
        attributes: Name to value; several values of several cases are parted by `; `.
        readers: Names of the coders who have read it.
        words: Words in it.
    """

    id: int
    transcript: str
    start: int
    end: int
    person: str
    speaker: str | None
    role: Role
    cases: tuple[str, ...]
    words: int
    readers: frozenset[str] = frozenset()
    participant: str | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One coding, or one suggestion or rejection, with everything an analyst asks of it.

    Attributes:
        coding_id: None for what is not a coding.
        segment_id: None for what is not a segment yet.
        code_path: Slug path of the code in the current codebook.
        levels: Names of the codes from the top down to this one.
        person: Who spoke, across transcripts where the participant is known.
        units: Ids of the units it touches.
        evidence: The reasons, as stored.
        evidence_words: The words that spoke for it, in order.
    """

    coding_id: int | None
    segment_id: int | None
    transcript: str
    cases: tuple[str, ...]
    speaker: str | None
    participant: str | None
    person: str
    role: Role
    code_path: str
    code_name: str
    code_guid: str
    levels: tuple[str, ...]
    turn: int
    start: int
    end: int
    time_start: float | None
    text: str
    status: Status
    origin: str
    score: float | None
    evidence: tuple[Evidence, ...]
    evidence_words: tuple[str, ...]
    coder: str
    decided_at: str
    memo: str
    codebook_version: int | None
    units: tuple[int, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)


BEFORE_LEVELS = (
    *("coding_id", "segment_id", "transcript", "case", "speaker", "participant", "role"),
    *("code", "code_name", "code_guid"),
)
AFTER_LEVELS = (
    *("turn", "start", "end", "time_start", "text", "status", "origin", "score", "evidence"),
    *("coder", "decided_at", "memo", "codebook_version"),
)


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """Segment rows as a table with fixed columns; part of the machine-readable contract.

    Attributes:
        rows: In the order of transcript, place and code.
        depth: How many `level_n` columns there are.
        attributes: Names of the attribute columns, which come last.
    """

    rows: Sequence[SegmentRow]
    depth: int
    attributes: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the column names; an attribute named like one of ours becomes `attribute.NAME`."""
        levels = tuple(f"level_{n + 1}" for n in range(self.depth))
        fixed = (*BEFORE_LEVELS, *levels, *AFTER_LEVELS)
        return with_attributes(fixed, self.attributes)

    def cells(self, row: SegmentRow) -> tuple[str | int | float | None, ...]:
        """Return one row's cells in the order of `columns`."""
        levels = (*row.levels, *[None] * (self.depth - len(row.levels)))
        attributes = row.attributes.get
        return (
            *(row.coding_id, row.segment_id, row.transcript, "; ".join(row.cases), row.speaker),
            *(row.participant, row.role.value, row.code_path, row.code_name, row.code_guid),
            *levels,
            *(row.turn, row.start, row.end, row.time_start, row.text, row.status.value),
            *(row.origin, row.score, explain(row), row.coder, row.decided_at, row.memo),
            row.codebook_version,
            *[attributes(name, "") for name in self.attributes],
        )


def with_attributes(columns: Sequence[str], attributes: Sequence[str]) -> tuple[str, ...]:
    """Return column names with those of attributes behind; a name that is taken is prefixed."""
    return (*columns, *(f"attribute.{a}" if a in columns else a for a in attributes))


def counting(rows: Iterable[SegmentRow]) -> tuple[SegmentRow, ...]:
    """Return the rows that count: what lies on an interviewer's turn counts nowhere."""
    return tuple(row for row in rows if row.role is not Role.INTERVIEWER)


def explain(row: SegmentRow) -> str:
    """Return a suggestion's reasons in one line: which rules, and which words."""
    if not row.evidence:
        return ""
    reasons = "; ".join(e.detail for e in row.evidence)
    words = " … ".join(row.evidence_words)
    return f"{reasons}: {words}" if reasons and words else reasons


def chosen(rows: Sequence[SegmentRow], coder: str) -> tuple[SegmentRow, ...]:
    """Return the codings that count for a choice of coder.

    Args:
        rows: Codings of all coders.
        coder: A name, `any` for all, or `agreed` for codings of which at least one unit
            has the same code from at least two coders.
    """
    if coder == ANY:
        return tuple(rows)
    if coder != AGREED:
        return tuple(row for row in rows if row.coder == coder)
    coders: dict[tuple[int, str], set[str]] = {}
    for row in rows:
        for unit in row.units:
            coders.setdefault((unit, row.code_guid), set()).add(row.coder)
    return tuple(
        row for row in rows if any(len(coders[unit, row.code_guid]) > 1 for unit in row.units)
    )
