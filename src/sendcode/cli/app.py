"""What commands share: the project, the coder, the clock, and options that several have."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sendcode.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def now() -> str:
    """Return the time as it is stored: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class App:
    """What the group hands to its commands."""

    def __init__(self, project: Path | None) -> None:
        self._project = project

    def project_path(self) -> Path:
        """Return the project file that is meant.

        Raises:
            ProjectError: None was named and none, or more than one, is here or above.
        """
        from sendcode.places import is_file
        from sendcode.workflows.projects import find_project, project_path

        if self._project is None:
            return find_project(Path.cwd())
        return self._project if is_file(self._project) else project_path(self._project)

    def open(self) -> Store:
        """Open the project; notes about the file go to stderr."""
        from sendcode.store import open_store

        store = open_store(self.project_path(), at=now())
        for note in store.notes:
            click.echo(f"Note: {note}", err=True)
        return store


def coder_name(given: str | None) -> str:
    """Return who codes: the option, SENDCODE_CODER, or the login name."""
    if given is None:
        given = os.environ.get("SENDCODE_CODER")
    if not given:
        import getpass

        try:
            given = getpass.getuser()
        except (OSError, KeyError) as error:
            raise click.UsageError("say who you are: --coder NAME") from error
    name = " ".join(given.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise click.UsageError("a coder's name is 1 to 80 printable characters")
    return name


def coder_option(function: F) -> F:
    """Add `--coder NAME`: who decides."""
    return click.option("--coder", help="Who you are; else SENDCODE_CODER, else your login name.")(
        function
    )


def counted_option(function: F) -> F:
    """Add `--coder NAME|any|agreed`: whose codings count."""
    return click.option(
        "--coder",
        metavar="NAME|any|agreed",
        help="Whose codings count; by default the only coder's, else any.",
    )(function)


def where_option(function: F) -> F:
    """Add `--where QUERY`."""
    return click.option(
        "--where",
        default="",
        metavar="QUERY",
        help="Only what a query finds, e.g. 'role:parent'; see sendcode query --help.",
    )(function)


def json_option(function: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def force_option(function: F) -> F:
    """Add `--force`."""
    return click.option("--force", is_flag=True, help="Write over an existing file.")(function)


def print_json(value: object) -> None:
    """Print a value as JSON on stdout."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Say something to the person, on stderr; on a terminal it breaks between words."""
    click.echo("\n".join(map(_broken, text.split("\n"))) if sys.stderr.isatty() else text, err=True)


def _broken(line: str) -> str:
    """Return a line broken between words where the terminal ends."""
    return textwrap.fill(
        line,
        shutil.get_terminal_size().columns,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def next_step(command: str, why: str) -> None:
    """Name the next sensible command, on stderr; the reason goes below where the line is full."""
    line = f"Next: {command}   ({why})"
    full = sys.stderr.isatty() and len(line) > shutil.get_terminal_size().columns
    click.echo(f"Next: {command}\n      ({why})" if full else line, err=True)
