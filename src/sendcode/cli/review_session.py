"""Running a review session, full-screen or in lines, and what is said when it was left."""

from __future__ import annotations

import gc
import os
import sys
import time

import click

from sendcode.cli.app import next_step, now, say
from sendcode.errors import SendcodeError
from sendcode.store import Store
from sendcode.workflows.desk import Desk
from sendcode.workflows.listing import Listing
from sendcode.workflows.ranker import News, Ranker
from sendcode.workflows.renewal import request, take_in
from sendcode.workflows.session_summary import summary, told
from sendcode.workflows.shown import Shown

_PATIENCE = 2.0  # so many seconds a key waits for another process that writes
_SMALL_ROUNDS = (2_000, 2, 1_000)  # garbage is collected often, for a few milliseconds
_LAST_WORD = 1.0  # so many seconds the estimate may take when somebody leaves


def fits() -> bool:
    """Say whether both streams are a terminal that can show a screen."""
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


def run(store: Store, *, coder: str, listing: Listing, shown: Shown, full_screen: bool) -> None:
    """Let somebody review, then say what it came to."""
    store.database.wait_at_most(_PATIENCE)
    gc.disable()  # a queue of 100,000 is as many tuples: going through them again and again
    try:
        desk = Desk(store, coder=coder, now=now, listing=listing, shown=shown)
    finally:
        gc.freeze()  # would take half of the start, and be felt between two keys
        gc.enable()
    if not full_screen and not len(desk.keys):
        _empty(desk)
        return
    ranker = Ranker(store.path, coder, blind=shown.blind)
    rounds = gc.get_threshold()
    try:
        if full_screen:
            from sendcode.tui.app import ReviewApp

            gc.set_threshold(*_SMALL_ROUNDS)
            ReviewApp(desk, ranker=ranker).run()
        else:
            from sendcode.cli.review_plain import run as run_plain

            run_plain(desk, lambda: _renew(desk, ranker) if sys.stdin.isatty() else None)
        _wait_for_the_last(desk, ranker)
    finally:
        gc.set_threshold(*rounds)
        ranker.stop()
    _goodbye(desk)


def _renew(desk: Desk, ranker: Ranker) -> None:
    """Let the queue follow what was ranked, and have it ranked anew; waits for nothing."""
    news = ranker.news()
    if news is not None:
        take_in(desk, news)
        say("(the ranking was renewed)")
    if (wanted := request(desk)) is not None:
        ranker.ask(wanted)


def _wait_for_the_last(desk: Desk, ranker: Ranker) -> None:
    """Give the estimate a moment to take in the last answers, where it is at work."""
    end = time.monotonic() + (_LAST_WORD if desk.tally.actions else 0)
    news: News | None = ranker.news()
    while news is None and ranker.busy and not ranker.stopped and time.monotonic() < end:
        time.sleep(0.02)
        news = ranker.news()
    if news is not None:
        take_in(desk, news)


def _empty(desk: Desk) -> None:
    if desk.listing.status == "recode":
        say("No coding of yours waits to be looked at again.")
        step = "sendcode codebook recode-queue CODE"
        next_step(step, "puts those under an older definition here")
        return
    say("Nothing is waiting for you here.")
    _tell_next(desk)


def _tell_next(desk: Desk) -> None:
    """Say what comes after a queue in which nothing is left, or for which something is missing."""
    if not desk.frame.names:
        next_step("sendcode ingest FOLDER", "reads the interviews")
    elif not desk.frame.codebook.version:
        next_step("sendcode codebook import send", "takes the codebook that comes along")
    elif not desk.store.suggestions.last_run():
        next_step("sendcode code", "applies the codebook and suggests")
    else:
        next_step("sendcode matrix", "shows what was coded")


def _goodbye(desk: Desk) -> None:
    try:
        made = summary(desk)
    except SendcodeError as error:  # the project cannot be read any more; say what is known
        say(f"{error.message}. {error.hint}".strip())
        return
    for line in told(made):
        click.echo(line)
    if made.left:
        again = " --recode" if made.again else ""
        next_step(f"sendcode review{again}", "goes on where you stopped")
    else:
        _tell_next(desk)
