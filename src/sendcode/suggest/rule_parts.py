"""The parts of a rule, and in which units all of them hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from sendcode.core.codebook import Code, Near, Rule
from sendcode.core.model import Evidence
from sendcode.core.terms import TermError, expand, parse_term
from sendcode.errors import CodebookError
from sendcode.nlp import ranges
from sendcode.patterns import Pattern, PatternError, TooSlowError
from sendcode.suggest.spoken import Barrier, Flags, Found, Ints, Spoken

PATIENCE = 5.0
"""Seconds of processor time that a regex may take with the turns that are looked at together."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Units in which a part of a rule holds, with the words for it, as columns.

    Attributes:
        units: Number of the unit on the line of talk.
        starts: Offset on the line.
        ends: Offset after the last character.
    """

    units: Ints
    starts: Ints
    ends: Ints

    def within(self, units: Ints) -> Hits:
        """Return the hits in some units."""
        kept = np.isin(self.units, units)
        return Hits(self.units[kept], self.starts[kept], self.ends[kept])

    def joined(self, other: Hits) -> Hits:
        """Return these and other hits."""
        return Hits(
            np.concatenate([self.units, other.units]),
            np.concatenate([self.starts, other.starts]),
            np.concatenate([self.ends, other.ends]),
        )

    def outermost(self) -> Hits:
        """Return the hits by unit and place, without those inside others of their unit."""
        order = np.lexsort((-self.ends, self.starts, self.units))
        units, starts, ends = self.units[order], self.starts[order], self.ends[order]
        # Units are put so far apart that the furthest end so far is one of the same unit.
        far = units * (int(ends.max(initial=0)) + 1) + ends
        kept = far > np.append(-1, np.maximum.accumulate(far))[: len(far)]
        return Hits(units[kept], starts[kept], ends[kept])


@dataclass(frozen=True, slots=True)
class RuleParts:
    """A rule with its terms as numbers; None for a part that it does not have.

    Attributes:
        code: GUID (or path) of its code.
        name: Path of the code and number of the rule.
        rule: As the codebook has it.
        groups: Terms of which each group must be there: `any`, and every part of `all`.
        near: The terms of both sides.
        none: Terms whose matches take away what they overlap.
        regex: The pattern.
    """

    code: str
    name: str
    rule: Rule
    groups: tuple[tuple[int, ...], ...]
    near: tuple[tuple[int, ...], tuple[int, ...]] | None
    none: tuple[int, ...]
    regex: Pattern | None

    def evidence(self, spoken: Spoken) -> Iterator[tuple[int, Evidence]]:
        """Yield the number of each unit that the rule hits, and what it found there.

        Raises:
            CodebookError: The regex takes too long.
        """
        hits = self._hits(spoken)
        if hits is None:
            return
        spans = spoken.spans(hits.units, hits.starts, hits.ends)
        firsts = np.flatnonzero(np.diff(hits.units, prepend=-1))
        ends = [*firsts.tolist(), len(spans)]
        for unit, (first, end) in zip(hits.units[firsts].tolist(), pairwise(ends), strict=True):
            yield unit, Evidence("rule", self.name, self.rule.weight, tuple(spans[first:end]))

    def _hits(self, spoken: Spoken) -> Hits | None:
        """Return where every part holds; None where there is none."""
        scoped = self.rule.roles or self.rule.speakers
        within = spoken.turns_of(self.rule.roles, self.rule.speakers) if scoped else None
        none = spoken.of(self.none, within).barrier()
        parts: list[Hits] = []
        for part in self._parts(spoken, none, within):
            if not len(part.units):
                return None
            parts.append(part)
        common = reduce(np.intersect1d, [part.units for part in parts]) if parts else None
        if self.regex is not None:
            units = spoken.units_in(within) if common is None else common
            found = self._matched(spoken, self.regex, none, units)
            common = np.unique(found.units)
            parts.append(found)
        if common is None or not len(common):
            return None
        if len(parts) == 1:
            return parts[0].outermost()
        return reduce(Hits.joined, [part.within(common) for part in parts]).outermost()

    def _parts(self, spoken: Spoken, none: Barrier, within: Flags | None) -> Iterator[Hits]:
        """Yield where each part of terms holds."""

        def found(terms: tuple[int, ...]) -> Found:
            matches = spoken.of(terms, within)
            return matches.at(none.spares(matches.starts, matches.ends))

        for terms in self.groups:
            yield _touched(spoken, found(terms))
        if self.near is not None and self.rule.near is not None:
            yield _near(spoken, found(self.near[0]), found(self.near[1]), self.rule.near)

    def _matched(self, spoken: Spoken, regex: Pattern, none: Barrier, units: Ints) -> Hits:
        """Return where the regex holds in some units."""
        rows: list[tuple[int, int, int]] = []
        texts = [spoken.text(unit) for unit in units.tolist()]
        try:
            all_spans = list(regex.spans([text for text, _ in texts], seconds=PATIENCE))
        except TooSlowError:
            raise CodebookError(
                f"rule {self.name}: the regex takes too long",
                "Repetitions inside repetitions, such as (a+)+, are what makes a regex slow: "
                "write it without, or use 'any' and 'near'.",
            ) from None
        for unit, (_, offsets), spans in zip(units.tolist(), texts, all_spans, strict=True):
            at = spoken.start(unit)
            for start, end in spans:
                first, last = (offsets[start], offsets[end]) if offsets else (start, end)
                rows.append((unit, at + first, at + last))
        hits = Hits(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)
        kept = none.spares(hits.starts, hits.ends)
        return Hits(hits.units[kept], hits.starts[kept], hits.ends[kept])


def _touched(spoken: Spoken, found: Found) -> Hits:
    owners, units = spoken.touched(found.starts, found.ends)
    return Hits(units, found.starts[owners], found.ends[owners])


def _near(spoken: Spoken, one: Found, other: Found, near: Near) -> Hits:
    """Return every unit that a pair touches which has at most `within` words between it."""
    other = other.at(np.argsort(other.first, kind="stable"))
    longest = int((other.last - other.first).max(initial=0))
    low = np.searchsorted(other.first, one.first - near.within - 1 - longest, "left")
    high = np.searchsorted(other.first, one.last + near.within + 1, "right")
    a, b = ranges(low, high - low)
    ahead = other.first[b] - one.last[a]
    close = (ahead > 0) & (ahead <= near.within + 1)
    if not near.ordered:
        behind = one.first[a] - other.last[b]
        close |= (behind > 0) & (behind <= near.within + 1)
    pair = one.at(a[close]), other.at(b[close])
    hits = []
    for here in pair:
        owners, units = spoken.touched(here.starts, here.ends)
        hits += [Hits(units, side.starts[owners], side.ends[owners]) for side in pair]
    return reduce(Hits.joined, hits)


def compile_rule(
    code: Code, rule: Rule, vocabulary: Mapping[str, tuple[str, ...]], numbers: dict[str, int]
) -> RuleParts:
    """Return a rule with its terms as numbers.

    Args:
        code: The rule's code.
        rule: The rule.
        vocabulary: Sets of terms by name.
        numbers: Term to number; new terms are added.

    Raises:
        CodebookError: A term or the regex cannot be read.
    """

    def number(terms: Iterable[str]) -> tuple[int, ...]:
        expanded = [one for term in terms for one in expand(term, vocabulary)]
        for term in expanded:
            parse_term(term)
        return tuple(dict.fromkeys(numbers.setdefault(term, len(numbers)) for term in expanded))

    name = f"{code.path}#{rule.number}"
    try:
        return RuleParts(
            code=code.guid or code.path,
            name=name,
            rule=rule,
            groups=tuple(map(number, [rule.any] * bool(rule.any) + [(t,) for t in rule.all])),
            near=(number(rule.near.of), number(rule.near.to)) if rule.near else None,
            none=number(rule.none),
            regex=Pattern(rule.regex) if rule.regex else None,
        )
    except (TermError, PatternError) as error:
        raise CodebookError(
            f"rule {name}: {error}", "'sendcode codebook check' says more."
        ) from error
