"""`sendcode memo`: what was written while coding, and the journal."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    force_option,
    json_option,
    next_step,
    now,
    print_json,
)
from sendcode.cli.words import TOPICS
from sendcode.core.printable import so_many

_ABOUT = click.Choice(TOPICS)


@click.group("memo")
def command() -> None:
    """Memos on segments, codes, cases, transcripts and the project, and a dated journal.

    In `sendcode review` the key m writes one.

    \b
    Examples:
      sendcode memo list --about journal
      sendcode memo add journal "I hear 'battle' in every parent interview."
      sendcode memo export memos.md
    """


@command.command("list")
@click.option("--about", type=_ABOUT, help="Only about such things.")
@click.option("--coder", help="Only this coder's.")
@json_option
@click.pass_obj
def list_(app: App, about: str | None, coder: str | None, as_json: bool) -> None:
    """List memos, one line each, oldest first.

    \b
    Example:
      sendcode memo list --about code
    """
    from sendcode.workflows.memos import as_rows, memos

    with app.open() as store:
        found = memos(store, about=about, coder=coder)
    if as_json:
        print_json(as_rows(found))
        return
    from sendcode.cli.console import listing, out

    rows = [
        (m.id[:8], m.at[:10], m.coder, m.about, m.subject, " ".join(m.text.split())) for m in found
    ]
    out().print(listing(("id", "date", "coder", "about", "subject", "memo"), rows, keep=(0, 1)))
    click.echo(f"{so_many(len(found), 'memo')}.")
    next_step("sendcode memo export memos.md", "writes them to a file")


@command.command("show")
@click.argument("memo")
@click.pass_obj
def show(app: App, memo: str) -> None:
    """Print one memo whole; MEMO is its id, or the first letters of it.

    \b
    Example:
      sendcode memo show 4f2a91c0
    """
    from sendcode.cli.console import plain
    from sendcode.workflows.memos import one_memo

    with app.open() as store:
        found = one_memo(store, memo)
    place = "" if found.start is None else f" {found.start}-{found.end}"
    click.echo(
        f"{found.about} {plain(found.subject)}{place}, {found.at[:10]}, {found.coder}".strip()
    )
    click.echo(plain(found.text))


@command.command("add")
@click.argument("about", type=click.Choice([t for t in TOPICS if t != "segment"]))
@click.argument("words", nargs=-1, required=True)
@coder_option
@click.pass_obj
def add(app: App, about: str, words: tuple[str, ...], coder: str | None) -> None:
    """Write a memo: on `project` or `journal`, or on a `code`, `case` or `transcript` by name.

    \b
    Examples:
      sendcode memo add journal "Second day. The forms again."
      sendcode memo add code delays/waiting "Ask: waiting for whom?"
    """
    from sendcode.workflows.memos import write_memo

    named = about in ("code", "case", "transcript")
    if named and len(words) < 2:
        raise click.UsageError(f"say which {about}, then the words")
    subject, text = (words[0], words[1:]) if named else ("", words)
    with app.open() as store:
        at = now()
        made = write_memo(
            store, about=about, subject=subject, text=" ".join(text), coder=coder_name(coder), at=at
        )
    click.echo(f"Memo {made[:8]} saved.")
    next_step(f"sendcode undo --decision {made[:8]}", "takes it back")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@force_option
@click.pass_obj
def export(app: App, file: Path, force: bool) -> None:
    """Write all memos to a .md, .csv or .json file.

    \b
    Example:
      sendcode memo export memos.md
    """
    from sendcode.workflows.memos import export_memos

    with app.open() as store:
        count = export_memos(store, file, force=force)
    click.echo(f"Wrote {file}: {so_many(count, 'memo')}")
