"""Voices: who speaks where, in what role, about which cases; the same for many turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sendcode.core.model import NOTHING, Role


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker of one transcript, talking about the same cases.

    Attributes:
        person: Who speaks, across transcripts where the participant is known.
        cases: Names of the cases; empty where there is none.
        attributes: Name to value; several values of several cases are parted by `; `.
    """

    transcript: str
    speaker: str | None
    participant: str | None
    person: str
    role: Role
    cases: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
