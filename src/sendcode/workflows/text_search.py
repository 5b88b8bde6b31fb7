"""Finding words in transcripts, and coding everything that was found as one batch."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Role
from sendcode.store import Store
from sendcode.workflows.page import LazyFrame


@dataclass(frozen=True, slots=True)
class TextHit:
    """Where words stand in a transcript, with a little of what is around them."""

    transcript: int
    name: str
    start: int
    end: int
    before: str
    words: str
    after: str


def pattern(phrase: str) -> re.Pattern[str] | None:
    """Return what finds a phrase in any case and over line breaks; None for an empty one."""
    words = phrase.split()
    if not words:
        return None
    return re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)


class Spots:
    """Where all hits stand: three numbers each, since a short word stands in very many places."""

    def __init__(self) -> None:
        self._numbers = array("q")

    def add(self, transcript: int, start: int, end: int) -> None:
        """Add one, transcript by transcript."""
        self._numbers.extend((transcript, start, end))

    def __len__(self) -> int:
        return len(self._numbers) // 3

    def by_transcript(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield each transcript with the starts and ends of its hits."""
        numbers = self._numbers
        spots = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
        for transcript, found in groupby(spots, key=itemgetter(0)):
            yield transcript, [(start, end) for _, start, end in found]

    @property
    def transcripts(self) -> int:
        """Return in how many transcripts there are hits."""
        return len(set(self._numbers[::3]))


@dataclass(frozen=True, slots=True)
class Looked:
    """What a search found: all places, and the first of them with their words."""

    spots: Spots
    hits: tuple[TextHit, ...]


def find(
    texts: Iterable[tuple[int, str, str]],
    phrase: str,
    *,
    most: int = 200,
    around: int = 40,
    stop: Callable[[], bool] = lambda: False,
) -> Looked:
    """Return every place of a phrase, transcript by transcript.

    Args:
        texts: Id, name and text of each transcript.
        phrase: The words; any case, any white space between them.
        most: So many with their words.
        around: So many characters before and after.
        stop: Asked before each transcript; true ends the search.
    """
    spots, hits = Spots(), list[TextHit]()
    wanted = pattern(phrase)
    for number, name, text in texts if wanted is not None else ():
        if stop() or wanted is None:
            break
        for match in wanted.finditer(text):
            start, end = match.span()
            spots.add(number, start, end)
            if len(hits) < most:
                before, after = text[max(0, start - around) : start], text[end : end + around]
                hits.append(TextHit(number, name, start, end, before, text[start:end], after))
    return Looked(spots, tuple(hits))


def code_hits(
    store: Store, frame: LazyFrame, spots: Spots, *, code: str, coder: int | None
) -> tuple[NewDecision, ...]:
    """Return the decisions that put a code on the sentences of all hits.

    Interviewers' sentences, and those that the coder has given the code already, are left out;
    adjacent sentences of one turn become one segment.
    """
    decisions = []
    for number, found in spots.by_transcript():
        page = frame.page(number)
        places = {
            place
            for start, end in found
            for place in range(page.unit_at(start), page.unit_at(end - 1) + 1)
        }
        places = {
            place
            for place in places
            if frame.turns[page.units[place].turn].role is not Role.INTERVIEWER
            and not store.queue.verdict([(page.units[place].id, code)], coder=coder)
        }
        for first, last in _runs(sorted(places), [unit.turn for unit in page.units]):
            place = page.place(first, last)
            decisions.append(NewDecision(Action.CODE, place=place, code=code, origin="bulk"))
    return tuple(decisions)


def _runs(places: Sequence[int], turns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of neighbours in one turn."""
    first = last = None
    for place in places:
        if last is not None and place == last + 1 and turns[place] == turns[last]:
            last = place
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = place
    if first is not None and last is not None:
        yield first, last
