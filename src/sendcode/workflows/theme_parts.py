"""A theme in two parts: as a split makes them, and as a later run finds them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sendcode.core.model import Role, Span, TurnText
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_standing import KEEPS
from sendcode.workflows.themes import NAMED, phrases_in

if TYPE_CHECKING:
    from sendcode.suggest.talk import Ints, Talk

FEWEST = 4
"""A theme of fewer sentences is not split."""


def parted(store: Store, whole: FoundTheme) -> list[FoundTheme]:
    """Return a theme's two parts that differ most, the larger one first; they have no id yet.

    Raises:
        NotFound: It has fewer than four sentences, or they do not fall into two: they are too
            much alike, or say too little.
    """
    from sendcode.suggest.themes import two_parts
    from sendcode.vectors import load_embedding

    if len(whole.units) < FEWEST:
        raise NotFound(
            f"theme {whole.id} is too small to be split",
            f"It has {len(whole.units)} sentences; {FEWEST} are needed.",
        )
    talk, texts = _talk(store, whole)
    parts = two_parts(talk, load_embedding())
    if not all(map(len, parts)):
        raise NotFound(
            f"theme {whole.id} cannot be split",
            "Its sentences are too much alike, or say too little to be told apart.",
        )
    return _made(store, (talk, texts), whole, parts, (0, 0))


def parted_again(
    store: Store, whole: FoundTheme, known: Mapping[int, frozenset[int]]
) -> list[FoundTheme]:
    """Return the parts of a theme that was split before, with their ids.

    A part stays where most of its units stay in the theme. What the parts did not have before
    goes to the part that it is nearer to in meaning.

    Args:
        store: The project.
        whole: The theme as it is now.
        known: The units that each part had.
    """
    import numpy as np

    units = {unit for unit, _ in whole.units}
    kept = {n: own & units for n, own in known.items() if len(own & units) > KEEPS * len(own)}
    if not kept:
        return []
    talk, texts = _talk(store, whole)
    ids = sorted(kept)
    owner = {unit: place for place, number in enumerate(ids) for unit in kept[number]}
    labels = np.array([owner.get(unit, -1) for unit in talk.units.tolist()], dtype=np.int64)
    labels = _nearest(talk, labels, len(ids))
    parts = [np.flatnonzero(labels == place) for place in range(len(ids))]
    return _made(store, (talk, texts), whole, parts, ids)


def _talk(store: Store, whole: FoundTheme) -> tuple[Talk, list[str]]:
    """Return the sentences of a theme, and what is said in all of the study, in one reading."""
    from sendcode.suggest.talk import read_talk

    texts: list[str] = []
    turns = _noted(store.transcripts.turn_texts(interviewers=True), texts)
    return read_talk(turns, only=frozenset(unit for unit, _ in whole.units)), texts


def _noted(turns: Iterable[TurnText], texts: list[str]) -> Iterator[TurnText]:
    """Yield turns as they are, and put down the sentences of those that can be coded."""
    for turn in turns:
        if turn.role is not Role.INTERVIEWER:
            texts += (turn.text[u.start - turn.start : u.end - turn.start] for u in turn.units)
        yield turn


def _nearest(talk: Talk, labels: Ints, parts: int) -> Ints:
    """Return the part of every unit; those without one (-1) go to the nearest in meaning."""
    import numpy as np

    from sendcode.vectors import load_embedding

    new = np.flatnonzero(labels < 0)
    if len(new):
        directions = load_embedding().directions(talk.texts).astype(np.float64)
        sums = np.array([directions[labels == n].sum(axis=0) for n in range(parts)])
        middles = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        labels[new] = (directions[new] @ middles.T).argmax(axis=1)
    return labels


def _names(store: Store) -> frozenset[str]:
    """Return the names of cases and participants: too few sentences to tell them by capitals."""
    people = {turn.participant or "" for turn in store.transcripts.all_turns()}
    return frozenset(
        word for name in (*people, *store.cases.names().values()) for word in _words(name)
    )


def _words(text: str) -> list[str]:
    """Return the words of a text that are written with a capital, without it."""
    return [word.lower() for word in re.findall(r"\b[A-Z]\w+", text)]


def _made(
    store: Store,
    said: tuple[Talk, Sequence[str]],
    whole: FoundTheme,
    parts: Sequence[Ints],
    ids: Sequence[int],
) -> list[FoundTheme]:
    """Return parts with their own phrases, and the code that each is nearest to.

    Args:
        store: The project.
        said: The sentences of the theme, and what is said in all of the study.
        whole: The theme.
        parts: Rows of each part.
        ids: The id of each.
    """
    import numpy as np

    from sendcode.vectors import load_embedding
    from sendcode.workflows.theme_nearest import NearestCode

    talk, everything = said
    near = dict(whole.units)
    nearness = np.array([near[unit] for unit in talk.units.tolist()])
    ordered = [rows[np.argsort(-nearness[rows], kind="stable")] for rows in parts]
    frame = StudyFrame(store)
    nearest = NearestCode(frame.codebook, load_embedding(), everything)
    made = []
    for number, rows, phrases in zip(
        ids, ordered, _phrases(store, frame, talk, whole, ordered), strict=True
    ):
        code, score = nearest.of_texts([talk.texts[row] for row in rows.tolist()])
        units = tuple((unit, near[unit]) for unit in talk.units[rows].tolist())
        made.append(FoundTheme(number, units, phrases, code, score, part_of=whole.id))
    return made


def _phrases(
    store: Store, frame: StudyFrame, talk: Talk, whole: FoundTheme, parts: Sequence[Ints]
) -> list[tuple[tuple[int, Span], ...]]:
    """Return the phrases of each part: what it says and the other does not.

    Where that is too little to call it by, phrases of the whole theme follow that it says too.
    """
    from sendcode.suggest.phrases import key_phrases

    names = _names(store)
    texts: dict[int, str] = dict(zip(talk.units.tolist(), talk.texts, strict=True))

    def words(place: tuple[int, Span]) -> str:
        unit, span = place
        return texts.get(unit, "")[span.start : span.end]

    own = [
        [(p.unit, p.span) for p in said if names.isdisjoint(_words(words((p.unit, p.span))))]
        for said in key_phrases(talk, parts, hidden=frame.unquotable)
    ]
    taken = {words(place).lower() for places in own for place in places}
    free = [place for place in whole.phrases if words(place) and words(place).lower() not in taken]
    for rows, places in zip(parts, own, strict=True):
        said = "\n".join(talk.texts[row] for row in rows.tolist())
        shared = (place for place in free if phrases_in([words(place)])(said))
        places.extend(islice(shared, max(NAMED - len(places), 0)))
    return [tuple(places) for places in own]
