"""How much of the machine, and of others, a coder sees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """What a coder sees while reviewing.

    Attributes:
        hide: `score` hides scores and bands; `code` also the suggested code and its evidence,
            until the coder has chosen; empty hides nothing.
        control: Share of the queue, drawn at random, that is shown without any suggestion.
        blind: Hide what other coders decided.
    """

    hide: str = ""
    control: float = 0.0
    blind: bool = False

    def hidden(self, *, control: bool) -> frozenset[str]:
        """Return what of a suggestion may not show, `control` where it is one of that share."""
        if control:
            return frozenset(("score", "code", "control"))
        return {"score": frozenset(("score",)), "code": frozenset(("score", "code"))}.get(
            self.hide, frozenset()
        )
