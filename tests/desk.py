"""A small study with suggestions, and a desk over it; for tests of the desk and the screen."""

from __future__ import annotations

from itertools import count
from typing import Any

from sendcode.core.model import Evidence, Span, Suggestion
from sendcode.store import Store
from sendcode.store.suggestions import NewRun
from sendcode.workflows.desk import Desk
from tests.conftest import AT, FORMS, VOICE, WAITING, place

FOUND = (
    # first unit, code, score, rule, words
    (1, WAITING, 0.8, "delays/waiting#1", "waiting list"),
    (2, WAITING, 0.6, "delays/waiting#2", "Two years"),
    (3, FORMS, 0.3, "delays/forms#2", "asked"),
    (3, VOICE, 0.5, "voice#1", "Nobody asked"),
    (5, FORMS, 0.9, "delays/forms#1", "form"),
)
"""In each transcript four segments, in this order: waiting, forms, voice, forms."""


def suggest(store: Store) -> Store:
    """Give both transcripts of the small study the suggestions in `FOUND`."""
    suggestions = []
    for name in ("first", "second"):
        text = store.transcripts.text(store.transcripts.id(name))
        for unit, code, score, rule, words in FOUND:
            spot = place(store, name, unit)
            start = text.index(words, spot.span.start)
            evidence = Evidence("rule", rule, score, (Span(start, start + len(words)),))
            suggestions.append(Suggestion(spot.units[0], code, score, (evidence,)))
    run = NewRun("rules-1", {}, {}, "units-1", 1, "hash", 2, 10)
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        store.suggestions.store_run(run, suggestions, coder=coder, at=AT)
    return store


def clock() -> Any:
    """Return a clock that goes on by a second each time it is asked."""
    ticks = count()
    return lambda: f"2024-03-03T10:{next(ticks) // 60 % 60:02d}:00Z"


def desk(store: Store, coder: str = "anna", **options: Any) -> Desk:
    """Return a desk of a coder."""
    return Desk(store, coder=coder, now=clock(), **options)


def actions(store: Store) -> list[str]:
    """Return the actions in the log."""
    return [entry.action.value for entry in store.decisions.log()]
