"""One figure as a file, with its numbers beside it."""

from __future__ import annotations

import csv
from pathlib import Path

from sendcode.core.figures import Bars, Curve, Figure, Groups, Strips
from sendcode.core.report import Picture
from sendcode.errors import InputError, NotFound
from sendcode.exporters.files import whole_file
from sendcode.exporters.svg import write_figure
from sendcode.store import Store
from sendcode.workflows.report import build_report

FIGURES: dict[str, type[Bars | Groups | Strips | Curve]] = {
    "themes-by-role": Groups,
    "portraits": Strips,
    "saturation": Curve,
    "theme": Bars,
}


def plot(
    store: Store,
    name: str,
    path: Path,
    *,
    theme: str = "",
    coder: str | None = None,
    where: str = "",
    force: bool,
) -> tuple[Figure, Path]:
    """Write a figure of the report as .svg, and its numbers as .csv under the same name.

    Args:
        store: The project.
        name: One of `FIGURES`.
        path: The .svg.
        theme: For `theme`: which code.
        coder: Whose codings.
        where: Only what this query finds.
        force: Whether existing files are replaced.

    Raises:
        NotFound: No such figure, code or coder.
        InputError: The file is no .svg, or there is nothing to draw yet.
    """
    if name not in FIGURES:
        raise NotFound(f"no figure '{name}'", f"Known: {', '.join(FIGURES)}.")
    if name == "theme" and not theme:
        raise InputError("the figure 'theme' is of one code", "Say which: --theme delays.")
    if path.suffix.lower() != ".svg":
        raise InputError(f"{path.name}: figures are written as .svg", "Name the file FIGURE.svg.")
    of_one = theme if name == "theme" else ""
    report = build_report(store, coder=coder, where=where, theme=of_one, quotes=0)
    for block in report.blocks:
        if isinstance(block, Picture) and isinstance(block.figure, FIGURES[name]):
            figure = block.figure
            break
    else:
        raise InputError(f"there is nothing to draw for '{name}' yet", "Code something first.")
    numbers = path.with_suffix(".csv")
    with whole_file(path, force=force) as draft, whole_file(numbers, force=force) as beside:
        write_figure(figure, draft)
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(figure.rows())
    return figure, numbers
