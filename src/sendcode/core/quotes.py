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
        left = {
            row.segment_id or 0: row
            for row in rows
            if row.segment_id is not None
            and "do-not-quote" not in self.marks.get(row.segment_id, ())
            and row.text.strip()
            and row.text != NOT_QUOTED
        }
        roles: Counter[str] = Counter()
        here: Counter[str] = Counter()
        chosen: list[Quote] = []
        while left and len(chosen) < number:
            row = min(left.values(), key=lambda r: self._rank(r, roles, here))
            left.pop(row.segment_id or 0)
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

    def _rank(
        self, row: SegmentRow, roles: Counter[str], here: Counter[str]
    ) -> tuple[bool, int, int, int, int, int, int]:
        cases = row.cases or (row.person,)
        low, high = GOOD_LENGTH
        length = len(row.text)
        awkward = max(low - length, 0) * 4 + max(length - high, 0)
        return (
            "star" not in self.marks.get(row.segment_id or 0, ()),
            max(here[case] for case in cases),
            roles[row.role.value],
            self.people[row.person],
            awkward // 60,
            max(self.cases[case] for case in cases),
            row.segment_id or 0,
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
