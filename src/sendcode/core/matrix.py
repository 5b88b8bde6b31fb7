"""Matrices: how often, how much and by how many, with the denominators that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sendcode.core.axis import Axis
from sendcode.core.axis import Key as Key
from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.segments import AGREED, ANY, NO_CASE, PopulationUnit, SegmentRow

Value = int | float | None
Fits = tuple[tuple[str, str], ...]
"""Dimension and value, one pair for each that a cell stands for; empty for all."""


class Measure(StrEnum):
    """What a cell counts; the method's document says each in a sentence."""

    SEGMENTS = "segments"
    CODINGS = "codings"
    UNITS = "units"
    TURNS = "turns"
    WORDS = "words"
    CASES = "cases"
    PARTICIPANTS = "participants"
    TRANSCRIPTS = "transcripts"
    SHARE = "share"
    SCORE = "score"


MEANING = {
    Measure.SEGMENTS: "distinct coded segments",
    Measure.CODINGS: "codings (a segment coded by two coders counts twice)",
    Measure.UNITS: "distinct coded units (sentences)",
    Measure.TURNS: "distinct turns with at least one coded segment",
    Measure.WORDS: "words of coded text, each counted once",
    Measure.CASES: "cases with at least one coded segment",
    Measure.PARTICIPANTS: "people with at least one coded segment",
    Measure.TRANSCRIPTS: "transcripts with at least one coded segment",
    Measure.SHARE: "share of the column's units that is coded, 0 to 1",
    Measure.SCORE: "mean score of the codings that came from a suggestion",
}


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts.

    Attributes:
        rows: One key per row; a key has one part per dimension asked for.
        columns: One key per column.
        values: Row by row; None is a cell without a value (a mean of nothing, a hidden cell).
        row_totals: The measure over each whole row, not the sum of its cells: a segment that
            belongs to two cases counts once.
        column_totals: The measure over each whole column, in the same way.
        total: The measure over everything.
        row_labels: What to show for each row (a code's name), beside its key.
        row_levels: Depth of each row in the code tree, from 1; 1 for what is no code.
        base: Per column, how many transcripts, cases or people could have been counted; None
            where that is hidden.
        read_share: Per column, the share of units that was read, 0..1.
        base_meaning: What `base` counts, as a sentence.
        notes: What a reader has to know.
        meaning: What a cell counts, where it is not what the measure says.
        nobody: Row and column of cells in which nobody could have been counted: no such
            person was interviewed. Empty where one side is the code.
    """

    row_dimension: str
    column_dimension: str
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    values: tuple[tuple[Value, ...], ...]
    row_totals: tuple[Value, ...]
    column_totals: tuple[Value, ...]
    total: Value
    row_labels: tuple[str, ...]
    row_levels: tuple[int, ...]
    measure: Measure
    coder: str
    filter: str
    base: tuple[int | None, ...]
    read_share: tuple[float, ...]
    base_meaning: str
    notes: tuple[str, ...]
    meaning: str = ""
    nobody: frozenset[tuple[int, int]] = frozenset()

    @property
    def counted(self) -> str:
        """Return what a cell counts, as a sentence without its full stop."""
        return self.meaning or MEANING[self.measure]

    @property
    def base_label(self) -> str:
        """Return what `base` counts, in a word."""
        return _BASE.get(self.measure, _TRANSCRIPTS)[0]

    def to_json(self) -> dict[str, object]:
        """Return the matrix as the machine-readable contract has it."""
        return {
            "rows": [list(key) for key in self.rows],
            "columns": [list(key) for key in self.columns],
            "values": [list(row) for row in self.values],
            "measure": self.measure.value,
            "coder": self.coder,
            "filter": self.filter,
            "denominators": {
                "columns": list(self.base),
                "read_share": [round(share, 6) for share in self.read_share],
                "meaning": self.base_meaning,
            },
            "notes": list(self.notes),
        } | ({"meaning": self.meaning} if self.meaning else {})


@dataclass(frozen=True, slots=True)
class Study:
    """What a matrix is counted from.

    Attributes:
        codings: The codings that count, by whoever was chosen.
        population: Every unit that could have been coded, in the filter.
        codebook: For the tree above the codes.
        words: Counts the words of a span of a transcript.
        attributes: Names of all attributes.
        case_attributes: By case, the values of its own attributes.
    """

    codings: Sequence[SegmentRow]
    population: Sequence[PopulationUnit]
    codebook: Codebook
    words: Callable[[str, int, int], int]
    attributes: tuple[str, ...]
    case_attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def count(
    study: Study,
    *,
    rows: str = "code",
    columns: str = "case",
    measure: Measure = Measure.SEGMENTS,
    level: int | None = None,
    coder: str = ANY,
    where: str = "",
) -> Matrix:
    """Count a study into a matrix.

    A parent code counts the union of its descendants. A coding counts in the column of each
    of its cases. Rows and columns appear also where nothing is coded.

    Args:
        study: Codings and population, filtered already.
        rows: `code`, `case`, `transcript`, `speaker`, `participant`, `role`, an attribute, or
            two of these parted by a comma.
        columns: Likewise.
        measure: What a cell counts.
        level: Only codes of this depth; None for all.
        coder: The choice of coder that `study.codings` stand for.
        where: The filter that `study` stands for.

    Raises:
        NotFound: No such dimension; the hint lists the known ones.
    """
    row_axis, column_axis = (
        Axis(
            dimension,
            codebook=study.codebook,
            attributes=study.attributes,
            population=study.population,
            level=level,
        )
        for dimension in (rows, columns)
    )
    found = _Cells.of(study, row_axis, column_axis)
    row_keys, column_keys = row_axis.all_keys(found.rows), column_axis.all_keys(found.columns)
    grouped = column_axis.population_by(column_keys)
    tally = _Tally(study, measure)
    everyone = len(study.population)
    above = {key: row_axis.fits(key) for key in row_keys}
    beside = {key: column_axis.fits(key) for key in column_keys}
    return Matrix(
        row_dimension=rows,
        column_dimension=columns,
        rows=row_keys,
        columns=column_keys,
        values=tuple(
            tuple(
                tally.value(found.both.get((r, c), ()), len(grouped[c]), above[r] + beside[c])
                for c in column_keys
            )
            for r in row_keys
        ),
        row_totals=tuple(tally.value(found.rows.get(r, ()), everyone, above[r]) for r in row_keys),
        column_totals=tuple(
            tally.value(found.columns.get(c, ()), len(grouped[c]), beside[c]) for c in column_keys
        ),
        total=tally.value(found.kept, everyone, ()),
        row_labels=tuple(row_axis.label(key) for key in row_keys),
        row_levels=tuple(row_axis.depth(key) for key in row_keys),
        measure=measure,
        coder=coder,
        filter=where,
        base=tuple(tally.base(grouped[c], beside[c]) for c in column_keys),
        read_share=tuple(_read_share(grouped[c], coder) for c in column_keys),
        base_meaning=_base_meaning(columns, measure),
        notes=_notes(study, column_axis, row_axis),
        nobody=_nobody(study, row_axis, column_axis, row_keys, column_keys),
    )


def _nobody(
    study: Study, rows: Axis, columns: Axis, row_keys: Sequence[Key], column_keys: Sequence[Key]
) -> frozenset[tuple[int, int]]:
    """Return the cells that stand for nobody who was interviewed."""
    if "code" in (*rows.parts, *columns.parts):
        return frozenset()
    asked = {
        (r, c) for unit in study.population for r in rows.keys(unit) for c in columns.keys(unit)
    }
    return frozenset(
        (i, j)
        for i, r in enumerate(row_keys)
        for j, c in enumerate(column_keys)
        if (r, c) not in asked
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The codings of each cell, of each whole row and column, and of the whole matrix."""

    both: Mapping[tuple[Key, Key], Sequence[SegmentRow]]
    rows: Mapping[Key, Sequence[SegmentRow]]
    columns: Mapping[Key, Sequence[SegmentRow]]
    kept: Sequence[SegmentRow]

    @classmethod
    def of(cls, study: Study, row_axis: Axis, column_axis: Axis) -> _Cells:
        both: dict[tuple[Key, Key], list[SegmentRow]] = {}
        rows: dict[Key, list[SegmentRow]] = {}
        columns: dict[Key, list[SegmentRow]] = {}
        kept: list[SegmentRow] = []
        for coding in study.codings:
            row_keys, column_keys = row_axis.keys(coding), column_axis.keys(coding)
            if not row_keys or not column_keys or _uncounted(coding, study):
                continue
            kept.append(coding)
            for row_key in row_keys:
                rows.setdefault(row_key, []).append(coding)
                for column_key in column_keys:
                    both.setdefault((row_key, column_key), []).append(coding)
            for column_key in column_keys:
                columns.setdefault(column_key, []).append(coding)
        return cls(both, rows, columns, kept)


def _uncounted(coding: SegmentRow, study: Study) -> bool:
    """Say whether a coding lies on an interviewer's turn where these are not in the study."""
    return coding.role is Role.INTERVIEWER and not any(
        unit.role is Role.INTERVIEWER for unit in study.population
    )


class _Tally:
    """Turns the codings of a cell into its value."""

    def __init__(self, study: Study, measure: Measure) -> None:
        self.study = study
        self.measure = measure
        self.codable = {unit.id for unit in study.population}

    def value(self, codings: Sequence[SegmentRow], units: int, fits: Fits) -> Value:
        """Return the measure of some codings.

        Args:
            codings: Those of the cell.
            units: How many units the share is a share of.
            fits: What the cell stands for; only cases that fit it count in it.
        """
        match self.measure:
            case Measure.SEGMENTS:
                return len({c.segment_id for c in codings})
            case Measure.CODINGS:
                return len({c.coding_id for c in codings})
            case Measure.UNITS:
                return len(self._units(codings))
            case Measure.TURNS:
                return len({(c.transcript, c.turn) for c in codings})
            case Measure.WORDS:
                return self._words(codings)
            case Measure.CASES:
                return len(self._cases(codings, fits))
            case Measure.PARTICIPANTS:
                return len({c.person for c in codings})
            case Measure.TRANSCRIPTS:
                return len({c.transcript for c in codings})
            case Measure.SHARE:
                return len(self._units(codings)) / units if units else None
        scores = [c.score for c in codings if c.score is not None]
        return sum(scores) / len(scores) if scores else None

    def base(self, units: Sequence[PopulationUnit], fits: Fits) -> int:
        """Return how many could have been counted among a column's units."""
        if self.measure is Measure.CASES:
            return len(self._cases(units, fits))
        if self.measure is Measure.PARTICIPANTS:
            return len({unit.person for unit in units})
        if self.measure in (Measure.UNITS, Measure.SHARE):
            return len(units)
        if self.measure is Measure.WORDS:
            return sum(unit.words for unit in units)
        return len({unit.transcript for unit in units})

    def _cases(self, things: Sequence[SegmentRow | PopulationUnit], fits: Fits) -> set[str]:
        """Return the cases of the things; of a segment about two, only the one that fits."""
        found: set[str] = set()
        for cases in {thing.cases for thing in things}:
            kept = set(cases)
            for dimension, value in fits:
                own = {case for case in cases if self._has(case, dimension, value)}
                kept &= own or (kept if dimension != "case" else own)
            found |= kept
        return found

    def _has(self, case: str, dimension: str, value: str) -> bool:
        if dimension == "case":
            return case == value
        return value in self.study.case_attributes.get(case, {}).get(dimension, "").split("; ")

    def _units(self, codings: Sequence[SegmentRow]) -> set[int]:
        return {unit for c in codings for unit in c.units if unit in self.codable}

    def _words(self, codings: Sequence[SegmentRow]) -> int:
        spans: dict[str, list[tuple[int, int]]] = {}
        for c in codings:
            spans.setdefault(c.transcript, []).append((c.start, c.end))
        return sum(
            self.study.words(transcript, start, end)
            for transcript, found in spans.items()
            for start, end in union(found)
        )


def union(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the union of half-open spans as disjoint spans in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


_BASE = {
    Measure.CASES: ("cases", "cases interviewed (with a codable speaker)"),
    Measure.PARTICIPANTS: ("people", "people interviewed (codable speakers)"),
    Measure.UNITS: ("sentences", "codable units (sentences)"),
    Measure.SHARE: ("sentences", "codable units (sentences)"),
    Measure.WORDS: ("words", "words of codable units"),
}
_TRANSCRIPTS = ("transcripts", "transcripts with a codable speaker")


def _base_meaning(columns: str, measure: Measure) -> str:
    what = _BASE.get(measure, _TRANSCRIPTS)[1]
    return f"{what}, per {columns}; 'read' is the share of their sentences that was read"


def _read_share(units: Sequence[PopulationUnit], coder: str) -> float:
    if not units:
        return 0.0
    special = coder in (ANY, AGREED)
    read = sum(1 for unit in units if (unit.readers if special else coder in unit.readers))
    return read / len(units)


def _notes(study: Study, columns: Axis, rows: Axis) -> tuple[str, ...]:
    notes = []
    if "case" in (*columns.parts, *rows.parts):
        if any(len(c.cases) > 1 for c in study.codings):
            notes.append(
                "Some segments belong to several cases and count for each; "
                "totals count every segment once, so cases may add up to more."
            )
        if any(not unit.cases for unit in study.population):
            notes.append(f"What is linked to no case counts under {NO_CASE}.")
    if aside := sum(1 for c in study.codings if _uncounted(c, study)):
        notes.append(f"{aside} coding(s) lie on an interviewer's turn and are not counted.")
    unknown = len({unit.person for unit in study.population if unit.role is Role.UNKNOWN})
    if unknown:
        notes.append(
            f"{unknown} speaker(s) have the role 'unknown'; they are codable and counted. "
            "A case sheet gives them roles."
        )
    return tuple(notes)
