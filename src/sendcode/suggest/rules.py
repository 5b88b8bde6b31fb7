"""Suggestions by rule: the terms of the codebook, found in what was said.

A rule hits a unit when all of its parts (`any`, `all`, `near`, `regex`) hold there; `not`
takes away the matches that it overlaps before that is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Evidence, Span, Suggestion, TurnText
from sendcode.core.spelling import plain
from sendcode.core.terms import TermError, expand, parse_term
from sendcode.errors import CodebookError
from sendcode.nlp import VERSION, Match, TermFinder, describe, load_pipeline

UnitSpans = dict[int, list[Span]]
"""Place of a unit in its turn to the evidence in it, as offsets into the turn."""


class RuleSuggester:
    """Propose codes where the rules of a codebook hit.

    The score of a unit for a code is `1 - (1 - w1)(1 - w2) ...` over the weights of the
    different rules that hit it: rules are taken as independent witnesses, and one that hits
    twice is still one. Codes without a GUID (a codebook that is not stored) are named by path.

    Args:
        codebook: Rules of retired codes are left out.
        pipeline: Name or path of a trained spaCy pipeline; None for the blank English one.

    Raises:
        CodebookError: A term or a regex cannot be read.
        NotFound: The pipeline is not installed.
    """

    name = "rules"
    version = VERSION

    def __init__(self, codebook: Codebook, *, pipeline: str | None = None) -> None:
        language = load_pipeline(pipeline)
        self.settings: Mapping[str, str] = {"pipeline": describe(language)}
        numbers: dict[str, int] = {}
        self._rules = [
            _compile(code, rule, codebook, numbers)
            for code in codebook.codes
            if not code.retired
            for rule in code.rules
        ]
        self._order = {rule.code: place for place, rule in enumerate(self._rules)}
        self._finder = TermFinder(list(numbers), language)
        self._by_term: dict[int, list[int]] = defaultdict(list)
        for place, rule in enumerate(self._rules):
            for term in rule.triggers:
                self._by_term[term].append(place)
        self._always = [n for n, rule in enumerate(self._rules) if not rule.triggers]

    def suggest(self, turns: Iterable[TurnText]) -> Iterator[Suggestion]:
        """Yield one suggestion per unit and code, by turn, unit and order of the codebook."""
        for turn in turns:
            yield from self._turn(turn)

    def _turn(self, turn: TurnText) -> Iterator[Suggestion]:
        matches = self._finder.find(turn.text)
        wanted = {place for match in matches for place in self._by_term.get(match.term, ())}
        wanted.update(self._always)
        if not wanted or not turn.units:
            return
        seen = _Seen(turn, matches)
        found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
        for place in sorted(wanted):
            rule = self._rules[place]
            if not rule.applies(turn):
                continue
            for unit, spans in rule.hits(seen).items():
                found[unit, rule.code].append(rule.evidence(spans, turn.start))
        for unit, code in sorted(found, key=lambda key: (key[0], self._order[key[1]])):
            evidence = found[unit, code]
            score = round(1 - prod(1 - reason.weight for reason in evidence), 6)
            evidence.sort(key=lambda reason: -reason.weight)
            yield Suggestion(turn.units[unit].id, code, score, tuple(evidence))


class _Seen:
    """A turn with the terms that were found in it."""

    def __init__(self, turn: TurnText, matches: Sequence[Match]) -> None:
        self.turn = turn
        self._starts = [unit.start - turn.start for unit in turn.units]
        self._ends = [unit.end - turn.start for unit in turn.units]
        self._by_term: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            self._by_term[match.term].append(match)

    def of(self, terms: Iterable[int], *, without: Sequence[Match] = ()) -> list[Match]:
        """Return the matches of some terms in order of place, without those overlapped."""
        found = [match for term in terms for match in self._by_term.get(term, ())]
        if without:
            found = [
                match
                for match in found
                if not any(n.start < match.end and match.start < n.end for n in without)
            ]
        return sorted(found, key=lambda match: (match.first, match.last))

    def units(self, start: int, end: int) -> range:
        """Return the places of the units that a stretch of the turn touches."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """Yield place, start and text of each unit."""
        for place, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
            yield place, start, self.turn.text[start:end]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule with its terms as numbers of the finder; None for a part it does not have."""

    code: str
    name: str
    rule: Rule
    any: tuple[int, ...] | None
    all: tuple[tuple[int, ...], ...] | None
    near: tuple[tuple[int, ...], tuple[int, ...]] | None
    none: tuple[int, ...]
    regex: re.Pattern[str] | None
    triggers: frozenset[int]
    speakers: frozenset[str] = field(default_factory=frozenset)

    def applies(self, turn: TurnText) -> bool:
        """Say whether the rule's roles and speakers include who speaks."""
        if self.rule.roles and turn.role not in self.rule.roles:
            return False
        return not self.speakers or (turn.speaker or "").casefold() in self.speakers

    def evidence(self, spans: Sequence[Span], offset: int) -> Evidence:
        """Return the evidence with offsets into the transcript; spans inside others left out."""
        kept: list[Span] = []
        for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
            if not kept or span.end > kept[-1].end:
                kept.append(span)
        moved = tuple(Span(span.start + offset, span.end + offset) for span in kept)
        return Evidence("rule", self.name, self.rule.weight, moved)

    def hits(self, seen: _Seen) -> UnitSpans:
        """Return the units in which every part of the rule holds, with the words for it."""
        none = seen.of(self.none)
        parts: list[UnitSpans] = []
        if self.any is not None:
            parts.append(_by_unit(seen, seen.of(self.any, without=none)))
        for terms in self.all or ():
            parts.append(_by_unit(seen, seen.of(terms, without=none)))
        if self.near is not None and self.rule.near is not None:
            first, second = (seen.of(terms, without=none) for terms in self.near)
            parts.append(_near(seen, first, second, self.rule.near))
        if self.regex is not None:
            parts.append(_regex(seen, self.regex, none))
        common = set(parts[0]).intersection(*parts[1:])
        return {unit: [span for part in parts for span in part[unit]] for unit in sorted(common)}


