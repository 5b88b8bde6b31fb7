"""`sendcode transcripts`: list what is in the project."""

from __future__ import annotations

import click

from sendcode.cli.app import App, json_option, next_step, print_json


@click.command("transcripts")
@json_option
@click.pass_obj
def command(app: App, as_json: bool) -> None:
    """List the transcripts with their sizes and their problems.

    \b
    Example:
      sendcode transcripts
    """
    with app.open() as store:
        found = store.transcripts.overview()
    columns = ("name", "format", "version", "turns", "units", "words", "problems", "file_sha256")
    if as_json:
        print_json([{c: getattr(t, c) for c in columns} for t in found])
        return
    from sendcode.cli.console import listing, out

    shown = columns[:-1]
    out().print(listing(shown, [[getattr(t, c) for c in shown] for t in found]))
    words = sum(t.words for t in found)
    click.echo(f"{len(found)} transcripts, {words:,} words.")
    if found:
        next_step(f"sendcode show '{found[0].name}'", "prints one with its turns")
    else:
        next_step("sendcode ingest FOLDER", "reads the interviews")
