"""Where the files that ship with sendcode lie: shipped codebooks and the sample study."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[2]

DEMO_DECISIONS = _PACKAGE / "demo_decisions.csv"
"""What the scripted coder of the demo codes: transcript, code, quote."""

FIGURE_FONT = _PACKAGE / "fonts" / "LiberationSans-Regular.ttf"
"""The letters of figures that are written as pictures; its licence lies beside it."""


def folder(name: str) -> Path:
    """Return the folder `codebooks` or `transcripts_sample`.

    A wheel carries them inside the package; an editable install reads the checkout.

    Raises:
        FileNotFoundError: Neither has it; the installation is incomplete.
    """
    for candidate in (_PACKAGE / name, _CHECKOUT / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(2, "this installation of sendcode lacks its data folder", name)


def codebooks() -> dict[str, Path]:
    """Return the shipped codebooks by name, e.g. `send`."""
    return {path.stem: path for path in sorted(folder("codebooks").glob("*.yaml"))}
