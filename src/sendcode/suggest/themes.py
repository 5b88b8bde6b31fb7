"""Units to proposed themes: passages that group together however one looks, and their units.

Passages are placed in a space of weighted words (`meaning`) and grouped by `clusters`. Every
unit then goes to the theme that it, with what is said around it, is nearest to, or to none. The
same units give the same themes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sendcode.core.progress import Track, untracked
from sendcode.suggest.clusters import consensus, cut
from sendcode.suggest.meaning import Space, unit_rows
from sendcode.suggest.talk import Floats, Ints, Talk
from sendcode.vectors import Embedding

METHOD = "themes-2"
THEMES = 20
SAMPLE = 1000
"""Themes are grown from so many passages at most; all units are then placed by them."""
TELLING = 8
"""Themes are grown from passages of so many words that say something."""
_FEWEST = 50
NEARS = (0.1, 0.2, 0.3)
"""Words share their weights from so near on: three ways, none of which is right."""
LEFT_OUT = 0.1
"""This share of the units is in no theme: those that are least near to any."""
OWN = 1.0
"""Weight of the unit's own words beside what is said around it."""
_CHUNK = 20_000
_SHOWN = 100
"""What a theme means is told from so many of its units that are nearest to its middle."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A theme as the method finds it.

    Attributes:
        rows: Rows of the `Talk`, in its order.
        near: How near each is to the middle of the theme, by itself, -1..1.
        direction: The middle in the embedding's space.
    """

    rows: Ints
    near: Floats
    direction: Floats


def propose(
    talk: Talk, embedding: Embedding, *, themes: int = THEMES, track: Track = untracked
) -> tuple[Grouped, ...]:
    """Return at most so many themes, largest first; each unit belongs to one of them or none.

    Args:
        talk: The units that are looked at.
        embedding: Gives the meaning of words.
        themes: How many are wanted.
        track: Progress.
    """
    passages = _sample(talk)
    if len(passages) < 2 or themes < 1:
        return ()
    alone, counts = _passage_counts(talk, passages)
    first = np.searchsorted(talk.passage, passages)
    space = Space.of(alone, counts, talk.transcript[first], talk.words, embedding)
    placed = space.place(counts)
    usable = np.flatnonzero(placed.any(axis=1))
    if len(usable) < 2:
        return ()
    counts, placed = counts[usable], placed[usable]
    spreads = [space.spread(counts, near) for near in NEARS]
    labels = consensus(spreads, lambda d, m: space.fewer(placed, d, m), themes, track=track)
    middles = np.array([placed[labels == n].mean(axis=0) for n in range(labels.max() + 1)])
    return tuple(_placed(talk, space, unit_rows(middles), embedding, track))


def two_parts(talk: Talk, embedding: Embedding, rows: Ints) -> tuple[Ints, Ints]:
    """Return the rows of a theme in two parts that differ most; the larger one first."""
    counts = talk.counts[rows]
    placed = Space.of(counts, counts, talk.transcript[rows], talk.words, embedding).place(counts)
    chosen = np.linspace(0, len(rows) - 1, min(len(rows), SAMPLE)).astype(np.int64)
    labels = cut(placed[chosen], 2)
    if labels.max() < 1:
        return rows, rows[:0]
    middles = unit_rows(np.array([placed[chosen][labels == n].mean(axis=0) for n in (0, 1)]))
    labels = (placed @ middles.T).argmax(axis=1)
    parts = sorted((rows[labels == n] for n in (0, 1)), key=lambda part: (-len(part), part[:1]))
    return parts[0], parts[1]


def _sample(talk: Talk) -> Ints:
    """Return numbers of passages, in order: the same ones are drawn when others are added."""
    first = np.unique(talk.passage, return_index=True)[1]
    said = np.bincount(talk.passage, weights=np.asarray(talk.counts.sum(axis=1)).ravel())
    telling = np.flatnonzero(said >= TELLING)
    chosen = telling if len(telling) >= _FEWEST else np.arange(len(first))
    digests = [hashlib.sha256(talk.texts[row].encode()).digest()[:8] for row in first[chosen]]
    order = sorted(range(len(chosen)), key=lambda n: (digests[n], n))
    return np.sort(chosen[np.array(order[:SAMPLE], dtype=np.int64)])


def _passage_counts(talk: Talk, passages: Ints) -> tuple[Any, Any]:
    """Return the words of passages, alone and with those said around them."""
    starts = np.searchsorted(talk.passage, passages)
    ends = np.searchsorted(talk.passage, passages, side="right")
    alone, around = [talk.counts[:0]], [talk.counts[:0]]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        alone.append(sparse.csr_matrix(talk.counts[start:end].sum(axis=0)))
        weights = sparse.csr_matrix(talk.around(start, end).sum(axis=0))
        around.append(weights @ talk.counts)
    return sparse.vstack(alone).tocsr(), sparse.vstack(around).tocsr()


def _placed(
    talk: Talk, space: Space, middles: Floats, embedding: Embedding, track: Track
) -> list[Grouped]:
    """Put every unit that says enough to the nearest middle, but for those near to none."""
    count = len(talk.units)
    best = np.full(count, -1, dtype=np.int64)
    near, own = np.zeros(count), np.zeros(count)
    chunks = range(0, count, _CHUNK)
    for start in track(chunks, "Placing sentences", total=len(chunks)):
        end = min(start + _CHUNK, count)
        alone = talk.counts[start:end]
        scores = space.place(talk.around(start, end) @ talk.counts + OWN * alone) @ middles.T
        best[start:end] = scores.argmax(axis=1)
        near[start:end] = scores.max(axis=1)
        placed = space.place(alone)
        own[start:end] = (placed * middles[best[start:end]]).sum(axis=1)
    rich = talk.rich & (near > 0)
    if rich.any():
        rich &= near >= np.quantile(near[rich], LEFT_OUT)
    best[~rich] = -1
    sizes = np.bincount(best[rich], minlength=len(middles))
    order = [int(n) for n in np.argsort(-sizes, kind="stable") if sizes[n]]
    return [_grouped(talk, np.flatnonzero(best == n), own, embedding) for n in order]


def _grouped(talk: Talk, rows: Ints, own: Floats, embedding: Embedding) -> Grouped:
    shown = rows[np.argsort(-own[rows], kind="stable")][:_SHOWN]
    directions = embedding.directions([talk.texts[row] for row in shown.tolist()])
    middle = unit_rows(directions.sum(axis=0, dtype=np.float64)[None, :])[0]
    return Grouped(rows, own[rows], middle)
