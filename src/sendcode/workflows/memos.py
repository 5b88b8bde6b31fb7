"""Memos and the journal, and the marks that a segment or a case can carry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.store.memos import MemoRow
from sendcode.workflows.review import decide

COLUMNS = ("id", "at", "coder", "about", "subject", "transcript", "start", "end", "text")


@dataclass(frozen=True, slots=True)
class Memo:
    """One memo with names in the place of ids.

    Attributes:
        id: Of the decision that wrote it; `sendcode undo --decision ID` takes it back.
        subject: What it is about: a transcript's or a case's name, a code's path; empty for
            the project and the journal.
    """

    id: str
    at: str
    coder: str
    about: str
    subject: str
    transcript: str | None
    start: int | None
    end: int | None
    text: str


def write_memo(
    store: Store, *, about: str, subject: str = "", text: str, coder: str, at: str
) -> str:
    """Write a memo on the project, a transcript, a code or a case, or into the journal.

    Returns:
        The id of the decision.

    Raises:
        NotFound: No such transcript, code or case.
    """
    decision = NewDecision(
        Action.MEMO,
        code=store.codebooks.current().code(subject).guid if about == "code" else None,
        topic=_topic(store, about, subject),
        memo=text.strip(),
    )
    return decide(store, [decision], coder=coder, at=at)[0]


def _topic(store: Store, about: str, subject: str) -> Topic:
    if about == "transcript":
        return Topic(about, transcript=store.transcripts.id(subject))
    if about == "case":
        return Topic(about, case=case_id(store, subject))
    return Topic(about)


def case_id(store: Store, name: str) -> int:
    """Return the id of a case.

    Raises:
        NotFound: There is none of that name.
    """
    found = {known: number for number, known in store.cases.names().items()}
    if name not in found:
        raise NotFound(f"no case '{name}'", "'sendcode cases' lists them.")
    return found[name]


def memos(store: Store, *, about: str | None = None, coder: str | None = None) -> tuple[Memo, ...]:
    """Return memos in the order in which they were written.

    Args:
        store: The project.
        about: `project`, `transcript`, `segment`, `code`, `case` or `journal`; None for all.
        coder: Only this coder's.
    """
    return named(store, store.memos.all(about=about, coder=coder))


def one_memo(store: Store, written: str) -> Memo:
    """Return the memo whose id begins as written.

    Raises:
        NotFound: None does, or more than one.
    """
    found = [memo for memo in memos(store) if written and memo.id.startswith(written)]
    if len(found) != 1:
        what = "no memo begins" if not found else "more than one memo begins"
        raise NotFound(f"{what} with '{written}'", "'sendcode memo list' shows the ids.")
    return found[0]


def named(store: Store, rows: Iterable[MemoRow]) -> tuple[Memo, ...]:
    """Return memos with names in the place of GUIDs."""
    codebook = store.codebooks.current()

    def subject(row: MemoRow) -> str:
        if row.about == "code":
            code = codebook.get(row.code or "")
            return code.path if code else ""
        return row.case or row.transcript or ""

    return tuple(
        Memo(
            *(row.decision, row.at, row.coder, row.about, subject(row)),
            *(row.transcript, row.start, row.end, row.text),
        )
        for row in rows
    )


def export_memos(store: Store, path: Path, *, force: bool) -> int:
    """Write all memos to .md, .csv or .json and return how many; whole or not at all.

    Raises:
        InputError: Another kind of file.
    """
    from sendcode.exporters.files import whole_file  # the reviewer writes memos, and no files

    found = memos(store)
    writers = {".md": _as_markdown, ".csv": _as_csv, ".json": _as_json}
    if path.suffix.lower() not in writers:
        raise InputError(f"no way to write memos to '{path.suffix}'", "Known: .md, .csv, .json.")
    with whole_file(path, force=force) as draft:
        draft.write_text(writers[path.suffix.lower()](found), encoding="utf-8", newline="\n")
    return len(found)


def as_rows(found: Iterable[Memo]) -> list[dict[str, object]]:
    """Return memos as plain rows with the columns `COLUMNS`."""
    return [{column: getattr(memo, column) for column in COLUMNS} for memo in found]


def _as_json(found: tuple[Memo, ...]) -> str:
    return json.dumps(as_rows(found), ensure_ascii=False, indent=2) + "\n"


def _as_csv(found: tuple[Memo, ...]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: _no_formula(v) for k, v in row.items()} for row in as_rows(found))
    return stream.getvalue()


def _no_formula(cell: object) -> object:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell


def _as_markdown(found: tuple[Memo, ...]) -> str:
    parts = ["# Memos\n"]
    for about in dict.fromkeys(memo.about for memo in found):
        parts.append(f"\n## {about.capitalize()}\n")
        for memo in found:
            if memo.about == about:
                where = f" {memo.start}-{memo.end}" if memo.start is not None else ""
                subject = f"{memo.subject}{where}, " if memo.subject else ""
                parts.append(f"\n**{subject}{memo.at[:10]}, {memo.coder}**\n\n{memo.text}\n")
    return "".join(parts)
