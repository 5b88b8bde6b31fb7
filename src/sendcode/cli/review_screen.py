"""Running the full-screen reviewer, and what is said when it was left."""

from __future__ import annotations

import gc
import os
import sys

import click

from sendcode.cli.app import next_step, now
from sendcode.store import Store
from sendcode.workflows.desk import Desk, Shown
from sendcode.workflows.listing import Listing
from sendcode.workflows.session_summary import summary, told


def fits() -> bool:
    """Say whether both streams are a terminal that can show a screen."""
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


def run(store: Store, *, coder: str, listing: Listing, shown: Shown) -> None:
    """Let somebody review, then say what it came to."""
    from sendcode.tui.app import ReviewApp

    gc.disable()  # a queue of 100,000 is as many tuples: going through them again and again
    desk = Desk(store, coder=coder, now=now, listing=listing, shown=shown)
    gc.freeze()  # would take half of the start, and be felt between two keys
    gc.enable()
    ReviewApp(desk).run()
    made = summary(desk)
    for line in told(made):
        click.echo(line)
    if made.left:
        next_step("sendcode review", "goes on where you stopped")
    elif made.total or store.suggestions.last_run():
        next_step("sendcode matrix", "shows what was coded")
    else:
        next_step("sendcode code", "applies the codebook and suggests")
