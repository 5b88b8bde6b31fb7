"""Matrices as Markdown, for drafts and pull requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sendcode.core.matrix import Matrix
from sendcode.exporters.shown import column_names, notes, shown

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&@$]|:(?=//)|(?<=www)\.|^[-+=#>]|(?<=^\d)[.)])")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write a heading, one table, and the notes below it."""
    path.write_text(matrix_text(matrix), encoding="utf-8", newline="\n")


def matrix_text(matrix: Matrix) -> str:
    """Return a matrix as Markdown; nothing in a name can be mark-up."""
    head = (matrix.row_dimension, *column_names(matrix), "total")
    lines = [f"## {escaped(matrix.row_dimension)} by {escaped(matrix.column_dimension)}", ""]
    lines.append(_line([escaped(name) for name in head]))
    lines.append(_line(["---", *["---:"] * (len(head) - 1)]))
    for place, values in enumerate(matrix.values):
        indent = "&emsp;" * (matrix.row_levels[place] - 1)
        cells = [
            "·" if (place, at) in matrix.nobody else shown(value, matrix.measure)
            for at, value in enumerate(values)
        ]
        total = shown(matrix.row_totals[place], matrix.measure)
        lines.append(_line([indent + escaped(matrix.row_labels[place]), *cells, f"**{total}**"]))
    totals = [shown(value, matrix.measure) for value in (*matrix.column_totals, matrix.total)]
    lines.append(_line(["**all**", *(f"**{total}**" for total in totals)]))
    if matrix.read_share:
        lines.append(_line([f"out of {matrix.base_label}", *(shown(n) for n in matrix.base), ""]))
    lines += ["", *(f"- {escaped(note)}" for note in notes(matrix))]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return text in one line in which no character is mark-up."""
    flat = " ".join(_INVISIBLE.sub(" ", text).split())
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", flat)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
