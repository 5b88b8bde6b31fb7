"""Every sentence of a proposed theme, to be read before somebody decides about it."""

from __future__ import annotations

from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.themes import Theme, ThemeQuote, current_themes


def read_theme(store: Store, number: int) -> tuple[Theme, tuple[ThemeQuote, ...]]:
    """Return a theme of the newest list and all of its sentences, in the order of the transcripts.

    Adopted themes and those that were put aside can be read too. What is marked do-not-quote is
    not shown.

    Raises:
        NotFound: The newest list has no such theme.
    """
    frame = StudyFrame(store)
    found = {theme.id: theme for theme in current_themes(store, frame=frame, decided=True)}
    if number not in found:
        raise NotFound(f"no theme {number}", "'sendcode suggest' lists the themes.")
    theme, wanted = found[number], frozenset(found[number].units)
    inside = (unit for unit in frame.population() if unit.id in wanted)
    sentences = (
        ThemeQuote(
            unit.transcript,
            unit.start,
            unit.end,
            frame.shown(unit.transcript, unit.start, unit.end),
            unit.speaker,
            unit.role.value,
            unit.cases,
        )
        for unit in inside
    )
    return theme, tuple(sorted(sentences, key=lambda one: (one.transcript, one.start)))
