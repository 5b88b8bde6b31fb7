"""What a query found, in the terminal: passages, lines with the words in the middle, codings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from sendcode.cli.console import out, plain
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.segments import SegmentRow
    from sendcode.workflows.query import Found

_HIT = "bold"
_NAME = 32  # a longer name is cut in a list of lines


def show_passages(found: Sequence[Found]) -> None:
    """Print each passage with who says it, about which case, and its codes."""
    console = out()
    for passage in found:
        who = [passage.role.value, "; ".join(passage.cases)]
        _head(passage.transcript, passage.turn, passage.start, who, passage.codes)
        line = Text()
        at = 0
        for start, end in passage.words:
            line.append(_flat(passage.text[at : max(at, start)]))
            line.append(_flat(passage.text[max(at, start) : end]), style=_HIT)
            at = max(at, end)
        line.append(_flat(passage.text[at:]))
        console.print(line)
    console.print(f"{so_many(len(found), 'passage')}.")


def show_kwic(found: Sequence[Found]) -> None:
    """Print one line per place of the words, these in the middle; else per passage."""
    console = out()
    longest = max((cell_len(plain(passage.transcript)) for passage in found), default=0)
    name = min(longest, _NAME)
    side = max(10, (console.width - name - 12) // 2)
    lines = 0
    for passage in found:
        whole = passage.before + passage.text + passage.after
        shift = len(passage.before)
        for start, end in passage.words or ((0, len(passage.text)),):
            left = _flat(whole[: shift + start])[-side:]
            where = Text(plain(passage.transcript))
            where.truncate(name, overflow="ellipsis", pad=True)
            line = Text(f"{where} {passage.turn:>4} ", style="dim")
            line.append(f"{left:>{side}}", style="not dim")
            line.append(_flat(whole[shift + start : shift + end]), style="not dim bold")
            line.append(_flat(whole[shift + end :])[:side], style="not dim")
            line.truncate(console.width, overflow="ellipsis")
            console.print(line, no_wrap=True)
            lines += 1
    console.print(f"{so_many(lines, 'line')}, {so_many(len(found), 'passage')}.")


def show_codings(rows: Sequence[SegmentRow]) -> None:
    """Print each coding with its segment's id, its code and its words."""
    console = out()
    for row in rows:
        number = f"segment:{row.segment_id}" if row.segment_id is not None else row.status.value
        who = [number, row.role.value, "; ".join(row.cases)]
        _head(row.transcript, row.turn, row.start, who, (row.code_path,))
        console.print(Text(_flat(row.text)))
    console.print(f"{so_many(len(rows), 'coding')}.")


def _head(transcript: str, turn: int, start: int, who: Sequence[str], codes: Sequence[str]) -> None:
    parts = [f"{plain(transcript)}, turn {turn}, character {start}", *filter(None, map(plain, who))]
    line = Text(" · ".join(parts), style="dim")
    if codes:
        line.append(f"  {', '.join(map(plain, codes))}", style="cyan")
    out().print(line)


def _flat(text: str) -> str:
    return plain(text.replace("\n", " ").replace("\t", " "))
