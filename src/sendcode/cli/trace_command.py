"""`sendcode trace`: from a segment or a cell of a workbook back to decisions and words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, next_step, print_json
from sendcode.places import is_file

if TYPE_CHECKING:
    from sendcode.store import Store
    from sendcode.workflows.trace import Traced


@click.command("trace")
@click.argument("what")
@click.argument("cell", required=False)
@json_option
@click.pass_obj
def command(app: App, what: str, cell: str | None, as_json: bool) -> None:
    """Show the way back from a number or a quote: decisions, suggestion, words, source.

    WHAT is segment:NUMBER, coding:NUMBER, or a workbook, followed by one of its cells.

    \b
    Examples:
      sendcode trace segment:123
      sendcode trace study.xlsx 'Theme matrix!C5'
    """
    with app.open() as store:
        found = _find(store, what, cell)
    if as_json:
        print_json([_record(traced) for traced in found])
        return
    for traced in found:
        _show(traced)
    if not found:
        click.echo("No segment stands behind this cell.")
    else:
        next_step(f"sendcode show {found[0].transcript}", "prints the whole transcript")


def _find(store: Store, what: str, cell: str | None) -> tuple[Traced, ...]:
    from sendcode.workflows import trace

    named = re.fullmatch(r"(segment|coding):([0-9]{1,15})", what)
    if named and cell is None:
        one = trace.trace_segment if named[1] == "segment" else trace.trace_coding
        return (one(store, int(named[2])),)
    if cell is None or named:
        raise click.UsageError("say segment:NUMBER, coding:NUMBER, or a workbook and its cell")
    path = Path(what)
    if not is_file(path):
        raise click.UsageError(f"no file {what}")
    return trace.trace_cell(store, path, cell)


def _record(traced: Traced) -> dict[str, object]:
    from sendcode.core.segments import explain

    return {
        "segment_id": traced.segment_id,
        "transcript": traced.transcript,
        "turn": traced.turn,
        "start": traced.start,
        "end": traced.end,
        "text": traced.text,
        "file_name": traced.file_name,
        "anchor": traced.anchor,
        "codings": [
            {
                "coding_id": row.coding_id,
                "code": row.code_path,
                "coder": row.coder,
                "origin": row.origin,
                "score": row.score,
                "evidence": explain(row),
                "decided_at": row.decided_at,
                "codebook_version": row.codebook_version,
            }
            for row in traced.codings
        ],
        "decisions": [
            {
                "id": entry.id,
                "at": entry.at,
                "coder": entry.coder,
                "action": entry.action.value,
                "code": entry.code,
                "from_code": entry.from_code,
                "undone": entry.undone,
            }
            for entry in traced.decisions
        ],
    }


def _show(traced: Traced) -> None:
    from rich.text import Text

    from sendcode.cli.console import out, plain
    from sendcode.core.segments import explain

    console = out()
    source = f"{traced.file_name}" + (f", paragraph {traced.anchor}" if traced.anchor else "")
    head = f"segment:{traced.segment_id} · {traced.transcript}, turn {traced.turn}, "
    head += f"characters {traced.start} to {traced.end} · from {source}"
    console.print(Text(plain(head), style="bold"))
    line = Text("… " + plain(traced.before.replace("\n", " ")), style="dim")
    line.append(plain(traced.text), style="not dim bold")
    line.append(plain(traced.after.replace("\n", " ")) + " …", style="dim")
    console.print(line)
    for row in traced.codings:
        score = f", score {row.score:.2f}" if row.score is not None else ""
        why = f" ({plain(explain(row))})" if row.evidence else ""
        console.print(Text(f"  {row.code_path}: {row.origin}{score}{why}", style="cyan"))
    for entry in traced.decisions:
        code = f" {entry.code}" if entry.code else ""
        was = f" (suggested: {entry.from_code})" if entry.from_code else ""
        undone = " [undone]" if entry.undone else ""
        said = (
            f"  {entry.at}  {entry.coder}  {entry.action.value}{code}{was}{undone}  {entry.id[:8]}"
        )
        console.print(Text(plain(said)))
    console.print()
