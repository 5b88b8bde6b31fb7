"""A matrix in the terminal: shaded cells, denominators, notes; as wide as the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from sendcode.cli.console import out, plain
from sendcode.core.matrix import Matrix, Measure, Value

_SHADES = ("#eff3ff", "#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
_LIGHT_FROM = 4  # from this shade on the letters are white
_GREY_BLOCKS = ("", "░", "▒", "▓", "█")
_LABEL_WIDTH = 34


def show(matrix: Matrix, console: Console | None = None) -> None:
    """Print a matrix; columns that do not fit follow in further tables below."""
    console = console or out()
    if not matrix.rows or not matrix.columns:
        console.print("Nothing to count yet: no codebook, or no transcripts.")
        return
    who = "any coder" if matrix.coder == "any" else f"coder: {matrix.coder}"
    title = f"{matrix.row_dimension} × {matrix.column_dimension}: {matrix.counted} ({who})"
    console.print(Text(plain(title), style="bold"))
    if matrix.filter:
        console.print(Text(plain(f"where {matrix.filter}"), style="bold"))
    start = 0
    while start < len(matrix.columns):
        end = _fitting(matrix, start, console.width)
        console.print(_table(matrix, start, end, shades=console.color_system is not None))
        start = end
    below = [*matrix.notes, *(["· : nobody of this kind was interviewed."] * bool(matrix.nobody))]
    for line in (f"Out of: {matrix.base_meaning}.", *below):
        console.print(Text(plain(line), style="dim"))


def _heading(matrix: Matrix, column: int) -> str:
    return plain(" · ".join(matrix.columns[column]))


def _width(matrix: Matrix, column: int) -> int:
    longest = max((len(word) for word in _heading(matrix, column).split()), default=1)
    cells = [_shown(row[column], matrix.measure) for row in matrix.values]
    totals = _shown(matrix.column_totals[column], matrix.measure)
    return max(min(longest, 14), max(map(len, (*cells, totals)), default=1) + 1, 3)


def _fitting(matrix: Matrix, start: int, width: int) -> int:
    labels = max(
        (len(x) + 2 * v for x, v in zip(matrix.row_labels, matrix.row_levels, strict=True))
    )
    used = min(labels, _LABEL_WIDTH) + 3 + 9
    end = start
    while end < len(matrix.columns):
        used += _width(matrix, end) + 2
        if used > width and end > start:
            break
        end += 1
    return end


def _table(matrix: Matrix, start: int, end: int, *, shades: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(matrix.row_dimension, max_width=_LABEL_WIDTH, overflow="fold")
    for column in range(start, end):
        table.add_column(
            Text(_heading(matrix, column)),
            justify="right",
            min_width=_width(matrix, column),
            overflow="fold",
        )
    table.add_column("total", justify="right")
    numbers = [v for row in matrix.values for v in row if v is not None]
    highest = max(numbers, default=0)
    for place, row in enumerate(matrix.values):
        top = matrix.row_levels[place] == 1 and max(matrix.row_levels) > 1
        label = "  " * (matrix.row_levels[place] - 1) + plain(matrix.row_labels[place])
        table.add_row(
            Text(label, style="bold" if top else ""),
            *(
                Text("·", style="dim")
                if (place, c) in matrix.nobody
                else _cell(row[c], highest, matrix.measure, shades)
                for c in range(start, end)
            ),
            Text(_shown(matrix.row_totals[place], matrix.measure), style="bold"),
        )
    table.add_section()
    for name, cells in _below(matrix, start, end):
        style = "bold" if name == "all" else "dim"
        table.add_row(Text(name, style=style), *(Text(cell, style=style) for cell in cells))
    return table


def _below(matrix: Matrix, start: int, end: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows under the counts: totals, denominators, and what share was read."""
    totals = [_shown(value, matrix.measure) for value in matrix.column_totals[start:end]]
    yield "all", [*totals, _shown(matrix.total, matrix.measure)]
    if matrix.read_share and "code" not in matrix.column_dimension.split(","):
        bases = [_shown(n, Measure.SEGMENTS) for n in matrix.base[start:end]]
        yield f"out of {matrix.base_label}", bases
        yield "read", [f"{share:.0%}" for share in matrix.read_share[start:end]]


def _cell(value: Value, highest: float, measure: Measure, shades: bool) -> Text:
    shown = _shown(value, measure)
    if value is None or not value or not highest:
        return Text(shown, style="dim")
    strength = value / highest
    if not shades:
        return Text(f"{_GREY_BLOCKS[min(4, int(strength * 4.99))]}{shown}")
    shade = min(len(_SHADES) - 1, int(strength * len(_SHADES)))
    letters = "white" if shade >= _LIGHT_FROM else "black"
    return Text(f" {shown}", style=Style(color=letters, bgcolor=_SHADES[shade]))


def _shown(value: Value, measure: Measure) -> str:
    if value is None:
        return "–"
    if measure is Measure.SHARE:
        return f"{value:.1%}"
    if measure is Measure.SCORE:
        return f"{value:.2f}"
    return f"{value:,}"
