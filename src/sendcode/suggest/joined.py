"""Suggestions by everything there is: rules, likeness and learning in one score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sendcode.core.codebook import Codebook
from sendcode.core.model import Suggestion, TurnText
from sendcode.nlp import describe
from sendcode.suggest import learned, rank
from sendcode.suggest.corpus import Corpus
from sendcode.suggest.families import by_family, families, scored
from sendcode.suggest.learned import Labels
from sendcode.suggest.rank import Family, Scores
from sendcode.suggest.rules import RuleSuggester
from sendcode.suggest.start import Start, starting_model
from sendcode.vectors import load_embedding

THRESHOLD = 0.4
"""A unit with at least this score is suggested; a hit of a rule always is."""


class JoinedSuggester:
    """Propose codes with one score per unit and code.

    Args:
        codebook: Retired codes are left out.
        pipeline: Name or path of a trained spaCy pipeline for the rules; None for blank English.
        embedding: As `vectors.load_embedding` takes it; None for the one that ships.
        threshold: From this score on, it is a suggestion without a rule too.
        labels: What people decided so far; None to leave it aside.
        only: Paths of the families to score; None for all.
        hits: What the rules of some families hit, by path, where that is known already.

    Raises:
        CodebookError: A term or a regex cannot be read.
        NotFound: The pipeline or the embedding is not installed.
    """

    name = "joined"
    version = f"{rank.VERSION}.{learned.VERSION}.{RuleSuggester.version}"

    def __init__(
        self,
        codebook: Codebook,
        *,
        pipeline: str | None = None,
        embedding: str | None = None,
        threshold: float = THRESHOLD,
        labels: Labels | None = None,
        only: Iterable[str] | None = None,
        hits: Mapping[str, Sequence[Suggestion]] | None = None,
    ) -> None:
        self.codebook = codebook
        self.embedding = load_embedding(embedding)
        self.labels = labels
        self._threshold = threshold
        kept = None if only is None else frozenset(only)
        self._families = [c for c in families(codebook) if kept is None or c.path in kept]
        self._hits = hits or {}
        unknown = {c.path for c in self._families if c.path not in self._hits}
        self._rules: RuleSuggester | None = None
        if unknown or pipeline:  # without either, spaCy need not be loaded
            self._rules = RuleSuggester(_part(codebook, unknown), pipeline=pipeline)
        self.settings: Mapping[str, str] = {
            **(self._rules.settings if self._rules else {"pipeline": describe(None)}),
            "embedding": self.embedding.name,
            "threshold": f"{threshold:g}",
            "start": _start_of(codebook),
        }

    def suggest(self, turns: Iterable[TurnText]) -> Iterator[Suggestion]:
        """Yield one suggestion per unit and code, by turn, unit and order of the codebook."""
        taken = tuple(turns)
        found_now = self._rules.suggest(taken) if self._rules else ()
        hits = {**by_family(self.codebook, found_now), **self._known_hits(taken)}
        corpus = Corpus(taken, self.embedding)
        start = Start(corpus)
        found: list[tuple[int, int, Suggestion]] = []
        order = {code.guid or code.path: n for n, code in enumerate(self.codebook)}
        for top in self._families:
            family = Family(self.codebook, top, corpus, hits[top.path], start)
            scores = family.scores(self.labels)
            for row, place in self._chosen(family, scores):
                key = family.keys[place]
                reasons = family.reasons(row, place, scores)
                score = float(scores.codes[row, place])
                suggestion = Suggestion(int(corpus.units[row]), key, score, reasons)
                found.append((row, order[key], suggestion))
        found.sort(key=lambda one: one[:2])
        for _, _, suggestion in found:
            yield suggestion

    def _known_hits(self, turns: Iterable[TurnText]) -> Mapping[str, Sequence[Suggestion]]:
        """Return the hits that were known before, in the order in which rules find them."""
        place = {unit.id: n for n, unit in enumerate(u for turn in turns for u in turn.units)}
        return {
            path: sorted(hits, key=lambda hit: place[hit.unit]) for path, hits in self._hits.items()
        }

    def _chosen(self, family: Family, scores: Scores) -> set[tuple[int, int]]:
        if not scores.codes.size:
            return set()
        above = np.argwhere(scores.codes >= self._threshold).tolist()
        return {(row, place) for row, place in above} | family.evidence.keys()


def _start_of(codebook: Codebook) -> str:
    """Return what a run records of the starting model: its name and for what it speaks."""
    model = starting_model()
    known = [
        top.path
        for top in families(codebook)
        if model.family(top.path, [code.path for code in scored(codebook, top)])
    ]
    return f"{model.name} ({', '.join(known)})" if known else "none"


def _part(codebook: Codebook, tops: set[str]) -> Codebook:
    codes = tuple(c for c in codebook if c.path.partition("/")[0] in tops)
    return Codebook(codebook.name, codes, codebook.vocabulary, codebook.version)
