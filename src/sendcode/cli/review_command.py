"""`sendcode review`: decide on suggestions, one after another, in bulk, or in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    force_option,
    next_step,
    now,
    say,
    where_option,
)
from sendcode.cli.words import ROLES
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.store import Store
    from sendcode.workflows.review import Filter

_PATH = click.Path(path_type=Path)


@click.command("review")
@click.option("--plain", is_flag=True, help="Line by line: for screen readers and plain terminals.")
@click.option("--code", default="", help="Only this code and those below it.")
@click.option("--case", default="", help="Only this case.")
@click.option("--transcript", default="", help="Only this transcript.")
@click.option("--role", type=click.Choice(ROLES), help="Only this role.")
@where_option
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="At least this score.")
@click.option(
    "--order",
    type=click.Choice(["transcript", "priority", "code"]),
    default="transcript",
    show_default=True,
    help="As spoken, best score first, or code by code.",
)
@click.option(
    "--status",
    type=click.Choice(["open", "skipped", "flagged", "accepted", "rejected", "recode", "all"]),
    default="open",
    show_default=True,
    help="What you have not decided, or what you said before.",
)
@click.option(
    "--hide",
    type=click.Choice(["score", "code"]),
    help="Hide scores, or the suggested code too, until you have chosen.",
)
@click.option(
    "--control",
    default="0%",
    metavar="10%",
    help="Show this share, drawn at random, without any suggestion.",
)
@click.option("--blind", is_flag=True, help="Hide what other coders decided.")
@click.option(
    "--recode", is_flag=True, help="Your codings that a changed code asks you to look at again."
)
@click.option("--accept-all", is_flag=True, help="Accept all that fit, as one batch.")
@click.option("--export", "export_to", type=_PATH, help="Write the queue to .xlsx or .csv.")
@click.option("--import", "import_from", type=_PATH, help="Read answers from such a file.")
@coder_option
@force_option
@click.pass_obj
def command(
    app: App,
    plain: bool,
    code: str,
    case: str,
    transcript: str,
    role: str | None,
    where: str,
    min_score: float,
    order: str,
    status: str,
    hide: str | None,
    control: str,
    blind: bool,
    recode: bool,
    accept_all: bool,
    export_to: Path | None,
    import_from: Path | None,
    coder: str | None,
    force: bool,
) -> None:
    """Decide on suggestions, one after another. Each answer is on disk before the next shows.

    A accepts, R rejects, U undoes, Q leaves; ? lists all keys. Without a terminal for both input
    and output, or with --plain, it goes line by line.

    \b
    Examples:
      sendcode review
      sendcode review --code delays --order priority
      sendcode review --where 'text:waiting and not role:teacher'
      sendcode review --export queue.xlsx        decide in a spreadsheet ...
      sendcode review --import queue.xlsx        ... and bring the answers back
      sendcode review --accept-all --code delays/waiting --min-score 0.8
    """
    if sum(map(bool, (recode, accept_all, export_to, import_from))) > 1:
        raise click.UsageError("--recode, --accept-all, --export and --import exclude each other")
    from sendcode.core.model import Role
    from sendcode.workflows.listing import Listing
    from sendcode.workflows.review import Filter
    from sendcode.workflows.shown import Shown

    shown, who = Shown(hide or "", _share(control), blind=blind), coder_name(coder)
    part = Filter(code, transcript, case, Role(role) if role else None, min_score, where)
    with app.open() as store:
        if import_from is not None:
            _import(store, import_from, who)
        elif accept_all:
            _accept_all(store, part, who)
        elif export_to is not None:
            _export(store, part, order, export_to, who, force)
        else:
            from sendcode.cli.review_session import fits, run

            listing = Listing(order=order, where=part, status="recode" if recode else status)
            screen = fits() and not plain
            run(store, coder=who, listing=listing, shown=shown, full_screen=screen)


def _share(written: str) -> float:
    """Return `10%` or `0.1` as a number."""
    try:
        value = float(written.rstrip("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise click.BadParameter("a share is written 10% or 0.1", param_hint="--control")
    return value


def _accept_all(store: Store, where: Filter, who: str) -> None:
    from sendcode.workflows.review import accept_all

    items = accept_all(store, coder=who, at=now(), where=where)
    if not items:
        say("No suggestion fits; nothing was accepted.")
        raise click.exceptions.Exit(1)
    click.echo(f"{so_many(len(items), 'suggestion')} accepted by {who}, as one batch.")
    next_step("sendcode undo", "takes the whole batch back")


def _export(store: Store, where: Filter, order: str, path: Path, who: str, force: bool) -> None:
    from sendcode.workflows.answers import export_queue

    count = export_queue(store, path, coder=who, order=order, where=where, force=force)
    click.echo(f"Wrote {path}: {so_many(count, 'suggestion')} to decide")
    next_step(f"sendcode review --import {path}", "brings your answers back")


def _import(store: Store, path: Path, who: str) -> None:
    from sendcode.workflows.answers import import_queue

    done = import_queue(store, path, coder=who, at=now())
    told = ", ".join(f"{n:,} {action}" for action, n in done.recorded.items()) or "nothing new"
    click.echo(f"Recorded for {who}: {told}.")
    if done.same:
        click.echo(f"Decided so already: {so_many(done.same, 'row')}.")
    if done.conflicts:
        say(f"Left alone: {so_many(len(done.conflicts), 'row')}:")
        for row, reason in done.conflicts:
            say(f"  row {row}: {reason}")
    if done.recorded:
        next_step("sendcode undo", "takes this batch back")
    elif done.conflicts:
        raise click.exceptions.Exit(1)
