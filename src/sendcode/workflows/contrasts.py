"""Words and phrases that set one part of a study apart from another."""

from __future__ import annotations

from collections.abc import Iterator

from sendcode.core.keyness import log_likelihood, log_ratio
from sendcode.core.model import Span
from sendcode.core.printable import so_many
from sendcode.core.progress import Track, untracked
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.suggest.stretches import Gram, names_in, stretches
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.wordings import Said, Terms, asked_units

CERTAIN = 3.84
"""Log-likelihood from which a difference is shown: p < 0.05 for one phrase looked at."""
LEAST = 3
LONGEST = 3
_EDGES = frozenset("a an and as at but for if in it it's its of or so that the to with".split())
"""Words with which a phrase of several neither begins nor ends, whatever it is about."""


def contrast(store: Store, first: str, second: str = "", *, track: Track = untracked) -> Terms:
    """Return what the units of one query say more often than those of another.

    The forms of a word are counted as one; names are left out. A phrase is listed when the
    difference is sure enough, and when it is said three times, by two people and about two cases
    (where there are two) at least. Phrases come by log-likelihood times evenness (1 - DP), so
    that one talkative person makes no theme.

    Args:
        store: The project.
        first: What is looked at.
        second: What it is compared with, without what the first one finds too; empty for all
            the rest.
        track: Progress.

    Raises:
        QueryError: A query cannot be read.
        NotFound: A query finds nothing that can be counted.
    """
    from sendcode.suggest.talk import base

    frame = StudyFrame(store)
    units = asked_units(store, frame, first)
    others = asked_units(store, frame, second)
    inside = {unit.id for unit in units}
    rest = [unit for unit in others if unit.id not in inside]
    if not rest:
        raise NotFound(
            "nothing is left to compare with", "The first query finds all that the second finds."
        )
    here = Said(frame, units, _phrases, least=LEAST, track=track)
    there = Said(frame, rest, _phrases, only=here.counts.keys(), track=track)
    names = names_in((here.text(unit) for unit in (*units, *rest)), base)
    keys: dict[Gram, tuple[float, float]] = {}
    compared = 0
    for gram, count in here.counts.items():
        if count < LEAST or not here.spread(gram) or not names.isdisjoint(gram):
            continue
        compared += 1
        sizes = (count, there.counts[gram], here.words, there.words)
        if log_ratio(*sizes) > 0 and log_likelihood(*sizes) >= CERTAIN:
            keys[gram] = (log_likelihood(*sizes), log_ratio(*sizes))
    worth = {gram: keys[gram][0] * (1 - here.dispersion(gram)) for gram in keys}
    terms = here.listed(keys, worth.__getitem__, there, same=_telling)
    shared = len(others) - len(rest) if second.strip() else 0
    note = " ".join(
        filter(None, (_sizes(first, second, here, there), _shared(shared), _read(compared)))
    )
    return Terms(terms, len(here.people), len(there.people), note)


def _sizes(first: str, second: str, here: Said, there: Said) -> str:
    parts = ((first or "all", here), (second or "the rest", there))
    told = (
        f"{query}: {said.words:,} words of {so_many(len(said.people), 'person', 'people')}"
        for query, said in parts
    )
    return f"{'; '.join(told)}."


def _shared(shared: int) -> str:
    return f"{shared:,} sentences that both find count for the first only." if shared else ""


def _read(compared: int) -> str:
    return (
        "LL is the log-likelihood (Rayson and Garside 2000): from 3.84 on p < 0.05, from 6.63 "
        f"p < 0.01, for a phrase chosen beforehand; {compared:,} phrases were compared, of which "
        f"about {compared / 40:.0f} reach 3.84 by chance. Log ratio (Hardie 2014): +1 is twice as "
        "often. DP (Gries 2008), over people or cases, whichever is less even: 0 evenly spread, 1 "
        "all with one. In the order of LL times evenness. Read the places before you believe it."
    )


def _phrases(text: str) -> Iterator[tuple[Gram, Span]]:
    """Yield words and phrases of which one word at least says something, in one form for all."""
    from sendcode.suggest.talk import base

    for gram, span in stretches(text, LONGEST, never_first=_EDGES, never_last=_EDGES):
        bases = [base(word) for word in gram]
        if any(bases):
            yield tuple(b or word for b, word in zip(bases, gram, strict=True)), span


def _telling(gram: Gram) -> frozenset[str]:
    from sendcode.suggest.talk import base

    return frozenset(word for word in gram if base(word)) or frozenset(gram)
