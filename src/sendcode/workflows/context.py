"""What stands around a segment: the words before and after it, with who says them."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.model import Role, Span
from sendcode.core.review import QueueItem
from sendcode.workflows.frame import StudyFrame


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A stretch of one turn around or inside a segment.

    Attributes:
        speaker: Label where the stretch begins its turn or follows another speaker, else None.
        text: The words.
        inside: The stretch is the segment itself.
        marks: Evidence words as offsets into `text`.
    """

    speaker: str | None
    role: Role
    text: str
    inside: bool
    marks: tuple[Span, ...] = ()


def context(
    frame: StudyFrame, item: QueueItem, *, before: int = 3, after: int = 2
) -> tuple[ContextLine, ...]:
    """Return a segment with some units before and after it, one line per turn and side."""
    number = item.place.transcript
    units = frame.units(number)
    inside = [n for n, unit in enumerate(units) if unit.id in set(item.place.units)]
    first, last = inside[0], inside[-1]
    text = frame.text(number)
    lines: list[ContextLine] = []
    seen: tuple[int, bool] | None = None
    spans: list[tuple[int, bool, int, int]] = []
    for place in range(max(0, first - before), min(len(units), last + 1 + after)):
        unit = units[place]
        within = first <= place <= last
        if spans and seen == (unit.turn, within):
            spans[-1] = (*spans[-1][:3], unit.end)
        else:
            spans.append((unit.turn, within, unit.start, unit.end))
        seen = (unit.turn, within)
    told: int | None = None
    for turn_id, within, start, end in spans:
        turn = frame.turns[turn_id]
        marks = _marks(item, start, end) if within else ()
        label = turn.label if told != turn_id else None
        lines.append(ContextLine(label, turn.role, text[start:end], within, marks))
        told = turn_id
    return tuple(lines)


def _marks(item: QueueItem, start: int, end: int) -> tuple[Span, ...]:
    found = {
        Span(span.start - start, span.end - start)
        for reason in item.evidence
        for span in reason.spans
        if start <= span.start and span.end <= end
    }
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))
