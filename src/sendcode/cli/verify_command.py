"""`sendcode verify`: does everything fit together, and does a workbook say what it should?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, print_json, say
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.compare import Difference

_LISTED = 50


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
@click.pass_context
def command(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """Check the project, or recompute an exported workbook and name each difference.

    The project: the file, the hashes of the texts, offsets and references, and the codings
    against the log, by playing the log again. Exit code 1 when something is wrong.

    \b
    Examples:
      sendcode verify
      sendcode verify study.xlsx
    """
    app: App = ctx.obj
    if file is not None:
        _verify_workbook(app, file, as_json=as_json)
        return
    from sendcode.workflows.verify import verify_project

    with app.open() as store:
        wrong = verify_project(store)
        decisions = sum(store.decisions.counts().values())
    if as_json:
        print_json({"wrong": list(wrong)})
    else:
        for sentence in wrong:
            click.echo(sentence)
        if not wrong:
            click.echo(
                f"Everything fits together: texts, offsets, {decisions:,} decisions in force."
            )
    if wrong:
        ctx.exit(1)


def _verify_workbook(app: App, file: Path, *, as_json: bool) -> None:
    from sendcode.cli.console import plain
    from sendcode.workflows.verify import verify_workbook

    with app.open() as store:
        found = verify_workbook(store, file)
    if found.differences and found.made_at != found.now_at:
        say(f"The workbook shows the project of {found.made_at}; it is now of {found.now_at}.")
    if as_json:
        print_json(
            {
                "cells": found.cells,
                "made_at": found.made_at,
                "now_at": found.now_at,
                "differences": [_as_json(each) for each in found.differences],
            }
        )
    else:
        for each in found.differences[:_LISTED]:
            if each.found is None and each.expected is None:
                said = ""
            elif each.is_text:
                said = ": the text differs"
            else:
                said = f": the file has {each.found}, the project gives {each.expected}"
            click.echo(plain(f"{each.place} ({each.what}){said}"))
        if len(found.differences) > _LISTED:
            click.echo(f"... and {len(found.differences) - _LISTED:,} more (--json lists all)")
        if not found.differences:
            click.echo(f"{file} says what the project says: {so_many(found.cells, 'cell')}.")
    if found.differences:
        click.get_current_context().exit(1)


def _as_json(one: Difference) -> dict[str, object]:
    """Return where a workbook differs, and its numbers; texts are words of interviews."""
    sides = {"found": one.found, "expected": one.expected}
    shown = {name: None if one.is_text else side for name, side in sides.items()}
    return {"place": one.place, "what": one.what, **shown, "is_text": one.is_text}
