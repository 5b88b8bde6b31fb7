"""`sendcode undo`: take decisions back."""

from __future__ import annotations

import click

from sendcode.cli.app import App, coder_name, coder_option, next_step, now
from sendcode.core.printable import so_many


@click.command("undo")
@click.option("--last", type=click.IntRange(min=1), default=1, help="How many; a batch is one.")
@click.option("--decision", help="This one: its id, or the first letters of it.")
@click.option("--with-dependents", is_flag=True, help="Later decisions that build on it too.")
@coder_option
@click.pass_obj
def command(
    app: App, last: int, decision: str | None, with_dependents: bool, coder: str | None
) -> None:
    """Take back your last decision, or the last batch, or the one that you name.

    Nothing is erased: the undo is a new entry in the log.

    \b
    Examples:
      sendcode undo
      sendcode undo --last 3
      sendcode undo --decision 4f2a91c0
    """
    from sendcode.cli.told import decisions_in_words
    from sendcode.workflows.codebook_versions import difference
    from sendcode.workflows.review import undo, undo_last

    who = coder_name(coder)
    with app.open() as store:
        before = store.codebooks.version()
        if decision is None:
            done = undo_last(store, coder=who, at=now(), count=last)
        else:
            ids = store.decisions.group(decision)
            done = undo(store, ids, coder=who, at=now(), with_dependents=with_dependents)
        after = store.codebooks.version()
        told = decisions_in_words(store, done)
        changes = difference(store, before, after).changes if after != before else ()
    if not done:
        click.echo(f"{who} has no decision to take back.")
        raise click.exceptions.Exit(1)
    click.echo(f"{so_many(len(done), 'decision')} taken back:")
    for line in told:
        click.echo(f"  {line}")
    if after != before:
        click.echo(f"The codebook is at version {after}, as it was before the change.")
        for change in changes:
            click.echo(f"  {change}")
    next_step("sendcode log --last 10", "shows the history")
