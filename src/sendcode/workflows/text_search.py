"""Finding words in transcripts, and coding everything that was found as one batch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

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


def find(
    texts: Iterable[tuple[int, str, str]],
    phrase: str,
    *,
    around: int = 40,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[TextHit]:
    """Yield every place of a phrase, transcript by transcript.

    Args:
        texts: Id, name and text of each transcript.
        phrase: The words; any case, any white space between them.
        around: So many characters before and after.
        stop: Asked before each transcript; true ends the search.
    """
    wanted = pattern(phrase)
    if wanted is None:
        return
    for number, name, text in texts:
        if stop():
            return
        for match in wanted.finditer(text):
            start, end = match.span()
            yield TextHit(
                *(number, name, start, end, text[max(0, start - around) : start]),
                *(text[start:end], text[end : end + around]),
            )


def code_hits(
    store: Store, frame: LazyFrame, hits: Sequence[TextHit], *, code: str, coder: int | None
) -> tuple[NewDecision, ...]:
    """Return the decisions that put a code on the sentences of all hits.

    Interviewers' sentences, and those that the coder has given the code already, are left out;
    adjacent sentences of one turn become one segment.
    """
    decisions = []
    for number in dict.fromkeys(hit.transcript for hit in hits):
        page = frame.page(number)
        places = {
            place
            for hit in hits
            if hit.transcript == number
            for place in range(page.unit_at(hit.start), page.unit_at(hit.end - 1) + 1)
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
