"""Units to proposed themes: passages that group together however one looks, and their units.

Passages are described by weighted words and by what they mean as a whole (`meaning`) and grouped
by `clusters`; the fewer interviews, the fewer and broader groups. What is small talk is no theme
(`subjects`). A regularised least-squares fit then says of every passage of the study how much it
has of each theme. Its units go to the theme that it has most of; where it has much of a second
one too, each unit goes to the nearer of the two. The same units give the same themes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from scipy import sparse

from sendcode.core.progress import Track, untracked
from sendcode.suggest.meaning import MEANING, Space, unit_rows
from sendcode.suggest.passages import Passages
from sendcode.suggest.subjects import Subjects
from sendcode.suggest.talk import Floats, Ints, Talk
from sendcode.vectors import Embedding

METHOD = "themes-7"
THEMES = 20
FEW = 5
EACH = 3
"""So many interviews or a part of them make room for one theme more, from `FEW` themes on."""
_USUAL = 4
"""A theme that is split is grouped into about so many first."""
_PARTED = 8
"""A theme of fewer passages is split sentence by sentence."""
_ENOUGH = 100
"""So many passages are grouped finely first, whatever the number of themes."""
TWO = 0.4
"""This share of the passages may be about two themes."""
OWN = 1.0
"""Weight of the unit's own words beside what is said around it."""
WHOLE = 0.4
"""What its passage means counts so much for how near a unit is to the middle; words the rest."""
_STIFF = 3.0
"""How much the least-squares fit is held back."""
_CHUNK = 8_000
SHOWN = 100
"""What a theme means is told from so many of its units that are nearest to its middle."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A theme as the method finds it.

    Attributes:
        rows: Rows of the `Talk`, in its order.
        near: How near each is to the middle of the theme, by its words, those around it and
            what its passage means as a whole, -1..1.
        direction: The middle in the embedding's space.
    """

    rows: Ints
    near: Floats
    direction: Floats


def propose(
    talk: Talk,
    embedding: Embedding,
    *,
    themes: int = THEMES,
    beside: Talk | None = None,
    track: Track = untracked,
) -> tuple[Grouped, ...]:
    """Return at most so many themes, largest first; each unit belongs to one of them or none.

    Args:
        talk: The units that are looked at.
        embedding: Gives the meaning of words.
        themes: How many are wanted at most; of few interviews there are fewer.
        beside: What the same people said besides, which is not looked at (it is coded already).
        track: Progress.

    Returns:
        Nothing where no group of passages is about a subject that several people talk about.
    """
    passages = Passages.of(talk, embedding) if themes > 0 else None
    if passages is None:
        return ()
    number = min(themes, _room(talk))
    usual = max(number, THEMES) if len(passages.spread) >= _ENOUGH else number
    groups = passages.groups(number, usual, track=track)
    labels = Subjects.of(talk, beside).kept(passages.alone, passages.spread, groups, passages.whose)
    if labels.max() < 0:
        return ()
    return tuple(_placed(talk, Fit.of(passages, labels), embedding, track))


def two_parts(talk: Talk, embedding: Embedding) -> tuple[Ints, Ints]:
    """Return the rows of a theme in two parts that differ most; the larger one first.

    Args:
        talk: The units of the theme, and no others.
        embedding: Gives the meaning of words.

    Returns:
        The second part has no rows where the theme does not fall into two.
    """
    rows = np.arange(len(talk.units))
    if talk.passages < _PARTED:
        talk = replace(talk, passage=rows)
    passages = Passages.of(talk, embedding, top=0)
    groups = passages.groups(2, _USUAL) if passages else rows[:0]
    if passages is None or groups.max() < 1:
        return rows, rows[:0]
    placed = _placed(talk, Fit.of(passages, groups), embedding, untracked)
    less = placed[1].rows if len(placed) > 1 else rows[:0]
    return np.setdiff1d(rows, less), less


