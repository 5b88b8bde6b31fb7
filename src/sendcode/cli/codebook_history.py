"""`sendcode codebook log` and `diff`: how the codebook came to be what it is."""

from __future__ import annotations

import click

from sendcode.cli.app import App, json_option, next_step, print_json
from sendcode.core.printable import so_many


@click.command("log")
@json_option
@click.pass_obj
def log(app: App, as_json: bool) -> None:
    """List the versions, oldest first: when, who, why, and what changed.

    \b
    Examples:
      sendcode codebook log
      sendcode codebook log --json
    """
    from sendcode.workflows.codebook_versions import history

    with app.open() as store:
        found = history(store)
    if as_json:
        columns = ("at", "coder", "message", "sha256", "codes", "changes")
        print_json([{"version": v.number} | {c: getattr(v, c) for c in columns} for v in found])
        return
    for v in found:
        click.echo(f"version {v.number}   {v.at.replace('T', ' ').rstrip('Z')} UTC   {v.coder}")
        click.echo(f"  {v.message}   ({so_many(v.codes, 'code')}, hash {v.sha256[:12]})")
        for change in v.changes:
            if change not in v.message:  # an edit without a message of its own says it there
                click.echo(f"    {change}")
    if len(found) > 1:
        next_step("sendcode codebook diff 1", "compares a version with the current one")
    elif not found:
        click.echo("The project has no codebook.")
        next_step("sendcode codebook import send", "brings the shipped codebook")
    else:
        next_step("sendcode codebook export codebook.yaml", "writes it to a file")


@click.command("diff")
@click.argument("old", type=click.IntRange(min=1))
@click.argument("new", type=click.IntRange(min=1), required=False)
@json_option
@click.pass_obj
def diff(app: App, old: int, new: int | None, as_json: bool) -> None:
    """Say what changed from version OLD to NEW (by default the current one).

    \b
    Examples:
      sendcode codebook diff 1
      sendcode codebook diff 2 3
    """
    from sendcode.workflows.codebook_versions import difference

    with app.open() as store:
        found = difference(store, old, new)
    if as_json:
        print_json({"old": found.old, "new": found.new, "changes": list(found.changes)})
        return
    for change in found.changes:
        click.echo(change)
    if not found.changes:
        click.echo(f"Versions {found.old} and {found.new} say the same.")
    next_step(f"sendcode codebook show --version {found.old}", "shows the older one whole")
