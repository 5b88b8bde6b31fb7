"""Matrices: how often, how much and by how many, with the denominators that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.segments import ANY, NO_CASE, NO_VALUE, PopulationUnit, SegmentRow
from sendcode.errors import NotFound

Key = tuple[str, ...]
Value = int | float | None
DIMENSIONS = ("code", "case", "transcript", "speaker", "participant", "role")


class Measure(StrEnum):
    """What a cell counts; the method's document says each in a sentence."""

    SEGMENTS = "segments"
    CODINGS = "codings"
    UNITS = "units"
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
        base: Per column, how many transcripts, cases or people could have been counted.
        read_share: Per column, the share of units that was read, 0..1.
        base_meaning: What `base` counts, as a sentence.
        notes: What a reader has to know.
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
    base: tuple[int, ...]
    read_share: tuple[float, ...]
    base_meaning: str
    notes: tuple[str, ...]

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
        }


@dataclass(frozen=True, slots=True)
class Study:
    """What a matrix is counted from.

    Attributes:
        codings: The codings that count, by whoever was chosen.
        population: Every unit that could have been coded, in the filter.
        codebook: For the tree above the codes.
        words: Counts the words of a span of a transcript.
        attributes: Names of all attributes.
    """

    codings: Sequence[SegmentRow]
    population: Sequence[PopulationUnit]
    codebook: Codebook
    words: Callable[[str, int, int], int]
    attributes: tuple[str, ...]


Keys = Callable[[SegmentRow | PopulationUnit], Iterable[str]]


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
    row_axis, column_axis = _Axis(rows, study, level), _Axis(columns, study, level)
    cells: dict[tuple[Key, Key], list[SegmentRow]] = {}
    by_row: dict[Key, list[SegmentRow]] = {}
    by_column: dict[Key, list[SegmentRow]] = {}
    kept: list[SegmentRow] = []
    for coding in study.codings:
        row_keys, column_keys = row_axis.keys(coding), column_axis.keys(coding)
        if row_keys and column_keys:
            kept.append(coding)
        for row_key in row_keys:
            if column_keys:
                by_row.setdefault(row_key, []).append(coding)
            for column_key in column_keys:
                cells.setdefault((row_key, column_key), []).append(coding)
        for column_key in column_keys:
            if row_keys:
                by_column.setdefault(column_key, []).append(coding)
    row_keys_all = row_axis.all_keys(by_row)
    column_keys_all = column_axis.all_keys(by_column)
    grouped = _population_by(column_axis, study.population)
    tally = _Tally(study, measure)
    sizes = {key: len(grouped.get(key, ())) for key in column_keys_all}
    return Matrix(
        row_dimension=rows,
        column_dimension=columns,
        rows=row_keys_all,
        columns=column_keys_all,
        values=tuple(
            tuple(tally.value(cells.get((r, c), ()), sizes[c]) for c in column_keys_all)
            for r in row_keys_all
        ),
        row_totals=tuple(
            tally.value(by_row.get(r, ()), len(study.population)) for r in row_keys_all
        ),
        column_totals=tuple(tally.value(by_column.get(c, ()), sizes[c]) for c in column_keys_all),
        total=tally.value(kept, len(study.population)),
        row_labels=tuple(row_axis.label(key) for key in row_keys_all),
        row_levels=tuple(row_axis.depth(key) for key in row_keys_all),
        measure=measure,
        coder=coder,
        filter=where,
        base=tuple(_base(grouped.get(key, ()), measure) for key in column_keys_all),
        read_share=tuple(_read_share(grouped.get(key, ()), coder) for key in column_keys_all),
        base_meaning=_base_meaning(columns, measure),
        notes=_notes(study, column_axis, row_axis),
    )


