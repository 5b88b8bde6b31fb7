"""A matrix in the terminal: shaded cells, denominators, notes; as wide as the terminal.

The lines are laid out here: a table of five hundred cases has sixty screens, and rich's own
tables take seconds for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text

from sendcode.cli.console import out, plain
from sendcode.core.matrix import Matrix, Measure, Value
from sendcode.exporters.shown import shown

_SHADES = ("#eff3ff", "#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
_LIGHT_FROM = 4  # from this shade on the letters are white
_GREY_BLOCKS = ("", "░", "▒", "▓", "█")
_LABEL_WIDTH = 34
_GAP = "  "
_DIM, _BOLD, _NONE = Style(dim=True), Style(bold=True), Style()
_SHADED = tuple(
    Style(color="white" if place >= _LIGHT_FROM else "black", bgcolor=colour)
    for place, colour in enumerate(_SHADES)
)
Cell = tuple[str, Style]
_style = itemgetter(1)


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
    page = _Page(matrix, shades=console.color_system is not None)
    console.print(Segments(page.segments(console.width)), end="")
    below = [*matrix.notes, *(["· : nobody of this kind was interviewed."] * bool(matrix.nobody))]
    for line in (f"Out of: {matrix.base_meaning}.", *below):
        console.print(Text(plain(line), style="dim"))


class _Page:
    """The tables of one matrix, line by line."""

    def __init__(self, matrix: Matrix, *, shades: bool) -> None:
        self.matrix = matrix
        self.shades = shades
        numbers = [v for row in matrix.values for v in row if v is not None]
        self.highest = max(numbers, default=0)
        self.shown = [[shown(v, matrix.measure) for v in row] for row in matrix.values]
        self.headings = [plain(" · ".join(key)) for key in matrix.columns]
        self.widths = [self._width(column) for column in range(len(matrix.columns))]
        names = [word for word, _ in self._below(0, 0)]
        self.label = min(_LABEL_WIDTH, max(cell_len(x) for x in (*self.labels, *names)))
        totals = [shown(value, matrix.measure) for value in (*matrix.row_totals, matrix.total)]
        self.total = max(map(len, ("total", *totals)))

    @cached_property
    def labels(self) -> list[str]:
        levels = zip(self.matrix.row_levels, self.matrix.row_labels, strict=True)
        return ["  " * (level - 1) + plain(label) for level, label in levels]

    def _width(self, column: int) -> int:
        longest = max((cell_len(word) for word in self.headings[column].split()), default=1)
        cells = [row[column] for row in self.shown]
        totals = shown(self.matrix.column_totals[column], self.matrix.measure)
        base = shown(self.matrix.base[column], Measure.SEGMENTS)
        return max(min(longest, 14), max(map(len, (*cells, totals, base))) + 1, 4)

    def segments(self, width: int) -> Iterator[Segment]:
        start = 0
        while start < len(self.widths):
            end = self._fitting(start, width)
            for line in self._table(start, end):
                yield from self._drawn(line)
            start = end

    def _drawn(self, line: Sequence[Cell]) -> Iterator[Segment]:
        """Yield a line in as few pieces as its styles allow: rich takes its time for each."""
        if not self.shades:
            yield Segment("".join([text for text, _ in line]) + "\n")
            return
        for style, cells in groupby(line, _style):
            yield Segment("".join([text for text, _ in cells]), style)
        yield Segment("\n")

    def _fitting(self, start: int, width: int) -> int:
        used = self.label + len(_GAP) + self.total
        end = start
        while end < len(self.widths):
            used += self.widths[end] + len(_GAP)
            if used > width and end > start:
                break
            end += 1
        return end

    def _table(self, start: int, end: int) -> Iterator[Sequence[Cell]]:
        matrix, columns = self.matrix, range(start, end)
        heads = [_wrapped(self.headings[c], self.widths[c]) for c in columns]
        tall = max(map(len, heads))
        yield ()
        for n in range(tall):
            first = plain(matrix.row_dimension) if n == tall - 1 else ""
            words = [(head[n - tall] if n - tall >= -len(head) else "", _BOLD) for head in heads]
            yield self._line((first, _BOLD), words, ("total" if first else "", _BOLD), start)
        rule = self.label + self.total + len(_GAP) + sum(self.widths[c] + 2 for c in columns)
        yield ((("─" * rule), _NONE),)
        deep = max(matrix.row_levels) > 1
        for place, row in enumerate(matrix.values):
            style = _BOLD if deep and matrix.row_levels[place] == 1 else _NONE
            said = self.shown[place]
            cells = [
                ("·", _DIM) if (place, c) in matrix.nobody else self._cell(row[c], said[c])
                for c in columns
            ]
            total = (shown(matrix.row_totals[place], matrix.measure), _BOLD)
            indent = "  " * matrix.row_levels[place]
            yield from self._row((self.labels[place], style), cells, total, start, indent)
        yield ()
        for name, values in self._below(start, end):
            style = _BOLD if name == "all" else _DIM
            *cells, last = [(value, style) for value in values]
            yield from self._row((name, style), cells, last, start, "  ")

    def _row(
        self, label: Cell, cells: Sequence[Cell], total: Cell, start: int, indent: str
    ) -> Iterator[Sequence[Cell]]:
        """Yield the lines of a row: a long label goes on below."""
        text, style = label
        if cell_len(text) <= self.label:
            yield self._line(label, cells, total, start)
            return
        blank = text[: len(text) - len(text.lstrip())]
        lines = _wrapped(text.strip(), self.label - len(indent))
        for n, line in enumerate(lines):
            words = (blank if n == 0 else indent) + line
            if n == 0:
                yield self._line((words, style), cells, total, start)
            else:
                yield ((words, style),)

    def _line(self, label: Cell, cells: Sequence[Cell], total: Cell, start: int) -> Sequence[Cell]:
        text, style = label
        line: list[Cell] = [(text + " " * (self.label - cell_len(text)), style)]
        for n, (cell, shade) in enumerate(cells):
            wide = len(cell) if cell.isascii() else cell_len(cell)
            room = " " * (self.widths[start + n] - wide)
            if shade.bgcolor is None:
                line.append((f"{_GAP}{room}{cell}", shade))
            else:
                line += [(_GAP[1:], _NONE), (f" {room}{cell}", shade)]
        line.append((_GAP + total[0].rjust(self.total), total[1]))
        return line

    def _below(self, start: int, end: int) -> Iterator[tuple[str, list[str]]]:
        """Yield the rows under the counts: totals, denominators, and what share was read."""
        matrix = self.matrix
        totals = [shown(value, matrix.measure) for value in matrix.column_totals[start:end]]
        yield "all", [*totals, shown(matrix.total, matrix.measure)]
        if matrix.read_share and "code" not in matrix.column_dimension.split(","):
            bases = [shown(n, Measure.SEGMENTS) for n in matrix.base[start:end]]
            yield f"out of {matrix.base_label}", [*bases, ""]
            yield "read", [*(f"{share:.0%}" for share in matrix.read_share[start:end]), ""]

    def _cell(self, value: Value, said: str) -> Cell:
        if value is None or not value or not self.highest:
            return said, _DIM
        strength = value / self.highest
        if not self.shades:
            return f"{_GREY_BLOCKS[min(4, int(strength * 4.99))]}{said}", _NONE
        return said, _SHADED[min(len(_SHADES) - 1, int(strength * len(_SHADES)))]


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines; a word that is too long is broken."""
    lines = [""]
    for word in text.split():
        for part in chop_cells(word, width):
            longer = f"{lines[-1]} {part}".strip()
            if cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines
