"""Transcripts as JSON that hold single words with their times: words back to what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

Segment: TypeAlias = Mapping[str, Any]

_LEAST = 4
_LONG = 25
"""A piece ends with a sentence when it has so many words."""


def are_words(texts: Sequence[str]) -> bool:
    """Say whether the texts of a list are single words."""
    single = sum(1 for text in texts if " " not in text.strip())
    return len(texts) >= _LEAST and single >= 0.8 * len(texts)


def pieces(
    words: Sequence[Segment],
    *,
    text_of: Callable[[Segment], str],
    speaker_of: Callable[[Segment], object],
) -> Iterator[tuple[Segment, Segment, str]]:
    """Yield the first and last word of each piece with its text: one speaker, whole sentences.

    Args:
        words: In the order of the file; punctuation may be a word of its own, without a time.
        text_of: The word as written, blanks included, where the file writes them.
        speaker_of: Who says it; punctuation says nothing about that.
    """
    spaced = any(text_of(word)[:1].isspace() for word in words)
    for _, group in groupby(_with_speakers(words, text_of, speaker_of), key=lambda pair: pair[0]):
        held: list[Segment] = []
        text = ""
        for _, word in group:
            written = text_of(word)
            glue = "" if spaced or not text or not _has_letter(written) else " "
            if len(held) >= _LONG and text.rstrip()[-1:] in ".?!" and _has_letter(written):
                yield held[0], held[-1], text.strip()
                held, text, glue = [], "", ""
            text += glue + written
            if _has_letter(written) or not held:
                held.append(word)
        if text.strip():
            yield held[0], held[-1], text.strip()


def _with_speakers(
    words: Sequence[Segment],
    text_of: Callable[[Segment], str],
    speaker_of: Callable[[Segment], object],
) -> Iterator[tuple[object, Segment]]:
    last: object = None
    for word in words:
        who = speaker_of(word)
        if who is None and not _has_letter(text_of(word)):
            who = last
        last = who
        yield who, word


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)
