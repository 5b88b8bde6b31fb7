"""Choosing quotes for a report: spread over cases and roles, nobody quoted too often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sendcode.core.segments import NOT_QUOTED, SegmentRow
from sendcode.errors import NotFound

TEMPLATE = "{role}, {school}, {phase}, {local_authority}"
GOOD_LENGTH = (60, 420)
_FIELD = re.compile(r"\{([^{}]*)\}")
_OURS: Mapping[str, Callable[[SegmentRow], str]] = {
    "role": lambda row: row.role.value,
    "case": lambda row: "; ".join(row.cases),
    "transcript": lambda row: row.transcript,
    "speaker": lambda row: row.speaker or "",
    "participant": lambda row: row.participant or "",
    "turn": lambda row: str(row.turn),
}


_Said = tuple[tuple[str, ...], str, str]
"""Cases (or else the person), role and person: for one of these, length and number decide."""
_Candidate = tuple[bool, int, int, SegmentRow]
"""Not starred, how awkward its length is, number of the segment, and the row."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to quote.

    Attributes:
        text: As they stand in the transcript.
        attribution: Who says so, by the template.
        segment_id: Names them for good.
        starred: Somebody starred them.
    """

    text: str
    attribution: str
    segment_id: int
    transcript: str
    turn: int
    starred: bool = False


@dataclass(slots=True)
class Chooser:
    """Chooses quotes, theme after theme, and remembers who was quoted already.

    Attributes:
        marks: By segment, the kinds of marks it bears.
        template: For the attribution.
        attributes: Names of all attributes.
    """

    marks: Mapping[int, frozenset[str]]
    template: str
    attributes: Sequence[str]
    cases: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    used: set[tuple[str, int, int]] = field(default_factory=set)

    def choose(self, rows: Iterable[SegmentRow], number: int) -> tuple[Quote, ...]:
        """Return up to so many quotes from the codings of a theme.

        What is marked do-not-quote is never taken, and no words twice in a report. Starred
        quotes come first; among the others the one whose case and person were quoted least so
        far, then the one whose role is not yet among the quotes of this theme, then one of a
        length that reads well.
        """
        left = self._by_voice(rows)
        roles: Counter[str] = Counter()
        here: Counter[str] = Counter()
        chosen: list[Quote] = []
        while left and len(chosen) < number:
            voice = min(left, key=lambda v: self._rank(left[v][-1], v, roles, here))
            row = left[voice].pop()[-1]
            if not left[voice]:
                del left[voice]
            if any(self._overlaps(row, spot) for spot in self.used):
                continue
            roles[row.role.value] += 1
            for case in row.cases or (row.person,):
                here[case] += 1
                self.cases[case] += 1
            self.people[row.person] += 1
            self.used.add((row.transcript, row.start, row.end))
            chosen.append(self._quote(row))
        return tuple(chosen)

    def _by_voice(self, rows: Iterable[SegmentRow]) -> dict[_Said, list[_Candidate]]:
        """Return what may be quoted by who said it about whom, each one's best at the end."""
        low, high = GOOD_LENGTH
        found: dict[_Said, dict[int, _Candidate]] = {}
        for row in rows:
            number = row.segment_id
            length = len(row.text)
            if number is None or row.text == NOT_QUOTED or not row.text.strip():
                continue
            marks = self.marks.get(number, frozenset())
            if "do-not-quote" in marks:
                continue
            awkward = max(low - length, 0) * 4 + max(length - high, 0)
            said = (row.cases or (row.person,), row.role.value, row.person)
            candidate = ("star" not in marks, awkward // 60, number, row)
            found.setdefault(said, {})[number] = candidate
        return {
            said: sorted(candidates.values(), key=lambda c: c[:3], reverse=True)
            for said, candidates in found.items()
        }

    def _rank(
        self, best: _Candidate, said: _Said, roles: Counter[str], here: Counter[str]
    ) -> tuple[bool, int, int, int, int, int, int]:
        unstarred, awkward, number, _ = best
        cases, role, person = said
        return (
            unstarred,
            max(here[case] for case in cases),
            roles[role],
            self.people[person],
            awkward,
            max(self.cases[case] for case in cases),
            number,
        )

    @staticmethod
    def _overlaps(row: SegmentRow, spot: tuple[str, int, int]) -> bool:
        return row.transcript == spot[0] and row.start < spot[2] and spot[1] < row.end

    def _quote(self, row: SegmentRow) -> Quote:
        number = row.segment_id or 0
        return Quote(
            text=row.text,
            attribution=attribution(row, self.template, self.attributes),
            segment_id=number,
            transcript=row.transcript,
            turn=row.turn,
            starred="star" in self.marks.get(number, ()),
        )


def attribution(row: SegmentRow, template: str, attributes: Sequence[str]) -> str:
    """Return who says so: the template filled in; what is empty goes with its comma.

    Raises:
        NotFound: The template names a field that there is not.
    """
    check_template(template, attributes)
    parts = []
    for part in template.split(","):
        filled = _FIELD.sub(lambda found: _value(row, found[1].strip()), part)
        bare = _FIELD.sub("", part)
        if filled.strip() and (filled != bare or not _FIELD.search(part)):
            parts.append(" ".join(filled.split()))
    return ", ".join(parts)


def check_template(template: str, attributes: Sequence[str]) -> None:
    """Refuse a template that names what there is not; our own default may name too much.

    Raises:
        NotFound: The hint lists the fields.
    """
    if template == TEMPLATE:
        return
    known = {*_OURS, *attributes}
    for found in _FIELD.finditer(template):
        if found[1].strip() not in known:
            raise NotFound(
                f"no field '{found[1].strip()}' for an attribution",
                f"Known: {', '.join(sorted(known))}.",
            )


def _value(row: SegmentRow, name: str) -> str:
    ours = _OURS.get(name)
    return ours(row) if ours else row.attributes.get(name, "")
