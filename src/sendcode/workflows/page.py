"""One transcript as it is read on a screen, and a frame that loads one when it is asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from sendcode.core.decisions import Place
from sendcode.core.model import Role, Span
from sendcode.store import Store
from sendcode.store.transcripts import TurnRow
from sendcode.workflows.frame import StoredUnit, StudyFrame

KEPT = 32
"""So many transcripts stay in memory."""


@dataclass(frozen=True, slots=True)
class Page:
    """A transcript's text with its turns and units, in order."""

    transcript: int
    name: str
    text: str
    turns: tuple[TurnRow, ...]
    units: tuple[StoredUnit, ...]

    def index_of(self, unit: int) -> int:
        """Return the place of a unit, by its id, among all units of the transcript."""
        return bisect_left(self.units, unit, key=lambda u: u.id)

    def unit_at(self, offset: int) -> int:
        """Return the place of the unit at an offset, or of the nearest before it."""
        return max(0, bisect_right(self.units, offset, key=lambda u: u.start) - 1)

    def turn_bounds(self, index: int) -> tuple[int, int]:
        """Return the first and the last unit of the turn in which a unit stands."""
        turn = self.units[index].turn
        first = last = index
        while first > 0 and self.units[first - 1].turn == turn:
            first -= 1
        while last + 1 < len(self.units) and self.units[last + 1].turn == turn:
            last += 1
        return first, last

    def place(self, first: int, last: int) -> Place:
        """Return the place of the units `first` to `last`."""
        units = self.units[first : last + 1]
        return Place(
            self.transcript,
            units[0].turn,
            Span(units[0].start, units[-1].end),
            tuple(unit.id for unit in units),
        )

    def codable(self) -> tuple[int, ...]:
        """Return the ids of all units that are not an interviewer's."""
        asks = {turn.id for turn in self.turns if turn.role is Role.INTERVIEWER}
        return tuple(unit.id for unit in self.units if unit.turn not in asks)


class _Turns(dict[int, TurnRow]):
    """Turns by id; a missing one is loaded with its whole transcript."""

    def __init__(self, frame: LazyFrame) -> None:
        super().__init__()
        self._frame = frame

    def __missing__(self, turn: int) -> TurnRow:
        self._frame.load_turns_of(turn)
        return self[turn]


class LazyFrame(StudyFrame):
    """Look-ups that read a transcript when it is shown, and keep the newest ones only."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._pages: OrderedDict[int, Page] = OrderedDict()

    @cached_property
    def turns(self) -> dict[int, TurnRow]:
        """Return turns by id, loaded on demand."""
        return _Turns(self)

    def load_turns_of(self, turn: int) -> None:
        """Load the transcript of a turn."""
        transcript = self._store.queue.transcript_of_turn(turn)
        self.turns.update({row.id: row for row in self.page(transcript).turns})

    def page(self, transcript: int) -> Page:
        """Return a transcript by id; the least recently used of many is let go."""
        if transcript not in self._pages:
            turns = self._store.transcripts.turns(transcript)
            self.turns.update({row.id: row for row in turns})
            self._pages[transcript] = Page(
                transcript,
                self.names[transcript],
                self.text(transcript),
                turns,
                self.units(transcript),
            )
        self._pages.move_to_end(transcript)
        while len(self._pages) > KEPT:
            self._forget(*self._pages.popitem(last=False))
        return self._pages[transcript]

    def _forget(self, transcript: int, page: Page) -> None:
        self.forget(transcript)
        for turn in page.turns:
            self.turns.pop(turn.id, None)
