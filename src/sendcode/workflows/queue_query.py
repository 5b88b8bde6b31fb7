"""What of the queue a query finds: read as columns, since a queue is long."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sendcode.core.model import Role
from sendcode.core.query_terms import Known, ask
from sendcode.core.queue import Pair
from sendcode.core.segments import ANY, Status
from sendcode.store import Store
from sendcode.store.asking import Asking
from sendcode.store.asking_rows import AskedRow
from sendcode.store.codings import CodingRow
from sendcode.workflows.voices import Voices


def found_by(store: Store, query: str) -> frozenset[Pair]:
    """Return units and codes of the suggestions, whoever decided them, that a query finds.

    Raises:
        QueryError: The query cannot be read, or names what there is not.
    """
    voices, book = Voices(store), store.codebooks.current()
    said = [voice for voice in voices.all if voice.role is not Role.INTERVIEWER]
    looked_at = _Looked(store)
    asked = Asking(
        store.database,
        ask(query, Known(said, book, voices.attribute_names)),
        voices=voices.all,
        turns=voices.turns,
        coder=ANY,
        rows=looked_at.rows(),
    )
    pairs = looked_at.pairs
    return frozenset(pair for number in asked.codings() for pair in pairs[number])


class _Looked:
    """Suggestions that nobody decided, codings and rejections, by number.

    Attributes:
        pairs: Units and code of each; complete when all rows were taken.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._units: dict[int, list[tuple[int, int, int, int]]] = {}
        self.pairs: list[tuple[Pair, ...]] = []

    def rows(self) -> Iterator[AskedRow]:
        """Yield what is asked; adjacent suggestions of one code in one turn are one."""
        for units, turn, start, end, code, score in self._store.queue.undecided_segments():
            number, status = self._number(units, code), Status.SUGGESTED.value
            yield number, None, turn, start, end, code, "", status, "suggestion", score, ""
        for said, found in (
            (Status.CODED, self._store.codings.coded()),
            (Status.REJECTED, self._store.codings.rejected()),
        ):
            for row in found:
                place = (row.segment_id, row.turn_id, row.start, row.end, row.code_guid)
                about = (row.coder, said.value, row.origin, row.score, row.memo)
                yield (self._number(self._touched(row), row.code_guid), *place, *about)

    def _number(self, units: tuple[int, ...], code: str) -> int:
        self.pairs.append(tuple((unit, code) for unit in units))
        return len(self.pairs) - 1

    def _touched(self, row: CodingRow) -> tuple[int, ...]:
        """Return the units of a coding's or a rejection's place."""
        number = row.transcript_id
        if number not in self._units:
            self._units[number] = self._store.columns.units_of(number)
        units = self._units[number]
        first = bisect_left(units, row.start, key=lambda unit: unit[3] - 1)
        last = bisect_left(units, row.end, key=lambda unit: unit[2])
        return tuple(unit[0] for unit in units[first:last])
