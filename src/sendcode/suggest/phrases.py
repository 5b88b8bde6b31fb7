"""The speakers' own words for a theme: collocations that it has and the rest of the talk has not.

A phrase is one to four words of one stretch without punctuation; it neither begins nor ends
with a word that says little. Where a trained pipeline tells noun phrases and verb phrases, only
those are taken. Phrases are ranked by keyness (log-likelihood) and by how many
transcripts of the theme say them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sendcode.core.keyness import log_likelihood, log_ratio
from sendcode.core.model import Span
from sendcode.core.spelling import plain
from sendcode.nlp import may_be_noun
from sendcode.suggest.talk import NUMBER, STOP, WORD, Ints, Talk, as_spoken, base, unjoined

LONGEST = 4
PHRASES = 6
LOOKED_AT = 500
"""Phrases are taken from so many of a theme's units that are nearest to its middle."""
COUNTED = 50_000
"""In larger studies phrases are counted in every second (third ...) unit."""
MANY = 15
"""In a theme of so many transcripts, phrases that three of them say come before the others."""
_SINGLE = 0.5
"""A single word counts so much less than a phrase of several."""
_VERB = 0.08
"""And so much less where it names nothing: `turned`, `lost`."""

NAMING = frozenset(
    """need needs want wanted wants feel feels felt tell told talk time times minute minutes hour
    hours week weeks month months year years afternoon morning evening""".split()
)
"""Words that say little alone; they name a theme where nothing better does."""
_LIGHT = STOP - NAMING

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and one place where it is said.

    Attributes:
        unit: Id of the unit.
        span: Offsets into that unit's text.
        text: The words there, as they stand.
        count: Times it is said in the theme's units that were counted.
        transcripts: Transcripts of the theme that say it.
        keyness: Log-likelihood against the rest of the talk.
    """

    unit: int
    span: Span
    text: str
    count: int
    transcripts: int
    keyness: float


def grams(
    text: str, longest: int = LONGEST, *, light: frozenset[str] = STOP
) -> Iterator[tuple[Gram, Span]]:
    """Yield every phrase of a text with its place.

    Args:
        text: One stretch of talk.
        longest: So many words at most.
        light: No phrase begins or ends with these.
    """
    bare, places = as_spoken(text)
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(bare.lower())]
    heavy = [not _is_light(word, light) for word, _, _ in words]
    for first, (word, start, _) in enumerate(words):
        if not heavy[first]:
            continue
        said: list[str] = []
        for last in range(first, min(first + longest, len(words))):
            other, begins, end = words[last]
            if said and bare[words[last - 1][2] : begins].strip():
                break
            said.append(other)
            if not heavy[last]:
                continue
            alone = len(word) > 2 and unjoined(word) == word and base(word)
            if last > first or alone:
                span = (start, end) if places is None else (places[start], places[end])
                yield tuple(said), Span(*span)


@lru_cache(maxsize=100_000)
def _is_light(word: str, light: frozenset[str]) -> bool:
    whole = unjoined(word)
    return len(word) < 2 or word in light or whole in light or bool(NUMBER.fullmatch(whole))


def key_phrases(
    talk: Talk,
    groups: Sequence[Ints],
    *,
    number: int = PHRASES,
    parsed: Callable[[Sequence[str]], Sequence[Sequence[Span]]] | None = None,
    hidden: Collection[int] = (),
) -> tuple[tuple[Phrase, ...], ...]:
    """Return the key phrases of each group of units, best first.

    Args:
        talk: All units.
        groups: Rows of each theme, those nearest to its middle first.
        number: At most so many phrases each.
        parsed: Gives the noun and verb phrases of texts; without it collocations are taken.
        hidden: Ids of units whose words are not shown; they only count.
    """
    theme_of = np.full(len(talk.units), -1, dtype=np.int64)
    for n, rows in enumerate(groups):
        theme_of[rows] = n
    names = talk.names
    silent = np.isin(talk.units, list(hidden))
    shown = [rows[~silent[rows]] for rows in groups]
    candidates = [_candidates(talk, rows[:LOOKED_AT], names, parsed) for rows in shown]
    wanted = set().union(*candidates) if candidates else set()
    inside: list[Counter[Gram]] = [Counter() for _ in groups]
    spread: list[dict[Gram, set[int]]] = [{} for _ in groups]
    total: Counter[Gram] = Counter()
    sizes, words = [0] * len(groups), 0
    step = -(-len(talk.texts) // COUNTED) or 1
    for row in range(0, len(talk.texts), step):
        text, theme = talk.texts[row], int(theme_of[row])
        length = max(len(text) // 5, 1)  # a word and a blank are about five characters
        words += length
        if theme >= 0:
            sizes[theme] += length
        for gram, _ in grams(text, light=_LIGHT):
            if gram in wanted:
                total[gram] += 1
                if theme >= 0:
                    inside[theme][gram] += 1
                    spread[theme].setdefault(gram, set()).add(int(talk.transcript[row]))
    found = []
    for n, rows in enumerate(shown):
        spoken = len(np.unique(talk.transcript[rows[:LOOKED_AT]]))
        least = 3 if spoken >= MANY else 1
        ranked = _ranked(candidates[n], inside[n], spread[n], total, (sizes[n], words), least)
        found.append(_chosen(talk, rows, ranked, inside[n], number))
    return tuple(found)


def _candidates(
    talk: Talk,
    rows: Ints,
    names: frozenset[str],
    parsed: Callable[[Sequence[str]], Sequence[Sequence[Span]]] | None,
) -> set[Gram]:
    """Return phrases that two units say, in two transcripts where there are several."""
    units: Counter[Gram] = Counter()
    where: dict[Gram, set[int]] = {}
    texts = [talk.texts[row] for row in rows.tolist()]
    phrases = parsed(texts) if parsed else None
    for place, row in enumerate(rows.tolist()):
        said = {gram for gram, _ in grams(texts[place], light=_LIGHT)}
        if phrases is not None:
            said &= {_content(texts[place][span.start : span.end]) for span in phrases[place]}
        for gram in said:
            if not any(base(word) in names for word in gram):
                units[gram] += 1
                where.setdefault(gram, set()).add(int(talk.transcript[row]))
    least = 2 if len(np.unique(talk.transcript[rows])) > 2 else 1
    repeated = {g for g, count in units.items() if count > 1 and len(where[g]) >= least}
    return repeated or {gram for gram in units if len(gram) == 1}


def _content(phrase: str) -> Gram:
    """Return the words of a phrase without light ones at either end (`the waiting list`)."""
    words = WORD.findall(plain(phrase)[0].lower())
    kept = [n for n, word in enumerate(words) if not _is_light(word, _LIGHT)]
    return tuple(words[kept[0] : kept[-1] + 1]) if kept else ()


def _ranked(
    candidates: set[Gram],
    inside: Counter[Gram],
    spread: dict[Gram, set[int]],
    total: Counter[Gram],
    sizes: tuple[int, int],
    least: int,
) -> list[tuple[float, Gram, int, float]]:
    """Return phrases, best first; those that fewer than `least` transcripts say come last.

    Behind them come those that say little: `told`, `weeks and weeks`.
    """
    size, words = sizes
    rest = max(words - size, 1)
    ranked = []
    for gram in candidates:
        a = inside[gram]
        b = total[gram] - a
        if not a or log_ratio(a, b, size, rest) <= 0:
            continue
        keyness = log_likelihood(a, b, size, rest)
        worth = keyness * len(spread[gram])
        if len(gram) == 1:
            worth *= _SINGLE if may_be_noun(gram[0]) else _VERB
        ranked.append((worth, gram, len(spread[gram]), keyness))
    ranked.sort(key=lambda one: (_says_little(one[1]), one[2] < least, -one[0], one[1]))
    return ranked


def _says_little(gram: Gram) -> bool:
    """Say whether a phrase has one word that is not light, and that only names: `weeks`."""
    heavy = set(gram) - _LIGHT
    return len(heavy) == 1 and heavy <= NAMING


def _chosen(
    talk: Talk,
    rows: Ints,
    ranked: list[tuple[float, Gram, int, float]],
    counts: Counter[Gram],
    number: int,
) -> tuple[Phrase, ...]:
    """Take the best phrases that do not repeat the content words of one taken before."""
    taken: list[tuple[Gram, int, float]] = []
    told: list[frozenset[str]] = []
    for _, gram, transcripts, keyness in ranked:
        content = frozenset(base(word).rstrip("s") for word in gram) - {""}  # TAs, TA's
        if any(content <= other or other <= content for other in told):
            continue
        told.append(content)
        taken.append((gram, transcripts, keyness))
        if len(taken) == number:
            break
    places = _places(talk, rows, {gram for gram, _, _ in taken})
    return tuple(
        Phrase(*places[gram], counts[gram], transcripts, keyness)
        for gram, transcripts, keyness in taken
    )


def _places(talk: Talk, rows: Ints, wanted: set[Gram]) -> dict[Gram, tuple[int, Span, str]]:
    """Return where each phrase is said first, inside a sentence rather than at its beginning."""
    found: dict[Gram, tuple[int, Span, str]] = {}
    opening: dict[Gram, tuple[int, Span, str]] = {}
    for row in rows.tolist():
        for gram, span in grams(talk.texts[row], light=_LIGHT):
            if gram in wanted and gram not in found:
                text = talk.texts[row][span.start : span.end]
                place = (int(talk.units[row]), span, text)
                (found if span.start else opening).setdefault(gram, place)
        if len(found) == len(wanted):
            break
    return opening | found
