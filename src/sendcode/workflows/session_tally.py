"""What one session decided, without what it took back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sendcode.core.decisions import NewDecision


class Tally:
    """Counts the live decisions of a session."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[str, str | None]] = {}
        self._undone: set[str] = set()

    def add(self, ids: Sequence[str], decisions: Sequence[NewDecision]) -> None:
        """Count decisions that were recorded."""
        for decision_id, decision in zip(ids, decisions, strict=True):
            self._answers[decision_id] = (decision.action.value, decision.code)

    def take_back(self, ids: Iterable[str]) -> None:
        """Count these no more, whichever session made them."""
        self._undone.update(ids)

    def bring_back(self, ids: Iterable[str]) -> None:
        """Count these again."""
        self._undone.difference_update(ids)

    def _live(self) -> list[tuple[str, str | None]]:
        return [said for key, said in self._answers.items() if key not in self._undone]

    @property
    def actions(self) -> Counter[str]:
        """Return how many, by action."""
        return Counter(action for action, _ in self._live())

    @property
    def codes(self) -> dict[str, Counter[str]]:
        """Return how many, by code GUID and action."""
        found: dict[str, Counter[str]] = {}
        for action, code in self._live():
            if code is not None:
                found.setdefault(code, Counter())[action] += 1
        return found
