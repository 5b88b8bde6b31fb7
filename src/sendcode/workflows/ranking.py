"""The ranking of a project: every codable unit for a code or family, learned from decisions.

A `Ranking` keeps what is dear to work out (words, directions, hits of the rules, echoes) for as
long as texts, roles and codebook stay what they were, so that asking again is quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sendcode.core.codebook import Code, Codebook
from sendcode.core.decisions import Place
from sendcode.core.model import Span
from sendcode.core.review import QueueItem
from sendcode.core.stopping import AUDIT_EVERY, Draw, Recall, recall
from sendcode.store import Store
from sendcode.store.learning import Learning
from sendcode.suggest.corpus import Corpus, Floats, Ints
from sendcode.suggest.families import by_family
from sendcode.suggest.learned import Labels
from sendcode.suggest.rank import Family, Scores
from sendcode.suggest.rules import RuleSuggester
from sendcode.suggest.start import Start
from sendcode.vectors import load_embedding
from sendcode.workflows.frame import StudyFrame

LOW = 0.25
"""Audit items are drawn from what stands behind this share of the ranking."""


@dataclass(frozen=True, slots=True)
class Order:
    """A ranking of what one coder has not decided.

    Attributes:
        rows: Rows of the corpus, likeliest first; what was skipped before comes last.
        chance: How likely each row of the corpus is, for the code or family that was asked.
        leaf: Place of the likeliest leaf for each row of the corpus.
        done: How many units the coder has decided.
        fresh: How many of `rows` the coder has not skipped.
    """

    rows: Ints
    chance: Floats
    leaf: Ints
    done: int
    fresh: int


class Ranking:
    """Ranks what is undecided; make one per open project and ask it again and again.

    Args:
        store: The project.
        blind: Learn from this coder's decisions only, whoever else has decided.
        embedding: As `vectors.load_embedding` takes it.
        pipeline: Name or path of a trained spaCy pipeline for the rules.
    """

    def __init__(
        self,
        store: Store,
        *,
        blind: bool = False,
        embedding: str | None = None,
        pipeline: str | None = None,
    ) -> None:
        self._store = store
        self._learning = Learning(store.database)
        self._blind = blind
        self._embedding = embedding
        self._pipeline = pipeline
        self._known: object = None
        self._scores: dict[tuple[str, int | None], tuple[str, Scores]] = {}

    # --- what is kept ----------------------------------------------------------------------

    def _renew(self) -> None:
        """Work everything out anew where texts, roles or codebook are not what they were."""
        store = self._store
        key = (
            store.transcripts.text_hashes(),
            self._learning.speakers(),
            store.codebooks.version(),
        )
        if key == self._known:
            return
        self._known = key
        self._scores.clear()
        self.frame = StudyFrame(store)
        self.book: Codebook = self.frame.codebook
        turns = tuple(store.transcripts.turn_texts())
        self.corpus = Corpus(turns, load_embedding(self._embedding))
        found = RuleSuggester(self.book, pipeline=self._pipeline).suggest(turns)
        self._hits = by_family(self.book, found)
        self._families: dict[str, Family] = {}
        self._start = Start(self.corpus)

    def family(self, code: Code) -> Family:
        """Return the family at whose top a code stands, or below whose top."""
        top = self.book.code(code.path.partition("/")[0])
        if top.path not in self._families:
            hits = self._hits.get(top.path, ())
            self._families[top.path] = Family(self.book, top, self.corpus, hits, self._start)
        return self._families[top.path]

    def scores(self, family: Family, coder: int | None) -> Scores:
        """Return a family's scores with what was learned from the decisions so far."""
        labels = read_labels(self._learning, coder, blind=self._blind).steady(family.place)
        print_ = labels.fingerprint()
        known = self._scores.get((family.top.path, coder))
        if known is None or known[0] != print_:
            known = (print_, family.scores(labels))
            self._scores[family.top.path, coder] = known
        return known[1]

    # --- the ranking -----------------------------------------------------------------------

    def order(self, code: str, coder: str) -> Order:
        """Return the order in which a coder's undecided units should be read.

        Raises:
            NotFound: No such code.
        """
        self._renew()
        asked = self.book.code(code)
        family = self.family(asked)
        covered = {c.guid for c in self.book.descendants(asked.path)}
        coder_id = self._store.coders.find(coder)
        scores = self.scores(family, coder_id)
        columns = [n for n, c in enumerate(family.codes) if c.guid in covered]
        leaves = [n for n in columns if not self.book.children(family.codes[n].path)] or columns
        chance = scores.chance
        if asked.path != family.top.path:
            chance = scores.codes[:, columns].sum(axis=1)
        leaf = np.array(leaves, dtype=np.int64)[scores.codes[:, leaves].argmax(axis=1)]
        done, skipped = self._dealt_with(covered, coder_id)
        undecided = np.array([u not in done for u in self.corpus.units.tolist()], dtype=bool)
        rows = np.flatnonzero(undecided)
        later = np.array([u in skipped for u in self.corpus.units[rows].tolist()], dtype=bool)
        order = rows[np.lexsort((rows, -chance[rows], later))]
        return Order(order, chance, leaf, len(done), int((~later).sum()))

    def _dealt_with(self, covered: set[str], coder: int | None) -> tuple[set[int], set[int]]:
        if coder is None:
            return set(), set()
        verdicts = self._learning.verdicts(own=coder, others=False)
        skips = self._store.decisions.skipped(coder)
        done = {unit for unit, guid in verdicts if guid in covered}
        return done, {unit for unit, guid in skips if guid in covered}

    def queue(self, code: str, coder: str, limit: int | None) -> tuple[QueueItem, ...]:
        """Return undecided units as queue items, likeliest first, each once.

        With a limit every fortieth item (counted over the coder's reviews of this code) is an
        audit item: drawn at random from what is ranked low. Without one it is the whole
        ranking and nothing else.
        """
        self._renew()
        asked = self.book.code(code)
        if not len(self.corpus) or not self.family(asked).codes:
            return ()
        order = self.order(code, coder)
        picks = [(int(row), 0) for row in order.rows]
        if limit is not None:
            picks = with_audits(order, limit, seed=asked.guid)
        return self._items(asked, coder, order, picks)

    def _items(
        self, asked: Code, coder: str, order: Order, picks: Sequence[tuple[int, int]]
    ) -> tuple[QueueItem, ...]:
        """Return rows of the ranking as queue items, each with its likeliest code.

        Args:
            asked: The code or family.
            coder: Whose queue.
            order: The ranking.
            picks: Row of the corpus, and from how many it was drawn: 0 for what is no audit.
        """
        from sendcode.workflows.review import make_item

        family, frame, corpus = self.family(asked), self.frame, self.corpus
        scores = self.scores(family, self._store.coders.find(coder))
        standing = self._learning.standing([int(corpus.units[row]) for row, _ in picks])
        newest = self._store.suggestions.last_run()
        below = [c for c in self.book.leaves(asked.path) if not c.retired]
        few = len(picks) <= _FEW
        items = []
        for row, pool in picks:
            unit, place = int(corpus.units[row]), int(order.leaf[row])
            guid = family.keys[place]
            turn = corpus.turns[int(corpus.turn_of[row])]
            ref = corpus.unit(row)
            stored = standing.get((unit, guid))
            item = make_item(
                frame,
                place=Place(turn.transcript, turn.id, Span(ref.start, ref.end), (unit,)),
                code=guid,
                score=float(order.chance[row]),
                evidence=family.reasons(row, place, scores)
                if few
                else family.evidence.get((row, place), ()),
                suggestion=stored.suggestion if stored else 0,
                run=stored.run if stored else newest,
                also_not=tuple(c.guid for c in below if c.guid != guid),
            )
            items.append(replace(item, audit=bool(pool), pool=pool))
        return tuple(items)

    # --- stopping --------------------------------------------------------------------------

    def recall(self, code: str, coder: str) -> Recall:
        """Return how much of a code or family a coder's reviews have found so far.

        What the coder read whole in passing, and put none of the codes on, is not out there.

        Raises:
            NotFound: No such code.
        """
        order = self.order(code, coder)
        coder_id = self._store.coders.find(coder)
        covered = {c.guid for c in self.book.descendants(self.book.code(code).path)}
        known = self.corpus.row
        reviewed = (
            [r for r in self._learning.reviewed(coder=coder_id, codes=covered) if r.unit in known]
            if coder_id is not None
            else []
        )
        left = self._unread(order.rows, coder_id)
        total = len(left) + len(reviewed)
        draws = [Draw(total - n, r.yes, r.pool) for n, r in enumerate(reviewed)]
        return recall(draws, order.chance[left].tolist())

    def _unread(self, rows: Ints, coder: int | None) -> Ints:
        """Return those of some rows that a coder has not read whole in passing."""
        if coder is None:
            return rows
        read = self._learning.passed(own=coder, others=False)
        return rows[[int(unit) not in read for unit in self.corpus.units[rows]]]


_FEW = 200  # the reasons of more items than that are their rules only: nobody reads them all


def with_audits(order: Order, limit: int, *, seed: str) -> list[tuple[int, int]]:
    """Return the rows of the next items, each with the size of its pool (0 for no audit)."""
    rows = order.rows.tolist()
    low = rows[
        int(len(rows) * LOW) : order.fresh
    ]  # an audit item that was skipped is not drawn again
    taken: set[int] = set()
    picks: list[tuple[int, int]] = []
    front = iter(rows)
    for number in range(order.done + 1, order.done + 1 + min(limit, len(rows))):
        pool = [row for row in low if row not in taken] if number % AUDIT_EVERY == 0 else []
        if pool:
            drawn = int(hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:12], 16)
            row = pool[drawn % len(pool)]
        else:
            row = next((r for r in front if r not in taken), -1)
        if row < 0:
            break
        taken.add(row)
        picks.append((row, len(pool)))
    return picks


def read_labels(learning: Learning, coder: int | None, *, blind: bool) -> Labels:
    """Return what a coder may learn from: their own word, and others' unless blind."""
    return Labels(
        learning.verdicts(own=coder, others=not blind),
        learning.passed(own=coder, others=not blind),
    )
