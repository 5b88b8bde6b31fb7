"""Codes in vivo: striking phrases that participants coined or repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log2

from sendcode.core.keyness import surprise
from sendcode.core.model import Span
from sendcode.core.printable import so_many
from sendcode.core.progress import Track, untracked
from sendcode.store import Store
from sendcode.suggest.stretches import Gram, names_in, stretches
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.wordings import Said, Terms, asked_units

LONGEST = 6
LEAST = 2
_PER = 300_000
"""In so many words, one more time is asked for: what is said twice in a million is no habit."""
_ASKED = 3
"""A phrase that interviewers say a third as often as participants is theirs."""
_STRIKING = 6
"""A phrase is said so many times as often as its rarest word in general English, or more."""
_SAME = 0.7
"""A longer phrase stands for a shorter one inside it that is said hardly more often."""

_NEVER_FIRST = frozenset(
    """a am an and are as be because been but can could did do does er erm had has have he he'd
    he'll he's her his i i'd i'll i'm i've if is it it'd it'll it's its just like my of or our
    said says she she'd she'll she's so than that that's the their there there's these they they'd
    they'll they're they've this those to um very was we we'd we'll we're we've well were when
    which who will would you you'd you'll you're you've your""".split()
)
_NEVER_LAST = _NEVER_FIRST - {"her", "it", "you"} | frozenset(
    "at by for from get go got how in into my not on really some went what where with".split()
)
_WHOSE = {"her": "his", "my": "his", "our": "his", "their": "his", "your": "his"} | {
    "him": "them",
    "me": "them",
    "us": "them",
}
"""Words that are counted as one: whose it is, and to whom it is done, changes with the speaker."""
_WHEN = frozenset("autumn cent half-term o'clock per spring summer term terms winter".split())


def in_vivo(store: Store, *, where: str = "", track: Track = untracked) -> Terms:
    """Return striking phrases of the participants: by keyness against general English, and spread.

    A phrase is whole: two to six words without punctuation inside that neither begin nor end in
    the middle of something, with a word that says something and one that does not (`by the
    coats`, not `speech therapist`, which is a term). It is said by two people and about two
    cases (where there are two) at least, and not mostly by interviewers. Whose it is (his, her)
    makes no difference. Names are left out.

    What is striking is told by how much more often the phrase is said than the rarest of its
    words alone in general English, how firmly that word belongs to the phrase (the share of its
    uses that stand in it), and by how many people say it.

    Args:
        store: The project.
        where: A query; only what it finds.
        track: Progress.

    Raises:
        QueryError: `where` cannot be read.
        NotFound: There is nothing to look at.
    """
    frame = StudyFrame(store)
    units = asked_units(store, frame, where)
    words = sum(unit.words for unit in units)
    least = max(LEAST, words // _PER)
    said = Said(frame, units, _phrases, least=least, track=track)
    telling_words = {(word,) for gram in said.counts for word in _telling(gram)}
    single = Said(frame, units, _single, only=telling_words, track=track)
    mine = {unit.id for unit in frame.population()}
    asking = [unit for unit in frame.population(interviewers=True) if unit.id not in mine]
    asked = Said(frame, asking, _phrases, only=said.counts.keys())
    names = names_in((said.text(unit) for unit in frame.population()), str)
    keys: dict[Gram, tuple[float, float]] = {}
    worth: dict[Gram, float] = {}
    terms: set[Gram] = set()
    for gram, count in said.counts.items():
        if count < least or not said.spread(gram) or _ASKED * asked.counts[gram] > count:
            continue
        telling = _telling(gram)
        expected = words * min(map(_share, telling))
        if _term(gram):
            terms.add(gram)
        elif names.isdisjoint(gram) and count >= _STRIKING * expected:
            firm = count / min(single.counts[word,] for word in telling)
            keys[gram] = (surprise(count, expected), log2(count / expected))
            worth[gram] = keys[gram][0] * (len(said.by_person[gram]) * min(firm, 1)) ** 0.5
    inside = _parts_of(keys.keys() | terms, said)
    whole = {gram: told for gram, told in worth.items() if told and gram not in inside}
    best = said.listed({gram: keys[gram] for gram in whole}, whole.__getitem__, same=_forms)
    return Terms(best, len(said.people), 0, _note(said))


def _phrases(text: str) -> Iterator[tuple[Gram, Span]]:
    for gram, span in stretches(text, LONGEST, never_first=_NEVER_FIRST, never_last=_NEVER_LAST):
        light = [_light(word) for word in gram]
        if any(light) and not all(light):
            yield tuple(_WHOSE.get(word, word) for word in gram), span


def _single(text: str) -> Iterator[tuple[Gram, Span]]:
    return stretches(text, 1)


@lru_cache(maxsize=100_000)
def _light(word: str) -> bool:
    from sendcode.suggest.talk import STOP, base, unjoined

    bare = unjoined(word)
    return (
        bare in STOP or word in STOP or bare in _WHEN or bare in _WHOSE.values() or not base(bare)
    )


def _telling(gram: Gram) -> frozenset[str]:
    return frozenset(word for word in gram if not _light(word))


def _forms(gram: Gram) -> frozenset[str]:
    from sendcode.suggest.talk import base

    return frozenset(map(base, _telling(gram)))


def _share(word: str) -> float:
    """Return which share of general English a word is."""
    from sendcode.vectors import general_shares

    return float(general_shares([word])[0])


def _term(gram: Gram) -> bool:
    """Say whether a phrase is a term: telling words side by side, with light ones around them."""
    telling = [word in _telling(gram) for word in gram]
    first, last = telling.index(True), len(gram) - telling[::-1].index(True)
    return last - first > 1 and all(telling[first:last])


def _parts_of(whole: Iterable[Gram], said: Said) -> set[Gram]:
    """Return phrases that are mostly said inside longer ones."""
    return {
        gram[first:last]
        for gram in whole
        for first in range(len(gram))
        for last in range(first + 2, len(gram) + 1)
        if last - first < len(gram) and said.counts[gram] >= _SAME * said.counts[gram[first:last]]
    }


def _note(said: Said) -> str:
    return (
        f"{said.words:,} words of {so_many(len(said.people), 'person', 'people')}. Measured "
        "against general English, whose word frequencies are estimated from their ranks (Zipf): "
        "LL is how surely the phrase "
        "is said more often than its rarest word alone there, log ratio the doublings. In the "
        "order of LL, weighted by how many people say it and by how firmly that word belongs to "
        "it. Parts are cases, cases that are spoken of together, or transcripts about none. "
        "A phrase in vivo is a lead: whether it names something, you decide."
    )
