"""Figures as SVG: plain shapes and text, one font, colours that the colour-blind can tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.figures import Bars, Curve, Figure, Groups, Strips
from sendcode.exporters.html import text as escaped

PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c7a00", "#555555")
"""After Okabe and Ito (2008), the yellow darkened for white paper."""

INK, QUIET, RULE, BACK = "#1f2933", "#55616b", "#c9d1d7", "#e9eef2"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, 'DejaVu Sans', sans-serif"
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
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="{name}-title" '
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
    left = 24 + _LETTER * max((len(short(label, 24)) for label, *_ in figure.bars), default=4)
    full = 330.0
    shapes = []
    for n, (label, found, base) in enumerate(figure.bars):
        y = 4 + 24 * n
        share = found / base if base else 0
        shapes.append(_label(left - 10, y + 13, short(label, 24), anchor="end"))
        shapes.append(_box(left, y + 2, full, 14, BACK))
        if found:
            shapes.append(_box(left, y + 2, full * share, 14, PALETTE[0]))
        shapes.append(_label(left + full + 10, y + 13, f"{found} of {base}", quiet=True))
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
                f"{found} of {base}</text>"
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
    count, most = len(figure.points), max(figure.codes, 1)

    def at(n: int, value: float) -> tuple[float, float]:
        return left + width * (n + 1) / max(count, 1), top + height * (1 - value / most)

    shapes = []
    for value in _ticks(most):
        y = top + height * (1 - value / most)
        colour = RULE if value else QUIET
        shapes.append(f'<path d="M{left:g} {y:.1f}h{width:g}" stroke="{colour}" fill="none"/>')
        shapes.append(_label(left - 8, y + 4, str(value), anchor="end", quiet=True))
    band = [at(n, value) for n, value in enumerate(figure.high)]
    band += [at(n, value) for n, value in reversed(list(enumerate(figure.low)))]
    if band:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in band)
        shapes.append(f'<polygon points="{points}" fill="{PALETTE[4]}" fill-opacity=".3"/>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in _steps(figure, at))
    shapes.append(f'<polyline points="{line}" fill="none" stroke="{PALETTE[0]}" stroke-width="2"/>')
    every = max(1, -(-count // 14))
    for n in range(0, count, every):
        shapes.append(
            _label(at(n, 0)[0], top + height + 16, str(n + 1), anchor="middle", quiet=True)
        )
    shapes.append(_label(left + width / 2, top + height + 34, "interviews", anchor="middle"))
    shapes.append(_label(0, 12, "codes met", quiet=True))
    return left + width + 14, top + height + 42, shapes


def _steps(figure: Curve, at) -> Sequence[tuple[float, float]]:  # type: ignore[no-untyped-def]
    return [at(n, met) for n, (_, met) in enumerate(figure.points)]


def _ticks(most: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if most / s <= 6)
    return list(range(0, most + 1, step))
