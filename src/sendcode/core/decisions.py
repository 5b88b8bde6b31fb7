"""Decisions: what a coder said, as it goes into the log and as it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sendcode.core.model import Action, Span

TOPICS = ("project", "transcript", "segment", "code", "case", "journal")
MARKS = (Action.FLAG, Action.STAR, Action.DO_NOT_QUOTE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision applies: a span of whole units inside one turn.

    Attributes:
        transcript: Id of the transcript.
        turn: Id of the turn in which the span starts.
        span: Offsets into the transcript's text.
        units: Ids of the units that the span covers, in order.
    """

    transcript: int
    turn: int
    span: Span
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a memo or a mark is about, where it is not a segment.

    Attributes:
        about: One of `TOPICS`; for a code the decision's `code` says which.
        transcript: Id of the transcript, for `transcript`.
        case: Id of the case, for `case`.
    """

    about: str
    transcript: int | None = None
    case: int | None = None

    def __post_init__(self) -> None:
        if self.about not in TOPICS:
            raise ValueError(f"nothing to write about: {self.about}")


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision about to be recorded.

    Attributes:
        action: One of the closed list, other than undo and redo.
        place: Where it applies; None for what is about no place.
        code: GUID of the code that is put on, kept off or taken off.
        from_code: GUID of the code that was suggested, for a recode.
        also_not: GUIDs of further codes that the coder thereby denied (a family's leaves).
        cut: Ids of units that were suggested with the others and that the coder cut off.
        before: Where the coding stood, for a respan.
        topic: What a memo or a mark is about; None for the segment at `place`.
        on: Whether a mark is set or taken off.
        owner: Id of the coder whose coding it is, where another one decides: a merge of two
            codes moves everybody's codings. None for the one who decides.
        denies: Whether a recode says no to `from_code`; a merge of codes does not.
        origin: For accept, recode and code: `suggestion`, `bulk` or `manual`.
        suggestion: Id of the (first) stored suggestion, where there was one.
        run: Id of the run that suggested or ranked it.
        score: As shown to the coder.
        memo: A memo on the segment, or None.
        payload: Anything else worth keeping; no words of the interview.
    """

    action: Action
    place: Place | None = None
    code: str | None = None
    from_code: str | None = None
    also_not: tuple[str, ...] = ()
    cut: tuple[int, ...] = ()
    before: Place | None = None
    topic: Topic | None = None
    on: bool = True
    owner: int | None = None
    denies: bool = True
    origin: str = "suggestion"
    suggestion: int | None = None
    run: int | None = None
    score: float | None = None
    memo: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.action in (Action.UNDO, Action.REDO):
            raise ValueError("undo and redo are recorded by undoing, not by hand")
        needs_code = self.action in (
            Action.ACCEPT,
            Action.REJECT,
            Action.RECODE,
            Action.CODE,
            Action.UNCODE,
            Action.RESPAN,
        )
        if needs_code and (self.place is None or self.code is None):
            raise ValueError(f"{self.action} needs a place and a code")
        if self.action is Action.RESPAN and self.before is None:
            raise ValueError("a respan needs the place before")
        if self.action in (*MARKS, Action.MEMO) and self.place is None and self.topic is None:
            raise ValueError(f"{self.action} needs a place or a topic")
        if self.action is Action.MEMO and not (self.memo or "").strip():
            raise ValueError("a memo needs words")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log, with names in the place of ids.

    Attributes:
        code: Path in the current codebook, or in the last version that had the code.
        undone: A later undo took it back (and no redo brought it again).
        detail: What kind of repair it is, what was decided about themes, which case was marked
            or that a mark was taken off; empty for other decisions.
    """

    id: str
    at: str
    coder: str
    action: Action
    batch_id: str | None
    segment_id: int | None
    transcript: str | None
    start: int | None
    end: int | None
    code: str | None
    from_code: str | None
    undoes: str | None
    score: float | None
    suggestion_id: int | None
    run_id: int | None
    codebook_version: int | None
    undone: bool
    detail: str = ""
