"""What people say, phrase by phrase: how often, by how many people, about which cases, where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sendcode.core.keyness import deviation_of_proportions
from sendcode.core.kwic import kwic
from sendcode.core.model import Span
from sendcode.core.progress import Track, untracked
from sendcode.core.segments import PopulationUnit
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.suggest.stretches import Gram
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.where import unit_ids

Phrases = Callable[[str], Iterator[tuple[Gram, Span]]]
"""Gives the phrases of a text: what each is counted as, and where it stands."""

SHOWN = 15
LINES = 3
_ENDS = ("", ".", "!", "?", "…", "“", "‘", '"')
"""After one of these a word may have its capital from its place."""
_AROUND = 60
_SKETCH = 1 << 22
_FULL = 255


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase in its place, with what is said around it in the same turn."""

    transcript: str
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and what speaks for it.

    Attributes:
        count: Times it is said.
        people: By how many people.
        elsewhere: Times it is said in what it is compared with.
        people_elsewhere: By how many people there.
        keyness: Log-likelihood.
        ratio: Log ratio; for a phrase in vivo, doublings over chance in general English.
        parts: In how many parts it is said: a case, the cases that a person speaks of together,
            or a transcript that is about none.
        dispersion: Gries' DP over people or over parts, whichever is less even: 0 even, 1 all
            with one.
        lines: Some of its places, of different transcripts.
    """

    phrase: str
    count: int
    people: int
    elsewhere: int
    people_elsewhere: int
    keyness: float
    ratio: float
    parts: int
    dispersion: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A list of phrases, and what it was counted from in some sentences.

    Attributes:
        people: How many people are heard in what was looked at.
        people_elsewhere: How many in what it is compared with; 0 where it is general English.
    """

    terms: tuple[Term, ...]
    people: int
    people_elsewhere: int
    note: str


