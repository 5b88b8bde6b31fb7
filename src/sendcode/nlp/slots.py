"""The words of terms: how each may be spelled, and which word forms satisfy it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sendcode.core.spelling import SOUNDS, british, plain
from sendcode.core.terms import WILDCARD, Word, parse_term
from sendcode.nlp.lemmas import CONTRACTED, lemmas, listed

if TYPE_CHECKING:
    from spacy.language import Language

MAX_PATTERNS = 64
"""A term may have so many spellings (hyphen, joined, apart) at most."""
MIN_JOINED = 6
"""A word shorter than this is not looked for in two parts."""

_STAR = "\u01c2"
"""A letter that stands for `*` while a term is cut into words."""
_CLITICS = frozenset("n't nt na ta 's 've 're 'll 'd 'm".split())
_APART = frozenset("a an the i in on at to of up it is as or by me us he we be do so".split())
"""These are never run together with a neighbour: `drag on` is no `dragon`, `a maze` not `amaze`."""
_PREFIXES = frozenset(
    "co re pre non multi under over self well mid sub inter semi anti cross part full half".split()
)
_ELECTRONIC = "e"
"""The one letter that is parted from a word: `e-mail`."""
_IS = re.compile(
    r"(it|he|she|that|what|who|there|here|where|how|this|everything|something|nothing|nobody|"
    r"everyone|everybody|someone|somebody)'s",
    re.IGNORECASE,
)
_OWNS = re.compile(r"(\w+)(?:'s|s')", re.IGNORECASE)


class Slots:
    """The distinct words of all terms, numbered, and which of them a word form satisfies."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._by_lemma: dict[str, list[int]] = {}
        self._by_lower: dict[str, list[int]] = {}
        self._wild: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        """By the small letter that they begin with; empty where that is a wildcard."""
        self._anything: int | None = None

    def number(self, word: Word) -> int:
        """Return the number of a word of a term, taking it in when it is new."""
        known = self._numbers.get(word)
        if known is not None:
            return known
        slot = self._numbers[word] = len(self._numbers)
        lower = word.text.lower()
        if word.anything:
            self._anything = slot
        elif word.exact:
            self._exact.setdefault(word.text, []).append(slot)
        elif WILDCARD in word.text:
            begin = "" if lower.startswith(WILDCARD) else lower[0]
            self._wild.setdefault(begin, []).append((_wildcard(word), slot))
        elif word.capitals:
            capitals = word.text.removesuffix("s")
            for form in {word.text, capitals, f"{capitals}s"}:
                self._exact.setdefault(form, []).append(slot)
        else:
            self._by_lower.setdefault(british(lower), []).append(slot)
            for lemma in _meant(lower):
                self._by_lemma.setdefault(lemma, []).append(slot)
        return slot

    def satisfied(self, orth: str, lemma: str) -> frozenset[int]:
        """Return the slots that a word form satisfies; `lemma` where a model gave one."""
        lower = orth.lower()
        spelled = british(lower)
        found = {*self._exact.get(orth, ()), *self._by_lower.get(spelled, ())}
        own = lemmas(lower)
        if lemma and lower not in CONTRACTED:
            own = frozenset({british(lemma.lower())})
        for word in own:
            found.update(self._by_lemma.get(word, ()))
        for begin in {"", lower[:1], spelled[:1]}:
            for pattern, slot in self._wild.get(begin, ()):
                if pattern.fullmatch(orth) or pattern.fullmatch(spelled):
                    found.add(slot)
        if self._anything is not None:
            found.add(self._anything)
        return frozenset(found)


def _meant(lower: str) -> frozenset[str]:
    """Return the lemmas that a word of a term stands for.

    A word that is a base form means itself (`left` is not `leave`), and a plural its singular,
    too (`letters`, `carers`).
    """
    own, spelled = lemmas(lower), british(lower)
    if spelled not in own or not listed(lower):
        return own
    return own & {spelled, spelled.removesuffix("s")}


def _wildcard(word: Word) -> re.Pattern[str]:
    if word.capitals:
        return _with_gaps(r"\w*", word.text.split(WILDCARD))
    parts = [_british_part(part.lower()) for part in word.text.split(WILDCARD)]
    return _with_gaps(r"[\w']*", parts, re.IGNORECASE)


