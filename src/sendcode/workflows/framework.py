"""Framework summaries: what is written, what is missing, what has gone stale; round trips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.framework import Framework, FrameworkCell, Summary, fingerprint, framework
from sendcode.core.quotes import TEMPLATE, Chooser, Quote
from sendcode.core.segments import SegmentRow, counting
from sendcode.errors import InputError, NotFound
from sendcode.interchange.framework_table import SHEET, read_framework
from sendcode.store import Store
from sendcode.store.summaries import Summaries
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder, study

QUOTES = 2


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of summaries did.

    Attributes:
        written: Case and path of each text that was written.
        same: How many were as they are.
        conflicts: Case and path of each text that changed here since the file was written.
    """

    written: tuple[tuple[str, str], ...]
    same: int
    conflicts: tuple[tuple[str, str], ...]


def load_framework(
    store: Store,
    *,
    coder: str | None = None,
    where: str = "",
    level: int = 1,
    frame: StudyFrame | None = None,
) -> Framework:
    """Return the framework matrix: cases by codes of one level, and codes with a summary.

    Raises:
        NotFound: No such coder.
        QueryError: `where` cannot be read.
    """
    frame = frame or StudyFrame(store)
    counted = study(frame, choose_coder(store, coder), where)
    summaries = _written(store)
    written = {guid for _, guid in summaries}
    codes = [
        code
        for code in frame.codebook
        if (code.level == level and not code.retired) or code.guid in written
    ]
    wanted = {code.path for code in codes}
    rows: dict[tuple[str, str], list[SegmentRow]] = {}
    for row in counted.counting:
        for code in frame.codebook.ancestors(row.code_path):
            if code.path in wanted:
                for case in row.cases:
                    rows.setdefault((case, code.path), []).append(row)
    cases = sorted(store.cases.names().values())
    quotes: dict[tuple[str, str], tuple[Quote, ...]] = {}
    for case in cases:
        for code in codes:
            chooser = Chooser(frame.marks, TEMPLATE, frame.attribute_names)
            quotes[case, code.path] = chooser.choose(rows.get((case, code.path), ()), QUOTES)
    return framework(cases, codes, rows, summaries, quotes)


def cell_of(store: Store, case: str, code: str) -> FrameworkCell | None:
    """Return one cell; None for a case or a code that no framework holds.

    Raises:
        NotFound: No such code.
    """
    wanted = store.codebooks.current().code(code)
    cells = load_framework(store, level=wanted.level).cells
    return next((cell for cell in cells if (cell.case, cell.code) == (case, wanted.path)), None)


def summary_of(store: Store, case: str, code: str) -> Summary | None:
    """Return what is written about a case and a theme, whether or not it is still up to date.

    Raises:
        NotFound: No such code.
    """
    return _written(store).get((case, store.codebooks.current().code(code).guid))


def _written(store: Store) -> dict[tuple[str, str], Summary]:
    """Return the texts by name of the case and GUID of the code."""
    return {(s.case, s.code): s for s in Summaries(store.database).all()}


def segments_of(store: Store, case: str, code: str) -> tuple[SegmentRow, ...]:
    """Return the codings of a theme for a case: what a summary is written from.

    Raises:
        NotFound: No such case or code.
    """
    frame = StudyFrame(store)
    _case(store, case)
    path = frame.codebook.code(code).path
    return tuple(
        row
        for row in counting(frame.segments().rows)
        if case in row.cases and f"{row.code_path}/".startswith(f"{path}/")
    )


def write_summary(
    store: Store, case: str, code: str, text: str, *, coder: str, at: str
) -> str | None:
    """Write the text of a case and a theme; an empty one takes it away.

    Returns:
        The decision's id; None where the text is the same and still up to date.

    Raises:
        NotFound: No such case or code.
    """
    found = StudyFrame(store).codebook.code(code)
    number = _case(store, case)
    based_on = fingerprint(segments_of(store, case, found.path))
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    before = _written(store).get((case, found.guid))
    if before is None and not text:
        return None
    if before is not None and before.text == text and before.based_on == based_on:
        return None
    with store.transaction():
        return Summaries(store.database).put(
            case=number,
            code=found.guid,
            text=text,
            based_on=based_on,
            coder=store.coders.id(coder, at=at),
            at=at,
            codebook_version=store.codebooks.current().version,
        )


def import_summaries(store: Store, path: Path, *, coder: str, at: str) -> Imported:
    """Take over the texts of a workbook's sheet Framework that were changed there.

    A text that was changed here since the workbook was written is left and named as a
    conflict; an emptied cell changes nothing.

    Raises:
        InputError: The file has no such sheet, or names a case or code that there is not.
    """
    book = StudyFrame(store).codebook
    now = _written(store)
    cases = set(store.cases.names().values())
    written, conflicts, same = [], [], 0
    for row in read_framework(path):
        code = book.at(row.code)
        if row.case not in cases or code is None:
            what = f"the case '{row.case}'" if row.case not in cases else f"the code '{row.code}'"
            raise InputError(f"{path.name}, sheet {SHEET}: the project has not got {what}")
        before = now.get((row.case, code.guid))
        if not row.text or (before is not None and before.text == row.text):
            same += 1
        elif (before.id if before else None) != row.version:
            conflicts.append((row.case, row.code))
        else:
            write_summary(store, row.case, row.code, row.text, coder=coder, at=at)
            written.append((row.case, row.code))
    return Imported(tuple(written), same, tuple(conflicts))


def _case(store: Store, case: str) -> int:
    numbers: dict[str, int] = {name: number for number, name in store.cases.names().items()}
    if case not in numbers:
        raise NotFound(f"no case '{case}'", f"Known: {', '.join(_first(sorted(numbers)))}.")
    return numbers[case]


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:12], *(["..."] if len(names) > 12 else [])]
