"""Every sentence of a proposed theme, to be read before somebody decides about it."""

from __future__ import annotations

from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.themes import Theme, ThemeQuote, quote, theme_of


def read_theme(store: Store, number: int) -> tuple[Theme, tuple[ThemeQuote, ...]]:
    """Return a theme of the newest list and all of its sentences, in the order of the transcripts.

    Adopted themes and those that were put aside can be read too. What is marked do-not-quote is
    not shown.

    Raises:
        NotFound: The newest list has no such theme.
    """
    frame = StudyFrame(store)
    theme = theme_of(store, number, frame=frame, decided=True)
    wanted = frozenset(theme.units)
    sentences = (quote(frame, unit) for unit in frame.population() if unit.id in wanted)
    return theme, tuple(sorted(sentences, key=lambda one: (one.transcript, one.start)))
