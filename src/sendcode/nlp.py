"""spaCy's only home: pipelines, words with exact offsets, and the terms found among them.

Every term comes down to sequences of word sets (a lemma, a wildcard, a spelling and a word in
capitals are all sets of word forms), so one mechanism finds them all: each distinct form is
looked up once, and all terms together are one tree that is walked from every word. spaCy's
own Matcher gives the same hits but tries every pattern at every word, which is many times
slower with the thousand terms of a codebook.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sendcode.core.spelling import FILLER_PAIRS, FILLERS, SOUNDS, british, plain
from sendcode.core.terms import WILDCARD, Word, parse_term
from sendcode.errors import NotFound

if TYPE_CHECKING:
    from spacy.language import Language

VERSION = "1"
"""Version of how words are cut and matched; a run records it."""

BLANK = "en (blank)"
MAX_PATTERNS = 64
"""A term may have so many spellings (hyphen, joined, apart) at most."""
MAX_CHARACTERS = 10**9
"""No parser runs here, so that spaCy's limit on the length of a text does not apply."""
MIN_JOINED = 6
"""A word shorter than this is not looked for in two parts."""

_CLITIC = r"n't|'(?:s|ve|re|ll|d|m)"
_DOTS = r"\.\.+|…"
_PREFIX = re.compile(rf"^(?:{_DOTS}|[^\w])")
_SUFFIX = re.compile(rf"(?:{_CLITIC}|{_DOTS}|[^\w])$", re.IGNORECASE)
_INFIX = re.compile(
    rf"(?:{_CLITIC})(?!\w)|{_DOTS}|(?<!\d)[.,:/]|[.,:/](?!\d)|[^\w\s'.,:/]+", re.IGNORECASE
)
_JOINED_NOT = (
    "do does did is are was were have has had would could should must ca wo need might sha"
).split()
_STAR = "\u01c2"
"""A letter that stands for `*` while a term is cut into words."""

_CLITICS = frozenset("n't nt na ta 's 've 're 'll 'd 'm".split())
_PREFIXES = frozenset(
    "co re pre non multi under over self well mid sub inter semi anti cross part full half".split()
)
_SOFT, _HARD = 1, 2  # a full stop ends a sentence before a capital; a line break always does

# What the lookup does not know: the parts that contractions are cut into.
_CONTRACTED = {
    "n't": {"not"}, "nt": {"not"}, "ca": {"can"}, "wo": {"will"}, "sha": {"shall"},
    "'ve": {"have"}, "'re": {"be"}, "'m": {"be"}, "'ll": {"will"}, "'d": {"have", "would"},
    "'s": {"be", "have", "'s"},
}  # fmt: skip


def load_pipeline(name: str | None = None) -> Language:
    """Return the blank English pipeline, or a trained one by name or path.

    Words are cut the same way with every pipeline. Nothing is ever downloaded.

    Raises:
        NotFound: The pipeline is not installed, or cannot be used with this spaCy.
    """
    import spacy

    if not name:
        pipeline = spacy.blank("en")
    else:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                pipeline = spacy.load(name, exclude=["ner", "parser", "textcat"])
        except (OSError, ImportError, ValueError, KeyError) as error:
            raise NotFound(
                f"the spaCy pipeline '{name}' cannot be loaded",
                "sendcode never downloads one; install it yourself (python -m spacy download "
                "en_core_web_sm) or leave --pipeline out.",
            ) from error
    pipeline.tokenizer = _tokenizer(pipeline)
    pipeline.max_length = MAX_CHARACTERS
    return pipeline


def describe(pipeline: Language) -> str:
    """Return name and version of a pipeline and of spaCy, as a run records them."""
    from spacy.about import __version__

    meta = pipeline.meta
    trained = bool(pipeline.pipe_names)
    name = f"{meta['lang']}_{meta['name']} {meta['version']}" if trained else BLANK
    return f"{name}, spaCy {__version__}"


