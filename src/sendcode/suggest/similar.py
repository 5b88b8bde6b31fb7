"""Suggestions by likeness: units against the definitions, criteria and examples of the codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Evidence, Suggestion, TurnText
from sendcode.suggest.corpus import Corpus, Floats
from sendcode.vectors import SCALE, Embedding, load_embedding, whole_directions

VERSION = "2"
LIKE = 0.55
"""From this cosine on, an example or a sentence of a definition is named as evidence."""
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")
_SPREAD = 0.18  # about the standard deviation of `_likeness` over ordinary talk


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence of the codebook that units are compared with.

    Attributes:
        code: GUID (or path) of the code.
        detail: Where it stands, e.g. `delays/waiting example 2`.
    """

    code: str
    detail: str
    text: str
    example: bool


def references(code: Code) -> tuple[Reference, ...]:
    """Return the sentences of a code's definition, its criteria and its examples."""
    key = code.guid or code.path
    found = [
        Reference(key, f"{code.path} {part}", sentence, example=False)
        for part, text in (("definition", code.definition), ("include", code.include))
        for sentence in _SENTENCE.split(text)
        if sentence.strip()
    ]
    found += [
        Reference(key, f"{code.path} example {n}", text, example=True)
        for n, text in enumerate(code.examples, start=1)
    ]
    return tuple(found)


class Likeness:
    """How like the units of a corpus are to some codes, alone and together.

    A unit and its passage are compared with the middle of the examples and with definition
    and criteria as one text; single sentences serve as evidence only.

    Args:
        codes: The codes that count as one (a family, or a single code).
        embedding: Gives the directions.
    """

    def __init__(self, codes: Sequence[Code], embedding: Embedding) -> None:
        self._references = [ref for code in codes for ref in references(code)]
        texts = [ref.text for ref in self._references]
        self._directions = embedding.directions(texts)
        examples = [d for r, d in zip(self._references, self._directions, strict=True) if r.example]
        about = " ".join(ref.text for ref in self._references if not ref.example)
        self._example = _middle(examples)
        self._about = embedding.directions([about])[0] if about else None

    def of(self, corpus: Corpus) -> Floats:
        """Return one number per unit: 0 is usual in this corpus, 1 and more unusually like."""
        if not len(corpus):
            return np.zeros(0)
        unit = self._likeness(corpus.directions)
        near = self._likeness(corpus.near_directions)[corpus.passage]
        return np.asarray(unit - np.median(unit) + near - np.median(near))

    def _likeness(self, directions: npt.NDArray[np.float32]) -> Floats:
        found = np.zeros(len(directions))
        for reference, share in ((self._example, 1.0), (self._about, 0.5)):
            if reference is not None and len(reference) == directions.shape[1]:
                found += share / (_SPREAD * SCALE * SCALE) * (directions @ reference)
        return found

    def nearest(self, direction: npt.NDArray[np.float32], code: str) -> Evidence | None:
        """Return the sentence of a code that a unit is most like, if it is like any."""
        own = [n for n, ref in enumerate(self._references) if ref.code == code]
        if not own:
            return None
        cosines = self._directions[own] @ direction / np.float32(SCALE * SCALE)
        best = int(cosines.argmax())
        cosine = float(cosines[best])
        if cosine < LIKE:
            return None
        return Evidence("similarity", self._references[own[best]].detail, round(min(cosine, 1), 6))


def _middle(directions: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32] | None:
    if not directions:
        return None
    middle: npt.NDArray[np.float32] = whole_directions(np.sum(directions, axis=0)[None])[0]
    return middle


class SimilarSuggester:
    """Propose codes by likeness alone.

    The score of a unit is its likeness, cut to 0..1. Codes without a GUID are named by path.

    Args:
        codebook: Retired codes and codes with codes below them are left out.
        pipeline: Not used; every suggester may be given one.
        embedding: As `vectors.load_embedding` takes it; None for the one that ships.
        threshold: From this score on, it is a suggestion.
    """

    name = "similar"
    version = VERSION

    def __init__(
        self,
        codebook: Codebook,
        *,
        pipeline: str | None = None,  # noqa: ARG002 - the contract of suggesters
        embedding: str | None = None,
        threshold: float = 0.5,
    ) -> None:
        self._embedding = load_embedding(embedding)
        self._codes = [c for c in codebook if not c.retired and not codebook.children(c.path)]
        self._threshold = threshold
        self.settings: Mapping[str, str] = {
            "embedding": self._embedding.name,
            "threshold": f"{threshold:g}",
        }

    def suggest(self, turns: Iterable[TurnText]) -> Iterator[Suggestion]:
        """Yield suggestions by turn, unit and order of the codebook."""
        corpus = Corpus(turns, self._embedding)
        likeness = [Likeness([code], self._embedding) for code in self._codes]
        scores = np.array([like.of(corpus) for like in likeness]).clip(0, 1).round(6)
        if not scores.size:
            return
        for row, place in np.argwhere(self._threshold <= scores.T).tolist():
            code = self._codes[place].guid or self._codes[place].path
            evidence = likeness[place].nearest(corpus.directions[row], code)
            yield Suggestion(
                int(corpus.units[row]),
                code,
                float(scores[place, row]),
                () if evidence is None else (evidence,),
            )
