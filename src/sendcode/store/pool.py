"""What is read for a candidate pool: where passages stand, and the words of some of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.store.database import Database
from sendcode.store.reversals import UNDONE

PASSAGE = 12
"""A turn is cut into passages of at most so many units, of about the same size."""


class Passage(NamedTuple):
    """Neighbouring units of one turn, whose ids rise without gaps."""

    transcript: int
    turn: int
    first: int
    units: int


class Pool:
    """Reads over units by the passage, so that no corpus has to be loaded whole."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def passages(self) -> list[Passage]:
        """Return the passages of all turns that can be coded, in the order of their units."""
        rows = self._db.rows(
            "SELECT u.transcript_id, u.turn_id, min(u.id), count(*) FROM unit u "
            "WHERE u.turn_id NOT IN (SELECT turn.id FROM turn JOIN speaker "
            "ON speaker.id = turn.speaker_id WHERE speaker.role = 'interviewer') "
            "AND u.transcript_id NOT IN (SELECT id FROM transcript WHERE removed_by IS NOT NULL) "
            "GROUP BY u.turn_id"
        )
        return sorted((part for row in rows for part in _cut(*row)), key=lambda p: p.first)

    def texts(self, passages: Iterable[Passage]) -> Iterator[TurnText]:
        """Yield the words of passages, which come by transcript, and the roles that spoke them."""
        number, text = 0, ""
        for passage in passages:
            if passage.transcript != number:
                number = passage.transcript
                text = self._db.value("SELECT text FROM transcript WHERE id = ?", (number,))
            rows = self._db.rows(
                'SELECT id, start, "end" FROM unit WHERE id BETWEEN ? AND ? ORDER BY id',
                (passage.first, passage.first + passage.units - 1),
            )
            units = tuple(UnitRef(*row) for row in rows)
            start, end = units[0].start, units[-1].end
            role = self._db.value(
                "SELECT speaker.role FROM turn JOIN speaker ON speaker.id = speaker_id "
                "WHERE turn.id = ?",
                (passage.turn,),
            )
            yield TurnText(*(passage.turn, number, Role(role), None, text[start:end], start, units))

    def audits(self, *, coder: int | None) -> tuple[int, int]:
        """Return how many audit items a coder has decided, and how many answers came since."""
        if coder is None:
            return 0, 0
        rows = self._db.rows(
            "SELECT json_extract(payload, '$.audit') IS NOT NULL FROM decision d "
            "WHERE coder_id = ? AND action IN ('accept', 'reject', 'recode') "
            f"AND batch_id IS NULL AND NOT {UNDONE} ORDER BY seq",
            (coder,),
        )
        drawn = [bool(row[0]) for row in rows]
        since = drawn[::-1].index(True) if True in drawn else len(drawn)
        return sum(drawn), since


def _cut(transcript: int, turn: int, first: int, count: int) -> Iterator[Passage]:
    parts = -(-count // PASSAGE)
    edges = [-(-count * part // parts) for part in range(parts + 1)]
    for start, end in pairwise(edges):
        yield Passage(transcript, turn, first + start, end - start)
