"""Counting without an object for each row: what a matrix is counted from, out of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from sendcode.core.census import Census, Codings, by_id
from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.text import words_between
from sendcode.core.together import APART, Laid, Way
from sendcode.store import Store
from sendcode.store.columns import transcript_of
from sendcode.workflows.codes import Codes
from sendcode.workflows.voices import Voices

if TYPE_CHECKING:
    from sendcode.store.asking import Asking


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


def lay_out(store: Store, way: Way, coder: str, where: str = "") -> tuple[Laid, Codebook]:
    """Return codings as they lie in the transcripts, and the codebook.

    Args:
        store: The project.
        way: How codes are to meet; only what this asks about is read.
        coder: Whose codings count: a name, `any` or `agreed`.
        where: A query; empty for everything.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    taker = _Taker(store, coder, where)
    return taker.laid(way), taker.codes.book


class _Taker:
    """Reads the columns; what only some measures need, when it is asked for."""

    def __init__(self, store: Store, coder: str, where: str) -> None:
        self.columns = store.columns
        self.store = store
        self.coder = coder
        self.voices = Voices(store)
        self.codes = Codes(store)
        self.asking = self._ask(where) if where.strip() else None
        self._numbers = {name: number for number, name in self.voices.names.items()}
        self._texts: dict[str, str] = {}

    def _ask(self, where: str) -> Asking:
        from sendcode.workflows.where import asking  # the language, its terms, their SQL

        return asking(self.store, where, voices=self.voices, book=self.codes.book, coder=self.coder)

    def census(self, reader: str) -> Census:
        units, read = self.population(reader)
        return Census(
            voices=self.voices.all,
            units=units,
            read=read,
            words=self.words,
            codings=self.codings(),
            count_words=self.count_words,
            codebook=self.codes.book,
            attributes=self.voices.attribute_names,
            case_attributes=self.voices.case_attributes,
        )

    # --- who could have been coded -----------------------------------------------------------

    def population(self, reader: str) -> tuple[list[int], list[int]]:
        """Return, by number of the voice, how many units could have been coded, and were read."""
        if self.could is not None:
            seen = self.columns.read(reader)
            read = Counter(turn for unit, turn in self.could.items() if unit in seen)
            return self._by_voice(Counter(self.could.values()).items()), self._by_voice(
                read.items()
            )
        both = (self.columns.units_by_turn(), self.columns.read_by_turn(reader))
        units, read_ = (
            self._by_voice(row for row in rows if row[0] in self.codable) for rows in both
        )
        return units, read_

    def _by_voice(self, by_turn: Iterable[tuple[int, int]]) -> list[int]:
        """Add up what turns have, by voice."""
        found = [0] * len(self.voices.all)
        voices = self.voices.by_turn
        for turn, number in by_turn:
            found[voices[turn]] += number
        return found

    @cached_property
    def turns(self) -> frozenset[int] | None:
        """Return the turns that the query leaves, where it asks about nothing else."""
        return None if self.asking is None else self.asking.turns

    @cached_property
    def could(self) -> dict[int, int] | None:
        """Return the turns of the units that could have been coded; None for all of `codable`."""
        if self.asking is None or self.turns is not None:
            return None
        return dict(self.asking.could())

    @cached_property
    def codable(self) -> set[int]:
        """Return the turns that could have been coded, as far as this is about turns."""
        asks = {n for n, voice in enumerate(self.voices.all) if voice.role is Role.INTERVIEWER}
        codable = {turn for turn, voice in self.voices.by_turn.items() if voice not in asks}
        return codable if self.turns is None else codable & self.turns

    # --- codings -----------------------------------------------------------------------------

    def codings(self) -> Codings:
        numbers, turns = self.columns.segment_turns()
        voice_of = by_id(self.voices.by_turn, self.voices.by_turn.values())
        passes = self._passes(dict(zip(numbers, turns, strict=True)) if self.asking else {})
        ids: dict[str, list[int]] = {}
        segments: dict[str, list[int]] = {}
        for guid, found, on in self.columns.codings_by_code(self.coder):
            path = self.codes.code(guid).path
            passing = passes(found, on)
            ids.setdefault(path, []).extend(compress(found, passing))
            segments.setdefault(path, []).extend(compress(on, passing))
        return Codings(
            ids={path: some for path, some in ids.items() if some},
            segments={path: some for path, some in segments.items() if some},
            voices=by_id(numbers, map(voice_of.__getitem__, turns)),
            spans=lambda: {n: (t, start, end) for n, t, start, end in self.segment_spans},
            scores=self.columns.scores,
            units=self.touched,
        )

    def _passes(self, turn_of: Mapping[int, int]) -> Callable[[list[int], list[int]], list[bool]]:
        """Return what says which of some codings on segments the query finds."""
        if self.asking is None:
            return lambda codings, _: [True] * len(codings)
        if self.turns is None:
            kept = set(self.asking.codings())
            return lambda codings, _: [coding in kept for coding in codings]
        wanted = self.turns
        inside = {segment for segment, turn in turn_of.items() if turn in wanted}
        return lambda _, segments: [segment in inside for segment in segments]

    @cached_property
    def segment_spans(self) -> list[tuple[int, int, int, int]]:
        return self.columns.segment_spans()

    @cached_property
    def unit_spans(self) -> list[tuple[int, int, int, int]]:
        """Return (id, turn, start, end) of the units that could have been coded."""
        spans, could = self.columns.unit_spans(), self.could
        if could is not None:
            return [row for row in spans if row[0] in could]
        return [row for row in spans if row[1] in self.codable]

    def touched(self) -> dict[int, Sequence[int]]:
        """Return, by segment, the units that could have been coded and that it touches."""
        ids, _, _ = self._spoken
        turn_of = dict(zip(*self.columns.segment_turns(), strict=True))
        could, found = self.could, {}
        for segment, (first, end) in self._inside.items():
            units: Sequence[int] = ids[first:end]
            if could is not None:
                units = [unit for unit in units if unit in could]
            found[segment] = units if turn_of[segment] in self.codable else ()
        return found

    @cached_property
    def _spoken(self) -> tuple[list[int], list[int], list[int]]:
        return self.columns.units_as_spoken()

    @cached_property
    def _inside(self) -> dict[int, tuple[int, int]]:
        """Return, by segment, where in all units as spoken its own begin and end.

        Both are walked through once, side by side.
        """
        _, starts, ends = self._spoken
        number = len(starts)
        found = {}
        first = 0
        for segment, start, end in zip(*self.columns.segments_as_spoken(), strict=True):
            while first < number and ends[first] <= start:
                first += 1
            last = first
            while last < number and starts[last] < end:
                last += 1
            found[segment] = (first, last)
        return found

    # --- how codings lie ---------------------------------------------------------------------

    def laid(self, way: Way) -> Laid:
        places = {} if way is Way.TURN else self.places()
        turns = dict(zip(*self.columns.segment_turns(), strict=True))
        coded = self.codings().segments
        kept = {c: [n for n in some if turns[n] in self.codable] for c, some in coded.items()}
        return Laid(
            segments=kept,
            turns=turns,
            units={n: range(first, last + 1) for n, (first, last) in places.items()}
            if way is Way.UNIT
            else {},
            places=places,
            aside=sum(len(coded[code]) - len(some) for code, some in kept.items()),
        )

    def places(self) -> dict[int, tuple[int, int]]:
        """Return, by segment, the numbers of its first and last sentence."""
        _, starts, _ = self._spoken
        found = {}
        for segment, (first, end) in self._inside.items():
            if first < end:
                apart = APART * transcript_of(starts[first])
                found[segment] = (apart + first, apart + end - 1)
        return found

    # --- words -------------------------------------------------------------------------------

    def words(self) -> list[int]:
        """Return the words of the units that could have been coded, by number of the voice."""
        found = [0] * len(self.voices.all)
        voice_of = by_id(self.voices.by_turn, self.voices.by_turn.values())
        names = [voice.transcript for voice in self.voices.all]
        for _, turn, start, end in self.unit_spans:
            voice = voice_of[turn]
            found[voice] += words_between(self.text(names[voice]), start, end)
        return found

    def count_words(self, transcript: str, start: int, end: int) -> int:
        return words_between(self.text(transcript), start, end)

    def text(self, transcript: str) -> str:
        text = self._texts.get(transcript)
        if text is None:
            number = self._numbers[transcript]
            text = self._texts[transcript] = self.store.transcripts.text(number)
        return text
