"""`sendcode show`: print one transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, next_step, print_json

if TYPE_CHECKING:
    from sendcode.core.model import Transcript, Turn


@click.command("show")
@click.argument("name")
@click.option("--turns", metavar="A-B", help="Only these turns, e.g. 10-20.")
@json_option
@click.pass_obj
def command(app: App, name: str, turns: str | None, as_json: bool) -> None:
    """Print a transcript: who says what, turn by turn.

    \b
    Examples:
      sendcode show school1_senco
      sendcode show school1_senco --turns 10-20
    """
    first, last = _range(turns)
    with app.open() as store:
        transcript = store.transcripts.get(name)
    chosen = [turn for turn in transcript.turns if first <= turn.seq <= last]
    if as_json:
        print_json(_as_json(transcript, chosen))
        return
    _show(transcript, chosen)
    next_step(
        f"sendcode review --transcript '{transcript.name}'", "reviews what is suggested in it"
    )


def _range(written: str | None) -> tuple[int, int]:
    """Return `10-20` as the first and the last turn; all of them where nothing is written."""
    if not written:
        return 1, 1 << 62
    first, dash, last = written.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        raise click.UsageError("--turns wants a number or a range, e.g. 10-20")
    return int(first), int(last) if dash else int(first)


def _as_json(transcript: Transcript, chosen: Sequence[Turn]) -> dict[str, object]:
    return {
        "name": transcript.name,
        "format": transcript.format,
        "file_sha256": transcript.file_sha256,
        "text_sha256": transcript.text_sha256,
        "version": transcript.version,
        "metadata": dict(transcript.metadata),
        "text": transcript.text,
        "turns": [
            {
                "seq": turn.seq,
                "speaker": turn.speaker,
                "role": turn.role.value,
                "start": turn.start,
                "end": turn.end,
                "text": transcript.text[turn.start : turn.end],
                "time_start": turn.time_start,
                "time_end": turn.time_end,
                "anchor": turn.anchor,
            }
            for turn in chosen
        ],
    }


def _show(transcript: Transcript, chosen: Sequence[Turn]) -> None:
    """Print what is known of the transcript, then the turns as a table."""
    from rich.table import Table
    from rich.text import Text

    from sendcode.cli.console import out, plain

    table = Table(box=None, show_header=False, padding=(0, 1, 1, 0), title_justify="left")
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(style="bold", max_width=18, overflow="fold")
    table.add_column(overflow="fold")
    for turn in chosen:
        table.add_row(
            str(turn.seq),
            Text(plain(turn.speaker or "(no label)")),
            Text(plain(transcript.text[turn.start : turn.end])),
        )
    size = f"{len(transcript.turns)} turns · {transcript.words:,} words"
    heading = f"{transcript.name} · {transcript.format} · {size}"
    out().print(Text(plain(heading), style="bold"))
    for key, value in transcript.metadata.items():
        out().print(Text(plain(f"  {key}: {value}"), style="dim"))
    out().print(table)
