"""How often suggestions were right: by code, by rule, and which rules to mend first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.model import Evidence
from sendcode.core.statistics import wilson

MEND_FROM = 5
"""Rules are judged from so many decisions on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One suggested sentence, and what was decided about it.

    Attributes:
        code: GUID of the code.
        evidence: Why it was suggested.
        yes: Whether the code was given; None where nobody has decided.
    """

    code: str
    evidence: tuple[Evidence, ...]
    yes: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Suggested sentences and what became of them.

    Attributes:
        code: The code.
        rule: One of its rules; None for all that was suggested for the code.
        by_rule: False for what no rule suggested.
    """

    code: Code
    rule: Rule | None = None
    by_rule: bool = True
    suggested: int = 0
    accepted: int = 0
    rejected: int = 0

    @property
    def name(self) -> str:
        """Return the path of the code, or `path#number` of the rule."""
        if not self.by_rule:
            return f"{self.code.path} (no rule)"
        return f"{self.code.path}#{self.rule.number}" if self.rule else self.code.path

    @property
    def decided(self) -> int:
        """Return how many were decided."""
        return self.accepted + self.rejected

    @property
    def precision(self) -> float | None:
        """Return the share accepted of those decided; None without any."""
        return self.accepted / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return Wilson's 95 % interval of the precision."""
        return wilson(self.accepted, self.decided)

    def plus(self, yes: bool | None) -> Tally:
        """Return the tally with one more."""
        return replace(
            self,
            suggested=self.suggested + 1,
            accepted=self.accepted + (yes is True),
            rejected=self.rejected + (yes is False),
        )


def tallies(book: Codebook, judged: Iterable[Judged]) -> tuple[Tally, ...]:
    """Return, in the order of the codebook, each code followed by its rules.

    Codes and rules for which nothing is suggested stand there with zeros, retired codes do
    not. What no rule suggested has a line of its own where there is any.

    Args:
        book: The codebook that the suggestions were made with.
        judged: All suggestions.
    """
    found: dict[tuple[str, int], Tally] = {}
    for code in book.codes:
        if code.retired or not (code.rules or not book.children(code.path)):
            continue
        found[code.guid, 0] = Tally(code)
        for rule in code.rules:
            found[code.guid, rule.number] = Tally(code, rule)
        found[code.guid, -1] = Tally(code, by_rule=False)
    for one in judged:
        if (one.code, 0) not in found:
            continue
        rules = {number(reason) for reason in one.evidence if reason.source == "rule"} - {0}
        for key in ((one.code, 0), *((one.code, n) for n in sorted(rules or {-1}))):
            if key in found:
                found[key] = found[key].plus(one.yes)
    return tuple(t for t in found.values() if t.by_rule or t.suggested)


def number(reason: Evidence) -> int:
    """Return the number of the rule that a reason names (`delays/waiting#2`); 0 for none."""
    digits = reason.detail.rpartition("#")[2]
    return int(digits) if digits.isdecimal() else 0


def to_mend(found: Iterable[Tally]) -> tuple[Tally, ...]:
    """Return the rules that promise more than they keep, most rejections first.

    A rule promises its weight; it breaks the promise when even the upper end of the interval
    of its precision lies below, with at least `MEND_FROM` decisions.
    """
    worse = (
        t
        for t in found
        if t.rule is not None and t.decided >= MEND_FROM and t.interval[1] < t.rule.weight
    )
    return tuple(sorted(worse, key=lambda t: (-t.rejected, t.name)))
