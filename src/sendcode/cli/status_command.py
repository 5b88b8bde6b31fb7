"""`sendcode status`: the project at a glance."""

from __future__ import annotations

from dataclasses import asdict

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    json_option,
    next_step,
    print_json,
    say,
)
from sendcode.core.printable import plain, so_many


@click.command("status")
@json_option
@coder_option
@click.pass_obj
def command(app: App, as_json: bool, coder: str | None) -> None:
    """Show what is in the project, how far the coding is, and what to do next.

    \b
    Example:
      sendcode status
    """
    from sendcode.workflows.overview import status

    with app.open() as store:
        found = status(store, coder=coder_name(coder))
    if as_json:
        values = asdict(found)
        values["next"] = found.next[0]
        print_json(values)
        return
    from sendcode.cli.console import listing, out, tell

    share = f"{found.read / found.units:.0%}" if found.units else "none"
    held = (
        so_many(found.transcripts, "transcript"),
        so_many(found.words, "word"),
        so_many(found.cases, "case"),
        so_many(found.people, "person", "people"),
    )
    click.echo(f"{found.name}: {', '.join(held)} interviewed")
    if found.unknown_roles:
        click.echo(f"  {found.unknown_roles} of them with role 'unknown': counted, with a note")
    if found.codebook_version:
        click.echo(f"Codebook '{found.codebook}', version {found.codebook_version}")
    click.echo(f"Read by {found.coder}: {share} of {found.units:,} codable sentences")
    if found.decisions:
        told = ", ".join(f"{n:,} {action}" for action, n in found.decisions.items())
        tell(f"Decisions on record: {told}", hang=2)
    if found.codes:
        parents = {c.path.rpartition("/")[0] for c in found.codes}
        rows: list[tuple[object, ...]] = []
        for c in found.codes:
            counts = (c.segments, c.suggested, c.decided)
            empty = c.path in parents and not any(counts)
            rows.append(("  " * c.path.count("/") + c.path, *((None,) * 3 if empty else counts)))
        columns = ("code", "segments", "suggested", "decided")
        out().print(listing(columns, rows))
        say("Segments coded with the code itself; sentences suggested for it, and decided: by all.")
    if found.coders and found.coder not in found.coders:
        others = ", ".join(found.coders)
        say(
            plain(f"Decisions are by {others}; you are '{found.coder}'. --coder NAME changes that.")
        )
    next_step(*found.next)
