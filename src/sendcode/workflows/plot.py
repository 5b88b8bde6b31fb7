"""One figure as a file, with its numbers beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from sendcode.core.figures import Figure
from sendcode.errors import InputError, NotFound
from sendcode.exporters import BUILTIN, GROUP
from sendcode.exporters.files import whole_file
from sendcode.registry import load
from sendcode.store import Store
from sendcode.workflows.figures import DRAWN, THEMES, Figures
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder, study

SUFFIXES = (".svg", ".png")


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
    """Write a figure as .svg or .png, and its numbers as .csv under the same name.

    Args:
        store: The project.
        name: One of `figures.DRAWN`.
        path: The picture.
        theme: Compare the codes right below this one; for `theme`: which code.
        coder: Whose codings.
        where: Only what this query finds.
        force: Whether existing files are replaced; a .csv with just these numbers may stand
            there already.

    Raises:
        NotFound: No such figure, code or coder.
        InputError: The file is no picture that we write, there is nothing to draw yet, or what
            does not depend on it was narrowed.
        SendcodeError: The .png needs an extra that is not installed.
    """
    _refuse(name, path, theme=theme, narrowed=bool(theme or coder or where))
    figure = draw(store, name, theme=theme, coder=coder, where=where)
    rows = figure.rows()
    if len(rows) < 2:
        first = "'sendcode suggest' proposes themes." if name == THEMES else "Code something first."
        raise InputError(f"there is nothing to draw for '{name}' yet", first)
    numbers = path.with_suffix(".csv")
    write = load(GROUP, f"figure{path.suffix.lower()}", BUILTIN)
    table = _table(rows)
    same = numbers.is_file() and numbers.read_bytes() == table  # of the same figure as .svg, say
    with whole_file(path, force=force) as draft, whole_file(numbers, force=force or same) as beside:
        write(figure, draft)
        beside.write_bytes(table)
    return figure, numbers


def _refuse(name: str, path: Path, *, theme: str, narrowed: bool) -> None:
    if name not in DRAWN:
        raise NotFound(f"no figure '{name}'", f"Known: {', '.join(DRAWN)}.")
    if name == "theme" and not theme:
        raise InputError("the figure 'theme' is of one code", "Say which: --theme delays.")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{path.name}: figures are written as {' or '.join(SUFFIXES)}",
            "Name the file FIGURE.svg or FIGURE.png.",
        )
    if name == THEMES and narrowed:
        raise InputError(
            f"the figure '{THEMES}' is of all proposed themes",
            "Leave --theme, --coder and --where out; 'sendcode suggest --where' looks at a part.",
        )


def _table(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def draw(
    store: Store, name: str, *, theme: str = "", coder: str | None = None, where: str = ""
) -> Figure:
    """Return a figure of the project; see `plot` for the arguments.

    Raises:
        NotFound: No such code or coder.
        QueryError: `where` cannot be read, or names what there is not.
    """
    frame = StudyFrame(store)
    who = choose_coder(store, coder)
    families = [c for c in frame.codebook.children("") if not c.retired]
    if theme:
        top = frame.codebook.code(theme)
        below = [c for c in frame.codebook.children(top.path) if not c.retired]
        families = [top] if name == "theme" or not below else below
    return DRAWN[name][1](Figures(frame, study(frame, who, where), families, who, where))
