"""Figures as SVG: plain shapes and text, one font, colours that the colour-blind can tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.figures import Bars, Curve, Figure, Grid, Groups, Strips
from sendcode.exporters.html import HEAT
from sendcode.exporters.html import text as escaped
from sendcode.exporters.shown import out_of

PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c7a00", "#555555")
"""After Okabe and Ito (2008), the yellow darkened for white paper."""

INK, QUIET, RULE, BACK = "#1f2933", "#55616b", "#c9d1d7", "#e9eef2"
BAND = "#cce7f8"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, 'DejaVu Sans', sans-serif"
_EDGE = 8  # white around a figure
_LETTER = 6.4  # width of a letter at size 12, generously


def write_figure(figure: Figure, path: Path) -> None:
    """Write a figure as a file of its own."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    path.write_text(head + svg(figure, "figure") + "\n", encoding="utf-8", newline="\n")


def svg(figure: Figure, name: str) -> str:
    """Return a figure as an `svg` element with a title for screen readers.

    Args:
        figure: What to draw.
        name: Unique in the page; prefix of the ids inside.
    """
    match figure:
        case Bars():
            width, height, shapes = _bars(figure)
        case Groups():
            width, height, shapes = _groups(figure)
        case Strips():
            width, height, shapes = _strips(figure)
        case Curve():
            width, height, shapes = _curve(figure)
        case Grid():
            width, height, shapes = _grid(figure)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{-_EDGE} {-_EDGE} {width + 2 * _EDGE:g} {height + 2 * _EDGE:g}" '
        f'width="{width + 2 * _EDGE:g}" height="{height + 2 * _EDGE:g}" '
        f'role="img" aria-labelledby="{name}-title" '
        f'font-family="{FONT}" font-size="12" fill="{INK}">'
        f'<title id="{name}-title">{escaped(figure.title)}</title>{"".join(shapes)}</svg>'
    )


def short(label: str, letters: int) -> str:
    """Return a label in one line of at most so many letters."""
    flat = " ".join(label.split())
    return flat if len(flat) <= letters else flat[: letters - 1] + "…"


def _label(x: float, y: float, label: str, *, anchor: str = "start", quiet: bool = False) -> str:
    colour = f' fill="{QUIET}"' if quiet else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}"{place}{colour}>{escaped(label)}</text>'


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:.4g}" height="{height:g}" fill="{colour}"/>'


def _bars(figure: Bars) -> tuple[float, float, list[str]]:
    left = 24 + _LETTER * max((len(short(label, 36)) for label, *_ in figure.bars), default=4)
    full = 330.0
    shapes = []
    for n, (label, found, base) in enumerate(figure.bars):
        y = 4 + 24 * n
        share = found / base if found and base else 0
        shapes.append(_label(left - 10, y + 13, short(label, 36), anchor="end"))
        shapes.append(_box(left, y + 2, full, 14, BACK))
        if found:
            shapes.append(_box(left, y + 2, full * share, 14, PALETTE[0]))
        shapes.append(_label(left + full + 10, y + 13, out_of(found, base), quiet=True))
    return left + full + 90, 8 + 24 * len(figure.bars), shapes


def _groups(figure: Groups) -> tuple[float, float, list[str]]:
    left = 24 + _LETTER * max((len(short(label, 30)) for label, _ in figure.groups), default=4)
    cell = max(74.0, 14 + _LETTER * max((len(short(s, 16)) for s in figure.series), default=4))
    shapes = [
        _label(left + cell * n, 14, short(name, 16), quiet=True)
        for n, name in enumerate(figure.series)
    ]
    for n, (label, bars) in enumerate(figure.groups):
        y = 28 + 38 * n
        shapes.append(_label(left - 12, y + 12, short(label, 30), anchor="end"))
        for m, (found, base) in enumerate(bars):
            x, full = left + cell * m, cell - 16
            shapes.append(_box(x, y + 2, full, 12, BACK))
            if found and base:
                shapes.append(_box(x, y + 2, full * found / base, 12, PALETTE[0]))
            shapes.append(
                f'<text x="{x:g}" y="{y + 26:g}" font-size="10.5" fill="{QUIET}">'
                f"{out_of(found, base)}</text>"
            )
    return left + cell * len(figure.series), 32 + 38 * len(figure.groups), shapes