def _tokenizer(pipeline: Language) -> Any:
    from spacy.symbols import ORTH
    from spacy.tokenizer import Tokenizer

    rules: dict[str, list[dict[int, str]]] = {}
    for verb in _JOINED_NOT:
        for form in (verb, verb.capitalize()):
            rules[f"{form}nt"] = [{ORTH: form}, {ORTH: "nt"}]
    for first, second in (("can", "not"), ("gon", "na"), ("got", "ta")):
        for form in (first, first.capitalize()):
            rules[form + second] = [{ORTH: form}, {ORTH: second}]
    return Tokenizer(
        pipeline.vocab,
        rules=rules,
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )


# --- words -----------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> frozenset[str]:
    """Return every lemma that a small-letter word form can have, in British spelling.

    By look-up, without knowing the part of speech: `left` may be `left` or `leave`. A form
    that no list knows loses its ending (`sencos` may be `senco`).
    """
    from lemminflect import getAllLemmas

    known = _CONTRACTED.get(word)
    if known is None:
        known = {lemma.lower() for found in getAllLemmas(word).values() for lemma in found}
    return frozenset(british(lemma) for lemma in known or _guesses(word))


def _guesses(word: str) -> set[str]:
    found = {word}
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            found.update((stem, f"{stem}e"))
    return found


@dataclass(slots=True)
class _Node:
    """A place in the tree of all terms: words said so far, terms that are complete here.

    Attributes:
        terms: Numbers of the terms that end here.
        following: The slot of a next word to where it leads.
    """

    terms: list[int] = field(default_factory=list)
    following: dict[int, _Node] = field(default_factory=dict)

    def add(self, slots: Sequence[int], term: int) -> None:
        """Grow the branch of one spelling of a term."""
        node = self
        for slot in slots:
            node = node.following.setdefault(slot, _Node())
        if term not in node.terms:
            node.terms.append(term)


@dataclass(frozen=True, slots=True)
class _Form:
    """What is known of one word form: looked up once, then shared by all its places.

    Attributes:
        lower: In small letters.
        slots: The words of the terms that it satisfies.
        nodes: Where it leads as the first word of a term.
        opens: It does not begin with a small letter, so that it can open a sentence.
    """

    lower: str
    slots: frozenset[int]
    nodes: tuple[_Node, ...]
    opens: bool


