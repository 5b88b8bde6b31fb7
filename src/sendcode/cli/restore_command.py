"""`sendcode restore`: bring a copy back."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import App, json_option, next_step, now, print_json


@click.command("restore")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "only_list", is_flag=True, help="List the copies and change nothing.")
@json_option
@click.pass_obj
def command(app: App, file: Path | None, only_list: bool, as_json: bool) -> None:
    """Put a copy (the newest, or FILE) in the place of the project.

    The project as it is now is not lost: it is kept beside, under another name.

    \b
    Examples:
      sendcode restore --list
      sendcode restore
    """
    from sendcode.workflows.projects import list_backups, restore

    project = app.project_path()
    if only_list:
        found = list_backups(project)
        if as_json:
            print_json([{"path": str(b.path), "at": b.at, "why": b.why} for b in found])
            return
        from sendcode.cli.console import listing, out

        rows = [(b.at, f"{b.size / 1e6:.1f} MB", b.path.name) for b in found]  # named after why
        out().print(listing(("made", "size", "file"), rows, keep=(0, 2)))
        return
    done = restore(project, file, at=now())
    click.echo(f"{project.name} is now the copy {done.source.name}")
    if done.aside is not None:
        click.echo(f"What was there before is kept as {done.aside.name}")
    next_step("sendcode status", "shows what is in it")
