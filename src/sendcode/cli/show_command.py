"""`sendcode show`: print one transcript."""

from __future__ import annotations

import click

from sendcode.cli.app import App, json_option, next_step, print_json


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
        t = store.transcripts.get(name)
    chosen = [turn for turn in t.turns if first <= turn.seq <= last]
    if as_json:
        print_json(
            {
                "name": t.name,
                "format": t.format,
                "file_sha256": t.file_sha256,
                "text_sha256": t.text_sha256,
                "version": t.version,
                "metadata": dict(t.metadata),
                "text": t.text,
                "turns": [
                    {
                        "seq": turn.seq,
                        "speaker": turn.speaker,
                        "role": turn.role.value,
                        "start": turn.start,
                        "end": turn.end,
                        "text": t.text[turn.start : turn.end],
                        "time_start": turn.time_start,
                        "time_end": turn.time_end,
                        "anchor": turn.anchor,
                    }
                    for turn in chosen
                ],
            }
        )
        return
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
            Text(plain(t.text[turn.start : turn.end])),
        )
    heading = f"{t.name} · {t.format} · {len(t.turns)} turns · {t.words:,} words"
    out().print(Text(plain(heading), style="bold"))
    for key, value in t.metadata.items():
        out().print(Text(plain(f"  {key}: {value}"), style="dim"))
    out().print(table)
    next_step(f"sendcode review --transcript '{t.name}'", "reviews what is suggested in it")


def _range(written: str | None) -> tuple[int, int]:
    if not written:
        return 1, 1 << 62
    first, dash, last = written.partition("-")
    if not first.isdigit() or (dash and not last.isdigit()):
        raise click.UsageError("--turns wants a number or a range, e.g. 10-20")
    return int(first), int(last) if dash else int(first)
