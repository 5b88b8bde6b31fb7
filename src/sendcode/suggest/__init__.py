"""Units and a codebook to suggestions: the suggester contract and the built-in methods.

A suggester is a small class: it is made from a codebook and settings, says what it is
(`name`, `version`, `settings`, all of which a run records) and turns texts into suggestions.
The same turns, codebook and settings give the same suggestions in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from sendcode.core.model import Suggestion, TurnText

GROUP = "sendcode.suggest"

BUILTIN = {
    "joined": "sendcode.suggest.joined:JoinedSuggester",
    "rules": "sendcode.suggest.rules:RuleSuggester",
    "similar": "sendcode.suggest.similar:SimilarSuggester",
}


class Suggester(Protocol):
    """Propose codes for units."""

    name: str
    version: str
    settings: Mapping[str, str]

    def suggest(self, turns: Iterable[TurnText]) -> Iterator[Suggestion]:
        """Yield suggestions turn by turn; one per unit and code, scores 0..1, six decimals."""
        ...
