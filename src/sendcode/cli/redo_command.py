"""`sendcode redo`: bring back what an undo took away."""

from __future__ import annotations

import click

from sendcode.cli.app import App, coder_name, coder_option, next_step, now
from sendcode.core.printable import so_many


@click.command("redo")
@coder_option
@click.pass_obj
def command(app: App, coder: str | None) -> None:
    """Bring back what your last undo took away, as long as you decided nothing since.

    \b
    Example:
      sendcode redo
    """
    from sendcode.cli.told import decisions_in_words
    from sendcode.workflows.review import redo_last

    who = coder_name(coder)
    with app.open() as store:
        done = redo_last(store, coder=who, at=now())
        told = decisions_in_words(store, done)
    if not done:
        click.echo(f"{who} has no undo to take back.")
        raise click.exceptions.Exit(1)
    click.echo(f"{so_many(len(done), 'decision')} brought back:")
    for line in told:
        click.echo(f"  {line}")
    next_step("sendcode log --last 10", "shows the history")