class _Slots:
    """The distinct words of all terms, numbered, and which of them a word form satisfies."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}
        self._exact: dict[str, list[int]] = {}
        self._by_lemma: dict[str, list[int]] = {}
        self._by_lower: dict[str, list[int]] = {}
        self._wild: list[tuple[re.Pattern[str], int]] = []
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
            self._wild.append((_wildcard(word), slot))
        elif word.capitals:
            capitals = word.text.removesuffix("s")
            for form in {word.text, capitals, f"{capitals}s"}:
                self._exact.setdefault(form, []).append(slot)
        else:
            self._by_lower.setdefault(british(lower), []).append(slot)
            own = lemmas(lower)
            for lemma in {british(lower)} if british(lower) in own else own:
                self._by_lemma.setdefault(lemma, []).append(slot)
        return slot

    def satisfied(self, orth: str, lemma: str) -> frozenset[int]:
        """Return the slots that a word form satisfies; `lemma` where a model gave one."""
        lower = orth.lower()
        spelled = british(lower)
        found = {*self._exact.get(orth, ()), *self._by_lower.get(spelled, ())}
        own = lemmas(lower)
        if lemma and lower not in _CONTRACTED:
            own = frozenset({british(lemma.lower())})
        for word in own:
            found.update(self._by_lemma.get(word, ()))
        for pattern, slot in self._wild:
            if pattern.fullmatch(orth) or pattern.fullmatch(spelled):
                found.add(slot)
        if self._anything is not None:
            found.add(self._anything)
        return frozenset(found)


def _wildcard(word: Word) -> re.Pattern[str]:
    if word.capitals:
        return re.compile(r"\w*".join(map(re.escape, word.text.split(WILDCARD))))
    parts = (_british_part(part.lower()) for part in word.text.split(WILDCARD))
    return re.compile(r"[\w']*".join(map(re.escape, parts)), re.IGNORECASE)


def _british_part(part: str) -> str:
    """Return the British spelling of a part of a word, also of one cut short: `organiz`."""
    return british(f"{part}e")[:-1] if part.endswith(("iz", "yz")) else british(part)


# --- terms -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a term was found.

    Attributes:
        term: Its number in the list the finder was made from.
        first: Number of its first word in the text, from 0; hesitations are not counted.
        last: Number of its last word.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    term: int
    first: int
    last: int
    start: int
    end: int


@dataclass(slots=True)
class _Stream:
    """The words of a text in order, hesitations left out; None where a sentence ends.

    Attributes:
        forms: The words.
        spans: Their offsets in the plain text.
        places: Their numbers, breaks not counted.
    """

    forms: list[_Form | None]
    spans: list[tuple[int, int]]
    places: list[int]

    def without_fillers(self) -> _Stream:
        """Return the words without `you know`, `just` ..., and said once where said twice."""
        forms = self.forms
        lowers = [form.lower if form else "" for form in forms]
        drop = {n for n, lower in enumerate(lowers) if lower in FILLERS}
        for n, pair in enumerate(pairwise(lowers)):
            if pair in FILLER_PAIRS:
                drop.update((n, n + 1))
        kept = [n for n in range(len(forms)) if n not in drop]
        said = [lowers[n] for n in kept]
        again = {n for n, (a, b) in enumerate(pairwise(said)) if a and a == b}
        for n in range(len(said) - 3):
            if said[n] and said[n : n + 2] == said[n + 2 : n + 4]:
                again.update((n, n + 1))
        kept = [place for n, place in enumerate(kept) if n not in again]
        return _Stream(
            [forms[n] for n in kept], [self.spans[n] for n in kept], [self.places[n] for n in kept]
        )

    def before_gaps(self, longest: int) -> list[int]:
        """Return the words from which a term of at most `longest` words crosses a gap."""
        starts: set[int] = set()
        for n, (place, after) in enumerate(pairwise(self.places)):
            if after - place > 1:
                starts.update(range(max(0, n - longest + 2), n + 1))
        return sorted(starts)


class TermFinder:
    """Find many terms in many texts at once.

    Args:
        terms: Plain terms (sets already expanded), e.g. `wait* for`, `TA`, `"Left"`.
        pipeline: From `load_pipeline`.

    Raises:
        TermError: A term cannot be read.
    """

    def __init__(self, terms: Sequence[str], pipeline: Language) -> None:
        self._pipeline = pipeline
        self._trained = bool(pipeline.pipe_names)
        self._columns: list[int | str] = [
            "ORTH",
            "IDX",
            "LENGTH",
            *(["LEMMA"] if self._trained else []),
        ]
        self._slots = _Slots()
        self._root = _Node()
        self._longest = 1
        self._forms: dict[Any, _Form | None] = {}
        self._enders: dict[Any, int] = {}
        for number, term in enumerate(terms):
            for words in _spellings(tuple(self._cut(parse_term(term)))):
                self._root.add([self._slots.number(word) for word in words], number)
                self._longest = max(self._longest, len(words))

    def find(self, text: str) -> list[Match]:
        """Return every match in a text, in order of place.

        Hesitations and fillers may stand inside a match; no match goes beyond a sentence.
        """
        matchable, offsets = plain(text)
        stream = self._stream(matchable)
        matches = list(self._matches(stream, range(len(stream.forms))))
        if matches or any(form and form.nodes for form in stream.forms):
            # Only what stands around a gap is new; the rest has been found already.
            tight = stream.without_fillers()
            starts = tight.before_gaps(self._longest)
            matches.extend(dict.fromkeys(self._matches(tight, starts, gaps_only=True)))
        matches.sort(key=lambda match: (match.first, match.last, match.term))
        if offsets is None:
            return matches
        return [
            Match(m.term, m.first, m.last, offsets[m.start], offsets[m.end - 1] + 1)
            for m in matches
        ]

    def _matches(
        self, stream: _Stream, starts: Iterable[int], *, gaps_only: bool = False
    ) -> Iterator[Match]:
        """Yield the matches that begin at some words, or those of them with a gap inside."""
        forms, spans, places = stream.forms, stream.spans, stream.places
        for first in starts:
            form = forms[first]
            if form is None or not form.nodes:
                continue
            reached = [(node, first) for node in form.nodes]
            for node, last in reached:  # grows while it is walked
                if node.terms and not (gaps_only and places[last] - places[first] == last - first):
                    for term in node.terms:
                        yield Match(
                            term, places[first], places[last], spans[first][0], spans[last][1]
                        )
                if node.following and last + 1 < len(forms):
                    after = forms[last + 1]
                    if after is not None and after.slots:
                        reached.extend(
                            (node.following[slot], last + 1)
                            for slot in after.slots & node.following.keys()
                        )

    def _stream(self, text: str) -> _Stream:
        """Return the words of a plain text."""
        stream = _Stream([], [], [])
        ended = words = 0
        known = self._forms
        for key, start, length in self._rows(text):
            form = known[key] if key in known else self._look_up(key)
            if form is None:
                ended = max(ended, self._enders.get(key, 0))
                continue
            if ended and (form.opens or ended == _HARD):
                stream.forms.append(None)
                stream.spans.append((start, start))
                stream.places.append(words)
            ended = 0
            stream.forms.append(form)
            stream.spans.append((start, start + length))
            stream.places.append(words)
            words += 1
        return stream

    def _rows(self, text: str) -> Iterable[tuple[Any, int, int]]:
        """Yield form, offset and length of every token; a form is a number, or two."""
        if not self._trained:
            blank: Any = self._pipeline.make_doc(text)
            return blank.to_array(self._columns).tolist()  # type: ignore[no-any-return]
        rows = self._pipeline(text).to_array(self._columns).tolist()
        return (((orth, lemma), start, length) for orth, start, length, lemma in rows)

    def _look_up(self, key: Any) -> _Form | None:
        """Return what is known of a form; None for what is no word."""
        strings: Any = self._pipeline.vocab.strings
        orth: str = strings[key[0] if self._trained else key]
        lemma: str = strings[key[1]] if self._trained else ""
        lower = orth.lower()
        form = None
        if "\n" in orth:
            self._enders[key] = _HARD
        elif orth in (".", "!", "?"):
            self._enders[key] = _SOFT
        elif lower not in SOUNDS and any(map(str.isalnum, orth)):
            slots = self._slots.satisfied(orth, lemma)
            nodes = tuple(self._root.following[n] for n in slots & self._root.following.keys())
            form = _Form(lower, slots, nodes, not orth[0].islower())
        self._forms[key] = form
        return form

    def _cut(self, words: Iterable[Word]) -> Iterator[Word]:
        """Cut the words of a term as the words of a text are cut."""
        for word in words:
            text = word.text if word.exact else word.text.replace(WILDCARD, _STAR)
            for token in self._pipeline.make_doc(plain(text)[0]):
                if any(map(str.isalnum, token.text)):
                    part = token.text if word.exact else token.text.replace(_STAR, WILDCARD)
                    yield Word(part, exact=word.exact)


def _spellings(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Return a term's words as written, and with two of them joined or one of them parted."""
    found = {words: None}
    for n, (first, second) in enumerate(pairwise(words)):
        if _joinable(first) and WILDCARD not in first.text and _joinable(second):
            found[(*words[:n], Word(first.text + second.text), *words[n + 2 :])] = None
    for n, word in enumerate(words):
        for parts in _parted(word):
            found[(*words[:n], *parts, *words[n + 1 :])] = None
    return list(found)[:MAX_PATTERNS]


def _joinable(word: Word) -> bool:
    return not (word.exact or word.capitals or word.anything) and word.text.lower() not in _CLITICS


def _parted(word: Word) -> Iterator[tuple[Word, Word]]:
    """Yield a joined word in two: `coproduction` as `co production`."""
    text = word.text
    if not _joinable(word) or len(text) < MIN_JOINED or not text.rstrip(WILDCARD).isalpha():
        return
    for cut in range(2, len(text) - 2):
        first, second = text[:cut], text[cut:]
        if first.lower() in _PREFIXES or (
            cut > 2 and WILDCARD not in text and _listed(first) and _listed(second)
        ):
            yield Word(first), Word(second)


def _listed(word: str) -> bool:
    from lemminflect import getAllLemmas

    return bool(getAllLemmas(word.lower()))
