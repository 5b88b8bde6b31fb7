"""`sendcode code`: apply the codebook."""

from __future__ import annotations

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    json_option,
    next_step,
    now,
    print_json,
)


@click.command("code")
@click.option("--pipeline", help="A trained spaCy pipeline, by name or path, e.g. en_core_web_sm.")
@json_option
@coder_option
@click.pass_obj
def command(app: App, pipeline: str | None, as_json: bool, coder: str | None) -> None:
    """Apply the codebook's rules: suggestions for people to decide on.

    A suggestion is no coding: nothing counts until a named coder accepts it. The run is
    recorded; with the same texts and codebook it gives the same again.

    \b
    Example:
      sendcode code
    """
    from sendcode.cli.console import listing, out, track
    from sendcode.workflows.code import apply_codebook

    with app.open() as store:
        done = apply_codebook(
            store, coder=coder_name(coder), at=now(), pipeline=pipeline, track=track
        )
        names = {code.path: code.name for code in store.codebooks.current()}
    result = done.result
    if as_json:
        print_json(
            {
                "run": result.run,
                "codebook_version": done.codebook_version,
                "units": done.units,
                "suggestions": result.found,
                "new": result.new,
                "kept": result.kept,
                "gone": result.gone,
                "codes": done.by_code,
                "same_as_run": done.same_as or None,
            }
        )
        return
    rows = [(path, names[path], number) for path, number in done.by_code.items()]
    out().print(listing(("code", "name", "sentences"), rows, keep=(0,)))
    click.echo(
        f"Run {result.run}: {result.found:,} suggestions on {done.units:,} sentences "
        f"({result.new:,} new, {result.kept:,} as before, {result.gone:,} gone)."
    )
    if done.same_as:
        click.echo(f"The same texts and codebook as run {done.same_as}.")
    next_step("sendcode review", "puts one suggestion after another before you")
