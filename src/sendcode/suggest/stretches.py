"""Stretches of words without punctuation inside, and which of the words are names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator

from sendcode.core.model import Span
from sendcode.suggest.talk import WORD, as_spoken, like_name

Gram = tuple[str, ...]


def names_in(texts: Iterable[str], form: Callable[[str], str]) -> frozenset[str]:
    """Return the words (as they are counted) that inside sentences are mostly written like names.

    Args:
        texts: Sentences.
        form: Gives what a word is counted as; empty for the word itself.
    """
    written: Counter[str] = Counter()
    for text in texts:
        bare = as_spoken(text)[0]
        for match in WORD.finditer(bare.lower()):
            if match.start():  # the first word of a sentence tells nothing
                word = form(match.group()) or match.group()
                written[word] += 1 if like_name(bare, match) else -1
    return frozenset(word for word, times in written.items() if times > 0)


def stretches(
    text: str,
    longest: int,
    *,
    never_first: Container[str] = (),
    never_last: Container[str] = (),
) -> Iterator[tuple[Gram, Span]]:
    """Yield every stretch of words without punctuation inside, in small letters.

    Args:
        text: A sentence.
        longest: So many words at most.
        never_first: Words with which none begins.
        never_last: Words with which none ends.
    """
    bare, places = as_spoken(text)
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(bare.lower())]
    for first, (opening, start, _) in enumerate(words):
        if opening in never_first:
            continue
        said: list[str] = []
        for last in range(first, min(first + longest, len(words))):
            word, begins, end = words[last]
            if said and bare[words[last - 1][2] : begins].strip():
                break
            said.append(word)
            if word not in never_last:
                span = (start, end) if places is None else (places[start], places[end])
                yield tuple(said), Span(*span)
