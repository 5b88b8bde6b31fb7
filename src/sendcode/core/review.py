"""Reviewing: suggested segments as a view over units, and what an answer to one means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Evidence, Role, Span

LIKELY = 0.7
POSSIBLE = 0.4


def band(score: float) -> str:
    """Return what a score means before it is calibrated: likely, possible or weak."""
    if score >= LIKELY:
        return "likely"
    return "possible" if score >= POSSIBLE else "weak"


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """One suggestion for one unit that this coder has not decided.

    Attributes:
        suggestion: Id of the stored suggestion; 0 for a unit that is merely ranked.
        position: Place of the unit in its transcript, from 0; neighbours differ by one.
        code: GUID of the code.
        run: Id of the run; 0 where there was none.
    """

    suggestion: int
    transcript: int
    turn: int
    unit: int
    position: int
    span: Span
    code: str
    score: float
    evidence: tuple[Evidence, ...]
    run: int


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One suggested segment: what a reviewer decides about at a time.

    Attributes:
        id: Of the first stored suggestion in it; without one `at-`, place and code. Tells the
            item apart in a spreadsheet or a script.
        transcript: Name of the transcript.
        text: The words of the segment.
        code: Path of the suggested code.
        score: The best score of its units.
        audit: The item was drawn at random from what is ranked low.
        pool: From how many units it was drawn, for an audit item; else 0.
        also_not: Further codes that a rejection denies (the leaves of a family queue).
        turn: Number of the turn in the transcript.
        again: No suggestion, but a coding of the coder's own, to be looked at again.
    """

    id: str
    transcript: str
    start: int
    end: int
    text: str
    code: str
    code_guid: str
    score: float
    evidence: tuple[Evidence, ...]
    place: Place
    speaker: str | None
    role: Role
    turn: int
    run: int
    audit: bool = False
    also_not: tuple[str, ...] = ()
    pool: int = 0
    again: bool = False

    @property
    def band(self) -> str:
        """Return likely, possible or weak."""
        return band(self.score)


@dataclass(frozen=True, slots=True)
class SuggestedSegment:
    """Adjacent open units of one turn with the same suggested code."""

    units: tuple[OpenUnit, ...]

    @property
    def score(self) -> float:
        """Return the best score of its units."""
        return max(unit.score for unit in self.units)

    @property
    def place(self) -> Place:
        """Return where it stands."""
        first, last = self.units[0], self.units[-1]
        return Place(
            first.transcript,
            first.turn,
            Span(first.span.start, last.span.end),
            tuple(unit.unit for unit in self.units),
        )

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the reasons of all its units, each once, strongest first."""
        spans: dict[tuple[str, str, float], dict[Span, None]] = {}
        for unit in self.units:
            for reason in unit.evidence:
                key = (reason.source, reason.detail, reason.weight)
                spans.setdefault(key, {}).update(dict.fromkeys(reason.spans))
        merged = [
            Evidence(*key, tuple(sorted(found, key=lambda s: (s.start, s.end))))
            for key, found in spans.items()
        ]
        return tuple(sorted(merged, key=lambda reason: (-reason.weight, reason.detail)))


def suggested_segments(units: Iterable[OpenUnit]) -> tuple[SuggestedSegment, ...]:
    """Join adjacent units of one turn that are suggested for the same code.

    The result is in the order of transcript, place and code.
    """
    groups: list[list[OpenUnit]] = []
    for unit in sorted(units, key=lambda u: (u.transcript, u.code, u.position)):
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and (last.transcript, last.turn, last.code) == (unit.transcript, unit.turn, unit.code)
            and unit.position == last.position + 1
        ):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    segments = [SuggestedSegment(tuple(group)) for group in groups]
    return tuple(
        sorted(segments, key=lambda s: (s.place.transcript, s.place.span.start, s.units[0].code))
    )


def decision_for(
    item: QueueItem,
    action: Action,
    *,
    code: str | None = None,
    memo: str | None = None,
    place: Place | None = None,
    payload: Mapping[str, Any] | None = None,
) -> NewDecision:
    """Return the decision that an answer to a queue item means.

    Args:
        item: What was shown.
        action: accept, reject, recode or skip.
        code: GUID of the other code, for a recode; the suggested one turns it into an accept.
        memo: A memo on the segment.
        place: Where the code fits, when the coder stretched or shrank the segment; a unit
            that was suggested and cut off is denied the suggested code.
        payload: What else the log should keep, such as what of the suggestion was hidden. From
            how many an audit item was drawn is always kept.

    Raises:
        ValueError: Another action, or a recode without a code.
    """
    if action not in (Action.ACCEPT, Action.REJECT, Action.RECODE, Action.SKIP):
        raise ValueError(f"not an answer to a suggestion: {action}")
    if action is Action.RECODE and not code:
        raise ValueError("a recode needs a code")
    if action is Action.RECODE and code == item.code_guid:
        action = Action.ACCEPT
    kept = {**(payload or {}), **({"audit": item.pool} if item.pool else {})}
    decision = NewDecision(
        action=action,
        place=item.place if place is None or action is Action.REJECT else place,
        code=item.code_guid,
        origin="manual" if item.again else "suggestion",
        suggestion=int(item.id) if item.id.isdigit() and int(item.id) else None,
        run=item.run or None,
        score=None if item.again else item.score,
        memo=memo,
        payload=kept,
    )
    if place is not None and action in (Action.ACCEPT, Action.RECODE):
        stays = set(place.units)
        cut = tuple(unit for unit in item.place.units if unit not in stays)
        decision = replace(decision, cut=cut)
    if action is Action.RECODE:
        return replace(decision, code=code, from_code=item.code_guid)
    if action is Action.REJECT:
        return replace(decision, also_not=item.also_not)
    return decision