def _room(talk: Talk) -> int:
    """Return for how many themes there are interviews enough."""
    return max(FEW, ceil(len(np.unique(talk.transcript)) / EACH))


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of each theme talk has, learned from the passages that were grouped.

    Attributes:
        space: Gives the weights of words.
        said: Words by themes; the last column is for what is no theme.
        meant: The embedding's numbers by the same.
        middles: Words by the same: the mean of each theme's passages, of length 1.
        means: The embedding's numbers by the same, likewise.
        second: So much a passage has of a second theme when it counts as being about that too.
        none: So much of a theme a passage must have beyond what it has of none: the more
            there is of what is no theme, the more.
    """

    space: Space
    said: Floats
    meant: Floats
    middles: Floats
    means: Floats
    second: float
    none: float

    @classmethod
    def of(cls, passages: Passages, labels: Ints) -> Fit:
        """Learn by ridge regression of membership on words and meaning (Hoerl & Kennard 1970).

        Args:
            passages: The passages.
            labels: The group of each, from 0; -1 for what is no theme.
        """
        space, spread, meant = passages.space, passages.spread, passages.meant
        themes = int(labels.max()) + 1
        belongs = (labels[:, None] == [*range(themes), -1]).astype(np.float64)
        sizes = np.maximum(belongs.sum(axis=0), 1)
        sizes[-1] = sizes[:-1].mean()
        usual = belongs.mean(axis=0)
        target = (belongs - usual) / np.sqrt(sizes)
        alike = spread @ spread.T + MEANING * (meant @ meant.T)
        solved = np.linalg.solve(alike + _STIFF * np.eye(len(alike)), target)
        second = np.sort((alike @ solved)[:, :-1], axis=1)[:, -2:][:, 0]
        return cls(
            space,
            spread.T @ solved,
            MEANING * meant.T @ solved,
            unit_rows(belongs.T @ spread).T,
            unit_rows(belongs.T @ meant).T,
            max(float(np.quantile(second, 1 - TWO)), 0.0),
            float((usual[-1] - usual[:-1].mean()) / np.sqrt(sizes[-1])) if usual[-1] else -np.inf,
        )


def _placed(talk: Talk, fit: Fit, embedding: Embedding, track: Track) -> list[Grouped]:
    """Put every unit that says anything to a theme of its passage, where that has one."""
    count, themes = len(talk.units), fit.said.shape[1] - 1
    best = np.full(count, -1, dtype=np.int64)
    own = np.zeros(count)
    chunks = list(_chunks(talk.passage))
    for start, end in track(chunks, "Placing sentences", total=len(chunks)):
        alone = talk.counts[start:end]
        around = (talk.around(np.arange(start, end)) @ talk.counts).tocsr()
        passages = np.unique(talk.passage[start:end])
        inside = talk.passage[start:end] - passages[0]
        meant = fit.space.meant(talk.passage_texts(passages), embedding)
        whole = meant @ fit.meant
        into = sparse.csr_matrix((np.ones(end - start), (inside, np.arange(end - start))))
        whole += fit.space.project((into @ around).tocsr(), fit.said)
        whole[:, -1] += fit.none
        around = (around + OWN * alone).tocsr()
        scores = fit.space.project(around, fit.said)
        chosen = _of_two(scores, whole, inside, fit.second)
        best[start:end] = chosen
        rows = np.arange(end - start)
        own[start:end] = fit.space.project(alone, fit.middles)[rows, chosen]
        own[start:end] += fit.space.project(around, fit.middles)[rows, chosen]
        own[start:end] *= (1 - WHOLE) / 2
        own[start:end] += WHOLE * (meant @ fit.means)[inside, chosen]
    rich = talk.rich & (best < themes)
    best[~rich] = -1
    sizes = np.bincount(best[rich], minlength=themes)
    order = [int(n) for n in np.argsort(-sizes, kind="stable") if sizes[n]]
    return [_grouped(talk, np.flatnonzero(best == n), own, embedding) for n in order]


def _chunks(passage: Ints) -> Iterator[tuple[int, int]]:
    """Yield stretches of units, each of whole passages."""
    start = 0
    while start < len(passage):
        last = passage[min(start + _CHUNK, len(passage)) - 1]
        end = int(np.searchsorted(passage, last, side="right"))
        yield start, end
        start = end


def _of_two(scores: Floats, has: Floats, inside: Ints, second: float) -> Ints:
    """Return the theme of each unit: one of the two that its passage has most of.

    Args:
        scores: Units by themes, by their own words and those around them.
        has: Passages by themes; the last column is for what is no theme.
        inside: The passage of each unit.
        second: So much a passage must have of its second theme to be about that too.
    """
    units, themes = np.bincount(inside), has[:, :-1]
    order = np.argsort(-themes, axis=1, kind="stable")
    told = themes.max(axis=1) > has[:, -1]
    first: Ints = np.where(told, order[:, 0], themes.shape[1])[inside]
    if themes.shape[1] < 2:
        return first
    other = order[inside, 1]
    rows = np.arange(len(inside))
    lean = scores[rows, other] - scores[rows, first]
    most = np.full(len(units), -np.inf)
    np.maximum.at(most, inside, lean)
    least = np.full(len(units), np.inf)
    np.minimum.at(least, inside, lean)
    two = (has[inside, other] >= second) & (units[inside] > 1) & (first < themes.shape[1])
    goes = two & ((lean > 0) | (lean == most[inside])) & (lean > least[inside])
    found: Ints = np.where(goes, other, first)
    return found


def _grouped(talk: Talk, rows: Ints, own: Floats, embedding: Embedding) -> Grouped:
    shown = rows[np.argsort(-own[rows], kind="stable")][:SHOWN]
    directions = embedding.directions([talk.texts[row] for row in shown.tolist()])
    middle = unit_rows(directions.sum(axis=0, dtype=np.float64)[None, :])[0]
    return Grouped(rows, own[rows], middle)
