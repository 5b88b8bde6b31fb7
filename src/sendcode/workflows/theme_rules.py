"""Starting rules of a code that comes from a theme: phrases by what they find in the study."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.keyness import log_likelihood
from sendcode.core.model import TurnText
from sendcode.store import Store

RIGHT = 0.35
"""A phrase is a rule where at least so much of what it finds is in the theme."""
SURE = 6.63
"""A phrase is in the theme more than elsewhere with p < 0.01, were it the only one looked at."""
FIRM = 0.6
"""Phrases from this share on make a rule of their own, which is believed more."""
MOST = 24
"""So many phrases at most."""
_LONGEST = 3
_LETTERS = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_ONCE_MORE = 3
_SMALL = 30
"""In a theme of fewer sentences a phrase of two sentences may do."""
_IN_MANY = 200
"""In a large theme, one sentence of so many has to say a phrase."""
_LOOKED_AT = 60_000
"""In a larger study, so many sentences outside of the theme stand for all of them."""


@dataclass(frozen=True, slots=True)
class StartingRules:
    """Draft rules, and what they find.

    Attributes:
        rules: One or two; none where no phrase sets the theme apart.
        found: Sentences of the theme that they find.
        of: Sentences of the theme.
        right: Share of what they find in the study that is in the theme; 0 where they find none.
    """

    rules: tuple[Rule, ...]
    found: int
    of: int
    right: float


@dataclass(frozen=True, slots=True)
class _Talk:
    """The turns that are looked at, of so many sentences in all.

    A sentence outside of the theme counts `weight` times: it stands for those left out.
    """

    turns: Sequence[TurnText]
    inside: frozenset[int]
    weight: float
    size: int

    def texts(self, only: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
        """Yield the transcript and the words of some sentences, or of all."""
        for turn in self.turns:
            for unit in turn.units:
                if only is None or unit.id in only:
                    yield (
                        turn.transcript,
                        turn.text[unit.start - turn.start : unit.end - turn.start],
                    )

    def wrong(self, units: Collection[int]) -> float:
        """Return how many sentences outside of the theme these stand for."""
        return self.weight * len(set(units) - self.inside)

    def keyness(self, units: Collection[int]) -> float:
        """Return how surely sentences belong to the theme rather than to the rest (G2)."""
        good, size = len(self.inside.intersection(units)), len(self.inside)
        return log_likelihood(good, round(self.wrong(units)), size, max(self.size - size, 1))

    def right(self, units: Collection[int]) -> float:
        """Return the share of sentences that are in the theme, held back where they are few."""
        good = len(self.inside.intersection(units))
        return good / (good + self.wrong(units) + 1)


def starting_rules(
    store: Store, units: Collection[int], *, hidden: Collection[int] = ()
) -> StartingRules:
    """Return draft rules for a theme: the phrases that find most of it and little else.

    Every phrase of up to three words that several sentences and two transcripts of the theme
    say is tried as a rule on the study. Phrases are taken one after another, each for what it
    adds, as long as enough of what it finds is in the theme. Names are left out. The weight of a
    rule is the share of what it finds that is in the theme.

    Args:
        store: The project.
        units: Ids of the theme's units.
        hidden: Ids of units whose words may not be quoted: no phrase is taken from them.
    """
    talk = _talk(store, frozenset(units))
    found = _found(talk, _candidates(talk, frozenset(hidden)))
    chosen = _chosen(talk, found)
    firm = [term for term in chosen if talk.right(found[term]) >= FIRM]
    loose = [term for term in chosen if term not in firm]
    rules = tuple(
        Rule(number, any=tuple(terms), weight=_weight(talk, terms, found), draft=True)
        for number, terms in enumerate(filter(None, (firm, loose)), 1)
    )
    hits = {unit for term in chosen for unit in found[term]}
    good = len(hits & talk.inside)
    share = good / (good + talk.wrong(hits)) if hits else 0.0
    return StartingRules(rules, good, len(talk.inside), share)


def _talk(store: Store, units: frozenset[int]) -> _Talk:
    turns = list(store.transcripts.turn_texts())
    size = sum(len(turn.units) for turn in turns)
    step = -(-size // _LOOKED_AT) or 1
    kept = [
        turn
        for place, turn in enumerate(turns)
        if not place % step or any(unit.id in units for unit in turn.units)
    ]
    outside = sum(unit.id not in units for turn in kept for unit in turn.units)
    return _Talk(kept, units, max(1.0, (size - len(units)) / max(outside, 1)), size)


def _candidates(talk: _Talk, hidden: frozenset[int]) -> tuple[str, ...]:
    """Return the terms that several sentences of the theme say, in two transcripts."""
    from sendcode.suggest.phrases import grams
    from sendcode.suggest.stretches import names_in
    from sendcode.suggest.talk import base

    names = names_in((text for _, text in talk.texts()), base)
    forms: dict[tuple[str, ...], Counter[str]] = {}
    where: dict[tuple[str, ...], set[int]] = {}
    shown = talk.inside - hidden
    for transcript, text in talk.texts(shown):
        said = {
            tuple(base(word) or word for word in gram): span for gram, span in grams(text, _LONGEST)
        }
        for key, span in said.items():
            if names.isdisjoint(key):
                forms.setdefault(key, Counter())[_term(text[span.start : span.end])] += 1
                where.setdefault(key, set()).add(transcript)
    fewest = _ONCE_MORE if len(shown) >= _SMALL else 2
    share = len(shown) // _IN_MANY
    spread = min(2, len({transcript for transcript, _ in talk.texts(shown)}))
    terms = (
        min(said, key=lambda term: (-said[term], term))
        for key, said in forms.items()
        if said.total() >= max(2 if len(key) > 1 else fewest, share) and len(where[key]) >= spread
    )
    return tuple(sorted({term for term in terms if term}))


def _term(words: str) -> str:
    """Return a phrase as a rule says it: small letters but for `EAL` and `TAs`; no `'s`."""
    said = [word.replace("’", "'").removesuffix("'s") for word in words.split()]
    if not all(_LETTERS.fullmatch(word) for word in said):
        return ""
    return " ".join(word if word[:2].isupper() and len(word) > 1 else word.lower() for word in said)


def _found(talk: _Talk, terms: Sequence[str]) -> dict[str, frozenset[int]]:
    """Return the units that each term finds."""
    from sendcode.suggest.rules import RuleSuggester

    code = Code("theme", "theme", rules=tuple(Rule(n, any=(t,)) for n, t in enumerate(terms)))
    found: dict[str, set[int]] = {term: set() for term in terms}
    for suggestion in RuleSuggester(Codebook("theme", (code,))).suggest(talk.turns):
        for reason in suggestion.evidence:
            found[terms[int(reason.detail.rpartition("#")[2])]].add(suggestion.unit)
    return {term: frozenset(units) for term, units in found.items()}


def _chosen(talk: _Talk, found: Mapping[str, frozenset[int]]) -> list[str]:
    """Return terms, the one that adds most first."""
    good = {term: units & talk.inside for term, units in found.items()}
    left = [t for t in found if talk.right(found[t]) >= RIGHT and talk.keyness(found[t]) >= SURE]
    taken: list[str] = []
    met: set[int] = set()
    while left and len(taken) < MOST:
        left = [t for t in left if len(good[t] - met) > 1 and talk.right(found[t] - met) >= RIGHT]
        best = min(
            left,
            key=lambda t: (
                talk.wrong(found[t] - met) - len(good[t] - met),
                -talk.right(found[t]),
                t,
            ),
            default=None,
        )
        if best is not None:
            taken.append(best)
            met |= found[best]
            left.remove(best)
    return taken


def _weight(talk: _Talk, terms: Sequence[str], found: Mapping[str, frozenset[int]]) -> float:
    units = {unit for term in terms for unit in found[term]}
    return round(20 * talk.right(units)) / 20