class Said:
    """The phrases of some units.

    Args:
        frame: Look-ups.
        units: What is looked at.
        phrases: Gives the phrases of a text.
        least: Phrases that are said less often are not counted.
        only: Count these phrases and no others.
        track: Progress.
    """

    def __init__(
        self,
        frame: StudyFrame,
        units: Sequence[PopulationUnit],
        phrases: Phrases,
        *,
        least: int = 1,
        only: Collection[Gram] | None = None,
        track: Track = untracked,
    ) -> None:
        self.frame, self.units, self._phrases = frame, units, phrases
        self.words = sum(unit.words for unit in units)
        self.counts: Counter[Gram] = Counter()
        self.by_person: dict[Gram, Counter[str]] = {}
        self.by_part: dict[Gram, Counter[str]] = {}
        self.people: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()
        often = _Sketch() if least > 1 else None
        if often is not None:
            for unit in track(units, "Reading phrases", total=len(units)):
                often.add(gram for gram, _ in self._said(unit))
        for unit in track(units, "Counting phrases", total=len(units)):
            part = "; ".join(unit.cases) or unit.transcript
            self.people[unit.person] += unit.words
            self.parts[part] += unit.words
            for gram, _ in self._said(unit):
                if (only is None or gram in only) and (often is None or often.least(gram) >= least):
                    self.counts[gram] += 1
                    self.by_person.setdefault(gram, Counter())[unit.person] += 1
                    self.by_part.setdefault(gram, Counter())[part] += 1

    def text(self, unit: PopulationUnit) -> str:
        """Return a unit's words."""
        return self.frame.text(self.frame.ids[unit.transcript])[unit.start : unit.end]

    def _said(self, unit: PopulationUnit) -> Iterator[tuple[Gram, Span]]:
        return self._phrases(self.text(unit))

    def spread(self, gram: Gram) -> bool:
        """Say whether several people say it, and about several cases where there are several."""
        parts = min(2, len(self.parts))
        return len(self.by_person[gram]) > 1 and len(self.by_part[gram]) >= parts

    def dispersion(self, gram: Gram) -> float:
        """Return Gries' DP of a phrase over people or over parts, the one that is less even."""
        return max(
            _dispersion(self.by_person[gram], self.people),
            _dispersion(self.by_part[gram], self.parts),
        )

    def lines(self, wanted: Collection[Gram]) -> dict[Gram, list[Line]]:
        """Return some places of phrases, one for each of some transcripts.

        A line with words that are marked do-not-quote is left out.
        """
        found: dict[Gram, list[Line]] = {gram: [] for gram in wanted}
        for unit in self.units:
            for gram, span in self._said(unit):
                there = found.get(gram)
                if there is None or any(line.transcript == unit.transcript for line in there):
                    continue
                line = self._line(unit, span)
                if self._quotable(unit, line):
                    there.append(line)
        return found

    def _can_be_shown(self, wanted: Collection[Gram]) -> set[Gram]:
        """Return the phrases that are said somewhere in a line that may be quoted."""
        if self.frame.all_quotable:
            return set(wanted)
        left = set(wanted)
        for unit in self.units:
            if not left:
                break
            for gram, span in self._said(unit):
                if gram in left and self._quotable(unit, self._line(unit, span)):
                    left.discard(gram)
        return set(wanted) - left

    def _quotable(self, unit: PopulationUnit, line: Line) -> bool:
        number = self.frame.ids[unit.transcript]
        first, last = _turn_around(self.frame.text(number), line.start, line.end)
        last = min(last, line.end + 3 * _AROUND)
        return self.frame.quotable(number, Span(first, last), unit.cases)

    def _line(self, unit: PopulationUnit, span: Span) -> Line:
        text = self.frame.text(self.frame.ids[unit.transcript])
        start, end = unit.start + span.start, unit.start + span.end
        first, last = _turn_around(text, start, end)
        line = kwic(text[first:last], [Span(start - first, end - first)], side=_AROUND)
        return Line(unit.transcript, start, end, line.left, text[start:end], line.right)

    def listed(
        self,
        keys: dict[Gram, tuple[float, float]],
        worth: Callable[[Gram], float],
        other: Said | None = None,
        *,
        same: Callable[[Gram], frozenset[str]] = frozenset,
    ) -> tuple[Term, ...]:
        """Return the best phrases; one that shares its words with a better one is left out.

        One that is only said where nothing may be quoted is left out too; another one takes its
        place.

        Args:
            keys: Keyness and ratio of each phrase.
            worth: The more, the better.
            other: What it is compared with.
            same: Gives the words that two phrases may not share.
        """
        chosen: list[Gram] = []
        told: list[frozenset[str]] = []
        for gram in sorted(self._can_be_shown(keys), key=lambda g: (-worth(g), g)):
            words = same(gram)
            if not any(words <= one or one <= words for one in told):
                chosen.append(gram)
                told.append(words)
            if len(chosen) == SHOWN:
                break
        places = self.lines(chosen)
        return tuple(
            self._term(gram, *keys[gram], places[gram], other) for gram in chosen if places[gram]
        )

    def _term(
        self, gram: Gram, keyness: float, ratio: float, lines: Sequence[Line], other: Said | None
    ) -> Term:
        inside = [line for line in lines if line.before.rstrip()[-1:] not in _ENDS]
        written = Counter(" ".join(line.words.split()) for line in inside or lines)
        return Term(
            phrase=min(written, key=lambda form: (-written[form], form)),
            count=self.counts[gram],
            people=len(self.by_person[gram]),
            elsewhere=other.counts[gram] if other else 0,
            people_elsewhere=len(other.by_person.get(gram, ())) if other else 0,
            keyness=keyness,
            ratio=ratio,
            parts=len(self.by_part[gram]),
            dispersion=self.dispersion(gram),
            lines=tuple(lines[:LINES]),
        )


def _turn_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a line begins and ends at the latest: in the same turn."""
    last = text.find("\n", end)
    first = max(text.rfind("\n", 0, start) + 1, start - 3 * _AROUND)
    return first, last if last >= 0 else len(text)


class _Sketch:
    """About how often phrases are said, never too low, in little memory."""

    def __init__(self) -> None:
        self._counts = bytearray(_SKETCH)

    def add(self, grams: Iterable[Gram]) -> None:
        """Count some phrases."""
        for gram in grams:
            place = hash(gram) % _SKETCH
            if self._counts[place] < _FULL:
                self._counts[place] += 1

    def least(self, gram: Gram) -> int:
        """Return a number that is no less than the times a phrase is said (255 at most)."""
        return self._counts[hash(gram) % _SKETCH]


def _dispersion(counts: Counter[str], sizes: Counter[str]) -> float:
    names = sorted(sizes)
    found = deviation_of_proportions([counts[n] for n in names], [sizes[n] for n in names])
    return found or 0.0


def asked_units(store: Store, frame: StudyFrame, query: str) -> list[PopulationUnit]:
    """Return the units that a query finds; all that can be coded for an empty one.

    Raises:
        QueryError: It cannot be read.
        NotFound: It finds nothing.
    """
    units = list(frame.population())
    if query.strip():
        found = unit_ids(store, query)
        units = [unit for unit in units if unit.id in found]
    if not units:
        what = f"the query {query} finds" if query.strip() else "there is"
        raise NotFound(
            f"{what} no sentence that can be coded", "'sendcode query' shows what a query finds."
        )
    return units
