"""`sendcode demo`: the whole way on an invented study."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import now


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("sendcode-demo"))
def command(folder: Path) -> None:
    """Build the sample study in FOLDER and take it all the way to the theme workbook.

    The interviews are invented: two local authorities, four schools, six pupils. A scripted
    coder named 'demo' decides on the suggestions, but leaves one transcript for you.

    \b
    Example:
      sendcode demo
    """
    from sendcode.cli.console import track
    from sendcode.cli.matrix_view import show
    from sendcode.workflows.demo import build_demo

    click.echo(f"Building the sample study in {folder}. Each line is a command you could type:\n")

    def tell(command: str, result: str) -> None:
        click.echo(f"  $ {command}\n      {result}")

    made = build_demo(folder, now=now, tell=tell, track=track)
    click.echo()
    show(made.matrix)
    click.echo(
        f"\nOpen  {made.workbook}   (theme workbook: click a number to come to the words)\n"
        f"Then try, in the folder {folder}:\n"
        "  sendcode status\n"
        "  sendcode review --coder you --transcript focus_group_harrowmere\n"
        f"      ({made.open} suggestions that 'demo' left open)\n"
        "  sendcode matrix --columns school --values participants --level 1\n"
        "  sendcode show school1_senco"
    )
