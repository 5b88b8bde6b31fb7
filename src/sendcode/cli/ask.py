"""Questions about labels, asked in the terminal before an ingest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sendcode.cli.console import plain

if TYPE_CHECKING:
    from sendcode.core.model import Role
    from sendcode.core.speaker_map import SpeakerMap
    from sendcode.workflows.labels import LabelRow, Preview


def has_terminal() -> bool:
    """Say whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answers(found: Preview) -> SpeakerMap:
    """Ask about labels seen once, then about roles that nobody knows, and return the answers."""
    from sendcode.core.speaker_map import SpeakerMap

    speakers: dict[tuple[str, str], str] = {}
    roles: dict[tuple[str, str], Role] = {}
    gone: set[str] = set()
    for row in found.once:
        same = _same_as(row, found.others(row))
        if row.label and same is not None:
            speakers[(row.file, row.label)] = same
            gone.add(row.label)
    for row in found.roleless:
        if row.label and row.label not in gone and (role := _role(row)):
            roles[("", row.label)] = role
    return SpeakerMap(speakers, roles)


def _same_as(row: LabelRow, others: tuple[str, ...]) -> str | None:
    """Return the label that this one is another spelling of; empty if it is no speaker.

    None if it stands for itself.
    """
    click.echo(
        plain(
            f"{row.transcript}, line {row.anchor}: '{row.label}' opens one turn only "
            f"({row.words} words). Who is it?"
        ),
        err=True,
    )
    click.echo("  Enter  a speaker of their own", err=True)
    for number, other in enumerate(others, start=1):
        click.echo(plain(f"  {number}      the same as '{other}'"), err=True)
    click.echo("  n      no speaker: the label is part of what is said", err=True)
    numbers = [str(number) for number in range(1, len(others) + 1)]
    choice = click.prompt(
        "",
        default="",
        show_default=False,
        show_choices=False,
        type=click.Choice(["", *numbers, "n"], case_sensitive=False),
        err=True,
    )
    if choice == "n":
        return ""
    return others[int(choice) - 1] if choice else None


def _role(row: LabelRow) -> Role | None:
    from sendcode.core.roles import nearest_role, parse_role

    while True:
        written = click.prompt(
            plain(f"Role of '{row.label}' (first in {row.transcript}; Enter leaves it open)"),
            default="",
            show_default=False,
            err=True,
        )
        if not written.strip():
            return None
        role = parse_role(written)
        if role is not None:
            return role
        near = nearest_role(written)
        click.echo("That is no role." + (f" Did you mean '{near}'?" if near else ""), err=True)
