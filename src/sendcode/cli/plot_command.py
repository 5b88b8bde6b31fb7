"""`sendcode plot`: a figure for the paper, with its numbers beside it."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import App, counted_option, force_option, next_step, where_option


@click.command("plot")
@click.argument("figure", type=click.Choice(["themes-by-role", "portraits", "saturation", "theme"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--theme", default="", metavar="CODE", help="For the figure 'theme': which code.")
@where_option
@counted_option
@force_option
@click.pass_obj
def command(
    app: App, figure: str, file: Path, theme: str, where: str, coder: str | None, force: bool
) -> None:
    """Write a figure as .svg, and the numbers behind it as .csv under the same name.

    themes-by-role: who spoke of each theme, out of those interviewed. portraits: each
    transcript as a strip of its themes. saturation: codes met, interview by interview. theme:
    who spoke of one code. Colours can be told apart by the colour-blind.

    \b
    Examples:
      sendcode plot themes-by-role roles.svg
      sendcode plot theme delays.svg --theme delays
    """
    from sendcode.workflows.plot import plot

    with app.open() as store:
        _, numbers = plot(store, figure, file, theme=theme, coder=coder, where=where, force=force)
    click.echo(f"Wrote {file} and {numbers}")
    next_step("sendcode report report.html", "has all figures with what they show in words")
