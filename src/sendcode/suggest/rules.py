"""Suggestions by rule: the terms of the codebook, found in what was said.

A rule hits a unit when all of its parts (`any`, `all`, `near`, `regex`) hold there; `not`
takes away the matches that it overlaps before that is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

from sendcode.core.codebook import Codebook
from sendcode.core.model import Evidence, Suggestion, TurnText
from sendcode.nlp import VERSION, TermFinder, describe, load_pipeline
from sendcode.suggest.rule_parts import compile_rule
from sendcode.suggest.spoken import Spoken

BATCH = 500_000
"""Turns are looked at together until they have so many characters."""


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
            compile_rule(code, rule, codebook.vocabulary, numbers)
            for code in codebook.codes
            if not code.retired
            for rule in code.rules
        ]
        self._order = {rule.code: place for place, rule in enumerate(self._rules)}
        self._finder = TermFinder(list(numbers), language)

    def suggest(self, turns: Iterable[TurnText]) -> Iterator[Suggestion]:
        """Yield one suggestion per unit and code, by turn, unit and order of the codebook."""
        for batch in _batches(turns):
            yield from self._suggest(batch)

    def _suggest(self, turns: Sequence[TurnText]) -> Iterator[Suggestion]:
        spoken = Spoken(turns, self._finder.find([turn.text for turn in turns]))
        found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
        for rule in self._rules:
            for unit, reason in rule.evidence(spoken):
                found[unit, rule.code].append(reason)
        for unit, code in sorted(found, key=lambda key: (key[0], self._order[key[1]])):
            evidence = found[unit, code]
            evidence.sort(key=lambda reason: -reason.weight)
            yield Suggestion(spoken.unit(unit).id, code, joint_score(evidence), tuple(evidence))


def joint_score(evidence: Iterable[Evidence]) -> float:
    """Return what different rules say together: `1 - (1 - w1)(1 - w2) ...`."""
    return round(1 - prod(1 - reason.weight for reason in evidence), 6)


def _batches(turns: Iterable[TurnText]) -> Iterator[list[TurnText]]:
    batch: list[TurnText] = []
    size = 0
    for turn in turns:
        batch.append(turn)
        size += len(turn.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    yield batch
