"""The study as a whole, loaded once: who speaks where, about which case, with which attributes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Action, Role, Span
from sendcode.core.segments import NOT_QUOTED, PopulationUnit, SegmentTable, Status
from sendcode.core.text import words_between
from sendcode.store import Store
from sendcode.store.transcripts import TurnRow
from sendcode.workflows.codes import Codes
from sendcode.workflows.segment_rows import SegmentRows
from sendcode.workflows.voices import QUESTION as QUESTION
from sendcode.workflows.voices import Voices


class StoredUnit(NamedTuple):
    """A unit with its id, its offsets and the id of its turn."""

    id: int
    turn: int
    start: int
    end: int


class StudyFrame:
    """Look-ups over the transcripts, cases and attributes of one project.

    It reads when it is asked and keeps what it read; make a new one after writing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.voices = Voices(store)
        self._codes = Codes(store)
        self._texts: dict[int, str] = {}
        self._units: dict[int, tuple[StoredUnit, ...]] = {}
        self._bounds: dict[int, tuple[list[int], list[int]]] = {}
        self._tables: dict[tuple[Status, str], SegmentTable] = {}
        self._populations: dict[bool, tuple[PopulationUnit, ...]] = {}

    @property
    def codebook(self) -> Codebook:
        """Return the current codebook."""
        return self._codes.book

    @property
    def store(self) -> Store:
        """Return the project that it reads."""
        return self._store

    @property
    def names(self) -> dict[int, str]:
        """Return the transcripts' names by id, in the order of the names."""
        return self.voices.names

    @cached_property
    def ids(self) -> dict[str, int]:
        """Return the transcripts' ids by name."""
        return {name: number for number, name in self.names.items()}

    @cached_property
    def turns(self) -> dict[int, TurnRow]:
        """Return all turns by id."""
        return {turn.id: turn for turn in self._store.transcripts.all_turns()}

    @cached_property
    def readers(self) -> dict[int, frozenset[str]]:
        """Return the coders who have read a unit, by its id."""
        return self._store.codings.readers()

    @cached_property
    def marks(self) -> dict[int, frozenset[str]]:
        """Return the marks (star, flag, do-not-quote) of a segment, by its id."""
        return self._store.codings.marks()

    @cached_property
    def not_quoted(self) -> tuple[dict[int, list[Span]], frozenset[str]]:
        """Return the spans, by transcript, and the cases that are marked do-not-quote."""
        spans: dict[int, list[Span]] = {}
        cases: set[str] = set()
        for mark in self._store.memos.marks(kind=Action.DO_NOT_QUOTE.value):
            if mark.case:
                cases.add(mark.case)
            elif mark.transcript is not None and mark.start is not None and mark.end is not None:
                spans.setdefault(mark.transcript, []).append(Span(mark.start, mark.end))
        return spans, frozenset(cases)

    @cached_property
    def all_quotable(self) -> bool:
        """Say whether nothing is marked do-not-quote."""
        return not any(self.not_quoted)

    def quotable(self, transcript: int, span: Span, cases: Iterable[str]) -> bool:
        """Say whether words may stand in a table or a report: nobody marked them or their case."""
        spans, banned = self.not_quoted
        return banned.isdisjoint(cases) and not any(
            span.overlaps(marked) for marked in spans.get(transcript, ())
        )

    @cached_property
    def unquotable(self) -> frozenset[int]:
        """Return the ids of the sentences whose words may not stand there."""
        if self.all_quotable:
            return frozenset()
        return frozenset(
            unit.id
            for unit in self.population()
            if not self.quotable(self.ids[unit.transcript], Span(unit.start, unit.end), unit.cases)
        )

    def shown(self, transcript: str, start: int, end: int) -> str:
        """Return the words of a span of the transcript of that name, as a table may show them."""
        number = self.ids[transcript]
        if self._quotable_there(number, Span(start, end)):
            return self.text(number)[start:end]
        return NOT_QUOTED

    def _quotable_there(self, transcript: int, span: Span) -> bool:
        turns = {unit.turn for unit in self.units_in(transcript, span.start, span.end)}
        cases = {case for turn in turns for case in self.cases(self.turns[turn])}
        return self.quotable(transcript, span, cases)

    def code(self, guid: str) -> Code:
        """Return a code by GUID as it is now, or as the last version had it."""
        return self._codes.code(guid)

    def text(self, transcript: int) -> str:
        """Return a transcript's text."""
        if transcript not in self._texts:
            self._texts[transcript] = self._store.transcripts.text(transcript)
        return self._texts[transcript]

    def units(self, transcript: int) -> tuple[StoredUnit, ...]:
        """Return a transcript's units in order, with their ids."""
        if transcript not in self._units:
            rows = self._store.columns.units_of(transcript)
            self._units[transcript] = tuple(map(StoredUnit._make, rows))
        return self._units[transcript]

    @cached_property
    def places(self) -> dict[int, tuple[str, int]]:
        """Return, by unit, its transcript's name and its number among all units of it."""
        return {
            unit.id: (name, place)
            for number, name in self.names.items()
            for place, unit in enumerate(self.units(number))
        }

    @cached_property
    def unit_turns(self) -> dict[int, int]:
        """Return, by unit, the number of its turn."""
        return {u.id: self.turns[u.turn].seq for number in self.names for u in self.units(number)}

    def units_in(self, transcript: int, start: int, end: int) -> tuple[StoredUnit, ...]:
        """Return the units that share at least one character with a span."""
        bounds = self._bounds.get(transcript)
        if bounds is None:
            units = self.units(transcript)
            bounds = self._bounds[transcript] = ([u.start for u in units], [u.end for u in units])
        starts, ends = bounds
        first = bisect_right(ends, start)
        return self.units(transcript)[first : bisect_left(starts, end, first)]

    def words(self, transcript: str, start: int, end: int) -> int:
        """Return how many words begin in a span of the transcript of that name."""
        return words_between(self.text(self.ids[transcript]), start, end)

    # --- cases and attributes --------------------------------------------------------------

    def cases(self, turn: TurnRow) -> tuple[str, ...]:
        """Return the names of all cases of a turn, sorted."""
        return self.voices.cases(turn.transcript_id, turn.speaker_id, turn.seq)

    @property
    def case_attributes(self) -> dict[str, dict[str, str]]:
        """Return the attributes of each case, by its name."""
        return self.voices.case_attributes

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Return the names of all attributes, sorted; `case.`, `transcript.` left out."""
        return self.voices.attribute_names

    def attributes(self, turn: TurnRow, cases: Sequence[str]) -> dict[str, str]:
        """Return a turn's attributes: its own, the speaker's, the transcript's, or its cases'."""
        return self.voices.attributes(turn.transcript_id, turn.speaker_id, turn.id, cases)

    def person(self, turn: TurnRow) -> str:
        """Return who speaks: the participant, else the label in this transcript."""
        return self.voices.person(turn.transcript_id, turn.label, turn.participant)

    # --- what is counted -------------------------------------------------------------------

    def population(self, *, interviewers: bool = False) -> tuple[PopulationUnit, ...]:
        """Return every unit that can be coded, in the order of transcript and place."""
        if interviewers not in self._populations:
            self._populations[interviewers] = self._read_population(interviewers=interviewers)
        return self._populations[interviewers]

    def _read_population(self, *, interviewers: bool) -> tuple[PopulationUnit, ...]:
        found = []
        for transcript in self.names:
            for unit in self.units(transcript):
                turn = self.turns[unit.turn]
                if turn.role is Role.INTERVIEWER and not interviewers:
                    continue
                voice = self.voices.of(turn)
                name = self.names[transcript]
                found.append(
                    PopulationUnit(
                        id=unit.id,
                        transcript=name,
                        start=unit.start,
                        end=unit.end,
                        person=voice.person,
                        speaker=turn.label,
                        role=turn.role,
                        cases=voice.cases,
                        words=self.words(name, unit.start, unit.end),
                        readers=self.readers.get(unit.id, frozenset()),
                        participant=turn.participant,
                        attributes=voice.attributes,
                    )
                )
        return tuple(found)

    def segments(
        self,
        status: Status = Status.CODED,
        *,
        coder: str = "",
        only: Collection[int] | None = None,
    ) -> SegmentTable:
        """Return segment rows: codings, open suggestions, rejections, or all of them.

        Args:
            status: Which rows.
            coder: Whose open suggestions: those that this coder has not decided. Empty for
                suggestions that nobody has decided.
            only: Of the codings, only those with these ids.
        """
        if only is not None:
            return self._rows.table(status, coder, only)
        if status not in (Status.SUGGESTED, Status.ALL):
            coder = ""  # it is asked of suggestions alone
        if (status, coder) not in self._tables:
            self._tables[status, coder] = self._rows.table(status, coder)
        return self._tables[status, coder]

    def streamed(self, ids: Collection[int]) -> SegmentTable:
        """Return codings as a table whose rows are read while it is walked through.

        Args:
            ids: Of the codings.
        """
        return self._rows.streamed(ids)

    @cached_property
    def _rows(self) -> SegmentRows:
        return SegmentRows(self)

    def forget(self, transcript: int) -> None:
        """Give back the memory that a transcript's text and units take."""
        for kept in (self._texts, self._units, self._bounds):
            kept.pop(transcript, None)
