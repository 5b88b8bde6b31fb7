"""Transcripts with their codes in the margin, as Word documents or HTML pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, pieces
from sendcode.core.model import Span
from sendcode.core.segments import NOT_QUOTED, SegmentRow
from sendcode.errors import NotFound
from sendcode.exporters import BUILTIN, GROUP
from sendcode.exporters.files import whole_file
from sendcode.registry import load
from sendcode.store import Store
from sendcode.workflows.export import segment_table
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder


def export_transcript(
    store: Store,
    path: Path,
    name: str,
    *,
    coder: str | None = None,
    where: str = "",
    force: bool,
) -> CodedTranscript:
    """Write one transcript with its codes to .docx or .html; whole or not at all.

    Raises:
        NotFound: No such transcript, coder or format.
        QueryError: `where` cannot be read.
    """
    write = load(GROUP, f"transcript{path.suffix.lower()}", BUILTIN)
    made = coded_transcript(store, name, coder=coder, where=where)
    with whole_file(path, force=force) as draft:
        write(made, draft)
    return made


def coded_transcript(
    store: Store, name: str, *, coder: str | None = None, where: str = ""
) -> CodedTranscript:
    """Return a transcript with the codings of a coder (or of any) in the margin.

    Words that are marked do-not-quote are not shown, as in every table and report.
    """
    frame = StudyFrame(store)
    number = frame.ids.get(name)
    if number is None:
        raise NotFound(f"no transcript '{name}'", "'sendcode transcripts' lists them.")
    who = choose_coder(store, coder)
    rows = segment_table(store, coder=who, where=where, frame=frame).rows
    marks = _marks(frame, [row for row in rows if row.transcript == name])
    passages = tuple(
        _passage(frame, number, turn_id, place, marks)
        for place, turn_id in enumerate(
            (turn.id for turn in frame.turns.values() if turn.transcript_id == number), start=1
        )
    )
    segments = Counter(mark.path for mark in marks)
    book = frame.codebook
    legend = tuple(
        (code.path, code.name, book.colour(code.path), segments[code.path])
        for code in book
        if segments[code.path]
    )
    words = sum(turn.words for turn in store.transcripts.overview() if turn.name == name)
    facts = (
        ("Words", f"{words:,}"),
        (
            "Coded by",
            f"any coder ({', '.join(store.coders.with_codings())})" if who == "any" else who,
        ),
        *((("Filter", where),) if where else ()),
        ("Coded segments", str(len(marks))),
    )
    made_at = store.decisions.newest_time() or store.setting("created_at")
    return CodedTranscript(name, made_at, facts, passages, legend)


def _marks(frame: StudyFrame, rows: list[SegmentRow]) -> list[Mark]:
    """Return one mark per segment and code, whoever put it there."""
    coders: dict[tuple[int | None, str], list[str]] = {}
    first: dict[tuple[int | None, str], SegmentRow] = {}
    for row in rows:
        key = (row.segment_id, row.code_guid)
        coders.setdefault(key, []).append(row.coder)
        first.setdefault(key, row)
    found = [
        Mark(
            name=row.code_name,
            path=row.code_path,
            colour=frame.codebook.colour(row.code_path),
            start=row.start,
            end=row.end,
            segment_id=row.segment_id,
            coders=tuple(sorted(set(coders[key]))),
        )
        for key, row in first.items()
    ]
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.path))


def _passage(
    frame: StudyFrame, number: int, turn_id: int, place: int, marks: list[Mark]
) -> Passage:
    turn = frame.turns[turn_id]
    text, cases = frame.text(number), frame.cases(turn)
    own = [mark for mark in marks if mark.start < turn.end and turn.start < mark.end]

    def shown(start: int, end: int) -> str:
        if frame.quotable(number, Span(start, end), cases):
            return text[start:end]
        return NOT_QUOTED

    units = (unit.start for unit in frame.units_in(number, turn.start, turn.end))
    return Passage(
        *(place, turn.label or "", turn.role.value, turn.time_start),
        pieces(turn.start, turn.end, own, units, shown),
        tuple(own),
    )
