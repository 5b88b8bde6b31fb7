"""What a run need not do again: hashes of all that a family's scores and rules depend on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sendcode.core.codebook import Code, Codebook
from sendcode.core.codebook_check import terms_in
from sendcode.core.model import Suggestion, TurnText
from sendcode.core.terms import sets_in
from sendcode.store import Store
from sendcode.suggest.families import families
from sendcode.suggest.joined import JoinedSuggester
from sendcode.suggest.learned import Labels
from sendcode.suggest.rules import RuleSuggester, joint_score
from sendcode.suggest.start import starting_model
from sendcode.vectors import load_embedding

_FAMILY, _RULES = "family ", "rules "


@dataclass(frozen=True, slots=True)
class Prints:
    """Hashes by the path of each code at the top.

    Attributes:
        families: Of everything that the scores depend on.
        rules: Of everything that the hits of the rules depend on.
    """

    families: Mapping[str, str]
    rules: Mapping[str, str]

    def settings(self) -> dict[str, str]:
        """Return them as a run records them."""
        return {
            **{_FAMILY + path: found for path, found in self.families.items()},
            **{_RULES + path: found for path, found in self.rules.items()},
        }


@dataclass(frozen=True, slots=True)
class Again:
    """What has to be worked out again.

    Attributes:
        families: Paths of the families about which anything has changed since the last run.
        hits: Of those of them whose rules have not changed, what the rules hit.
    """

    families: tuple[str, ...]
    hits: Mapping[str, Sequence[Suggestion]]


def fingerprints(
    codebook: Codebook,
    *,
    options: Mapping[str, Any],
    software: Mapping[str, str],
    labels: Labels,
    texts: str,
    turns: Iterable[TurnText],
) -> Prints:
    """Return the hashes of each family as things stand.

    Args:
        codebook: The codebook that is applied.
        options: What the suggester is made with.
        software: Names and versions.
        labels: What people decided so far.
        texts: A hash of all texts.
        turns: What is looked at.
    """
    who_speaks = _hash([(turn.id, turn.role, turn.speaker) for turn in turns])
    common = (sorted(software.items()), texts, who_speaks)
    for_rules = (RuleSuggester.version, options.get("pipeline"), *common)
    embedding = load_embedding(options.get("embedding")).name
    start = starting_model().name
    for_scores = (JoinedSuggester.version, sorted(options.items()), embedding, start, *common)
    scores, rules = {}, {}
    for top in families(codebook):
        codes = codebook.descendants(top.path)
        sets = _sets(codes, codebook.vocabulary)
        learned = labels.of({code.guid for code in codes}).fingerprint()
        scores[top.path] = _hash(for_scores, codes, sets, learned)
        looked_for = [(code.path, code.guid, code.retired, code.rules) for code in codes]
        rules[top.path] = _hash(for_rules, looked_for, sets)
    return Prints(scores, rules)


def what_changed(store: Store, codebook: Codebook, prints: Prints) -> Again:
    """Return what is not as the last run left it."""
    runs = store.suggestions.runs()
    last = runs[-1]["settings"] if runs else {}
    known = last if isinstance(last, dict) else {}
    changed = [p for p, found in prints.families.items() if known.get(_FAMILY + p) != found]
    same = [p for p in changed if known.get(_RULES + p) == prints.rules[p]]
    return Again(tuple(changed), {path: _hits(store, codebook, path) for path in same})


def _hits(store: Store, codebook: Codebook, top: str) -> tuple[Suggestion, ...]:
    """Return what the rules of a family hit, from the suggestions that stand.

    Each hit of a rule is a suggestion, and its evidence says by which rule and where.
    """
    found = []
    codes = {code.guid for code in codebook.descendants(top) if not code.retired}
    for standing in store.suggestions.live(codes):
        reasons = tuple(reason for reason in standing.evidence if reason.source == "rule")
        if reasons:
            found.append(replace(standing, score=joint_score(reasons), evidence=reasons))
    return tuple(found)


def _sets(codes: Iterable[Code], vocabulary: Mapping[str, tuple[str, ...]]) -> list[Any]:
    """Return the sets of terms that the rules of some codes use, also through other sets."""
    waiting = [term for code in codes for rule in code.rules for term in terms_in(rule)]
    found: dict[str, tuple[str, ...]] = {}
    while waiting:
        for name in sets_in(waiting.pop()):
            if name not in found:
                found[name] = vocabulary.get(name, ())
                waiting.extend(found[name])
    return sorted(found.items())


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
