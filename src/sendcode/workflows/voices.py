"""Who speaks in each turn, in what role, about which cases, with which attributes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sendcode.core.cases import Level
from sendcode.core.model import Role
from sendcode.core.voice import Voice
from sendcode.store import Store
from sendcode.store.transcripts import TurnRow

QUESTION = "question"
"""The attribute of turns that says which guide question they answer."""


class Voices:
    """The voices of a study, and whose each turn is; it reads when it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: dict[object, Voice] = {}
        self._of_turn: dict[int, Voice] = {}

    @cached_property
    def names(self) -> dict[int, str]:
        """Return the transcripts' names by id, in the order of the names."""
        return {number: name for name, number in self._store.transcripts.names().items()}

    # --- every turn at once ------------------------------------------------------------------

    @cached_property
    def _numbered(self) -> tuple[list[Voice], dict[int, int]]:
        speakers = {row[0]: row for row in self._store.columns.speakers()}
        voices: list[Voice] = []
        numbers: dict[object, int] = {}
        by_turn: dict[int, int] = {}
        questions, in_parts = self._questions, self._in_parts
        for turn, transcript, seq, speaker in self._turns:
            key: object = speaker
            if turn in questions or transcript in in_parts:
                key = self._key(turn, transcript, seq, speaker)
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(voices)
                _, _, label, role, participant = speakers[speaker]
                voices.append(
                    self._voice(turn, transcript, seq, speaker, (label, participant, Role(role)))
                )
            by_turn[turn] = number
        return voices, by_turn

    def of(self, turn: TurnRow) -> Voice:
        """Return the voice of one turn, without looking at the others."""
        known = self._of_turn.get(turn.id)
        if known is not None:
            return known
        key = self._key(turn.id, turn.transcript_id, turn.seq, turn.speaker_id)
        voice = self._made.get(key)
        if voice is None:
            said_by = (turn.label, turn.participant, turn.role)
            voice = self._made[key] = self._voice(
                turn.id, turn.transcript_id, turn.seq, turn.speaker_id, said_by
            )
        self._of_turn[turn.id] = voice
        return voice

    def _key(self, turn: int, transcript: int, seq: int, speaker: int) -> object:
        """Return what tells voices apart: mostly the speaker, a label of one transcript."""
        question = self._questions.get(turn)
        if question is None and transcript not in self._in_parts:
            return speaker
        return speaker, self.cases(transcript, speaker, seq), question

    @cached_property
    def _in_parts(self) -> frozenset[int]:
        """Return the transcripts in which some cases are linked to some turns only."""
        return frozenset(number for number, links in self._links.items() if _of_turns(links))

    def _voice(
        self,
        turn: int,
        transcript: int,
        seq: int,
        speaker: int,
        said_by: tuple[str | None, str | None, Role],
    ) -> Voice:
        label, participant, role = said_by
        cases = self.cases(transcript, speaker, seq)
        return Voice(
            transcript=self.names[transcript],
            speaker=label,
            participant=participant,
            person=self.person(transcript, label, participant),
            role=role,
            cases=cases,
            attributes=self.attributes(transcript, speaker, turn, cases),
        )

    @property
    def all(self) -> list[Voice]:
        """Return all voices, in the order in which they first speak."""
        return self._numbered[0]

    @property
    def by_turn(self) -> dict[int, int]:
        """Return the number of the voice of each turn, by the turn's id."""
        return self._numbered[1]

    @cached_property
    def turns(self) -> dict[int, tuple[int, int]]:
        """Return, by the turn's id, its number in the transcript and that of its voice."""
        by_turn = self.by_turn
        return {turn: (seq, by_turn[turn]) for turn, _, seq, _ in self._turns}

    @cached_property
    def turn_ids(self) -> dict[tuple[str, int], int]:
        """Return the ids of turns by the transcript's name and the number of the turn."""
        names = self.names
        return {(names[transcript], seq): turn for turn, transcript, seq, _ in self._turns}

    @cached_property
    def _turns(self) -> list[tuple[int, int, int, int]]:
        return self._store.columns.turns()

    # --- one turn ----------------------------------------------------------------------------

    @cached_property
    def _links(self) -> dict[int, list[tuple[str, int | None, int | None, int | None]]]:
        links: dict[int, list[tuple[str, int | None, int | None, int | None]]] = {}
        for link in self._store.cases.links():
            links.setdefault(link.transcript_id, []).append(
                (link.case, link.speaker_id, link.turn_first, link.turn_last)
            )
        return links

    def cases(self, transcript: int, speaker: int, seq: int) -> tuple[str, ...]:
        """Return the names of all cases of a turn, sorted."""
        return tuple(
            sorted(
                {
                    case
                    for case, linked, first, last in self._links.get(transcript, ())
                    if (linked is None or linked == speaker)
                    and (first is None or first <= seq)
                    and (last is None or seq <= last)
                }
            )
        )

    @cached_property
    def _attributes(self) -> dict[Level, dict[object, dict[str, str]]]:
        names = self._store.cases.names()
        found: dict[Level, dict[object, dict[str, str]]] = {level: {} for level in Level}
        for row in self._store.cases.attributes():
            owner: object = names[row.owner] if row.level is Level.CASE else row.owner
            found[row.level].setdefault(owner, {})[row.name] = row.value
        return found

    @cached_property
    def case_attributes(self) -> dict[str, dict[str, str]]:
        """Return the attributes of each case, by its name."""
        return {str(case): values for case, values in self._attributes[Level.CASE].items()}

    @cached_property
    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of all attributes, sorted; `case.`, `transcript.` left out."""
        return tuple(
            sorted(
                {
                    name
                    for owners in self._attributes.values()
                    for values in owners.values()
                    for name in values
                }
                | ({QUESTION} if self._questions else set())
            )
        )

    @cached_property
    def _questions(self) -> dict[int, str]:
        return self._store.repairs.questions()

    def attributes(
        self, transcript: int, speaker: int, turn: int, cases: Sequence[str]
    ) -> dict[str, str]:
        """Return a turn's attributes: its own, the speaker's, the transcript's, or its cases'.

        Different values of several cases are joined by `; ` in the order of the cases.
        """
        values: dict[str, dict[str, None]] = {}
        for case in cases:
            for name, value in self._attributes[Level.CASE].get(case, {}).items():
                values.setdefault(name, {})[value] = None
        found = {name: "; ".join(several) for name, several in values.items()}
        found |= self._attributes[Level.TRANSCRIPT].get(transcript, {})
        found |= self._attributes[Level.SPEAKER].get(speaker, {})
        if turn in self._questions:
            found[QUESTION] = self._questions[turn]
        return found

    def person(self, transcript: int, label: str | None, participant: str | None) -> str:
        """Return who speaks: the participant, else the label in this transcript."""
        return participant or f"{self.names[transcript]} / {label or ''}"


def _of_turns(links: Sequence[tuple[str, int | None, int | None, int | None]]) -> bool:
    """Say whether some cases are linked to a part of a transcript's turns only."""
    return any(first is not None or last is not None for *_, first, last in links)
