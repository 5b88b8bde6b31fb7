"""Asking a project: passages and codings that a query finds, and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sendcode.core.finding import hits
from sendcode.core.model import Role
from sendcode.core.query import Compare, Match, Query, parse, terms
from sendcode.core.segments import ANY, SegmentRow, Status
from sendcode.store import Store
from sendcode.store.asking import Asking
from sendcode.workflows.census import take_census
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder
from sendcode.workflows.where import asking


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a query finds: adjacent units of one turn.

    Attributes:
        codes: Paths of the codes on it, in the order of the codebook.
        segments: Ids of the coded segments on it.
        words: Where the words that were asked for stand, as offsets into `text`.
        before: Some of the transcript before it, for a line with the words in the middle.
        after: Some of the transcript after it.
    """

    transcript: str
    turn: int
    start: int
    end: int
    speaker: str | None
    role: Role
    cases: tuple[str, ...]
    codes: tuple[str, ...]
    segments: tuple[int, ...]
    text: str
    words: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""


def find(
    store: Store,
    query: str,
    *,
    coder: str | None = None,
    interviewers: bool = False,
    context: int = 60,
) -> tuple[Found, ...]:
    """Return the passages that a query finds, by transcript and place.

    Args:
        store: The project.
        query: In the query language.
        coder: Whose codings are asked; as for a matrix.
        interviewers: Look at interviewers' turns too.
        context: How many characters before and after.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
        NotFound: No such coder.
    """
    return _Search(store, query, coder, interviewers=interviewers).found(context)


def count_passages(
    store: Store, query: str, *, coder: str | None = None, interviewers: bool = False
) -> int:
    """Return how many passages a query finds; else as `find`."""
    return len(_Search(store, query, coder, interviewers=interviewers).runs())


def find_codings(store: Store, query: str, *, coder: str | None = None) -> tuple[SegmentRow, ...]:
    """Return the codings (or suggestions, where the query asks for a status) that it finds."""
    return _Search(store, query, coder).codings()


def cases_without(
    store: Store, codes: Sequence[str], *, query: str = "", coder: str | None = None
) -> tuple[tuple[str, float], ...]:
    """Return the cases none of whose codings has one of the codes, with the share read.

    Args:
        store: The project.
        codes: Paths of codes; those below them count too.
        query: Only codings and units that it finds are looked at.
        coder: Whose codings.

    Returns:
        Name of the case, and which share of its units was read by anybody.

    Raises:
        NotFound: No such code.
    """
    counted = take_census(store, choose_coder(store, coder), query, reader=ANY)
    book = counted.codebook
    wanted = {c.path for path in codes for c in book.descendants(book.code(path).path)}
    codings = counted.codings
    coded = {codings.voices[n] for path in wanted for n in codings.segments.get(path, ())}
    spoke = [counted.voices[n] for n in coded if counted.voices[n].role is not Role.INTERVIEWER]
    having = {case for voice in spoke for case in voice.cases}
    units: dict[str, int] = {}
    read: dict[str, int] = {}
    for number in counted.asked:
        for case in counted.voices[number].cases:
            units[case] = units.get(case, 0) + counted.units[number]
            read[case] = read.get(case, 0) + counted.read[number]
    return tuple((case, read[case] / units[case]) for case in sorted(units) if case not in having)


Run = list[tuple[int, int, int, int, int, int | None]]
"""Adjacent units of one turn: id, transcript, turn, start, end, start of the unit before."""


class _Search:
    """One query, asked of a project once."""

    def __init__(
        self, store: Store, query: str, coder: str | None, *, interviewers: bool = False
    ) -> None:
        self.store = store
        self.query: Query = parse(query)
        self.frame = StudyFrame(store)
        self.who = choose_coder(store, coder)
        self.asked: Asking = asking(
            store,
            query,
            voices=self.frame.voices,
            book=self.frame.codebook,
            coder=self.who,
            rows=self.rows if self.by_status else None,
            interviewers=interviewers,
        )

    @property
    def by_status(self) -> bool:
        """Say whether suggestions and rejections are asked too, not codings alone."""
        asked = (term for term in terms(self.query) if isinstance(term, Match | Compare))
        return any(term.field == "status" for term in asked)

    @cached_property
    def rows(self) -> tuple[SegmentRow, ...]:
        """Return codings, open suggestions and rejections."""
        keep = self.store.columns.codings(self.who)
        return tuple(
            row
            for row in self.frame.segments(Status.ALL).rows
            if row.status is not Status.CODED or row.coding_id in keep
        )

    def codings(self) -> tuple[SegmentRow, ...]:
        if self.by_status:
            return tuple(self.rows[place] for place in self.asked.codings())
        return tuple(self.frame.segments(only=self.asked.codings()).rows)

    def runs(self) -> list[Run]:
        """Return the found units: adjacent ones of one turn belong together."""
        names = self.frame.names
        runs: list[Run] = []
        places = self.store.columns.places(self.asked.units())
        for unit in sorted(places, key=lambda place: (names[place[1]], place[3])):
            last = runs[-1][-1] if runs else None
            if last is not None and last[2] == unit[2] and last[3] == unit[5]:
                runs[-1].append(unit)
            else:
                runs.append([unit])
        return runs

    def found(self, context: int) -> tuple[Found, ...]:
        runs = self.runs()
        on: dict[int, list[tuple[int, str]]] = {}
        for unit, segment, guid in self.asked.coded_on(place[0] for run in runs for place in run):
            on.setdefault(unit, []).append((segment, guid))
        return tuple(self._found(run, on, context) for run in runs)

    @cached_property
    def wanted(self) -> list[tuple[str, int | None]]:
        """Return the words that are asked for."""
        asked = (term for term in terms(self.query) if isinstance(term, Match))
        return [(term.value, term.slop) for term in asked if term.field == "text"]

    @cached_property
    def order(self) -> dict[str, int]:
        return {code.path: place for place, code in enumerate(self.frame.codebook.codes)}

    def _found(self, run: Run, on: dict[int, list[tuple[int, str]]], context: int) -> Found:
        """Return adjacent units of one turn as a passage.

        Args:
            run: The units.
            on: By unit, segment and code's GUID of what is coded on it.
            context: How many characters to show on either side.
        """
        frame = self.frame
        _, transcript, turn, start, *_ = run[0]
        end = run[-1][4]
        seq, voice = frame.voices.turns[turn]
        speaker, text = frame.voices.all[voice], frame.text(transcript)
        inside = text[start:end]
        coded = {found for place in run for found in on.get(place[0], ())}
        paths = {frame.code(guid).path for _, guid in coded}
        spans = sorted({span for words, slop in self.wanted for span in hits(inside, words, slop)})
        return Found(
            transcript=frame.names[transcript],
            turn=seq,
            start=start,
            end=end,
            speaker=speaker.speaker,
            role=speaker.role,
            cases=speaker.cases,
            codes=tuple(sorted(paths, key=lambda p: (self.order.get(p, len(self.order)), p))),
            segments=tuple(sorted({segment for segment, _ in coded})),
            text=inside,
            words=tuple(spans),
            before=text[max(0, start - context) : start],
            after=text[end : end + context],
        )
