"""What is drawn with rich: tables, bars, and text that cannot reach the terminal as commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.text import Text

from sendcode.core.printable import plain
from sendcode.core.progress import Counted

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["err", "listing", "out", "plain", "tell", "track"]

T = TypeVar("T")
_NARROW = 12  # columns no wider than this are not broken over lines


def out() -> Console:
    """Return the console of stdout."""
    return Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """Return the console of stderr."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def tell(text: str, indent: int = 0, *, hang: int = 0) -> None:
    """Print prose, broken between words where the terminal ends.

    Args:
        text: One paragraph.
        indent: Blanks before each line.
        hang: Further blanks before each line but the first.
    """
    console = out()
    room = max(console.width - indent - hang, 20)
    for number, line in enumerate(Text(plain(text)).wrap(console, room)):
        line.rstrip()
        console.print(Text(" " * (indent + (hang if number else 0))) + line, soft_wrap=True)


def track(things: Iterable[T], description: str, *, total: int | None = None) -> Iterator[T]:
    """Yield things under a progress bar on stderr; without a terminal there is no bar."""
    console = err()
    if not console.is_terminal:
        yield from things
        return
    from rich.progress import (  # a tenth of a quick command's time
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(description, total=total, speed="")
        words = 0
        for thing in things:
            words += thing.words if isinstance(thing, Counted) else 0
            progress.update(task, advance=1, speed=_speed(words, progress.tasks[0].elapsed))
            yield thing


def _speed(words: int, seconds: float | None) -> str:
    return f"{words / seconds:,.0f} words/s" if words and seconds else ""


def listing(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    keep: Sequence[int] = (),
) -> Table:
    """Return a table for the terminal; a column of numbers is set right.

    The columns whose places are in `keep` are not broken over lines.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    rows = [tuple(row) for row in rows]
    table = Table(
        box=SIMPLE_HEAD,
        title=plain(title) or None,
        title_justify="left",
        pad_edge=False,
        collapse_padding=True,
    )
    for place, name in enumerate(columns):
        cells = {type(row[place]) for row in rows} - {type(None)}
        number = bool(cells) and cells <= {int, float, bool}
        heading = name.replace("_", "\n")
        longest = max(
            len(part) for part in (*heading.split("\n"), *(_cell(r[place]) for r in rows))
        )
        table.add_column(
            heading,
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=number or place in keep or longest <= _NARROW,
        )
    for row in rows:
        table.add_row(*(Text(_cell(cell)) for cell in row))
    return table


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    return plain(str(cell))
