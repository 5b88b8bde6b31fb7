"""`sendcode init`: make a project."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import coder_name, coder_option, next_step, now, say
from sendcode.core.printable import so_many


@click.command("init")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--codebook", help="A shipped codebook (send) or a YAML file.")
@coder_option
def command(path: Path, codebook: str | None, coder: str | None) -> None:
    """Make a project: one file, PATH.sendcode, that holds the whole study.

    \b
    Example:
      sendcode init study --codebook send
    """
    from sendcode.workflows.codebooks import find_codebook, import_codebook, read_codebook
    from sendcode.workflows.projects import new_project

    who = coder_name(coder)
    file = find_codebook(codebook) if codebook else None
    if file is not None:
        read_codebook(file)  # a wrong codebook is refused before there is a project
    with new_project(path, at=now()) as store:
        click.echo(f"Made {store.path}")
        if file is not None:
            import_codebook(store, file, coder=who, at=now())
            book = store.codebooks.current()
            codes = so_many(len(book.codes), "code")
            click.echo(f"Codebook '{book.name}': {codes}, version {book.version}")
    if file is None:
        say("No codebook yet: 'sendcode codebook import send' brings the shipped one.")
    next_step("sendcode ingest FOLDER --cases cases.csv", "reads the interviews")
