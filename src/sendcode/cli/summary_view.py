"""Framework summaries in the terminal and as JSON: a list of cells, or one with its segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.text import Text

from sendcode.cli.console import listing, out, plain
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.framework import FrameworkCell
    from sendcode.core.segments import SegmentRow


def as_json(cells: Sequence[FrameworkCell]) -> list[dict[str, object]]:
    """Return the documented JSON of some cells."""
    return [
        {
            "case": cell.case,
            "code": cell.code,
            "segments": cell.segments,
            "standing": cell.standing.value,
            "text": cell.summary.text if cell.summary else None,
            "coder": cell.summary.coder if cell.summary else None,
            "at": cell.summary.at if cell.summary else None,
        }
        for cell in cells
    ]


def show_cells(cells: Sequence[FrameworkCell]) -> None:
    """Print a line per cell with the beginning of its text."""
    rows = [
        (
            cell.case,
            cell.code,
            cell.segments,
            cell.standing.value,
            (cell.summary.text.replace("\n", " ")[:60] if cell.summary else ""),
        )
        for cell in cells
    ]
    if rows:
        out().print(listing(("case", "code", "segments", "standing", "text"), rows))
    click.echo(f"{so_many(len(rows), 'cell')}.")


def show_cell(name: str, cell: FrameworkCell | None, rows: Sequence[SegmentRow]) -> None:
    """Print the text of one cell, and the segments that it is about.

    Args:
        name: Its case and its theme.
        cell: What is known of it; None for a theme that is in no framework.
        rows: Its segments.
    """
    console = out()
    if cell is not None and cell.summary is not None:
        head = f"{name}: {cell.standing.value}, by {cell.summary.coder}"
        console.print(Text(plain(f"{head}, {cell.summary.at[:10]}"), style="bold"))
        console.print(Text(plain(cell.summary.text)))
    else:
        console.print(Text(plain(f"{name}: no summary yet"), style="bold"))
    for row in rows:
        line = Text(f"segment:{row.segment_id} {row.role.value} {row.code_path}  ", style="dim")
        line.append(plain(" ".join(row.text.split())), style="not dim")
        console.print(line)
