"""The starting model: what coded examples taught before a study has decisions of its own.

`data/start.npz` was learned from invented passages that were coded with the shipped codebook
(`tools/build_start.py`; the model card is `data/start.md`). It knows single words, directions of
the shipped embedding and roles of speakers, and moves the log odds of a family from what rules
and likeness say. A codebook with other families starts without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from sendcode.core.model import Role
from sendcode.suggest.corpus import (
    ROLES,
    Corpus,
    Floats,
    Ints,
    Rows,
    direction_product,
    unit_lengths,
)
from sendcode.suggest.logistic import Examples, fit
from sendcode.vectors import StaticEmbedding, load_embedding

SHIPPED = Path(__file__).parents[1] / "data" / "start.npz"
SHRINK, SHRINK_CODE = 2.0, 1.0
_FIRM, _FIRM_CODE = 0.02, 0.5
"""How strongly weights are held at zero, and the variance of the constant and of the prior's
factor, for a family as a whole and for each code of it."""
SEEN = 2  # sentences in which a word has to stand
LEAST, SHARE = -4.0, 2 / 3
"""Log odds where neither rules nor likeness say anything, and how much of what they say above that
counts beside the examples: they say partly the same."""
_KNOWN = 0.5  # share of a family's codes that a codebook must still have
_ROLES = [n for n, role in enumerate(ROLES) if role not in (Role.UNKNOWN, Role.INTERVIEWER)]
_ROLE_COLUMN = 0.5
_LOUD = 2.0  # length of a sentence's row of words; that of a direction is 1


@dataclass(frozen=True, slots=True)
class FamilyStart:
    """What was learned about one family: as a whole (row 0), and about each of its codes.

    Attributes:
        codes: Paths of its codes, by the rows from 1 on.
        words: Rows by words of the model: weights.
        dense: Rows by numbers of a sentence's direction, its passage's, and roles.
        constant: By row: added to all.
        prior: By row: what rules and likeness say of the family is multiplied by it.
    """

    codes: tuple[str, ...]
    words: Floats
    dense: Floats
    constant: Floats
    prior: Floats


@dataclass(frozen=True, slots=True)
class StartingModel:
    """Words with their weights for some families.

    Attributes:
        name: What a run records: how many passages, and a hash.
        words: The words that it knows.
        rarity: Inverse document frequency of each.
        families: By the path of the code at the top.
    """

    name: str
    words: tuple[str, ...]
    rarity: Floats
    families: Mapping[str, FamilyStart]

    def family(self, path: str, codes: Collection[str]) -> FamilyStart | None:
        """Return what is known about a family, where a codebook still has most of its codes."""
        found = self.families.get(path)
        if found is None or len(set(found.codes) & set(codes)) < _KNOWN * len(found.codes):
            return None
        return found


class Start:
    """A starting model at work on a corpus.

    Args:
        corpus: The units.
        model: None for the one that ships.
    """

    def __init__(self, corpus: Corpus, model: StartingModel | None = None) -> None:
        self.model = model or starting_model()
        self._numbers = Numbers(corpus, self.model.words, self.model.rarity)

    def moved(
        self, found: FamilyStart, codes: Sequence[str], believed: Floats
    ) -> tuple[Floats, Floats]:
        """Return log odds, moved by what was learned.

        Args:
            found: What was learned about a family.
            codes: Paths of its codes in a codebook.
            believed: Log odds of the family by rules and likeness, for every unit.

        Returns:
            Of the family, for every unit: the mean of what is said of it as a whole and of what
            its codes say together; and units by codes. Of a code that was not learned, the
            family's, less so much as if all codes were as likely.
        """
        softened = _softened(believed)
        said = self._numbers.times(found.words, found.dense)
        logits = said + softened[:, None] * found.prior + found.constant
        row = {path: n for n, path in enumerate(found.codes, start=1)}
        whole = logits[:, 0]
        other = whole - np.log(max(len(codes), 1))
        each = [logits[:, row[path]] if path in row else other for path in codes]
        of_codes = np.stack(each, axis=1)
        together = np.logaddexp.reduce(of_codes, axis=1)
        return np.asarray((whole + together) / 2), of_codes

    def word_weights(self, found: FamilyStart, words: Sequence[str]) -> Floats:
        """Return the weights of some words for a family; 0 of those that are not known."""
        known = dict(zip(self.model.words, found.words[0].tolist(), strict=True))
        return np.array([known.get(word, 0.0) for word in words])


class Numbers:
    """The units of a corpus in the words, directions and roles of a starting model.

    Args:
        corpus: The units.
        words: The words that count.
        rarity: Inverse document frequency of each.
    """

    def __init__(self, corpus: Corpus, words: Sequence[str], rarity: Floats) -> None:
        self._corpus = corpus
        self._known = words
        self._rarity = rarity

    @cached_property
    def words(self) -> Any:
        """Return units by words, tf-idf, each row of the same length."""
        counts = self._corpus.counts
        place = {word: n for n, word in enumerate(self._known)}
        columns = np.array([place.get(word, -1) for word in self._corpus.words], dtype=np.int64)
        column = columns[counts.indices]
        kept = column >= 0
        starts = np.concatenate([[0], np.cumsum(kept)])[counts.indptr]
        column = column[kept]
        said = (1 + np.log(counts.data[kept])) * self._rarity[column]
        row = np.repeat(np.arange(counts.shape[0]), np.diff(starts))
        lengths = np.sqrt(np.bincount(row, said * said, minlength=counts.shape[0]))
        said *= _LOUD / lengths[row]
        shape = (counts.shape[0], len(self._known))
        return sparse.csr_matrix((said, column, starts), shape=shape)

    @cached_property
    def _directions(self) -> tuple[Any, Any]:
        """Return the directions of units and of passages, by the shipped embedding."""
        corpus, shipped = self._corpus, load_embedding()
        if corpus.embedding is shipped or not isinstance(shipped, StaticEmbedding):
            return corpus.directions, corpus.near_directions
        passages = (corpus.into_passages @ corpus.counts).tocsr()
        return (
            shipped.from_counts(corpus.counts, corpus.words),
            shipped.from_counts(passages, corpus.words),
        )

    @cached_property
    def _roles(self) -> Floats:
        return _ROLE_COLUMN * self._corpus.roles[:, _ROLES]

    def times(self, words: Floats, dense: Floats) -> Floats:
        """Return the products of every unit's numbers with rows of weights: units by rows."""
        own, near = self._directions
        size = own.shape[1]
        found = self.words @ words.T + direction_product(own, dense[:, :size].T)
        around = direction_product(near, dense[:, size : 2 * size].T)
        roles = self._roles @ dense[:, 2 * size :].T
        return np.asarray(found + around[self._corpus.passage] + roles)

    def rows(self, chosen: Ints) -> Rows:
        """Return the numbers of some units, to learn from."""
        own, near = self._directions
        passages = self._corpus.passage[chosen]
        dense = [unit_lengths(own[chosen]), unit_lengths(near[passages]), self._roles[chosen]]
        nothing = sparse.csr_matrix((len(chosen), 0))
        return Rows(self.words[chosen], nothing, np.hstack(dense))


