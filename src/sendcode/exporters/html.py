"""Matrices as HTML: a table with shades, for a page or an e-mail; every word is escaped."""

from __future__ import annotations

import re
from html import escape
from math import ceil
from pathlib import Path

from sendcode.core.matrix import Matrix, Measure, Value
from sendcode.exporters.shown import column_names, notes, shown

HEAT = ("e4eff5", "c4dce8", "9bc3d7", "6aa4bf", "35799d", "1f5f82")
"""One hue from light to dark, safe for the colour-blind and in black-and-white print."""

TABLE_STYLE = """
table.matrix{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
table.matrix caption{text-align:left;font-weight:600;padding:.25rem 0 .5rem}
table.matrix th,table.matrix td{padding:.3rem .55rem;text-align:right}
table.matrix th,table.matrix td{border-bottom:1px solid #dde3e8}
table.matrix th[scope=row]{text-align:left;font-weight:400}
table.matrix th[scope=row]{position:sticky;left:0;background:#fff;min-width:7.5rem}
table.matrix th[scope=row].top{font-weight:600}
table.matrix thead th{vertical-align:bottom;border-bottom:2px solid #1f6488;font-weight:600}
table.matrix thead th:first-child{text-align:left}
table.matrix td{text-align:center}
table.matrix td.zero{color:#66727c}
table.matrix tfoot td,table.matrix tfoot th{color:#48545e;text-align:center}
table.matrix tfoot th{text-align:left}
table.matrix .sum{font-weight:600;background:#eef4f8}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body{{font:16px/1.5 system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:#1f2933;margin:2rem}}
.wide{{overflow-x:auto}} .notes{{font-size:.875rem;color:#48545e;max-width:46rem}}
{style}{shades}
</style></head><body>
{body}
</body></html>
"""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def text(value: str) -> str:
    """Return text as HTML that cannot be mark-up, in an element or in a quoted attribute."""
    return escape(_INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", value), quote=True)


def shades() -> str:
    """Return the style of the shaded cells; they stay shaded in print."""
    rules = [
        f".h{n}{{background:#{colour}{';color:#fff' if n >= 4 else ''}}}"
        for n, colour in enumerate(HEAT)
    ]
    exact = "[class^=h],.sum{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    return "\n".join((*rules, exact)) + "\n"


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write a page with one table and its notes."""
    title = f"{matrix.row_dimension} by {matrix.column_dimension}"
    below = "".join(f"<li>{text(note)}</li>" for note in notes(matrix))
    body = f'<div class="wide">{table(matrix, title)}</div><ul class="notes">{below}</ul>'
    page = _PAGE.format(title=text(title), style=TABLE_STYLE, shades=shades(), body=body)
    path.write_text(page, encoding="utf-8", newline="\n")


def table(matrix: Matrix, caption: str, *, foot: bool = True) -> str:
    """Return a matrix as a `table` element with headers that a screen reader can follow."""
    tops = _tops(matrix)
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in column_names(matrix))
    title = text(matrix.row_dimension)
    rows = []
    for place, values in enumerate(matrix.values):
        level = matrix.row_levels[place]
        top = ' class="top"' if level == 1 and max(matrix.row_levels) > 1 else ""
        pad = f' style="padding-left:{0.55 + 1.1 * (level - 1):.2f}rem"' if level > 1 else ""
        cells = "".join(
            "<td>·</td>" if (place, at) in matrix.nobody else _cell(value, tops[level], matrix)
            for at, value in enumerate(values)
        )
        total = shown(matrix.row_totals[place], matrix.measure)
        rows.append(
            f'<tr><th scope="row"{top}{pad}>{text(matrix.row_labels[place])}</th>{cells}'
            f'<td class="sum">{total}</td></tr>'
        )
    return (
        f'<table class="matrix"><caption>{text(caption)}</caption>'
        f'<thead><tr><th scope="col">{title}</th>{heads}<th scope="col">total</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody>{_foot(matrix) if foot else ''}</table>"
    )


def _foot(matrix: Matrix) -> str:
    totals = [shown(value, matrix.measure) for value in (*matrix.column_totals, matrix.total)]
    cells = "".join(f'<td class="sum">{total}</td>' for total in totals)
    bases = "".join(f"<td>{shown(n)}</td>" for n in matrix.base)
    read = "".join(f"<td>{share:.0%}</td>" for share in matrix.read_share)
    lines = [f'<tr><th scope="row">all</th>{cells}</tr>']
    if read:
        label = text(f"out of {matrix.base_label}")
        lines.append(f'<tr><th scope="row">{label}</th>{bases}<td></td></tr>')
        lines.append(f'<tr><th scope="row">read</th>{read}<td></td></tr>')
    return f"<tfoot>{''.join(lines)}</tfoot>"


def _cell(value: Value, top: float, matrix: Matrix) -> str:
    if not value:
        return f'<td class="zero">{shown(value, matrix.measure)}</td>'
    step = min(ceil(value / top * len(HEAT)), len(HEAT)) - 1
    return f'<td class="h{step}">{shown(value, matrix.measure)}</td>'


def _tops(matrix: Matrix) -> dict[int, float]:
    least = 0.0 if matrix.measure in (Measure.SHARE, Measure.SCORE) else 5.0
    tops: dict[int, float] = {}
    for level, values in zip(matrix.row_levels, matrix.values, strict=True):
        tops[level] = max(tops.get(level, least), *(value or 0 for value in values), least)
    return tops
