"""`sendcode plot`: a figure for the paper, with its numbers beside it."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import (
    App,
    counted_option,
    force_option,
    json_option,
    next_step,
    print_json,
    where_option,
)


@click.command("plot")
@click.argument("figure", required=False)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--list", "listed", is_flag=True, help="List the figures there are.")
@click.option(
    "--theme",
    default="",
    metavar="CODE",
    help="Compare the codes below this one; for the figure 'theme': which code.",
)
@where_option
@counted_option
@force_option
@json_option
@click.pass_obj
def command(
    app: App,
    figure: str | None,
    file: Path | None,
    listed: bool,
    theme: str,
    where: str,
    coder: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write a figure as .svg or .png, and the numbers behind it as .csv under the same name.

    The .svg can be edited and printed at any size; the .png (300 dots per inch) needs the
    extra: pip install 'sendcode[png]'. Colours can be told apart by the colour-blind.

    \b
    Examples:
      sendcode plot --list
      sendcode plot themes-by-role roles.svg
      sendcode plot cases-per-theme cases.png --theme delays
      sendcode plot theme delays.svg --theme delays --where phase:primary
    """
    if listed:
        _list(as_json=as_json)
        return
    if figure is None or file is None:
        raise click.UsageError(
            "say which figure and which file, e.g. sendcode plot themes-by-role roles.svg"
            " ('sendcode plot --list' names the figures)"
        )
    from sendcode.workflows.plot import plot

    with app.open() as store:
        _, numbers = plot(store, figure, file, theme=theme, coder=coder, where=where, force=force)
    if as_json:
        print_json({"figure": figure, "file": str(file), "numbers": str(numbers)})
    else:
        click.echo(f"Wrote {file} and {numbers}")
    next_step("sendcode report report.html", "has all figures with what they show in words")


def _list(*, as_json: bool) -> None:
    from sendcode.workflows.figures import DRAWN

    if as_json:
        print_json([{"figure": name, "shows": shows} for name, (shows, _) in DRAWN.items()])
        return
    from sendcode.cli.console import listing, out

    rows = [(name, shows) for name, (shows, _) in DRAWN.items()]
    out().print(listing(("figure", "shows"), rows, keep=(0,)))
