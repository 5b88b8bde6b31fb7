"""The words of many texts as one array of numbers; sentences and texts end in a gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sendcode.core.spelling import FILLER_PAIRS, FILLERS, SOUNDS

if TYPE_CHECKING:
    from spacy.language import Language

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_NOTHING, _WORD, _SOFT, _HARD, _HYPHEN = range(5)
"""What a token is: no word; a word; a sentence's end before a capital; its end always; `-`."""
_SENTENCE, _TEXT = -1, -2
"""Stand for words where a sentence ends, and (this and less, each once) where a text ends."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order, hesitations left out, with a gap wherever a sentence or a text ends.

    Attributes:
        forms: Number of the word form; 0 in a gap.
        lowers: Number of the word in small letters; below 0 in a gap.
        texts: Number of the text.
        places: Number of the word in its text, gaps not counted.
        starts: Offset in the text.
        ends: Offset after the last character.
        broken: Whether it was broken off: `l-` before a blank.
    """

    forms: Ints
    lowers: Ints
    texts: Ints
    places: Ints
    starts: Ints
    ends: Ints
    broken: Flags

    def at(self, chosen: Ints) -> Words:
        """Return some of the words."""
        return Words(
            *(self.forms[chosen], self.lowers[chosen], self.texts[chosen]),
            *(self.places[chosen], self.starts[chosen], self.ends[chosen]),
            broken=self.broken[chosen],
        )

    def before_gaps(self, longest: int) -> Ints:
        """Return the words from which a term of at most `longest` words goes over a left-out one.

        They are those that stand less than `longest` words before the place.
        """
        parted = (np.diff(self.places) > 1) & (np.diff(self.texts) == 0)
        last = np.flatnonzero(parted)
        change = np.zeros(len(self.forms) + 1, dtype=np.int64)
        np.add.at(change, np.maximum(0, last - longest + 2), 1)
        np.add.at(change, last + 1, -1)
        return np.flatnonzero(np.cumsum(change)[:-1] > 0)