@dataclass(frozen=True, slots=True)
class Asked:
    """A family of codes to learn.

    Attributes:
        path: Of the code at the top.
        codes: Paths of its codes.
        believed: Log odds of the family by rules and likeness, for every unit.
        truth: Units by the family (column 0) and its codes: whether it fits the passage of the
            unit, 1 or 0; NaN in all columns where it is not known.
    """

    path: str
    codes: tuple[str, ...]
    believed: Floats
    truth: Floats


def teach(corpus: Corpus, families: Iterable[Asked], *, passages: int) -> StartingModel:
    """Return what coded passages teach.

    Args:
        corpus: The units of the passages.
        families: What to learn.
        passages: How many passages; for the name.
    """
    counts = corpus.counts
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    chosen = sorted(word for n, word in enumerate(corpus.words) if seen[n] >= SEEN)
    often = dict(zip(corpus.words, seen.tolist(), strict=True))
    rarity = np.array([np.log((1 + len(corpus)) / (1 + often[word])) + 1 for word in chosen])
    numbers = Numbers(corpus, chosen, rarity)
    weight = corpus.crowding(np.arange(len(corpus)))
    found: dict[str, FamilyStart] = {}
    for asked in families:
        rows = np.flatnonzero(~np.isnan(asked.truth[:, 0]))
        known, believed = numbers.rows(rows), _softened(asked.believed[rows])
        fitted = [
            fit(
                Examples(known, truth, believed, weight[rows]),
                shrink=SHRINK_CODE if number else SHRINK,
                firm=_FIRM_CODE if number else _FIRM,
            )
            for number, truth in enumerate(asked.truth[rows].T)
        ]
        found[asked.path] = FamilyStart(
            codes=asked.codes,
            words=np.stack([one.words for one in fitted]).astype(np.float32).astype(np.float64),
            dense=np.stack([one.dense for one in fitted]).astype(np.float32).astype(np.float64),
            constant=np.round([one.constant for one in fitted], 4),
            prior=np.round([one.prior for one in fitted], 4),
        )
    mark = hashlib.sha256("\n".join(chosen).encode())
    for path in sorted(found):
        mark.update(path.encode() + np.float32(found[path].words).tobytes())
    return StartingModel(
        f"{passages} coded examples, {mark.hexdigest()[:8]}", tuple(chosen), rarity, found
    )


def save(model: StartingModel, path: Path) -> None:
    """Write a model as one file without anything that is run when it is read."""
    parts: dict[str, Any] = {
        "name": np.array(model.name),
        "words": np.array(model.words),
        "rarity": np.float32(model.rarity),
        "families": np.array(sorted(model.families)),
    }
    for number, family in enumerate(sorted(model.families)):
        found = model.families[family]
        parts[f"codes{number}"] = np.array(found.codes)
        parts[f"words{number}"] = np.float32(found.words)
        parts[f"dense{number}"] = np.float32(found.dense)
        parts[f"rest{number}"] = np.array([found.constant, found.prior])
    np.savez_compressed(path, **parts)


def load(path: Path) -> StartingModel:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as file:
        families = {}
        for number, family in enumerate(file["families"].tolist()):
            constant, prior = file[f"rest{number}"]
            families[family] = FamilyStart(
                codes=tuple(file[f"codes{number}"].tolist()),
                words=file[f"words{number}"].astype(np.float64),
                dense=file[f"dense{number}"].astype(np.float64),
                constant=constant,
                prior=prior,
            )
        words = tuple(file["words"].tolist())
        return StartingModel(str(file["name"]), words, file["rarity"].astype(np.float64), families)


@lru_cache(maxsize=1)
def starting_model() -> StartingModel:
    """Return the model that ships."""
    return load(SHIPPED)


def _softened(believed: Floats) -> Floats:
    return np.asarray(LEAST + SHARE * (believed - LEAST))
