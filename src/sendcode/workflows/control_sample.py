"""What the control sample says about the machine's influence on those who decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sendcode.core.statistics import wilson
from sendcode.store import Store


def influence(store: Store) -> Iterator[str]:
    """Yield a paragraph for the methods section, where a share was coded without suggestions."""
    answers = store.answers.by_showing()
    if not answers[True]:
        return
    count = sum(answers[True].values())
    yield (
        f"To see what the suggestions do to those who decide, {count:,} of them, drawn at random, "
        "were coded without being shown. The suggested code was chosen in "
        f"{_share(answers[True])} of these, and in {_share(answers[False])} of those that were "
        "shown."
    )


def _share(answers: Mapping[str, int]) -> str:
    agreed, count = answers.get("accept", 0), sum(answers.values())
    if not count:
        return "none"
    low, high = wilson(agreed, count)
    return f"{agreed / count:.0%} ({low:.0%} to {high:.0%})"
