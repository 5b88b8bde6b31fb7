"""`sendcode log`: the decisions as a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, next_step, print_json
from sendcode.cli.words import ACTIONS
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.decisions import LogEntry


@click.command("log")
@click.option("--coder", help="Only this coder's decisions.")
@click.option("--action", type=click.Choice(ACTIONS), help="Only of this kind.")
@click.option("--transcript", help="Only in this transcript.")
@click.option("--code", help="Only about this code and those below it.")
@click.option("--last", type=click.IntRange(min=1), help="Only so many of the newest.")
@json_option
@click.pass_obj
def command(
    app: App,
    coder: str | None,
    action: str | None,
    transcript: str | None,
    code: str | None,
    last: int | None,
    as_json: bool,
) -> None:
    """List the decisions, oldest first: who decided what, when, on which suggestion.

    \b
    Examples:
      sendcode log --last 20
      sendcode log --coder anna --json
      sendcode log --action flag --code delays
    """
    with app.open() as store:
        book = store.codebooks.current()
        found = store.decisions.log(
            coder=coder,
            newest=last,
            action=action,
            transcript=store.transcripts.id(transcript) if transcript else None,
            codes=[c.guid for c in book.descendants(book.code(code).path)] if code else None,
        )
    if as_json:
        columns = (
            *("id", "at", "coder", "action", "batch_id", "segment_id", "transcript", "start"),
            *("end", "code", "from_code", "undoes", "score", "suggestion_id", "run_id"),
            *("codebook_version", "undone", "detail"),
        )
        print_json([{c: getattr(entry, c) for c in columns} for entry in found])
        return
    from sendcode.cli.console import listing, out

    rows = [(e.id[:8], e.at.replace("T", " ").rstrip("Z"), e.coder, _in_words(e)) for e in found]
    out().print(listing(("id", "when (UTC)", "coder", "decision"), rows, keep=(1,)))
    click.echo(f"{so_many(len(found), 'decision')}.")
    next_step("sendcode undo", "takes your last decision back")


def _in_words(entry: LogEntry) -> str:
    """Return what was decided and where; it breaks between words where the terminal is narrow."""
    code = f"{entry.from_code} → {entry.code}" if entry.from_code else entry.code or ""
    said = " ".join(filter(None, (entry.action, code)))
    if entry.detail:
        said += f": {entry.detail}"
    if entry.transcript:
        said += f" in {entry.transcript}"
        said += "" if entry.start is None else f", characters {entry.start}-{entry.end}"
    return f"{said} (undone)" if entry.undone else said
