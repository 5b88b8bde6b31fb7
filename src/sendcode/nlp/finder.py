"""Many terms in many texts at once: one tree of all terms, walked from every word together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sendcode.core.spelling import plain
from sendcode.nlp.slots import Slots, patterns
from sendcode.nlp.words import Flags, Forms, Ints, Words, ranges

if TYPE_CHECKING:
    from spacy.language import Language

_FORM_BITS = 32


@dataclass(frozen=True, slots=True)
class Matches:
    """Places where terms were found, as columns, in order of text and place, each once.

    Attributes:
        texts: Number of the text.
        terms: Number of the term in the list that the finder was made from.
        first: Number of the first word in the text, from 0; hesitations are not counted.
        last: Number of the last word.
        starts: Offset of the first character.
        ends: Offset after the last character.
    """

    texts: Ints
    terms: Ints
    first: Ints
    last: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[int, int, int, int, int, int]]:
        """Yield text, term, first and last word, start and end of each match."""
        columns = (self.texts, self.terms, self.first, self.last, self.starts, self.ends)
        return zip(*(column.tolist() for column in columns), strict=True)


class _Tree:
    """All terms as one tree: from node to node by slots, from node 0; terms end at nodes."""

    def __init__(self) -> None:
        self.following: list[dict[int, int]] = [{}]
        self.terms: list[list[int]] = [[]]
        self._led: dict[int, tuple[int, ...]] = {}

    def add(self, slots: Sequence[int], term: int) -> None:
        """Grow the branch of one spelling of a term."""
        node = 0
        for slot in slots:
            after = self.following[node].setdefault(slot, len(self.following))
            if after == len(self.following):
                self.following.append({})
                self.terms.append([])
            node = after
        if term not in self.terms[node]:
            self.terms[node].append(term)

    def step(self, nodes: Ints, forms: Ints, slots: Sequence[frozenset[int]]) -> tuple[Ints, Ints]:
        """Return the nodes to which words lead, and from which (node, word) each was reached."""
        keys, which = np.unique((nodes << _FORM_BITS) | forms, return_inverse=True)
        led = [self._leads(key, slots) for key in keys.tolist()]
        counts = np.array([len(found) for found in led], dtype=np.int64)
        flat = np.array([node for found in led for node in found], dtype=np.int64)
        begin = np.cumsum(counts) - counts
        owners, places = ranges(begin[which], counts[which])
        return flat[places], owners

    def _leads(self, key: int, slots: Sequence[frozenset[int]]) -> tuple[int, ...]:
        known = self._led.get(key)
        if known is None:
            following = self.following[key >> _FORM_BITS]
            here = slots[key & ((1 << _FORM_BITS) - 1)]
            known = tuple(following[slot] for slot in sorted(here & following.keys()))
            self._led[key] = known
        return known


class TermFinder:
    """Find many terms in many texts at once.

    Args:
        terms: Plain terms (sets already expanded), e.g. `wait* for`, `TA`, `"Left"`.
        pipeline: From `load_pipeline`.

    Raises:
        TermError: A term cannot be read.
    """

    def __init__(self, terms: Sequence[str], pipeline: Language) -> None:
        slots = Slots()
        self._tree = _Tree()
        self._longest = 1
        for number, term in enumerate(terms):
            for words in patterns(term, pipeline):
                self._tree.add([slots.number(word) for word in words], number)
                self._longest = max(self._longest, len(words))
        self._forms = Forms(pipeline, slots.satisfied)
        self._count = np.array([len(ended) for ended in self._tree.terms], dtype=np.int64)
        self._ended = np.array([t for ended in self._tree.terms for t in ended], dtype=np.int64)
        self._begin = np.cumsum(self._count) - self._count
        self._leads_on = np.array([bool(after) for after in self._tree.following])

    def find(self, texts: Sequence[str]) -> Matches:
        """Return every match in some texts.

        Hesitations and fillers may stand inside a match; no match goes beyond a sentence.
        """
        plains = [plain(text) for text in texts]
        words = self._forms.read([text for text, _ in plains])
        opens = np.array([bool(slots) for slots in self._forms.slots])
        found = self._walk(words, np.arange(len(words.forms)), opens)
        tight = self._forms.without_fillers(words)
        # Only what stands around a gap is new; the rest has been found already.
        again = self._walk(tight, tight.before_gaps(self._longest), opens, gaps_only=True)
        matches = _sorted(np.concatenate([found, again], axis=1))
        for number, (_, offsets) in enumerate(plains):
            if offsets is not None:
                here = slice(*np.searchsorted(matches.texts, (number, number + 1)))
                original = np.array(offsets)
                matches.starts[here] = original[matches.starts[here]]
                matches.ends[here] = original[matches.ends[here]]
        return matches

    def _walk(self, words: Words, starts: Ints, opens: Flags, *, gaps_only: bool = False) -> Ints:
        """Return the matches that begin at some words, or those of them with a gap inside.

        One column for each; the rows are those of `Matches`.
        """
        found = [np.zeros((6, 0), dtype=np.int64)]
        first = starts[opens[words.forms[starts]]]
        nodes, owners = self._step(np.zeros(len(first), dtype=np.int64), words.forms[first])
        first = last = first[owners]
        while len(nodes):
            owners, places = ranges(self._begin[nodes], self._count[nodes])
            begin, end = first[owners], last[owners]
            if gaps_only:
                parted = words.places[end] - words.places[begin] != end - begin
                begin, end, places = begin[parted], end[parted], places[parted]
            columns = [words.texts[begin], self._ended[places], words.places[begin]]
            columns += [words.places[end], words.starts[begin], words.ends[end]]
            found.append(np.stack(columns))
            after = words.forms[last + 1]
            alive = np.flatnonzero(self._leads_on[nodes] & opens[after])
            nodes, owners = self._step(nodes[alive], after[alive])
            first, last = first[alive[owners]], last[alive[owners]] + 1
        return np.concatenate(found, axis=1)

    def _step(self, nodes: Ints, forms: Ints) -> tuple[Ints, Ints]:
        return self._tree.step(nodes, forms, self._forms.slots)


def _sorted(rows: Ints) -> Matches:
    """Return matches by text, first word, last word and term, each once."""
    texts, terms, first, last = rows[:4]
    order = np.lexsort((terms, last, first, texts))
    known = rows[:, order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(known[:4], axis=1) != 0).any(axis=0)
    return Matches(*known[:, new])
