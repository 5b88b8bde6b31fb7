"""The plain reviewer: one suggestion at a time, in lines, with one-key answers."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.text import Text

from sendcode.cli.app import next_step
from sendcode.cli.console import out, plain
from sendcode.core.codebook import Codebook
from sendcode.core.review import QueueItem, ReviewSession
from sendcode.errors import NotFound
from sendcode.workflows.context import context
from sendcode.workflows.frame import StudyFrame, evidence_words
from sendcode.workflows.recode import CHANGED

KEYS = (
    "a accept   r reject   c other code   s skip   m memo+accept   u undo   d definition   q quit"
)

_CODE = "Code (path, name or ? for the list): "


def run(frame: StudyFrame, session: ReviewSession, coder: str) -> None:
    """Walk the queue until it ends or the coder leaves; every answer is on disk at once."""
    console = out()
    console.print(Text(f"Coder {plain(coder)}. Keys: {KEYS}", style="dim"))
    show_item(console, frame, session)
    while True:
        item = session.current
        key, rest = _ask("a r c s m u d q" if item else "end of the queue: u q")
        if key in ("q", "") or (item is None and key != "u"):
            break
        if _answer(console, frame.codebook, session, item, key, rest):
            show_item(console, frame, session)
    _goodbye(console, session)


def _ask(keys: str) -> tuple[str, str]:
    """Return a key and, where lines are read, the rest of the line; no key at the end of input."""
    click.echo(f"[{keys}] ", nl=False)
    if sys.stdin.isatty():
        try:
            key = click.getchar()
        except (EOFError, KeyboardInterrupt):
            key = "q"
        click.echo("" if not key.isprintable() else key)
        return (key.lower() if key.isprintable() else "?"), ""
    line = sys.stdin.readline()
    if not line:
        return "", ""
    key, _, rest = line.strip().partition(" ")
    return (key.lower() or "?"), rest.strip()


def _answer(
    console: Console,
    book: Codebook,
    session: ReviewSession,
    item: QueueItem | None,
    key: str,
    rest: str,
) -> bool:
    """Carry out one key; return whether an item is to be shown."""
    if key == "u":
        if session.undo() is None:
            console.print("Nothing to undo in this session; 'sendcode undo' goes further back.")
            return False
        return True
    if item is None:
        return False
    if key == "a":
        session.accept()
    elif key == "r":
        session.reject()
    elif key == "s":
        session.skip()
    elif key == "m" and (memo := rest or _line("Memo: ")):
        session.accept(memo=memo)
    elif key == "c" and (guid := _choose(console, book, rest or _line(_CODE))):
        session.recode(guid)
    else:
        if key == "d":
            _define(console, book, item)
        elif key not in "mc":
            console.print(Text(KEYS, style="dim"))
        return False
    return True


def _line(prompt: str) -> str:
    if not sys.stdin.isatty():
        return ""
    try:
        return str(click.prompt(prompt, default="", show_default=False, prompt_suffix="")).strip()
    except click.Abort:
        return ""


def _choose(console: Console, book: Codebook, written: str) -> str | None:
    """Return the GUID of the code that was written, or None with the reason on the screen."""
    if written == "?":
        for code in book:
            console.print(Text(plain(f"{'  ' * code.level}{code.path}   {code.name}")))
        written = _line("Code: ")
    if not written:
        return None
    try:
        code = book.code(written)
    except NotFound as error:
        console.print(Text(plain(f"{error.message}. {error.hint}"), style="bold"))
        return None
    if code.retired:
        console.print(f"{code.path} is retired.")
        return None
    return code.guid


def _define(console: Console, book: Codebook, item: QueueItem) -> None:
    code = book.code(item.code_guid)
    for name in ("definition", "include", "exclude"):
        if value := getattr(code, name):
            console.print(Text.assemble((f"  {name}: ", "bold"), plain(value)))
    for example in code.examples:
        console.print(Text.assemble(("  example: ", "bold"), plain(example)))


def show_item(console: Console, frame: StudyFrame, session: ReviewSession) -> None:
    """Print the current item: where it stands, its words with the evidence marked, and why."""
    item = session.current
    if item is None:
        return
    progress = session.progress
    turn = frame.turns[item.place.turn]
    cases = ", ".join(frame.cases(turn)) or "no case"
    console.print()
    console.rule(
        Text(
            f"{progress.position} of {progress.total} · {plain(item.transcript)} · "
            f"turn {item.turn} · {plain(item.speaker or '(no label)')} ({item.role}) · "
            f"{plain(cases)}"
        ),
        align="left",
    )
    for line in context(frame, item):
        text = Text(plain(line.text), style="" if line.inside else "dim")
        for mark in line.marks:
            text.stylize("bold underline", mark.start, mark.end)
        label = f"{plain(line.speaker)}: " if line.speaker else ""
        console.print(Text.assemble(("▌ " if line.inside else "  "), (label, "bold"), text))
    code = frame.codebook.code(item.code_guid)
    trail = " › ".join(above.name for above in frame.codebook.ancestors(code.path))
    console.print()
    console.print(Text.assemble(("Code:  ", "dim"), (plain(trail), "bold"), f"  ({code.path})"))
    text_ = frame.text(item.place.transcript)
    words = evidence_words(text_, item.evidence, item.start, item.end)
    why = "; ".join(dict.fromkeys(reason.detail for reason in item.evidence))
    if any(reason.source == CHANGED for reason in item.evidence):
        console.print(Text.assemble(("Why:   ", "dim"), plain(why)))
        console.print(Text("a keeps the coding, r takes it off, c gives another code", style="dim"))
        return
    shown = " … ".join(plain(word) for word in words)
    console.print(
        Text.assemble(("Why:   ", "dim"), f"{item.band} ({item.score:.2f}), {why}: {shown}")
    )


def _goodbye(console: Console, session: ReviewSession) -> None:
    progress = session.progress
    left = progress.total - progress.decided - progress.skipped
    console.print(
        f"\n{progress.decided} decided: {progress.accepted} accepted, "
        f"{progress.rejected} rejected, {progress.recoded} recoded; "
        f"{progress.skipped} skipped; {left} left."
    )
    if left:
        next_step("sendcode review", "goes on where you stopped")
    else:
        next_step("sendcode matrix", "shows what was coded")
