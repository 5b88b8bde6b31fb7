"""Suggestions that are like one another: the same code, for the same rule and the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Evidence
from sendcode.core.review import OpenUnit, QueueItem, SuggestedSegment, suggested_segments
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.segment_rows import evidence_words


@dataclass(frozen=True, slots=True)
class Alike:
    """Open suggestions that one answer can settle.

    Attributes:
        code: GUID of the code.
        rule: What suggested them, e.g. `delays/waiting#2`.
        words: The words that spoke for them.
        segments: What they are, this one included.
        samples: Transcript and words of the first few.
    """

    code: str
    rule: str
    words: tuple[str, ...]
    segments: tuple[SuggestedSegment, ...]
    samples: tuple[tuple[str, str], ...]


def alike(
    store: Store, frame: StudyFrame, item: QueueItem, *, coder: int | None, samples: int = 8
) -> Alike | None:
    """Return what is still open with the strongest rule of an item, and the same words.

    None where no rule speaks for it: likeness and learning find no phrases.
    """
    reason = next((one for one in item.evidence if one.source == "rule"), None)
    if reason is None:
        return None
    wanted = _words(frame.text(item.place.transcript), reason, item.start, item.end)
    found: list[OpenUnit] = []
    at, text = 0, ""
    for unit in store.queue.explained_by(item.code_guid, reason.detail, coder=coder):
        if unit.transcript != at:
            at, text = unit.transcript, store.transcripts.text(unit.transcript)
        words = _of_unit(text, unit, reason.detail)
        if words and words <= wanted:  # nothing else made the rule speak there
            found.append(unit)
    segments = suggested_segments(found)
    texts = (
        (s.place.transcript, frame.text(s.place.transcript), s.place.span)
        for s in segments[:samples]
    )
    return Alike(
        code=item.code_guid,
        rule=reason.detail,
        words=tuple(sorted(wanted)),
        segments=segments,
        samples=tuple((frame.names[n], text[span.start : span.end]) for n, text, span in texts),
    )


def _of_unit(text: str, unit: OpenUnit, detail: str) -> frozenset[str]:
    reasons = (reason for reason in unit.evidence if reason.detail == detail)
    found: set[str] = set()
    for reason in reasons:
        found |= _words(text, reason, unit.span.start, unit.span.end)
    return frozenset(found)


def _words(text: str, reason: Evidence, start: int, end: int) -> frozenset[str]:
    return frozenset(word.casefold() for word in evidence_words(text, (reason,), start, end))


def answers(found: Alike, action: Action) -> tuple[NewDecision, ...]:
    """Return the decisions that accept or reject all of them."""
    return tuple(_answers(found.segments, found.code, action))


def _answers(
    segments: Iterable[SuggestedSegment], code: str, action: Action
) -> Iterable[NewDecision]:
    for segment in segments:
        first = segment.units[0]
        yield NewDecision(
            action,
            place=segment.place,
            code=code,
            origin="bulk",
            suggestion=first.suggestion or None,
            run=first.run or None,
            score=segment.score,
        )
