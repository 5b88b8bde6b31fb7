"""`sendcode codebook rename`, `move`, `merge`, `split`, `retire`, `add`: the codebook grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, F, coder_name, coder_option, next_step, now
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.workflows.codebook_edits import Edited, Who


def _edit_options(function: F) -> F:
    """Add what every edit takes: who, and why."""
    said = click.option("--message", "-m", default="", help="Why, for the record.")(function)
    return coder_option(said)


def _who(coder: str | None, message: str) -> Who:
    from sendcode.workflows.codebook_edits import Who

    return Who(coder_name(coder), now(), message)


def _told(done: Edited) -> None:
    for change in done.changes:
        click.echo(f"  {change}")
    if done.moved:
        click.echo(f"  {so_many(done.moved, 'coding')} moved, everybody's")
    if done.carried:
        click.echo(f"  kept by {so_many(done.carried, 'coded segment')}")
    click.echo(f"The codebook is now at version {done.version}.")
    if done.queued:
        click.echo(f"To be coded anew: {so_many(done.queued, 'coding')}.")
        next_step("sendcode review --recode", "shows yours, one after another")
    else:
        next_step("sendcode undo", "takes this back")


@click.command("rename")
@click.argument("old")
@click.argument("new")
@click.option("--name", default="", help="The name shown in tables.")
@_edit_options
@click.pass_obj
def rename(app: App, old: str, new: str, name: str, coder: str | None, message: str) -> None:
    """Give the code OLD the id NEW (and another name); codings and codes below come along.

    \b
    Examples:
      sendcode codebook rename delays/waiting queues
      sendcode codebook rename delays/waiting waiting --name "Waiting for help"
    """
    from sendcode.workflows.codebook_edits import rename_code

    with app.open() as store:
        done = rename_code(store, old, new, name=name, who=_who(coder, message))
    _told(done)


@click.command("move")
@click.argument("code")
@click.argument("parent")
@_edit_options
@click.pass_obj
def move(app: App, code: str, parent: str, coder: str | None, message: str) -> None:
    """Put CODE, with what is below it, under PARENT; '/' is the top.

    \b
    Examples:
      sendcode codebook move delays/bureaucracy senco-time
      sendcode codebook move senco-time/mediation /
    """
    from sendcode.workflows.codebook_edits import move_code

    with app.open() as store:
        done = move_code(store, code, parent, who=_who(coder, message))
    _told(done)


@click.command("merge")
@click.argument("codes", nargs=-1, required=True)
@click.option("--into", required=True, help="The code that goes on: one of them, or another.")
@_edit_options
@click.pass_obj
def merge(app: App, codes: tuple[str, ...], into: str, coder: str | None, message: str) -> None:
    """Merge CODES: everybody's codings get the code --into; rules and examples join; memos stay.

    The merged codes are retired. One undo takes all of it back.

    \b
    Examples:
      sendcode codebook merge delays/forms delays/bureaucracy --into delays/bureaucracy
      sendcode codebook merge voice/pupils voice/parents --into voice/asked -m "never apart"
    """
    from sendcode.workflows.codebook_edits import merge_codes

    with app.open() as store:
        done = merge_codes(store, codes, into, who=_who(coder, message))
    _told(done)


@click.command("split")
@click.argument("code")
@click.option("--into", required=True, metavar="A,B,…", help="Ids or names of the new codes.")
@_edit_options
@click.pass_obj
def split(app: App, code: str, into: str, coder: str | None, message: str) -> None:
    """Give CODE new codes below it; its codings wait in a queue to be coded anew.

    Until somebody decides, a coding stays with CODE and counts there.

    \b
    Example:
      sendcode codebook split delays/waiting --into "health services,council"
    """
    from sendcode.workflows.codebook_edits import split_code

    names = [name.strip() for name in into.split(",") if name.strip()]
    with app.open() as store:
        done = split_code(store, code, names, who=_who(coder, message))
    _told(done)


@click.command("retire")
@click.argument("code")
@_edit_options
@click.pass_obj
def retire(app: App, code: str, coder: str | None, message: str) -> None:
    """Take CODE, with what is below it, out of use: nothing is suggested for it, codings stay.

    \b
    Example:
      sendcode codebook retire senco-time/mediation
    """
    from sendcode.workflows.codebook_edits import retire_code

    with app.open() as store:
        done = retire_code(store, code, who=_who(coder, message))
    _told(done)


@click.command("unretire")
@click.argument("code")
@_edit_options
@click.pass_obj
def unretire(app: App, code: str, coder: str | None, message: str) -> None:
    """Take CODE, with what is below it, into use again.

    \b
    Example:
      sendcode codebook unretire senco-time/mediation
    """
    from sendcode.workflows.codebook_edits import retire_code

    with app.open() as store:
        done = retire_code(store, code, retired=False, who=_who(coder, message))
    _told(done)


@click.command("add")
@click.argument("path")
@click.option("--name", default="", help="The name shown in tables; else made from the id.")
@click.option("--definition", default="", help="What the code stands for.")
@_edit_options
@click.pass_obj
def add(app: App, path: str, name: str, definition: str, coder: str | None, message: str) -> None:
    """Add the code PATH, found in the material (inductive); its parent has to be there.

    \b
    Example:
      sendcode codebook add delays/lost-post --definition "Letters that never came."
    """
    from sendcode.workflows.codebook_edits import add_code

    with app.open() as store:
        done = add_code(store, path, name=name, definition=definition, who=_who(coder, message))
    _told(done)


@click.command("recode-queue")
@click.argument("code")
@click.option("--all", "everything", is_flag=True, help="All its codings, not only older ones.")
@coder_option
@click.pass_obj
def recode_queue(app: App, code: str, everything: bool, coder: str | None) -> None:
    """Put CODE's codings that were made under an older definition into a queue to look at again.

    Nothing is queued unless you ask, and nothing changes until a coder decides.

    \b
    Example:
      sendcode codebook recode-queue delays/waiting
    """
    from sendcode.workflows.codebook_edits import queue_recode

    with app.open() as store:
        count = queue_recode(store, code, everything=everything, who=_who(coder, ""))
    click.echo(f"To be looked at again: {so_many(count, 'coding')} of {code}.")
    next_step("sendcode review --recode", "shows yours, one after another")


COMMANDS = (add, rename, move, merge, split, retire, unretire, recode_queue)
