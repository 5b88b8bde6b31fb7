"""`sendcode summary`: one text per case and theme, written by people."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, coder_name, coder_option, json_option, next_step, now, print_json
from sendcode.core.printable import so_many
from sendcode.errors import SendcodeError

if TYPE_CHECKING:
    from sendcode.core.framework import Framework, FrameworkCell
    from sendcode.core.segments import SegmentRow
    from sendcode.store import Store

_MARK = "# --- everything from this line on is left out ---"


@click.command("summary")
@click.argument("case", required=False)
@click.argument("code", required=False)
@click.option("--text", help="The summary; an empty one takes the text away.")
@click.option("--edit", is_flag=True, help="Write it in $EDITOR, with the segments below.")
@click.option("--level", type=click.IntRange(min=1), default=1, show_default=True, help="Of codes.")
@click.option("--missing", is_flag=True, help="List only what is missing or stale.")
@click.option(
    "--import",
    "source",
    type=click.Path(path_type=Path),
    help="Take over what was written in the sheet Framework of a workbook.",
)
@coder_option
@json_option
@click.pass_obj
def command(
    app: App,
    case: str | None,
    code: str | None,
    text: str | None,
    edit: bool,
    level: int,
    missing: bool,
    source: Path | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List, show or write framework summaries: one text per case and theme.

    Without arguments, list them; a text whose segments have changed since is stale. The sheet
    Framework of the workbook holds them too, to be written there and imported.

    \b
    Examples:
      sendcode summary --missing
      sendcode summary Ava delays --edit
      sendcode summary --edit               one after the other, what is missing or stale
      sendcode summary Ava delays --text 'Two years on the list, then a plan.'
      sendcode summary --import study.xlsx
    """
    with app.open() as store:
        if source is not None:
            _import(store, source, coder_name(coder))
        elif case is not None and code is not None:
            if edit or text is not None:
                _write(store, case, code, None if edit else text, coder)
            else:
                _show(store, case, code, as_json=as_json)
        elif edit and case is None and text is None:
            _one_after_the_other(store, level, coder=coder_name(coder))
        elif edit or case is not None or text is not None:
            raise click.UsageError("say the case and the code, e.g. sendcode summary Ava delays")
        else:
            _list(store, level, missing=missing, as_json=as_json)


def _write(store: Store, case: str, code: str, text: str | None, coder: str | None) -> None:
    """Write one text; None is to be written in an editor."""
    from sendcode.workflows import framework

    if text is None:
        rows = framework.segments_of(store, case, code)
        before = framework.summary_of(store, case, code)
        text = _edited(before.text if before else "", rows)
        if text is None:
            click.echo("Nothing was changed.")
            return
    done = framework.write_summary(store, case, code, text, coder=coder_name(coder), at=now())
    click.echo("Nothing was changed." if done is None else f"Written: {case}, {code}.")
    next_step("sendcode summary --missing", "lists what is missing or stale")


def _show(store: Store, case: str, code: str, *, as_json: bool) -> None:
    from sendcode.cli import summary_view
    from sendcode.workflows import framework

    rows = framework.segments_of(store, case, code)
    path = store.codebooks.current().code(code).path
    cell = framework.cell_of(store, case, path)
    if as_json:
        print_json(summary_view.as_json([cell] if cell else []))
    else:
        summary_view.show_cell(f"{case} · {path}", cell, rows)


def _edited(before: str, rows: tuple[SegmentRow, ...]) -> str | None:
    """Return what somebody wrote in an editor; None where it was left without saving."""
    from sendcode.cli.console import plain

    _check_editor()
    once = {row.segment_id: row for row in rows}.values()
    lines = [f"# segment:{row.segment_id} {row.role.value}: {plain(row.text)}" for row in once]
    quoted = "\n".join(line.replace("\n", "\n# ") for line in lines)
    try:
        written = click.edit(f"{before}\n\n{_MARK}\n{quoted}\n".encode(), extension=".txt")
    except ValueError as error:
        raise SendcodeError(
            "the variable EDITOR is no command: a quote in it is not closed", "Set it anew."
        ) from error
    return None if written is None else _decoded(written).partition(_MARK)[0].strip()


def _decoded(written: bytes) -> str:
    """Return what an editor saved, in whatever encoding it did so."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = written.decode("cp1252", "replace")
    return text.replace("\r\n", "\n")


def _check_editor() -> None:
    """Refuse to open an editor where nobody can type into it."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not named and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SendcodeError(
            "there is no terminal for an editor",
            "Give the words with --text, or name an editor in the variable EDITOR.",
        )


def _one_after_the_other(store: Store, level: int, *, coder: str) -> None:
    """Open the editor for each cell that is missing or stale, until somebody has had enough."""
    from sendcode.workflows import framework as summary

    cells = _due(summary.load_framework(store, level=level))
    for number, cell in enumerate(cells, start=1):
        click.echo(f"{number} of {len(cells)}: {cell.case}, {cell.code} ({cell.standing.value})")
        rows = summary.segments_of(store, cell.case, cell.code)
        text = _edited(cell.summary.text if cell.summary else "", rows)
        if text:
            summary.write_summary(store, cell.case, cell.code, text, coder=coder, at=now())
        elif number < len(cells) and not click.confirm("Nothing was written. Go on?", default=True):
            break
    left = len(_due(summary.load_framework(store, level=level)))
    are = "is" if left == 1 else "are"
    click.echo(f"{so_many(left, 'cell')} {are} missing or stale.")


def _due(framework: Framework) -> list[FrameworkCell]:
    return [cell for cell in framework.cells if cell.standing.value in ("missing", "stale")]


def _import(store: Store, source: Path, coder: str) -> None:
    from sendcode.workflows.framework import import_summaries

    done = import_summaries(store, source, coder=coder, at=now())
    click.echo(f"{len(done.written)} written, {done.same} unchanged.")
    for case, code in done.conflicts:
        click.echo(f"{case}, {code}: changed here since the workbook was written; left", err=True)
    if done.conflicts:
        click.get_current_context().exit(1)


def _list(store: Store, level: int, *, missing: bool, as_json: bool) -> None:
    from sendcode.cli import summary_view
    from sendcode.workflows.framework import load_framework

    found = load_framework(store, level=level)
    cells = _due(found) if missing else found.cells
    if as_json:
        print_json(summary_view.as_json(cells))
    else:
        summary_view.show_cells(cells)
