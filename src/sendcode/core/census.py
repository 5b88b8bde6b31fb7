"""What a matrix is counted from: voices, and codings as numbers by code.

Who speaks, in what role, about which cases is the same for many turns: a *voice* holds it once,
and codings and units refer to their voice by its number. So a study of a hundred thousand
codings is counted without a Python object for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.segments import AGREED, ANY, PopulationUnit, SegmentRow, counting
from sendcode.core.voice import Voice


@dataclass(frozen=True)
class Codings:
    """Codings by code; each is put on a segment, which lies in one turn, hence has one voice.

    Attributes:
        ids: By path of the code, the ids of its codings.
        segments: By path of the code, the segment of each of these, in the same order.
        voices: At the place of a segment's id, the number of the voice it is put on. A list:
            looking numbers up in a dictionary takes five times as long.
        spans: Gives, by segment, anything that tells turns apart in the whole study, its first
            character in the transcript's text, and the character after its last.
        scores: Gives, by coding, the score; none for what was coded by hand.
        units: Gives, by segment, the ids of the codable units it touches.
    """

    ids: Mapping[str, Sequence[int]]
    segments: Mapping[str, Sequence[int]]
    voices: Sequence[int]
    spans: Callable[[], Mapping[int, tuple[int, int, int]]]
    scores: Callable[[], Mapping[int, float]]
    units: Callable[[], Mapping[int, Sequence[int]]]


@dataclass(frozen=True)
class Census:
    """What a matrix is counted from, narrowed already.

    Attributes:
        voices: All that speak, interviewers too.
        units: By number of the voice, how many units could have been coded; 0 for a voice
            that is not asked about.
        read: By number of the voice, how many of these were read by who is asked about.
        words: Gives, by number of the voice, the words of these units.
        codings: The codings that count, by whoever was chosen.
        count_words: Counts the words of a span of a transcript.
        codebook: For the tree above the codes.
        attributes: Names of all attributes.
        case_attributes: By case, the values of its own attributes.
    """

    voices: Sequence[Voice]
    units: Sequence[int]
    read: Sequence[int]
    words: Callable[[], Sequence[int]]
    codings: Codings
    count_words: Callable[[str, int, int], int]
    codebook: Codebook
    attributes: tuple[str, ...]
    case_attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def asked(self) -> list[int]:
        """Return the numbers of the voices that could have been coded."""
        return [number for number, units in enumerate(self.units) if units]


@dataclass(frozen=True)
class Study:
    """The same as rows, where somebody has them anyway.

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
    _taken: dict[str, Census] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def counting(self) -> Sequence[SegmentRow]:
        """Return the codings that count: on an interviewer's turn only where they were asked."""
        asked = any(unit.role is Role.INTERVIEWER for unit in self.population)
        return self.codings if asked else counting(self.codings)

    @cached_property
    def transcripts(self) -> frozenset[str]:
        """Return the names of the transcripts in which somebody could have been coded."""
        return frozenset(unit.transcript for unit in self.population)

    def read(self, coder: str) -> float:
        """Return which share of the units was read by whoever was chosen; 0 of none."""
        return sum(self.census(coder).read) / len(self.population) if self.population else 0.0

    def census(self, coder: str) -> Census:
        """Return the rows as what a matrix is counted from; made once for each coder.

        Args:
            coder: Whose reading counts: a name, else anybody's.
        """
        if coder not in self._taken:
            self._taken[coder] = census_of(self, coder)
        return self._taken[coder]


class _Voices:
    """Gives each voice of some rows its number."""

    def __init__(self) -> None:
        self.found: list[Voice] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, row: SegmentRow | PopulationUnit) -> int:
        about = (row.transcript, row.speaker, row.participant, row.person, row.role, row.cases)
        key = (*about, id(row.attributes))  # the rows of a voice share them
        number = self._numbers.setdefault(key, len(self.found))
        if number == len(self.found):
            self.found.append(Voice(*about, row.attributes))
        return number


def census_of(study: Study, coder: str) -> Census:
    """Return rows as what a matrix is counted from.

    Args:
        study: The rows.
        coder: Whose reading counts: a name, else anybody's.
    """
    voices = _Voices()
    whose = [voices.number(unit) for unit in study.population]
    coded = [voices.number(row) for row in study.codings]
    units, read, words = ([0] * len(voices.found) for _ in range(3))
    anybody = coder in (ANY, AGREED)
    for voice, unit in zip(whose, study.population, strict=True):
        units[voice] += 1
        read[voice] += bool(unit.readers if anybody else coder in unit.readers)
        words[voice] += unit.words
    return Census(
        voices=voices.found,
        units=units,
        read=read,
        words=lambda: words,
        codings=_by_code(study, coded),
        count_words=study.words,
        codebook=study.codebook,
        attributes=study.attributes,
        case_attributes=study.case_attributes,
    )


def by_id(ids: Iterable[int], values: Iterable[int]) -> list[int]:
    """Return a list that has each value at the place of its id, and 0 where there is no id."""
    pairs = list(zip(ids, values, strict=True))
    found = [0] * (max(pairs, default=(-1, 0))[0] + 1)
    for number, value in pairs:
        found[number] = value
    return found


def _by_code(study: Study, voices: Sequence[int]) -> Codings:
    rows = study.codings
    codable = {unit.id for unit in study.population}
    turns: dict[tuple[str, int], int] = {}
    ids: dict[str, list[int]] = {}
    segments: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.code_path, []).append(row.coding_id or 0)
        segments.setdefault(row.code_path, []).append(row.segment_id or 0)
    return Codings(
        ids=ids,
        segments=segments,
        voices=by_id((row.segment_id or 0 for row in rows), voices),
        spans=lambda: {
            row.segment_id or 0: (
                turns.setdefault((row.transcript, row.turn), len(turns)),
                row.start,
                row.end,
            )
            for row in rows
        },
        scores=lambda: {r.coding_id or 0: r.score for r in rows if r.score is not None},
        units=lambda: {r.segment_id or 0: [u for u in r.units if u in codable] for r in rows},
    )
