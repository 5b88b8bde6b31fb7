"""Repairs: changes of labels, roles and names after ingest, as they go into the log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Value = str | int | None


class Field(StrEnum):
    """What can be repaired; in brackets what the target of the change is.

    The text of a transcript is not among them: it never changes.
    """

    ROLE = "role"  # a speaker
    ROLE_SOURCE = "role source"  # a speaker
    LABEL = "label"  # a speaker
    PARTICIPANT = "participant"  # a speaker; values are ids of participants
    SPEAKER = "speaker"  # a turn; values are ids of speakers
    QUESTION = "question"  # a turn
    NAME = "name"  # a transcript
    REMOVED = "removed"  # a transcript; 1 or 0


IN_WORDS = frozenset({Field.LABEL, Field.NAME, Field.QUESTION})
"""Fields whose values are names or words: the log holds ids in their place."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that becomes another.

    Attributes:
        target: Id of the speaker, turn or transcript.
        before: As it is now; None for nothing.
        after: As it shall be.
    """

    field: Field
    target: int
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Repair:
    """One decision that mends something.

    Attributes:
        kind: A word for the log: `role`, `rename`, `join`, `give`, `remove`, `question`.
        changes: All of them are made, or none.
        transcript: Id, where it is about a single one.
    """

    kind: str
    changes: tuple[Change, ...]
    transcript: int | None = None

    def __post_init__(self) -> None:
        if not self.changes:
            raise ValueError("a repair changes something")
