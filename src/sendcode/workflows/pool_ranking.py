"""Ranking a candidate pool: what the reviewer has renewed while somebody decides.

The pool holds the passages of what is next in a queue, of what was decided, and passages drawn
at random from all others. A study that is not large is taken whole.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from math import prod

import numpy as np

from sendcode.core.model import Suggestion
from sendcode.core.queue import Pair
from sendcode.core.stopping import Draw, Recall, recall
from sendcode.store import Store
from sendcode.store.pool import Passage, Pool
from sendcode.suggest.corpus import Corpus, Floats, Ints
from sendcode.suggest.families import by_family
from sendcode.suggest.start import Start
from sendcode.vectors import load_embedding
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.ranker import Audit
from sendcode.workflows.ranking import LOW, Order, Ranking, read_labels

WHOLE = 12_000
"""A study of at most so many units is ranked whole."""
TAUGHT = 1_000
"""Units of the newest decisions whose passages are in a pool."""
DRAWN = 3_000
"""Units in passages that are drawn at random into the pool of a large study."""
_AT_ONCE = 500


class PoolRanking(Ranking):
    """Ranks the passages of a pool, whose rules were applied when the suggestions were made.

    Args:
        store: The project.
        blind: Learn from this coder's decisions only.
    """

    def __init__(self, store: Store, *, blind: bool = False) -> None:
        super().__init__(store, blind=blind)
        self._pool = Pool(store.database)
        self._wanted: tuple[int, ...] = ()
        self._texts: object = None
        self._passages: list[Passage] = []
        self._firsts: list[int] = []
        self._population = 0
        self._weights: Floats = np.zeros(0)

    def take(self, units: Iterable[int], coder: str) -> None:
        """Have these units in the pool, and what the coder may learn from."""
        who = self._store.coders.find(coder)
        verdicts = read_labels(self._learning, who, blind=self._blind).verdicts
        decided = list(dict.fromkeys(unit for unit, _ in verdicts))[-TAUGHT:]
        self._wanted = tuple(sorted({*units, *decided}))

    # --- what is kept ----------------------------------------------------------------------

    def _renew(self) -> None:
        """Work everything out anew where it is not what it was, or the pool is another."""
        store = self._store
        texts = (store.transcripts.text_hashes(), self._learning.speakers())
        if texts != self._texts:
            self._texts = texts
            self._passages = self._pool.passages()
            self._firsts = [passage.first for passage in self._passages]
            self._population = sum(passage.units for passage in self._passages)
        whole = self._population <= WHOLE
        versions = (store.codebooks.version(), store.suggestions.last_run())
        key = (texts, versions, () if whole else self._wanted)
        if key == self._known:
            return
        self._known = key
        self._scores.clear()
        self.frame = StudyFrame(store)
        self.book = self.frame.codebook
        chosen = self._passages if whole else self._chosen()
        self.corpus = Corpus(self._pool.texts(chosen), load_embedding(self._embedding))
        self._weights = self._weighed(chosen)
        self._hits = by_family(self.book, self._stored_hits())
        self._families = {}
        self._start = Start(self.corpus)

    def _place(self, unit: int) -> int | None:
        """Return in which passage a unit stands; None for one that cannot be coded."""
        place = bisect_right(self._firsts, unit) - 1
        inside = place >= 0 and unit < self._firsts[place] + self._passages[place].units
        return place if inside else None

    def _sure(self) -> set[int]:
        return {place for unit in self._wanted if (place := self._place(unit)) is not None}

    def _chosen(self) -> list[Passage]:
        """Return the passages of the pool, and some of the others, drawn at random."""
        passages, sure = self._passages, self._sure()
        others = [n for n in range(len(passages)) if n not in sure]
        drawn: set[int] = set()
        units = 0
        for number in np.random.default_rng(len(passages)).permutation(len(others)).tolist():
            if units >= DRAWN:
                break
            drawn.add(others[number])
            units += passages[others[number]].units
        return [passages[n] for n in sorted(sure | drawn)]

    def _weighed(self, chosen: Sequence[Passage]) -> Floats:
        """Return for how many units of the study each unit of the corpus stands."""
        sure = {self._firsts[place] for place in self._sure()}
        drawn = sum(p.units for p in chosen if p.first not in sure)
        known = sum(p.units for p in chosen if p.first in sure)
        weight = (self._population - known) / drawn if drawn else 1.0
        each = [1.0 if passage.first in sure else weight for passage in chosen]
        return np.repeat(np.array(each), [passage.units for passage in chosen])

    def _stored_hits(self) -> Iterator[Suggestion]:
        """Yield what the rules of the codebook found when the suggestions were made."""
        book, units = self.book, self.corpus.units.tolist()
        for start in range(0, len(units), _AT_ONCE):
            for hit in self._store.queue.on_units(units[start : start + _AT_ONCE]):
                rules = tuple(reason for reason in hit.evidence if reason.source == "rule")
                code = book.get(hit.code)
                if rules and code is not None and not code.retired and code.rules:
                    score = 1 - prod(1 - reason.weight for reason in rules)
                    yield Suggestion(hit.unit, hit.code, round(score, 6), rules)

    # --- what is asked ---------------------------------------------------------------------

    def chances(self, pairs: Sequence[Pair], coder: str) -> list[float]:
        """Return how likely each code is for its unit; below 0 where that is not known."""
        self._renew()
        who = self._store.coders.find(coder)
        tables: dict[str, Floats] = {}
        found = []
        for unit, guid in pairs:
            row, code = self.corpus.row.get(unit), self.book.get(guid)
            if row is None or code is None or code.retired:
                found.append(-1.0)
                continue
            family = self.family(code)
            if family.top.path not in tables:
                tables[family.top.path] = self.scores(family, who).codes
            place = family.place.get(guid)
            found.append(float(tables[family.top.path][row, place]) if place is not None else -1.0)
        return found

    def recall(self, code: str, coder: str) -> Recall:
        """Return how much of a code or family has been found, of the whole study.

        What the coder read whole in passing, and put none of the codes on, is not out there.

        Raises:
            NotFound: No such code.
        """
        order = self.order(code, coder)
        who = self._store.coders.find(coder)
        covered = {c.guid for c in self.book.descendants(self.book.code(code).path)}
        reviewed = self._learning.reviewed(coder=who, codes=covered) if who is not None else ()
        known = [one for one in reviewed if self._place(one.unit) is not None]
        decided = {one.unit for one in known}
        read = self._learning.passed(own=who, others=False) if who is not None else ()
        passed = sum(u not in decided and self._place(u) is not None for u in read)
        total = self._population - passed
        draws = [Draw(total - n, one.yes, one.pool) for n, one in enumerate(known)]
        chances = self._spread(order, self._unread(order.rows, who))
        return recall(draws, chances[: max(total - len(known), 0)])

    def _spread(self, order: Order, rows: Ints) -> list[float]:
        """Return the chances of all that rows stand for in the study, best first."""
        best = rows[np.argsort(-order.chance[rows], kind="stable")]
        ends = np.rint(np.cumsum(self._weights[best])).astype(np.int64)
        times = np.diff(ends, prepend=0).tolist()
        chances = zip(order.chance[best].tolist(), times, strict=True)
        return list(chain.from_iterable(repeat(chance, count) for chance, count in chances))

    def audit(self, code: str, coder: str, *, number: int) -> Audit | None:
        """Draw a unit at random from what is ranked low and was not skipped.

        Args:
            code: A code or family.
            coder: Who will be asked.
            number: Of the draw: the same number draws the same unit.

        Returns:
            None where nothing is ranked low.

        Raises:
            NotFound: No such code.
        """
        order = self.order(code, coder)
        asked = self.book.code(code)
        rows = order.rows[: order.fresh]
        before = np.cumsum(self._weights[rows]) - self._weights[rows]
        low = rows[before >= LOW * self._weights[order.rows].sum()]
        if not len(low):
            return None
        ends = np.cumsum(self._weights[low])
        drawn = int(hashlib.sha256(f"{asked.guid} {number}".encode()).hexdigest()[:12], 16)
        place = int(np.searchsorted(ends, drawn / 16**12 * ends[-1], side="right"))
        row = int(low[min(place, len(low) - 1)])
        family = self.family(asked)
        leaf = family.keys[int(order.leaf[row])]
        score = float(order.chance[row])
        pool = max(round(float(ends[-1])), 1)
        return Audit(int(self.corpus.units[row]), leaf, asked.guid, score, pool)
