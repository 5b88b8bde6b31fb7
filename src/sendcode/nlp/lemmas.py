"""What a word form can be a form of."""

from __future__ import annotations

from functools import lru_cache

from sendcode.core.spelling import british

# What the lookup does not know: the parts that contractions are cut into.
CONTRACTED = {
    "n't": {"not"}, "nt": {"not"}, "ca": {"can"}, "wo": {"will"}, "sha": {"shall"},
    "'ve": {"have"}, "'re": {"be"}, "'m": {"be"}, "'ll": {"will"}, "'d": {"have", "would"},
    "'s": {"be", "have", "'s"},
}  # fmt: skip


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> frozenset[str]:
    """Return every lemma that a small-letter word form can have, in British spelling.

    By look-up, without knowing the part of speech: `left` may be `left` or `leave`. A form
    that no list knows loses its ending (`sencos` may be `senco`).
    """
    from lemminflect import getAllLemmas

    known = CONTRACTED.get(word)
    if known is None:
        known = {lemma.lower() for found in getAllLemmas(word).values() for lemma in found}
    return frozenset(british(lemma) for lemma in known or _guesses(word))


@lru_cache(maxsize=200_000)
def listed(word: str) -> bool:
    """Say whether a word is in the list of English words."""
    from lemminflect import getAllLemmas

    return bool(getAllLemmas(word))


@lru_cache(maxsize=200_000)
def may_be_noun(word: str) -> bool:
    """Say whether a small-letter word form can name something, as `waiting` can.

    One that no list knows can.
    """
    from lemminflect import getAllLemmas

    known = getAllLemmas(word.removesuffix("'s"))
    return not known or "NOUN" in known or "PROPN" in known or word.endswith("ing")


def _guesses(word: str) -> set[str]:
    found = {word}
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            found.update((stem, f"{stem}e"))
    return found