def _by_unit(seen: _Seen, matches: Iterable[Match]) -> UnitSpans:
    found: UnitSpans = defaultdict(list)
    for match in matches:
        for unit in seen.units(match.start, match.end):
            found[unit].append(Span(match.start, match.end))
    return found


def _near(seen: _Seen, first: Sequence[Match], second: Sequence[Match], near: Near) -> UnitSpans:
    """Return every unit that a pair touches which has at most `within` words between it."""
    found: UnitSpans = defaultdict(list)
    places = [match.first for match in second]
    longest = max((match.last - match.first for match in second), default=0)
    for one in first:
        low = bisect_left(places, one.first - near.within - 1 - longest)
        high = bisect_right(places, one.last + near.within + 1)
        for other in second[low:high]:
            if not _close(one, other, near):
                continue
            spans = [Span(one.start, one.end), Span(other.start, other.end)]
            for unit in {u for span in spans for u in seen.units(span.start, span.end)}:
                found[unit].extend(spans)
    return found


def _close(one: Match, other: Match, near: Near) -> bool:
    if other.first > one.last:
        return other.first - one.last - 1 <= near.within
    return not near.ordered and one.first > other.last and one.first - other.last - 1 <= near.within


def _regex(seen: _Seen, pattern: re.Pattern[str], none: Sequence[Match]) -> UnitSpans:
    found: UnitSpans = defaultdict(list)
    for unit, start, text in seen.texts():
        matchable, offsets = plain(text)
        for hit in pattern.finditer(matchable):
            if hit.start() == hit.end():
                continue
            first = offsets[hit.start()] if offsets else hit.start()
            last = offsets[hit.end() - 1] + 1 if offsets else hit.end()
            span = Span(start + first, start + last)
            if not any(n.start < span.end and span.start < n.end for n in none):
                found[unit].append(span)
    return found


def _compile(code: Code, rule: Rule, codebook: Codebook, numbers: dict[str, int]) -> _Compiled:
    def number(terms: Iterable[str]) -> tuple[int, ...]:
        expanded = [one for term in terms for one in expand(term, codebook.vocabulary)]
        for term in expanded:
            parse_term(term)
        return tuple(dict.fromkeys(numbers.setdefault(term, len(numbers)) for term in expanded))

    name = f"{code.path}#{rule.number}"
    try:
        any_of = number(rule.any) if rule.any else None
        all_of = tuple(number([term]) for term in rule.all) if rule.all else None
        near = (number(rule.near.of), number(rule.near.to)) if rule.near else None
        return _Compiled(
            code=code.guid or code.path,
            name=name,
            rule=rule,
            any=any_of,
            all=all_of,
            near=near,
            none=number(rule.none),
            regex=re.compile(rule.regex, re.IGNORECASE) if rule.regex else None,
            triggers=_triggers(any_of, all_of, near),
            speakers=frozenset(label.casefold() for label in rule.speakers),
        )
    except (TermError, re.error) as error:
        raise CodebookError(
            f"rule {name}: {error}", "'sendcode codebook check' says more."
        ) from error


def _triggers(
    any_of: tuple[int, ...] | None,
    all_of: tuple[tuple[int, ...], ...] | None,
    near: tuple[tuple[int, ...], tuple[int, ...]] | None,
) -> frozenset[int]:
    """Return terms of which one must be there for the rule to hit; empty for a bare regex."""
    if any_of is not None:
        return frozenset(any_of)
    if near is not None:
        return frozenset(near[0])
    return frozenset(all_of[0]) if all_of else frozenset()