def _with_gaps(gap: str, parts: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern of parts with gaps between them.

    Each part is looked for where it comes first and never again (an atomic group), which finds
    the same, and takes no longer with many wildcards than with one.
    """
    first, *inner, last = map(re.escape, parts)
    middle = "".join(f"(?>{gap}?{part})" for part in inner if part)
    return re.compile(f"{first}{middle}{gap}{last}", flags)


def _british_part(part: str) -> str:
    """Return the British spelling of a part of a word, also of one cut short: `organiz`."""
    return british(f"{part}e")[:-1] if part.endswith(("iz", "yz")) else british(part)


def patterns(term: str, pipeline: Language) -> list[tuple[Word, ...]]:
    """Return the ways in which a term may be written, each as words cut as a text is.

    Raises:
        TermError: It cannot be read.
    """
    written = _apostrophes(parse_term(term))
    found = (way for words in written for way in spellings(_said(cut(words, pipeline))))
    return list(dict.fromkeys(found))[:MAX_PATTERNS]


def _apostrophes(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Return a term as written, with `it's` in full, and `parents' x` as `parent's x`."""
    found = [words]
    for n, word in enumerate(words):
        text = "" if word.exact else plain(word.text)[0]
        short, owner = _IS.fullmatch(text), _OWNS.fullmatch(text)
        if short:
            found += [(*words[:n], Word(short[1]), Word(v), *words[n + 1 :]) for v in ("is", "has")]
        elif owner and n + 1 < len(words):
            ways = (Word(f"{owner[1]}'s"), Word(f"{owner[1]}s"))
            found += [(*words[:n], way, *words[n + 1 :]) for way in ways]
    return found


def cut(words: Iterable[Word], pipeline: Language) -> Iterator[Word]:
    """Cut the words of a term as the words of a text are cut."""
    for word in words:
        yield from _cut(word, pipeline)


@lru_cache(maxsize=20_000)
def _cut(word: Word, pipeline: Language) -> tuple[Word, ...]:
    text = word.text if word.exact else word.text.replace(WILDCARD, _STAR)
    return tuple(
        Word(token.text if word.exact else token.text.replace(_STAR, WILDCARD), exact=word.exact)
        for token in pipeline.make_doc(plain(text)[0])
        if any(map(str.isalnum, token.text))
    )


def _said(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return words without hesitations, as texts are read; alone they stay, and find nothing."""
    found = tuple(words)
    return tuple(word for word in found if word.text.lower() not in SOUNDS) or found


def spellings(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Return a term's words as written, and with two of them joined or one of them parted."""
    found = {words: None}
    for n, (first, second) in enumerate(pairwise(words)):
        if _runs_on(first, second):
            found[(*words[:n], Word(first.text + second.text), *words[n + 2 :])] = None
    for n, word in enumerate(words):
        for parts in _parted(word):
            found[(*words[:n], *parts, *words[n + 1 :])] = None
    return list(found)[:MAX_PATTERNS]


def _runs_on(first: Word, second: Word) -> bool:
    """Say whether two words may also be written as one: `co production`, not `drag on`."""
    if not (_joinable(first) and _joinable(second)) or WILDCARD in first.text:
        return False
    return first.text.lower() in _PREFIXES or not (
        _APART & {first.text.lower(), second.text.lower()}
    )


def _joinable(word: Word) -> bool:
    return not (word.exact or word.capitals or word.anything) and word.text.lower() not in _CLITICS


@lru_cache(maxsize=20_000)
def _parted(word: Word) -> tuple[tuple[Word, Word], ...]:
    """Return a joined word in two: `coproduction` as `co production`."""
    return tuple(_in_two(word))


def _in_two(word: Word) -> Iterator[tuple[Word, Word]]:
    text = word.text
    if not _joinable(word) or not text.rstrip(WILDCARD).isalpha():
        return
    if text[:1].lower() == _ELECTRONIC and len(text) > 4 and listed(text[1:].lower()):
        yield Word(text[0]), Word(text[1:])
    if len(text) < MIN_JOINED:
        return
    for at in range(2, len(text) - 2):
        first, second = text[:at], text[at:]
        if first.lower() in _PREFIXES or (
            at > 2 and WILDCARD not in text and listed(first.lower()) and listed(second.lower())
        ):
            yield Word(first), Word(second)