def _strips(figure: Strips) -> tuple[float, float, list[str]]:
    left = 20 + _LETTER * max((len(short(name, 28)) for name, _ in figure.strips), default=4)
    full, shapes = 440.0, []
    x, y = 0.0, 4.0
    for n, theme in enumerate(figure.themes):
        label = short(theme, 40)
        if x and x + 30 + _LETTER * len(label) > left + full:
            x, y = 0.0, y + 20
        shapes.append(_box(x, y, 12, 12, PALETTE[n % len(PALETTE)]))
        shapes.append(_label(x + 17, y + 10.5, label))
        x += 34 + _LETTER * len(label)
    top = y + 26
    for n, (name, stretches) in enumerate(figure.strips):
        y = top + 17 * n
        shapes.append(_label(left - 10, y + 10.5, short(name, 28), anchor="end"))
        shapes.append(_box(left, y, full, 12, BACK))
        for theme_number in sorted({theme for *_, theme in stretches}):
            path = "".join(
                f"M{left + full * start:.1f} {y:g}h{full * (end - start):.1f}v12"
                f"h-{full * (end - start):.1f}z"
                for start, end, theme in stretches
                if theme == theme_number
            )
            shapes.append(f'<path d="{path}" fill="{PALETTE[theme_number % len(PALETTE)]}"/>')
    return left + full + 4, top + 17 * len(figure.strips) + 4, shapes


def _curve(figure: Curve) -> tuple[float, float, list[str]]:
    left, top, width, height = 44.0, 28.0, 540.0, 220.0
    count, most = len(figure.points), max(figure.total, 1)

    def at(n: int, value: float) -> tuple[float, float]:
        return left + width * (n + 1) / max(count, 1), top + height * (1 - value / most)

    shapes = []
    band = [at(n, value) for n, value in enumerate(figure.high)]
    band += [at(n, value) for n, value in reversed(list(enumerate(figure.low)))]
    if band:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in band)
        shapes.append(f'<polygon points="{points}" fill="{BAND}"/>')
    for value in _ticks(most):
        y = top + height * (1 - value / most)
        colour = RULE if value else QUIET
        shapes.append(f'<path d="M{left:g} {y:.1f}h{width:g}" stroke="{colour}" fill="none"/>')
        shapes.append(_label(left - 8, y + 4, str(value), anchor="end", quiet=True))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in _steps(figure, at))
    shapes.append(f'<polyline points="{line}" fill="none" stroke="{PALETTE[0]}" stroke-width="2"/>')
    every = max(1, -(-count // 14))
    for n in range(0, count, every):
        shapes.append(
            _label(at(n, 0)[0], top + height + 16, str(n + 1), anchor="middle", quiet=True)
        )
    shapes.append(_label(left + width / 2, top + height + 34, "interviews", anchor="middle"))
    shapes.append(_label(0, 12, f"{figure.what} met", quiet=True))
    if band:
        shapes.append(_box(left + width - 186, 3, 12, 10, BAND))
        shapes.append(_label(left + width - 168, 12, "9 of 10 orders of interviews", quiet=True))
    return left + width + 14, top + height + 42, shapes


def _grid(figure: Grid) -> tuple[float, float, list[str]]:
    names = [short(name, 34) for name, _ in figure.down]
    indents = [14.0 * (depth - 1) for _, depth in figure.down]
    heads = [short(name, 32) for name in figure.across]
    widest = (i + _LETTER * len(name) for i, name in zip(indents, names, strict=True))
    left = 14 + max(widest, default=30.0)
    most = max((len(_figures(v)) for row in figure.values for v in row), default=1)
    cell, line = max(30.0, 12 + _LETTER * most), 22.0
    longest = max((_LETTER * len(name) for name in heads), default=0.0)
    level = longest <= cell - 4
    top = 20.0 if level else 10 + longest * 0.72
    tops, shapes = figure.tops(), []
    for n, name in enumerate(heads):
        x = left + cell * (n + 0.5)
        turned = "" if level else f' transform="rotate(-45 {x:g} {top - 6:g})"'
        anchor = ' text-anchor="middle"' if level else ""
        shapes.append(f'<text x="{x:g}" y="{top - 6:g}"{anchor}{turned}>{escaped(name)}</text>')
    for r, values in enumerate(figure.values):
        y = top + line * r
        shapes.append(_label(indents[r], y + 15, names[r]))
        for c, value in enumerate(values):
            x, said = left + cell * c, _figures(value)
            step = min(-int(-(value or 0) * len(HEAT) // tops[figure.down[r][1]]), len(HEAT)) - 1
            colour = f"#{HEAT[step]}" if value else BACK
            ink = "#ffffff" if step >= 4 else INK if value else QUIET
            shapes.append(_box(x, y, cell - 1.5, line - 1.5, colour))
            shapes.append(
                f'<text x="{x + cell / 2:g}" y="{y + 15:g}" text-anchor="middle" '
                f'font-size="11" fill="{ink}">{said}</text>'
            )
    reach = 0.0 if level else longest * 0.72
    return left + cell * len(heads) + reach, top + line * len(names) + 4, shapes


def _figures(value: int | float | None) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _steps(figure: Curve, at) -> Sequence[tuple[float, float]]:  # type: ignore[no-untyped-def]
    return [at(n, met) for n, (_, met) in enumerate(figure.points)]


def _ticks(most: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if most / s <= 6)
    return list(range(0, most + 1, step))
