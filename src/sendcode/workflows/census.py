"""Counting without an object for each row: what a matrix is counted from, out of the store."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from sendcode.core.census import Census, Codings
from sendcode.core.model import Role
from sendcode.core.text import word_starts
from sendcode.store import Store
from sendcode.workflows.codes import Codes
from sendcode.workflows.voices import Voices
from sendcode.workflows.where import asking


def take_census(store: Store, coder: str, where: str = "", *, reader: str = "") -> Census:
    """Return what matrices are counted from, for a choice of coder and a query.

    Args:
        store: The project.
        coder: Whose codings count: a name, `any` or `agreed`.
        where: A query; empty for everything.
        reader: Whose reading counts, where it is not the coder's.

    Denominators follow what the query says about places (roles, cases, attributes), not what
    it says about codes, codings and words: who waited is counted out of who was interviewed.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    return _Taker(store, coder, where).census(reader or coder)


class _Taker:
    """Reads the columns; what only some measures need, when it is asked for."""

    def __init__(self, store: Store, coder: str, where: str) -> None:
        self.columns = store.columns
        self.store = store
        self.coder = coder
        self.voices = Voices(store)
        self.codes = Codes(store)
        self.asking = (
            asking(store, where, voices=self.voices, book=self.codes.book, coder=coder)
            if where.strip()
            else None
        )
        self._numbers = {name: number for number, name in self.voices.names.items()}
        self._starts: dict[str, list[int]] = {}

    def census(self, reader: str) -> Census:
        voices, seen = self.voices.all, self.columns.read(reader)
        units = self._by_voice(turn for _, turn in self.units)
        read = self._by_voice(turn for unit, turn in self.units if unit in seen)
        return Census(
            voices=voices,
            units=units,
            read=read,
            words=self.words,
            codings=self.codings(),
            count_words=self.count_words,
            codebook=self.codes.book,
            attributes=self.voices.attribute_names,
            case_attributes=self.voices.case_attributes,
        )

    def _by_voice(self, turns: Iterable[int]) -> list[int]:
        """Return how many of some turns each voice has."""
        found = [0] * len(self.voices.all)
        for turn, number in Counter(turns).items():
            found[self.voices.by_turn[turn]] += number
        return found

    @cached_property
    def units(self) -> list[tuple[int, int]]:
        """Return (unit, turn) of all that could have been coded."""
        if self.asking is not None:
            return self.asking.could()
        asks = {n for n, voice in enumerate(self.voices.all) if voice.role is Role.INTERVIEWER}
        codable = {turn for turn, voice in self.voices.by_turn.items() if voice not in asks}
        return [row for row in self.columns.units() if row[1] in codable]

    def codings(self) -> Codings:
        rows = self.columns.codings(self.coder)
        if self.asking is not None:
            kept = set(self.asking.codings())
            rows = [row for row in rows if row[0] in kept]
        ids, segments, turns, starts, ends, guids = zip(*rows, strict=True) if rows else ((),) * 6
        return Codings(
            ids=ids,
            segments=segments,
            codes=list(map({g: self.codes.code(g).path for g in set(guids)}.__getitem__, guids)),
            voices=list(map(self.voices.by_turn.__getitem__, turns)),
            turns=turns,
            starts=starts,
            ends=ends,
            scores=lambda: list(map(self.columns.scores().get, ids)),
            units=lambda: self.touched(segments),
        )

    def touched(self, segments: Sequence[int]) -> Iterator[tuple[int, int]]:
        codable = {unit for unit, _ in self.units}
        inside: dict[int, list[int]] = {}
        for segment, unit in self.columns.touched():
            if unit in codable:
                inside.setdefault(segment, []).append(unit)
        for place, segment in enumerate(segments):
            for unit in inside.get(segment, ()):
                yield place, unit

    def words(self) -> list[int]:
        """Return the words of the units that could have been coded, by number of the voice."""
        codable = {unit for unit, _ in self.units}
        found = [0] * len(self.voices.all)
        by_turn, voices = self.voices.by_turn, self.voices.all
        for unit, turn, start, end in self.columns.unit_spans():
            if unit in codable:
                voice = by_turn[turn]
                found[voice] += self.count_words(voices[voice].transcript, start, end)
        return found

    def count_words(self, transcript: str, start: int, end: int) -> int:
        starts = self._starts.get(transcript)
        if starts is None:
            number = self._numbers[transcript]
            starts = self._starts[transcript] = word_starts(self.store.transcripts.text(number))
        return bisect_left(starts, end) - bisect_left(starts, start)
