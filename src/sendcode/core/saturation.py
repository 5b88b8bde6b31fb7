"""Saturation: how much new the latest interviews brought, against what the first ones did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of interviews brought.

    Attributes:
        last: Number of interviews up to and including the run.
        new: Themes that were not met before the run.
        ratio: `new` out of the themes of the base, 0 and more.
    """

    last: int
    new: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """How the number of themes grew, interview by interview.

    Attributes:
        new: Themes first met in each interview, in order.
        base_size: Interviews of the base.
        base: Distinct themes of the base.
        run_length: Interviews of a run.
        runs: One per interview after the base that completes a run, overlapping.
        threshold: At or below this ratio we speak of saturation.
    """

    new: tuple[int, ...]
    base_size: int
    base: int
    run_length: int
    runs: tuple[Run, ...]
    threshold: float

    @property
    def reached(self) -> int | None:
        """Return after how many interviews the ratio was first small enough; None if never."""
        return next((run.last for run in self.runs if run.ratio <= self.threshold), None)

    @property
    def reading(self) -> str:
        """Return what it means, in a sentence or two."""
        return self.read_as("themes")

    def read_as(self, what: str) -> str:
        """Return what it means, in a sentence or two; `what` is counted: themes, codes."""
        if not self.runs:
            least = self.base_size + self.run_length
            return f"Too few interviews to say: at least {least} are needed, with {what} in them."
        last = self.runs[-1]
        told = (
            f"The first {self.base_size} interviews brought {self.base} {what}; the last "
            f"{self.run_length} brought {last.new} new ({last.ratio:.0%} of that)."
        )
        if self.reached is None:
            return f"{told} More than {self.threshold:.0%}: new {what} were still coming."
        at = f"{self.reached - self.run_length}+{self.run_length}"
        after = f"{told} The {self.threshold:.0%} threshold was first met at {at} interviews"
        if last.ratio > self.threshold:
            return f"{after}, but more came later: hear further interviews."
        return f"{after}. It says that {what} repeat, not that they are understood."


def saturation(
    interviews: Sequence[Collection[object]],
    *,
    base_size: int = 4,
    run_length: int = 2,
    threshold: float = 0.05,
) -> Saturation:
    """Return the base size / run length measure over interviews in the order they were held.

    Args:
        interviews: The themes (or codes) met in each.
        base_size: How many first interviews make the base; the paper offers 4, 5 and 6.
        run_length: How many further interviews are looked at together; 2 or 3.
        threshold: New out of base, e.g. 0.05 or 0.

    Raises:
        ValueError: A size below 1, or a negative threshold.

    Source: Guest, Namey & Chen (2020), PLoS ONE 15(5): e0232076.
    """
    if base_size < 1 or run_length < 1 or threshold < 0:
        raise ValueError("sizes are 1 or more, and a threshold is not negative")
    met: set[object] = set()
    new = []
    for themes in interviews:
        new.append(len(set(themes) - met))
        met |= set(themes)
    base = sum(new[:base_size])
    runs = []
    for last in range(base_size + run_length, len(new) + 1):
        fresh = sum(new[last - run_length : last])
        if base:
            runs.append(Run(last, fresh, fresh / base))
    return Saturation(tuple(new), base_size, base, run_length, tuple(runs), threshold)
