"""The plain reviewer: one suggestion at a time, in lines, with one-key answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import click
from rich.console import Console
from rich.text import Text

from sendcode.cli.console import out, plain
from sendcode.core.review import QueueItem
from sendcode.core.why import why as reasons_in_words
from sendcode.errors import NotFound, SendcodeError
from sendcode.workflows.card import telling
from sendcode.workflows.context import context
from sendcode.workflows.desk import Desk
from sendcode.workflows.segment_rows import evidence_words

KEYS = (
    "a accept   r reject   c other code   s skip   m memo+accept   u undo   d definition   q quit"
)

_CODE = "Code (path, name or ? for the list; Enter twice for none): "
_ENTER = ("\r", "\n")


def run(desk: Desk, renew: Callable[[], None] = lambda: None) -> None:
    """Walk the queue until it ends or the coder leaves; every answer is on disk at once.

    Args:
        desk: Where the coder is.
        renew: Lets the queue follow a new ranking, if there is one; called between two items.
    """
    console = out()
    console.print(Text(f"Coder {plain(desk.coder)}. Keys: {KEYS}", style="dim"))
    show_item(console, desk)
    while True:
        item = desk.item
        key, rest = _ask("a r c s m u d q" if item else "end of the queue: u q")
        if key in ("q", "") or (item is None and key != "u"):
            break
        try:
            show = _answer(console, desk, item, key, rest)
        except SendcodeError as error:  # nothing was recorded; the item stays
            console.print(Text(plain(f"{error.message}. {error.hint}".strip()), style="bold"))
            continue
        if show:
            renew()
            show_item(console, desk)


def _ask(keys: str) -> tuple[str, str]:
    """Return a key and, where lines are read, the rest of the line; no key at the end of input."""
    click.echo(f"[{keys}] ", nl=False)
    if sys.stdin.isatty():
        try:
            while (key := click.getchar()) in _ENTER:  # a key acts at once; Enter after it is none
                pass
        except (EOFError, KeyboardInterrupt):
            key = "q"
        click.echo("" if not key.isprintable() else key)
        return (key.lower() if key.isprintable() else "?"), ""
    line = sys.stdin.readline()
    if not line:
        return "", ""
    key, _, rest = line.strip().partition(" ")
    return (key.lower() or "?"), rest.strip()


def _answer(console: Console, desk: Desk, item: QueueItem | None, key: str, rest: str) -> bool:
    """Carry out one key; return whether an item is to be shown."""
    if key == "u":
        if desk.undo() is None:
            console.print("Nothing to undo.")
            return False
        return True
    if item is None:
        return False
    if key in "am" and "code" in desk.hidden:
        console.print(Text("Choose first: c and a code.", style="dim"))
        return False
    if key == "a":
        desk.accept()
    elif key == "r":
        desk.reject()
    elif key == "s":
        desk.skip()
    elif key == "m" and (memo := rest or _line("Memo: ")):
        desk.accept(memo=memo)
    elif key == "c" and (guid := _choose(console, desk, rest or _line(_CODE))):
        desk.recode(guid)
    else:
        if key == "d":
            _define(console, desk, item)
        elif key not in "mc":
            console.print(Text(KEYS, style="dim"))
        return False
    return True


def _line(prompt: str) -> str:
    if not sys.stdin.isatty():
        return ""
    for _ in range(2):  # the Enter that was pressed after the key is no answer yet
        try:
            written = click.prompt(prompt, default="", show_default=False, prompt_suffix="")
        except click.Abort:
            return ""
        if written.strip():
            return str(written).strip()
    return ""


def _choose(console: Console, desk: Desk, written: str) -> str | None:
    """Return the GUID of the code that was written, or None with the reason on the screen."""
    book = desk.frame.codebook
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


def _define(console: Console, desk: Desk, item: QueueItem) -> None:
    if "code" in desk.hidden:
        console.print(Text("The code is hidden until you have chosen.", style="dim"))
        return
    code = desk.frame.codebook.code(item.code_guid)
    for name in ("definition", "include", "exclude"):
        if value := getattr(code, name):
            console.print(Text.assemble((f"  {name}: ", "bold"), plain(value)))
    for example in code.examples:
        console.print(Text.assemble(("  example: ", "bold"), plain(example)))


def show_item(console: Console, desk: Desk) -> None:
    """Print the current item: where it stands, its words with the evidence marked, and why."""
    item = desk.item
    if item is None:
        return
    turn = desk.frame.turns[item.place.turn]
    cases = ", ".join(desk.frame.cases(turn)) or "no case"
    at = 0 if desk.at is None else desk.at
    console.print()
    console.rule(
        Text(
            f"{at + 1} of {len(desk.keys)} · {plain(item.transcript)} · "
            f"turn {item.turn} · {plain(item.speaker or '(no label)')} ({item.role}) · "
            f"{plain(cases)}"
        ),
        align="left",
    )
    hides = "code" in desk.hidden
    for line in context(desk.frame, replace(item, evidence=telling(item.evidence))):
        text = Text(plain(line.text), style="" if line.inside else "dim")
        for mark in () if hides else line.marks:
            text.stylize("bold underline", mark.start, mark.end)
        label = f"{plain(line.speaker)}: " if line.speaker else ""
        console.print(Text.assemble(("▌ " if line.inside else "  "), (label, "bold"), text))
    console.print()
    _show_code(console, desk, item)


def _show_code(console: Console, desk: Desk, item: QueueItem) -> None:
    hidden = desk.hidden
    if "code" in hidden:
        console.print(Text("The suggested code is hidden: c and a code, or r if none fits."))
        return
    code = desk.frame.codebook.code(item.code_guid)
    trail = " › ".join(above.name for above in desk.frame.codebook.ancestors(code.path))
    console.print(Text.assemble(("Code:  ", "dim"), (plain(trail), "bold"), f"  ({code.path})"))
    why = reasons_in_words(item.evidence, code=code.path)
    if item.again:
        console.print(Text.assemble(("Why:   ", "dim"), plain(why)))
        console.print(Text("a keeps the coding, r takes it off, c gives another code", style="dim"))
        return
    score = "" if "score" in hidden else f"{item.band} ({item.score:.2f})"
    if item.audit and score:
        why = f"drawn at random from {item.pool:,} that are ranked low, to see what is missed"
        console.print(Text.assemble(("Why:   ", "dim"), f"{score}, {why}"))
        return
    text = desk.frame.text(item.place.transcript)
    words = evidence_words(text, telling(item.evidence), item.start, item.end)
    shown = " … ".join(plain(word) for word in words)
    told = ", ".join(filter(None, (score, why)))
    console.print(Text.assemble(("Why:   ", "dim"), f"{told}: {shown}" if shown else told))