class _Axis:
    """One side of a matrix: which keys a coding or a unit belongs to, and their order."""

    def __init__(self, dimension: str, study: Study, level: int | None) -> None:
        self.parts = tuple(part.strip() for part in dimension.split(","))
        if not 1 <= len(self.parts) <= 2:
            raise NotFound(f"'{dimension}' has too many parts", "At most two, as in 'case,role'.")
        self.study = study
        self.level = level
        self.codes = {
            code.path: code
            for code in study.codebook.codes
            if (level is None or code.level == level)
        }
        self.order = [self._order(part) for part in self.parts]

    def _order(self, part: str) -> dict[str, int]:
        if part == "code":
            live = [c.path for c in self.codes.values() if not c.retired]
            return {path: n for n, path in enumerate(live)}
        if part == "role":
            return {role.value: n for n, role in enumerate(Role)}
        known = {*DIMENSIONS, *self.study.attributes}
        if part not in known:
            raise NotFound(f"no dimension '{part}'", f"Known: {', '.join(sorted(known))}.")
        return {}

    def _part_keys(self, part: str, thing: SegmentRow | PopulationUnit) -> tuple[str, ...]:
        if part == "code":
            if isinstance(thing, PopulationUnit):
                return ()
            above = self.study.codebook.ancestors(thing.code_path)
            return tuple(code.path for code in above if code.path in self.codes)
        if part == "case":
            return thing.cases or (NO_CASE,)
        if part == "transcript":
            return (thing.transcript,)
        if part == "speaker":
            return (thing.speaker or NO_VALUE,)
        if part == "participant":
            return (thing.participant or NO_VALUE,)
        if part == "role":
            return (thing.role.value,)
        found = thing.attributes.get(part, "")
        return tuple(found.split("; ")) if found else (NO_VALUE,)

    def keys(self, thing: SegmentRow | PopulationUnit) -> tuple[Key, ...]:
        """Return the keys that a coding or a unit belongs to; none where it does not."""
        parts = [self._part_keys(part, thing) for part in self.parts]
        if len(parts) == 1:
            return tuple((key,) for key in parts[0])
        return tuple((a, b) for a in parts[0] for b in parts[1])

    def all_keys(self, used: Mapping[Key, object]) -> tuple[Key, ...]:
        """Return all keys in order: those of the population and those that are used."""
        found = set(used)
        if self.parts == ("code",):
            found.update((path,) for path in self.order[0])
        elif "code" in self.parts:
            place = self.parts.index("code")
            others = {
                key
                for unit in self.study.population
                for key in self._part_keys(self.parts[1 - place], unit)
            }
            for path in self.order[place]:
                for other in others:
                    found.add((path, other) if place == 0 else (other, path))
        else:
            for unit in self.study.population:
                found.update(self.keys(unit))
        return tuple(sorted(found, key=self._rank))

    def _rank(self, key: Key) -> tuple[tuple[bool, int, str, str], ...]:
        last = (NO_CASE, NO_VALUE)
        return tuple(
            (part in last, order.get(part, len(order)), part.casefold(), part)
            for part, order in zip(key, self.order, strict=True)
        )

    def label(self, key: Key) -> str:
        """Return what to show for a key: the names of codes, the rest as it is."""
        shown = [
            self.codes[part].name if dimension == "code" and part in self.codes else part
            for dimension, part in zip(self.parts, key, strict=True)
        ]
        return " · ".join(shown)

    def depth(self, key: Key) -> int:
        """Return the depth of a code's row in the tree; 1 for everything else."""
        if self.parts == ("code",) and self.level is None:
            return key[0].count("/") + 1
        return 1


class _Tally:
    """Turns the codings of a cell into its value."""

    def __init__(self, study: Study, measure: Measure) -> None:
        self.study = study
        self.measure = measure
        codable = {unit.id for unit in study.population}
        self.codable = codable

    def value(self, codings: Sequence[SegmentRow], units: int) -> Value:
        match self.measure:
            case Measure.SEGMENTS:
                return len({c.segment_id for c in codings})
            case Measure.CODINGS:
                return len({c.coding_id for c in codings})
            case Measure.UNITS:
                return len(self._units(codings))
            case Measure.WORDS:
                return self._words(codings)
            case Measure.CASES:
                return len({case for c in codings for case in c.cases})
            case Measure.PARTICIPANTS:
                return len({c.person for c in codings})
            case Measure.TRANSCRIPTS:
                return len({c.transcript for c in codings})
            case Measure.SHARE:
                return len(self._units(codings)) / units if units else None
        scores = [c.score for c in codings if c.score is not None]
        return sum(scores) / len(scores) if scores else None

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


def _population_by(
    axis: _Axis, population: Sequence[PopulationUnit]
) -> dict[Key, list[PopulationUnit]]:
    grouped: dict[Key, list[PopulationUnit]] = {}
    if "code" in axis.parts:  # every unit could have been coded with every code
        return (
            {key: list(population) for key in axis.all_keys({})} if axis.parts == ("code",) else {}
        )
    for unit in population:
        for key in axis.keys(unit):
            grouped.setdefault(key, []).append(unit)
    return grouped


def _base(units: Sequence[PopulationUnit], measure: Measure) -> int:
    if measure is Measure.CASES:
        return len({case for unit in units for case in unit.cases})
    if measure is Measure.PARTICIPANTS:
        return len({unit.person for unit in units})
    if measure in (Measure.UNITS, Measure.SHARE):
        return len({unit.id for unit in units})
    if measure is Measure.WORDS:
        return sum(unit.words for unit in units)
    return len({unit.transcript for unit in units})


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
    special = coder in (ANY, "agreed")
    read = sum(1 for unit in units if (unit.readers if special else coder in unit.readers))
    return read / len(units)


def _notes(study: Study, columns: _Axis, rows: _Axis) -> tuple[str, ...]:
    notes = []
    if "case" in (*columns.parts, *rows.parts):
        if any(len(c.cases) > 1 for c in study.codings):
            notes.append(
                "Some segments belong to several cases and count for each; "
                "totals count every segment once, so cases may add up to more."
            )
        if any(not unit.cases for unit in study.population):
            notes.append(f"What is linked to no case counts under {NO_CASE}.")
    unknown = len({unit.person for unit in study.population if unit.role is Role.UNKNOWN})
    if unknown:
        notes.append(
            f"{unknown} speaker(s) have the role 'unknown'; they are codable and counted. "
            "A case sheet gives them roles."
        )
    return tuple(notes)
