"""Everything that leaves the project as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.codebook_appendix import without_quotes
from sendcode.core.matrix import Matrix
from sendcode.core.report import Workbook
from sendcode.core.segments import AGREED, ANY, SegmentTable, Status, counting
from sendcode.core.together import Way
from sendcode.core.wide import WideTable, wide
from sendcode.exporters import BUILTIN, GROUP
from sendcode.exporters.files import whole_file
from sendcode.registry import load
from sendcode.store import Store
from sendcode.workflows.census import take_census
from sendcode.workflows.example_quotes import ExampleQuotes
from sendcode.workflows.figures import theme_figures
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.framework import load_framework
from sendcode.workflows.matrix import choose_coder, codes_together, matrix, study
from sendcode.workflows.where import asking, narrowed
from sendcode.workflows.workbook_readme import readme


def segment_table(
    store: Store,
    *,
    status: Status = Status.CODED,
    coder: str | None = None,
    where: str = "",
    frame: StudyFrame | None = None,
) -> SegmentTable:
    """Return segments as a table: codings of the chosen coder, suggestions, rejections or all.

    Raises:
        NotFound: No such coder.
        QueryError: `where` cannot be read, or names what there is not.
    """
    frame = frame or StudyFrame(store)
    who = choose_coder(store, coder)
    one = who if who not in (ANY, AGREED) else ""
    table = frame.segments(status, coder=one)
    keep = store.columns.codings(who)
    rows = tuple(
        row
        for row in table.rows
        if row.coding_id in keep
        or (row.status is Status.SUGGESTED)
        or (row.status is Status.REJECTED and one in ("", row.coder))
    )
    kept, _ = narrowed(frame, where, rows, ())
    return SegmentTable(tuple(kept), table.depth, table.attributes)


def coded_table(store: Store, *, coder: str | None = None, where: str = "") -> SegmentTable:
    """Return the same for codings, however many: they are read while they are written.

    Raises:
        NotFound: No such coder.
        QueryError: `where` cannot be read, or names what there is not.
    """
    frame = StudyFrame(store)
    who = choose_coder(store, coder)
    ids = store.columns.codings(who)
    if where.strip():
        asked = asking(store, where, voices=frame.voices, book=frame.codebook, coder=who)
        ids &= set(asked.codings())
    return frame.streamed(ids)


def workbook(
    store: Store, *, coder: str | None = None, where: str = "", by: Sequence[str] = ()
) -> Workbook:
    """Return the study's workbook, ready to be written; `by` names attributes with a sheet."""
    frame = StudyFrame(store)
    who = choose_coder(store, coder)
    census = take_census(store, who, where)
    themes = matrix(store, coder=who, where=where, census=census)
    segments = segment_table(store, coder=who, where=where, frame=frame)
    return Workbook(
        title=store.name,
        made_at=store.decisions.newest_time() or store.setting("created_at"),
        readme=readme(store, frame, who, themes),
        themes=themes,
        roles=matrix(store, columns="role", coder=who, where=where, census=census),
        segments=segments,
        codebook=without_quotes(frame.codebook, unless=ExampleQuotes(frame).may_quote),
        counts=_own_counts(segments),
        coder=who,
        where=where,
        together=codes_together(store, way=Way.TURN, coder=who, where=where),
        framework=load_framework(store, coder=who, where=where, frame=frame)
        if store.cases.names()
        else None,
        decisions=store.decisions.log(),
        figures=theme_figures(frame, study(frame, who, where), coder=who, where=where),
        more=tuple(
            (name, matrix(store, columns=name, coder=who, where=where, census=census))
            for name in by
        ),
    )


def _own_counts(segments: SegmentTable) -> dict[str, int]:
    carrying: dict[str, set[int | None]] = {}
    for row in counting(segments.rows):
        carrying.setdefault(row.code_guid, set()).add(row.segment_id)
    return {guid: len(found) for guid, found in carrying.items()}


def export_workbook(
    store: Store,
    path: Path,
    *,
    coder: str | None = None,
    where: str = "",
    by: Sequence[str] = (),
    force: bool,
) -> Workbook:
    """Write the workbook; whole or not at all."""
    book = workbook(store, coder=coder, where=where, by=by)
    with whole_file(path, force=force) as draft:
        load(GROUP, "workbook.xlsx", BUILTIN)(book, draft)
    return book


def export_segments(
    store: Store,
    path: Path,
    *,
    status: Status,
    coder: str | None = None,
    where: str = "",
    force: bool,
) -> SegmentTable:
    """Write segments to .csv, .json, .xlsx or .parquet; whole or not at all."""
    table = (
        coded_table(store, coder=coder, where=where)
        if status is Status.CODED
        else segment_table(store, status=status, coder=coder, where=where)
    )
    write = load(GROUP, f"segments{path.suffix.lower()}", BUILTIN)
    with whole_file(path, force=force) as draft:
        write(table, draft)
    return table


def export_wide(
    store: Store, path: Path, *, coder: str | None = None, where: str = "", force: bool
) -> WideTable:
    """Write one row per unit and a column per code to .csv, .json or .parquet."""
    write = load(GROUP, f"wide{path.suffix.lower()}", BUILTIN)
    frame = StudyFrame(store)
    who = choose_coder(store, coder)
    counted = study(frame, who, where)
    table = wide(
        counted.codings,
        counted.population,
        frame.codebook,
        attributes=frame.attribute_names,
        coder=who,
        turns=frame.unit_turns,
        text=frame.shown,
    )
    with whole_file(path, force=force) as draft:
        write(table, draft)
    return table


def export_matrix(counted: Matrix, path: Path, *, force: bool) -> None:
    """Write a matrix to .csv, .json, .xlsx, .md, .html or .parquet; whole or not at all."""
    write = load(GROUP, f"matrix{path.suffix.lower()}", BUILTIN)
    with whole_file(path, force=force) as draft:
        write(counted, draft)
