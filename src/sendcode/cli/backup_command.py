"""`sendcode backup`: copy the project."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import App, force_option, next_step, now


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@force_option
@click.pass_obj
def command(app: App, file: Path | None, force: bool) -> None:
    """Copy the project to FILE, or into the folder NAME.backups beside it.

    sendcode makes copies by itself before bulk decisions, codebook changes and upgrades; the
    newest ten of these are kept, and all that you make.

    \b
    Examples:
      sendcode backup
      sendcode backup /media/stick/study-friday.sendcode
    """
    from sendcode.workflows.projects import backup

    with app.open() as store:
        path = backup(store, at=now(), target=file, force=force)
    click.echo(f"Copied to {path}")
    next_step("sendcode restore --list", "shows the copies")
