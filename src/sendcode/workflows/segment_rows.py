"""Segment rows: codings, suggestions and rejections with everything an analyst asks of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from sendcode.core.codebook import Code
from sendcode.core.model import Evidence, Span
from sendcode.core.review import SuggestedSegment, suggested_segments
from sendcode.core.segments import NOT_QUOTED, SegmentRow, SegmentTable, Status
from sendcode.store.codings import CodingRow

if TYPE_CHECKING:
    from sendcode.workflows.frame import StudyFrame


_AT_ONCE = 20  # transcripts


class SegmentRows:
    """Makes segment rows out of what one frame knows."""

    def __init__(self, frame: StudyFrame) -> None:
        self.frame = frame
        self._levels: dict[str, tuple[str, ...]] = {}

    def table(
        self, status: Status, coder: str, only: Collection[int] | None = None
    ) -> SegmentTable:
        """Return segment rows; see `StudyFrame.segments`."""
        store = self.frame.store
        rows: list[SegmentRow] = []
        if status in (Status.CODED, Status.ALL):
            rows += [self._row(c, Status.CODED) for c in store.codings.coded(only)]
        if status in (Status.SUGGESTED, Status.ALL):
            rows += self._suggested(coder)
        if status in (Status.REJECTED, Status.ALL):
            rows += [self._row(c, Status.REJECTED) for c in store.codings.rejected()]
        rows.sort(key=lambda r: (r.transcript, *self._place(r)))
        depth = max((len(row.levels) for row in rows), default=0)
        return self._table(tuple(rows), depth)

    def streamed(self, ids: Collection[int]) -> SegmentTable:
        """Return the codings with these ids; each transcript is read when its turn comes."""
        guids = self.frame.store.codings.codes(ids)
        depth = max((len(self._levels_of(self.frame.code(guid))) for guid in guids), default=0)
        return self._table(_Streamed(self, frozenset(ids)), depth)

    def of_transcripts(
        self, transcripts: Collection[int], ids: Collection[int]
    ) -> list[SegmentRow]:
        """Return the codings of some transcripts, in the order of transcript, place and code."""
        found = self.frame.store.codings.coded(transcripts=transcripts)
        rows = [self._row(c, Status.CODED) for c in found if c.coding_id in ids]
        rows.sort(key=lambda r: (r.transcript, *self._place(r)))
        return rows

    def _table(self, rows: Sequence[SegmentRow], depth: int) -> SegmentTable:
        depth = max(depth, self.frame.codebook.depth)
        return SegmentTable(rows, depth, self.frame.attribute_names)

    def _place(self, row: SegmentRow) -> tuple[int | str, ...]:
        """Return what orders the rows of a transcript."""
        code = self._order.get(row.code_guid, len(self._order))
        return row.start, row.end, code, row.coder, row.coding_id or 0

    @cached_property
    def _order(self) -> dict[str, int]:
        return {code.guid: place for place, code in enumerate(self.frame.codebook.codes)}

    def _suggested(self, coder: str) -> list[SegmentRow]:
        found = self.frame.store.suggestions.open_units(
            coder=self.frame.store.coders.find(coder) if coder else None
        )
        if not coder:
            decided = self.frame.store.codings.verdicts()
            found = tuple(unit for unit in found if (unit.unit, unit.code) not in decided)
        return [self._suggestion_row(segment) for segment in suggested_segments(found)]

    def _suggestion_row(self, segment: SuggestedSegment) -> SegmentRow:
        place = segment.place
        coding = CodingRow(
            coding_id=None,
            segment_id=None,
            transcript_id=place.transcript,
            turn_id=place.turn,
            start=place.span.start,
            end=place.span.end,
            code_guid=segment.units[0].code,
            origin="suggestion",
            coder="",
            decided_at="",
            score=segment.score,
            evidence=segment.evidence,
            memo="",
            codebook_version=self.frame.codebook.version,
        )
        return self._row(coding, Status.SUGGESTED)

    def _row(self, coding: CodingRow, status: Status) -> SegmentRow:
        turn = self.frame.turns[coding.turn_id]
        code = self.frame.code(coding.code_guid)
        voice = self.frame.voices.of(turn)
        text = self.frame.text(coding.transcript_id)
        shown = self.frame.all_quotable or self.frame.quotable(
            coding.transcript_id, Span(coding.start, coding.end), voice.cases
        )
        levels = self._levels_of(code)
        units = self.frame.units_in(coding.transcript_id, coding.start, coding.end)
        return SegmentRow(
            coding_id=coding.coding_id,
            segment_id=coding.segment_id,
            transcript=self.frame.names[coding.transcript_id],
            cases=voice.cases,
            speaker=turn.label,
            participant=turn.participant,
            person=voice.person,
            role=turn.role,
            code_path=code.path,
            code_name=code.name,
            code_guid=code.guid,
            levels=levels,
            turn=turn.seq,
            start=coding.start,
            end=coding.end,
            time_start=turn.time_start,
            text=text[coding.start : coding.end] if shown else NOT_QUOTED,
            status=status,
            origin=coding.origin,
            score=coding.score,
            evidence=coding.evidence,
            evidence_words=evidence_words(text, coding.evidence, coding.start, coding.end)
            if shown
            else (),
            coder=coding.coder,
            decided_at=coding.decided_at,
            memo=coding.memo,
            codebook_version=coding.codebook_version,
            units=tuple(unit.id for unit in units),
            attributes=voice.attributes,
        )

    def _levels_of(self, code: Code) -> tuple[str, ...]:
        levels = self._levels.get(code.path)
        if levels is None:
            book = self.frame.codebook
            levels = tuple(c.name for c in book.ancestors(code.path)) or (code.name,)
            self._levels[code.path] = levels
        return levels


class _Streamed(Sequence[SegmentRow]):
    """Codings that are read, transcript by transcript, whenever they are walked through."""

    def __init__(self, rows: SegmentRows, ids: frozenset[int]) -> None:
        self._rows = rows
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[SegmentRow]:
        names = list(self._rows.frame.names)
        for first in range(0, len(names), _AT_ONCE):
            some = names[first : first + _AT_ONCE]
            yield from self._rows.of_transcripts(some, self._ids)
            for transcript in some:
                self._rows.frame.forget(transcript)

    @overload
    def __getitem__(self, place: int) -> SegmentRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SegmentRow]: ...
    def __getitem__(self, place: int | slice) -> SegmentRow | Sequence[SegmentRow]:
        return tuple(self)[place]


def evidence_words(
    text: str, evidence: Iterable[Evidence], start: int, end: int
) -> tuple[str, ...]:
    """Return the words inside a span that speak for a suggestion, in order, each place once."""
    if not evidence:
        return ()
    spans: set[Span] = {s for e in evidence for s in e.spans if start <= s.start and s.end <= end}
    widest: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not widest or span.end > widest[-1].end:
            widest.append(span)
    return tuple(" ".join(text[s.start : s.end].split()) for s in widest)
