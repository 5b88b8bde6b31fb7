"""`sendcode codebook try`: see what a rule finds before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, next_step, print_json, say
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from rich.text import Text

    from sendcode.workflows.rule_trial import Line, Trial

_PLACE = 20


@click.command("try")
@click.argument("rule")
@click.option("--code", default="", help="The code it is meant for.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Lines.")
@click.option("--pipeline", help="A trained spaCy pipeline, by name or path.")
@json_option
@click.pass_obj
def command(
    app: App, rule: str, code: str, limit: int, pipeline: str | None, as_json: bool
) -> None:
    """Try a RULE, written as in the codebook file: what it finds, adds and confuses.

    A term alone stands for 'any: [term]'; "Left" in double quotation marks is exactly that.
    Nothing is stored. Lines with + are new (with --code: the rules of it and of the codes below
    it do not find them yet), those with ! have another code already, suggested or given.

    \b
    Examples:
      sendcode codebook try backlog
      sendcode codebook try '"Left"'
      sendcode codebook try 'any: ["wait* for", backlog]' --code delays/waiting
      sendcode codebook try 'near: {of: ["@service"], to: [month, year], within: 6}'
      sendcode codebook try --limit 50 -- '- any: [queue]'
    """
    from sendcode.cli.console import track
    from sendcode.workflows.rule_trial import try_rule

    with app.open() as store:
        done = try_rule(store, rule, code=code, pipeline=pipeline, track=track)
    if as_json:
        print_json(_as_json(done))
        return
    _show(done, limit)


def _show(done: Trial, limit: int) -> None:
    from sendcode.cli.codebook_view import describe
    from sendcode.cli.console import out, plain

    console = out()
    for rule in done.rules:
        click.echo(f"Tried: {plain(describe(rule))}")
    for warning in done.warnings:
        say(f"Note: {warning}")
    hits = len(done.lines)
    share = f"{hits / done.units:.1%}" if done.units else "none"
    click.echo(
        f"Finds {hits:,} of {done.units:,} sentences ({share}), "
        f"in {so_many(done.transcripts, 'transcript')}, about {so_many(done.cases, 'case')}."
    )
    if done.code:
        click.echo(
            f"The rules of {done.code} find {done.known:,}; this one adds {done.new:,} to them."
        )
    else:
        click.echo(f"{done.new:,} of them have no code yet, suggested or given.")
    for path, count in done.confused.items():
        click.echo(f"  {count:>5,} of {'the new ones' if done.code else 'them'}: {path} already")
    for line in done.lines[:limit]:
        console.print(_kwic(line, console.width), no_wrap=True, overflow="crop")
    if hits > limit:
        click.echo(f"… and {hits - limit:,} more (--limit {hits}).")
    if hits:
        next_step("sendcode codebook export codebook.yaml", "writes the file to put it in")


def _kwic(line: Line, width: int) -> Text:
    """Return a line with the words in one column, whatever stands before them."""
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    from sendcode.cli.console import plain

    turn = f":{line.turn}"
    name = plain(line.transcript)
    if cell_len(name + turn) > _PLACE:
        name = f"{set_cell_size(name, _PLACE - len(turn) - 1).rstrip()}…"
    side = max(10, (width - _PLACE - 4) * 2 // 5)
    left = plain(line.kwic.left)
    while cell_len(left) > side:
        left = left[1:]
    text = Text(f"{'+' if line.new else ' '}{'!' if line.others else ' '} ", end="")
    text.append(set_cell_size(name + turn, _PLACE), style="dim")
    text.append(" " * (1 + side - cell_len(left)) + left)
    text.append(plain(line.kwic.words), style="bold")
    text.append(plain(line.kwic.right))
    text.truncate(width, overflow="ellipsis")
    return text


def _as_json(done: Trial) -> dict[str, object]:
    return {
        "code": done.code,
        "found": len(done.lines),
        "units": done.units,
        "transcripts": done.transcripts,
        "cases": done.cases,
        "known": done.known,
        "new": done.new,
        "confused": done.confused,
        "warnings": list(done.warnings),
        "lines": [
            {
                "transcript": line.transcript,
                "turn": line.turn,
                "start": line.start,
                "end": line.end,
                "new": line.new,
                "others": list(line.others),
                "left": line.kwic.left,
                "words": line.kwic.words,
                "right": line.kwic.right,
            }
            for line in done.lines
        ],
    }