class Forms:
    """Every distinct word form that was met so far, numbered from 1, and what it satisfies.

    Args:
        pipeline: Cuts texts into words.
        satisfied: Gives the slots of a form and its lemma (empty for a blank pipeline).
    """

    def __init__(self, pipeline: Language, satisfied: Callable[[str, str], frozenset[int]]) -> None:
        from spacy.attrs import IDX, LEMMA, LENGTH, ORTH

        self._pipeline = pipeline
        self._satisfied = satisfied
        self._trained = bool(pipeline.pipe_names)
        self._columns = [ORTH, IDX, LENGTH, *([LEMMA] if self._trained else [])]
        self._numbers: dict[tuple[int, int], int] = {}
        self._lower_numbers: dict[str, int] = {}
        self._lower_words: list[str] = []
        self.slots: list[frozenset[int]] = [frozenset()]
        self._kinds = [_NOTHING]
        self._lowers = [_SENTENCE]
        self._opens = [True]
        self._fillers = [self._lower(word) for word in sorted(FILLERS)]
        self._pairs = [(self._lower(a), self._lower(b)) for a, b in sorted(FILLER_PAIRS)]

    def read(self, texts: Sequence[str]) -> Words:
        """Return the words of some plain texts."""
        make: Any = self._pipeline if self._trained else self._pipeline.make_doc
        docs = [
            make(text).to_array(self._columns).reshape(-1, len(self._columns)) for text in texts
        ]
        counts = np.array([len(doc) for doc in docs], dtype=np.int64)
        rows = np.concatenate([np.zeros((0, len(self._columns)), np.uint64), *docs])
        forms = self._number(rows[:, [0, *range(3, len(self._columns))]])
        text = np.repeat(np.arange(len(texts)), counts)
        starts = rows[:, 1].astype(np.int64)
        return self._stream(forms, text, starts, starts + rows[:, 2].astype(np.int64))

    def without_fillers(self, words: Words) -> Words:
        """Return the words without `you know`, `just` ..., and said once where said twice.

        What was broken off and said again (`l- list`) is said once, too.
        """
        lowers = words.lowers
        drop = np.isin(lowers, self._fillers) | self._broken_off(words)
        for first, second in self._pairs:
            both = np.flatnonzero((lowers[:-1] == first) & (lowers[1:] == second))
            drop[both] = drop[both + 1] = True
        kept = np.flatnonzero(~drop)
        said = lowers[kept]
        again = np.zeros(len(said), dtype=bool)
        again[:-1] = (said[:-1] == said[1:]) & (said[:-1] >= 0)
        pair = (said[:-3] >= 0) & (said[1:-2] >= 0)  # never over the end of a sentence
        twice = np.flatnonzero(pair & (said[:-3] == said[2:-1]) & (said[1:-2] == said[3:]))
        again[twice] = again[twice + 1] = True
        return words.at(kept[~again])

    def _broken_off(self, words: Words) -> Flags:
        """Say which words were broken off, and the word behind them begins the same."""
        lowers = words.lowers
        drop = np.zeros(len(lowers), dtype=bool)
        after = 0
        for at in reversed(np.flatnonzero(words.broken).tolist()):
            if not drop[at + 1]:
                after = at + 1
            begun = self._lower_words[lowers[at]]
            drop[at] = lowers[after] >= 0 and self._lower_words[lowers[after]].startswith(begun)
        return drop

    def _stream(self, forms: Ints, texts: Ints, starts: Ints, ends: Ints) -> Words:
        """Return the words with gaps between sentences and texts; the very last is a gap."""
        kinds = np.array(self._kinds)[forms]
        at = np.flatnonzero(kinds == _WORD)
        broken = _broken(kinds, starts, ends)[at]
        forms, texts = forms[at], texts[at]
        first = np.diff(texts, prepend=-1) > 0
        hard, soft = (np.diff(np.cumsum(kinds == k)[at], prepend=0) > 0 for k in (_HARD, _SOFT))
        gaps = np.flatnonzero(first | hard | (soft & np.array(self._opens)[forms]))
        place = np.arange(len(at))
        place = place - np.maximum.accumulate(np.where(first, place, 0))
        lowers = np.array(self._lowers)[forms]
        marks = np.where(first, _TEXT - texts, _SENTENCE)

        def spread(values: Ints, in_gaps: Ints | int, behind: int) -> Ints:
            return np.append(np.insert(values, gaps, in_gaps), behind)

        return Words(
            forms=spread(forms, 0, 0),
            lowers=spread(lowers, marks[gaps], _SENTENCE),
            texts=spread(texts, texts[gaps], texts[-1] if len(texts) else 0),
            places=spread(place, place[gaps], place[-1] if len(place) else 0),
            starts=spread(starts[at], 0, 0),
            ends=spread(ends[at], 0, 0),
            broken=np.append(np.insert(broken, gaps, False), False),
        )

    def _number(self, keys: npt.NDArray[np.uint64]) -> Ints:
        """Return the numbers of forms (and their lemmas) by their numbers in the pipeline."""
        if self._trained:
            unique, inverse = np.unique(keys, axis=0, return_inverse=True)
            known = [self._known(orth, lemma) for orth, lemma in unique.tolist()]
        else:
            unique, inverse = np.unique(keys[:, 0], return_inverse=True)
            known = [self._known(orth, 0) for orth in unique.tolist()]
        return np.array(known, dtype=np.int64)[inverse.reshape(-1)]

    def _known(self, orth_key: int, lemma_key: int) -> int:
        number = self._numbers.get((orth_key, lemma_key))
        if number is None:
            strings: Any = self._pipeline.vocab.strings
            orth: str = strings[orth_key]
            number = self._numbers[orth_key, lemma_key] = len(self._kinds)
            kind = _kind(orth)
            lemma: str = strings[lemma_key] if self._trained else ""
            self._kinds.append(kind)
            self._lowers.append(self._lower(orth.lower()))
            self._opens.append(not orth[0].islower())
            self.slots.append(self._satisfied(orth, lemma) if kind == _WORD else frozenset())
        return number

    def _lower(self, word: str) -> int:
        number = self._lower_numbers.setdefault(word, len(self._lower_numbers))
        if number == len(self._lower_words):
            self._lower_words.append(word)
        return number


def _kind(orth: str) -> int:
    if "\n" in orth:
        return _HARD
    if orth in (".", "!", "?"):
        return _SOFT
    if orth == "-":
        return _HYPHEN
    return _WORD if orth.lower() not in SOUNDS and any(map(str.isalnum, orth)) else _NOTHING


def _broken(kinds: Ints, starts: Ints, ends: Ints) -> Flags:
    """Say which tokens have a hyphen at them, and nothing at that."""
    found = np.zeros(len(kinds), dtype=bool)
    touch = starts[1:] == ends[:-1]
    found[:-2] = (kinds[1:-1] == _HYPHEN) & touch[:-1] & ~touch[1:]
    return found


def ranges(begin: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return n for each of `counts[n]` numbers from `begin[n]` on, and those numbers."""
    owners = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owners, begin[owners] + within
