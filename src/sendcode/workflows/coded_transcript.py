"""Transcripts with their codes in the margin, as Word documents or HTML pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, pieces
from sendcode.core.model import Role, Span
from sendcode.core.segments import NOT_QUOTED, SegmentRow
from sendcode.errors import NotFound
from sendcode.exporters import BUILTIN, GROUP
from sendcode.exporters.files import file_names, make_folder, refuse_existing, whole_file
from sendcode.registry import load
from sendcode.store import Store
from sendcode.store.transcripts import TurnRow
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


def export_each(
    store: Store,
    folder: Path,
    suffix: str,
    *,
    coder: str | None = None,
    where: str = "",
    force: bool,
) -> tuple[Path, ...]:
    """Write every transcript with its codes into a folder, which is made where there is none.

    Args:
        store: The project.
        folder: For the files, named as the transcripts are.
        suffix: `.docx` or `.html`.
        coder: Whose codings.
        where: Only what this query finds.
        force: Whether existing files are replaced; else none is written where one exists.

    Raises:
        NotFound: No such coder or format.
        QueryError: `where` cannot be read.
        SendcodeError: The folder cannot be written to, or holds one of the files.
    """
    write = load(GROUP, f"transcript{suffix}", BUILTIN)
    coded = _Coded(store, coder, where)
    names = sorted(coded.frame.ids)
    paths = tuple(folder / file for file in file_names(names, suffix))
    make_folder(folder)
    if not force:
        refuse_existing(paths)
    for name, path in zip(names, paths, strict=True):
        made = coded.transcript(name)
        with whole_file(path, force=force) as draft:
            write(made, draft)
    return paths


def coded_transcript(
    store: Store, name: str, *, coder: str | None = None, where: str = ""
) -> CodedTranscript:
    """Return a transcript with the codings of a coder (or of any) in the margin.

    Words that are marked do-not-quote are not shown, as in every table and report.

    Raises:
        NotFound: No such transcript or coder.
        QueryError: `where` cannot be read.
    """
    return _Coded(store, coder, where).transcript(name)


class _Coded:
    """The codings of a coder (or of any), by transcript."""

    def __init__(self, store: Store, coder: str | None, where: str) -> None:
        self.store = store
        self.frame = StudyFrame(store)
        self.who = choose_coder(store, coder)
        self.where = where
        self.made_at = store.decisions.newest_time() or store.setting("created_at")
        self.rows: dict[str, list[SegmentRow]] = {}
        for row in segment_table(store, coder=self.who, where=where, frame=self.frame).rows:
            self.rows.setdefault(row.transcript, []).append(row)
        self.words: Counter[str] = Counter()
        for one in store.transcripts.overview():
            self.words[one.name] += one.words

    def transcript(self, name: str) -> CodedTranscript:
        """Return one transcript with its codings."""
        frame = self.frame
        number = frame.ids.get(name)
        if number is None:
            raise NotFound(f"no transcript '{name}'", "'sendcode transcripts' lists them.")
        marks = _marks(frame, self.rows.get(name, []))
        own = [turn for turn in frame.turns.values() if turn.transcript_id == number]
        about = {case for turn in own for case in frame.cases(turn)}
        passages = tuple(
            _passage(frame, turn, place, marks, about) for place, turn in enumerate(own, start=1)
        )
        return CodedTranscript(
            name, self.made_at, self._facts(name, marks), passages, _legend(frame, marks)
        )

    def _facts(self, name: str, marks: list[Mark]) -> tuple[tuple[str, str], ...]:
        who = self.who
        if who == "any":
            who = f"any coder ({', '.join(self.store.coders.with_codings())})"
        found = [("Words", f"{self.words[name]:,}"), ("Coded by", who)]
        if self.where:
            found.append(("Filter", self.where))
        return (*found, ("Coded segments", str(len(marks))))


def _legend(frame: StudyFrame, marks: list[Mark]) -> tuple[tuple[str, str, str, int], ...]:
    """Return path, name, colour and segments of the codes that are there."""
    segments = Counter(mark.path for mark in marks)
    book = frame.codebook
    return tuple(
        (code.path, code.name, book.colour(code.path), segments[code.path])
        for code in book
        if segments[code.path]
    )


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
    frame: StudyFrame, turn: TurnRow, place: int, marks: list[Mark], about: Iterable[str]
) -> Passage:
    """Return a turn; what an interviewer asks tells of every case that the interview is about."""
    number = turn.transcript_id
    text = frame.text(number)
    cases = about if turn.role is Role.INTERVIEWER else frame.cases(turn)
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
