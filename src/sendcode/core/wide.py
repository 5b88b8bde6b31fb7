"""The wide form for R and SPSS: one row per unit, one column per code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sendcode.core.codebook import Codebook
from sendcode.core.segments import AGREED, ANY, PopulationUnit, SegmentRow

ABOUT = (
    *("unit_id", "transcript", "turn", "start", "end", "speaker", "participant", "role", "case"),
    *("words", "text", "read"),
)
_LABELS = {
    "unit_id": "Number of the sentence in the project",
    "transcript": "Transcript",
    "turn": "Number of the turn in the transcript",
    "start": "First character of the sentence in the transcript's text",
    "end": "Character after the last one",
    "speaker": "Label of the speaker in the transcript",
    "participant": "Who speaks, across transcripts",
    "role": "Role of the speaker",
    "case": "Cases that it is about",
    "words": "Number of words",
    "text": "The sentence",
    "read": "1 where it was read, else 0",
}
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class WideTable:
    """Units with a column per code: 1 coded, 0 read and not coded, None where nobody read it.

    Attributes:
        columns: What is known of the unit, then `attribute` columns, then the codes' paths.
        rows: In the order of transcript and place.
        codes: How many of the last columns are codes.
        names: The names of these codes, as people read them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    codes: int
    names: tuple[str, ...] = ()

    def labels(self) -> tuple[str, ...]:
        """Return what each column is, in words."""
        first = len(self.columns) - self.codes
        codes = self.columns[first:]
        names = self.names or codes
        return (
            *(_LABELS.get(column, column) for column in self.columns[:first]),
            *(f"{name} ({path})" for name, path in zip(names, codes, strict=True)),
        )


def wide(
    codings: Sequence[SegmentRow],
    population: Sequence[PopulationUnit],
    codebook: Codebook,
    *,
    attributes: Sequence[str],
    coder: str,
    turns: Mapping[int, int],
    text: Callable[[str, int, int], str],
) -> WideTable:
    """Lay codings out by unit; a parent is coded where a code below it is.

    Args:
        codings: Those that count.
        population: The units, in order.
        codebook: One column per code in its order; retired codes only where they are used.
        attributes: Names of the attributes.
        coder: Whose reading makes a 0: a name, else anybody's.
        turns: By unit, the number of its turn.
        text: The words of a span of a transcript.
    """
    carried = _carried(codings, codebook)
    used = set().union(*carried.values()) if carried else set()
    codes = [code.path for code in codebook if not code.retired or code.path in used]
    codes += sorted(used - set(codes))
    rows: list[tuple[Cell, ...]] = []
    for unit in population:
        found = carried.get(unit.id, set())
        read = bool(unit.readers) if coder in (ANY, AGREED) else coder in unit.readers
        otherwise = 0 if read else None
        rows.append(
            (
                *(unit.id, unit.transcript, turns[unit.id], unit.start, unit.end, unit.speaker),
                *(unit.participant, unit.role.value, "; ".join(unit.cases), unit.words),
                *(text(unit.transcript, unit.start, unit.end), int(read)),
                *(unit.attributes.get(name, "") for name in attributes),
                *(1 if path in found else otherwise for path in codes),
            )
        )
    taken = {*ABOUT, *codes}
    names = tuple(f"attribute.{name}" if name in taken else name for name in attributes)
    known = {code.path: code.name for code in codebook}
    spoken = tuple(known.get(path, path) for path in codes)
    return WideTable((*ABOUT, *names, *codes), tuple(rows), len(codes), spoken)


def _carried(codings: Sequence[SegmentRow], codebook: Codebook) -> dict[int, set[str]]:
    """Return, by unit, the paths of the codes on it and of those above them."""
    carried: dict[int, set[str]] = {}
    for coding in codings:
        above = {code.path for code in codebook.ancestors(coding.code_path)}
        for number in coding.units:
            carried.setdefault(number, set()).update(above or {coding.code_path})
    return carried
