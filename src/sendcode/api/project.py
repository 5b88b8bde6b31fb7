"""A project as DataFrames for analysts and verbs for scripts."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sendcode.api.clock import now
from sendcode.api.codebooks import Codebooks
from sendcode.core.codebook import Codebook
from sendcode.core.decisions import LogEntry
from sendcode.core.matrix import Matrix
from sendcode.core.model import Action
from sendcode.core.review import QueueItem, decision_for
from sendcode.core.segments import Status, with_attributes
from sendcode.errors import NotFound
from sendcode.store import Store, open_store
from sendcode.workflows import code as code_workflow
from sendcode.workflows import matrix as matrix_workflow
from sendcode.workflows import review
from sendcode.workflows.export import segment_table
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.projects import project_path

if TYPE_CHECKING:
    import pandas as pd

    from sendcode.core.stopping import Recall
    from sendcode.workflows.ranking import Ranking

__all__ = ["Project", "open"]


def open(path: str | Path) -> Project:
    """Open a project; `study` stands for `study.sendcode`.

    Raises:
        ProjectError: No such file, or it is not a project that this sendcode can read.
    """
    return Project(open_store(project_path(Path(path)), at=now()))


class Project:
    """An open project. Use it in a `with` block, or call `close()`.

    Tables are pandas DataFrames; offsets are code points, half-open, into the transcript's
    text.
    """

    def __init__(self, store: Store, *, coder: str | None = None) -> None:
        self._store = store
        self.coder = coder or os.environ.get("SENDCODE_CODER") or getpass.getuser()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything into the project file and close it."""
        self._store.close()

    @property
    def path(self) -> Path:
        """Return the project file."""
        return self._store.path

    @property
    def codebook(self) -> Codebook:
        """Return the current codebook."""
        return self._store.codebooks.current()

    @cached_property
    def codebooks(self) -> Codebooks:
        """Return the codebook's versions, with what `sendcode codebook` can do."""
        return Codebooks(self._store, lambda: self.coder)

    # --- tables ----------------------------------------------------------------------------

    def segments(self, status: str = "coded", *, coder: str | None = None) -> pd.DataFrame:
        """Return one row per coding (or suggestion), with the columns of the export.

        Args:
            status: `coded`, `suggested`, `rejected` or `all`.
            coder: A name, `any` or `agreed`; None for the only coder, else `any`.
        """
        from sendcode.exporters.frames import segments_frame

        return segments_frame(segment_table(self._store, status=Status(status), coder=coder))

    def units(self, *, interviewers: bool = False) -> pd.DataFrame:
        """Return one row per unit (sentence), in the order of transcript and place.

        Columns: transcript, turn, start, end, text, speaker, role, participant, case, words,
        unit_id, then one per attribute (`attribute.NAME` where it is named like one of these).
        Interviewers' units only where asked for.
        """
        from sendcode.exporters.frames import frame

        study = StudyFrame(self._store)
        names = study.attribute_names
        rows = []
        for unit in study.population(interviewers=interviewers):
            number = study.ids[unit.transcript]
            turn = study.turns[study.units_in(number, unit.start, unit.end)[0].turn]
            text = study.text(number)[unit.start : unit.end]
            rows.append(
                (
                    *(unit.transcript, turn.seq, unit.start, unit.end, text, unit.speaker),
                    *(unit.role.value, unit.participant, "; ".join(unit.cases), unit.words),
                    unit.id,
                    *(unit.attributes.get(name, "") for name in names),
                )
            )
        columns = (
            *("transcript", "turn", "start", "end", "text", "speaker", "role", "participant"),
            *("case", "words", "unit_id"),
        )
        return frame(with_attributes(columns, names), rows)

    def transcripts(self) -> pd.DataFrame:
        """Return one row per transcript: name, format, version, words, turns, units, hashes."""
        from sendcode.exporters.frames import frame

        columns = ("name", "format", "version", "words", "turns", "units", "problems")
        hashes = ("file_name", "file_sha256", "text_sha256", "ingested_at")
        rows = [
            tuple(getattr(t, column) for column in (*columns, *hashes))
            for t in self._store.transcripts.overview()
        ]
        return frame((*columns, *hashes), rows)

    def cases(self) -> pd.DataFrame:
        """Return one row per case: name, transcripts (parted by `; `), then its attributes."""
        from sendcode.exporters.frames import frame

        cases = self._store.cases.overview()
        names = sorted({name for case in cases for name in case.attributes})
        rows = [
            (c.name, "; ".join(c.transcripts), *(c.attributes.get(name, "") for name in names))
            for c in cases
        ]
        return frame(with_attributes(("case", "transcripts"), names), rows)

    def log(self, *, coder: str | None = None) -> tuple[LogEntry, ...]:
        """Return the decisions, oldest first."""
        return self._store.decisions.log(coder=coder)

    def matrix(
        self,
        rows: str = "code",
        columns: str = "case",
        values: str = "segments",
        *,
        level: int | None = None,
        coder: str | None = None,
    ) -> pd.DataFrame:
        """Return counts as a DataFrame: keys as index and columns, no totals.

        `DataFrame.attrs` holds `measure`, `coder`, `filter`, `denominators` and `notes`.
        """
        from sendcode.exporters.frames import matrix_frame

        return matrix_frame(
            self.count(rows=rows, columns=columns, values=values, level=level, coder=coder)
        )

    def count(
        self,
        rows: str = "code",
        columns: str = "case",
        values: str = "segments",
        *,
        level: int | None = None,
        coder: str | None = None,
    ) -> Matrix:
        """Return counts as a `Matrix`, with totals and denominators."""
        return matrix_workflow.matrix(
            self._store, rows=rows, columns=columns, values=values, level=level, coder=coder
        )

    # --- verbs -----------------------------------------------------------------------------

    def code(
        self,
        *,
        coder: str | None = None,
        pipeline: str | None = None,
        embedding: str | None = None,
        threshold: float | None = None,
    ) -> int:
        """Apply the codebook, record the run, and return how many suggestions it made."""
        done = code_workflow.apply_codebook(
            self._store,
            coder=coder or self.coder,
            at=now(),
            settings=code_workflow.Settings(pipeline, embedding, threshold),
        )
        return done.result.found

    def queue(
        self,
        code: str | None = None,
        *,
        order: str = "transcript",
        limit: int | None = None,
        coder: str | None = None,
    ) -> list[QueueItem]:
        """Return what a coder has not decided.

        Args:
            code: None for the suggested segments of all codes. With a code or a family:
                every undecided unit, likeliest first, with its likeliest leaf.
            order: `transcript`, `priority` or `code`; a queue for one code in `priority`
                order is the whole ranking, in the other orders its suggested segments.
            limit: At most so many, with audit items among a code's (`item.audit`: drawn at
                random from what is ranked low, for `recall`); None for all, without them.
            coder: Whose queue; None for the project's `coder`.

        Raises:
            NotFound: No such code or order.
        """
        who = coder or self.coder
        if code is not None and order == "priority":
            return list(self._ranked.queue(code, who, limit))
        where = review.Filter(code=code or "")
        return list(review.queue(self._store, coder=who, order=order, where=where, limit=limit))

    @cached_property
    def _ranked(self) -> Ranking:
        from sendcode.workflows.ranking import Ranking

        return Ranking(self._store)

    def recall(self, code: str, *, coder: str | None = None) -> Recall:
        """Return how much of a code or family the coder's reviews have found so far.

        Raises:
            NotFound: No such code.
        """
        return self._ranked.recall(code, coder or self.coder)

    def decide(
        self,
        item: QueueItem,
        decision: str,
        *,
        code: str | None = None,
        coder: str | None = None,
        memo: str | None = None,
    ) -> LogEntry:
        """Record an answer to a queue item and return it as the log has it.

        Args:
            item: From `queue`.
            decision: `accept`, `reject`, `recode` or `skip`. In a family's queue `reject`
                means that no code of the family fits.
            code: Path of the other code, for a recode.
            coder: Who decides; None for the project's `coder`.
            memo: A memo on the segment.

        Raises:
            NotFound: No such code or decision.
        """
        if decision not in ("accept", "reject", "recode", "skip"):
            raise NotFound(f"no decision '{decision}'", "Known: accept, reject, recode, skip.")
        other = self.codebook.code(code).guid if code else None
        if decision == "recode" and other is None:
            raise NotFound("a recode needs a code", "decide(item, 'recode', code='delays/waiting')")
        new = decision_for(item, Action(decision), code=other, memo=memo)
        (done,) = review.decide(self._store, [new], coder=coder or self.coder, at=now())
        return self._store.decisions.log(only=done)[0]

    def undo(self, count: int = 1, *, coder: str | None = None) -> Sequence[str]:
        """Take back a coder's last decisions (a batch counts as one); return the undo rows' ids."""
        return review.undo_last(self._store, coder=coder or self.coder, at=now(), count=count)
