"""Applying a case sheet: checked whole, then stored whole."""

from __future__ import annotations

from pathlib import Path

from sendcode.core.cases import CaseSheet, SheetSpeaker, read_case_sheet
from sendcode.errors import InputError
from sendcode.interchange.tables import read_table
from sendcode.places import is_file
from sendcode.store import Store
from sendcode.workflows.files import file_sha256

_SHOWN = 10


def apply_case_sheet(store: Store, path: Path, *, coder: str, at: str) -> CaseSheet:
    """Read a case sheet, check it against the project, and put it in force.

    Roles and participants are set on the speakers; cases and attributes that came from the
    sheet before are replaced.

    Raises:
        InputError: It cannot be read, or some row cannot be applied: nothing is changed, and
            the message lists the rows.
    """
    sheet = check_case_sheet(store, path)
    if sheet.errors:
        lines = [f"  row {p.line}: {p.message}" for p in sheet.errors[:_SHOWN]]
        if len(sheet.errors) > _SHOWN:
            lines.append(f"  and {len(sheet.errors) - _SHOWN} more")
        raise InputError(
            f"the case sheet {path.name} cannot be applied:\n" + "\n".join(lines),
            f"Mend the rows, then 'sendcode cases {path.name}'. Cases and roles are as they were.",
        )
    with store.transaction():
        for speaker, role in sheet.roles.items():
            store.speakers.set_role(speaker, role, "sheet")
        for speaker, name in sheet.participants.items():
            store.speakers.set_participant(speaker, name)
        store.cases.apply(
            sheet,
            file_name=path.name,
            sha256=file_sha256(path),
            coder=store.coders.id(coder, at=at),
            at=at,
        )
    return sheet


def check_case_sheet(store: Store, path: Path) -> CaseSheet:
    """Read a case sheet and check it against the project, without changing anything.

    Raises:
        InputError: There is no such file, or it is no table.
    """
    if not is_file(path):
        raise InputError(f"no case sheet {path}", "Check the spelling of the path.")
    try:
        header, rows = read_table(path)
    except InputError as error:
        raise InputError(f"the case sheet {path.name}: {error.message}", error.hint) from error
    names = store.transcripts.names()
    files = {file: names[name] for file, name in store.transcripts.file_names().items()}
    speakers = [SheetSpeaker(s.id, s.transcript_id, s.label, s.role) for s in store.speakers.all()]
    return read_case_sheet(
        path.name, header, rows, transcripts={**files, **names}, speakers=speakers
    )
