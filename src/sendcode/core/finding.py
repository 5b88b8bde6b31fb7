"""Finding words and values as people type them: case ignored, `*` for anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def pattern(value: str) -> Callable[[str], bool]:
    """Return a test for a value, case ignored; `*` stands for anything, alone for any value."""
    wanted = value.casefold()
    if wanted and not wanted.strip("*"):
        return bool
    if "*" not in wanted:
        return lambda found: found.casefold() == wanted
    regex = re.compile(".*".join(map(re.escape, re.split(r"\*+", wanted))), re.DOTALL)
    return lambda found: regex.fullmatch(found.casefold()) is not None


def hits(text: str, wanted: str, slop: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return where the words stand in a text, as half-open offsets, left to right.

    Words are compared whole and without case; `*` in a word stands for any letters.

    Args:
        text: Where to look.
        wanted: One or more words.
        slop: None for the words side by side and in order; else all of them in any order
            with at most so many other words between.
    """
    tests = _word_tests(wanted)
    if not tests:
        return ()
    words = [
        (m.start(), m.end(), m.group().casefold().replace("’", "'")) for m in _WORD.finditer(text)
    ]
    count = len(tests)
    found = []
    if slop is None:
        for n in range(len(words) - count + 1):
            if all(test(words[n + k][2]) for k, test in enumerate(tests)):
                found.append((words[n][0], words[n + count - 1][1]))
        return tuple(found)
    for n in range(len(words)):
        if not any(test(words[n][2]) for test in tests):
            continue
        end = _window(words, n, tests, slop)
        if end is not None:
            found.append((words[n][0], words[end][1]))
    return tuple(found)


def _window(
    words: Sequence[tuple[int, int, str]],
    first: int,
    tests: Sequence[Callable[[str], bool]],
    slop: int,
) -> int | None:
    """Return the last word of the shortest window from `first` that holds all the words."""
    last = min(len(words), first + len(tests) + slop)
    for end in range(first + len(tests), last + 1):
        if _each_has_its_own(tests, [word for *_, word in words[first:end]]):
            return end - 1
    return None


def _each_has_its_own(tests: Sequence[Callable[[str], bool]], words: Sequence[str]) -> bool:
    """Say whether every test can have a word of its own (bipartite matching)."""
    taken: dict[int, int] = {}

    def place(test: int, seen: set[int]) -> bool:
        for n, word in enumerate(words):
            if n not in seen and tests[test](word):
                seen.add(n)
                if n not in taken or place(taken[n], seen):
                    taken[n] = test
                    return True
        return False

    return all(place(test, set()) for test in range(len(tests)))


@lru_cache(maxsize=64)
def _word_tests(wanted: str) -> tuple[Callable[[str], bool], ...]:
    return tuple(map(pattern, _words(wanted)))


def _words(wanted: str) -> list[str]:
    words = re.findall(r"[\w*]+(?:['’][\w*]+)*", wanted.casefold().replace("’", "'"))
    return [word for word in words if word.strip("*") or word == "*"]


# --- in very many texts ----------------------------------------------------------------------

SPECIAL = re.compile(
    "[^\x00-\u024f\u2010-\u2015\u2018-\u2022\u2026\u2030\u2032-\u203a\u20a0-\u20ba\u2122]|[µßİŉſǰ]"
)
"""Characters for which a quick search may not be exact: words of other scripts, combining marks,
and letters whose case folds into several. Texts without any are the rule."""


def said_in(text: str, wanted: str) -> bool:
    """Say whether the words stand in a text, in order and side by side."""
    return bool(hits(text, wanted))


def finder(wanted: str, slop: int | None = None) -> Callable[[str], bool]:
    """Return a quick test for `hits`: whether the words stand in a text at all."""
    words = _words(wanted)
    if not words:
        return lambda _: False
    parts = [_regex(word) for word in words]
    if slop is None:
        parts = [r"\W+".join(parts)]
    quick = [re.compile(part) for part in parts]

    def found(text: str) -> bool:
        plain = text.replace("’", "'")
        if SPECIAL.search(plain):
            return bool(hits(text, wanted, slop))
        plain = plain.lower()
        if not all(regex.search(plain) for regex in quick):
            return False
        return slop is None or bool(hits(text, wanted, slop))

    return found


def _regex(word: str) -> str:
    """Return a regular expression for a whole word in a lower-case text."""
    anything = r"(?:\w|'(?=\w))*"
    inside = anything.join(map(re.escape, re.split(r"\*+", word)))
    return rf"(?<!\w)(?<!\w')(?=\w){inside}(?!\w)(?!'\w)"


def index_words(wanted: str, slop: int | None = None) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """Return words that every text with a hit has, as an index of words and digits cuts them.

    Returns:
        Words of ASCII letters and digits, with whether the index's word only has to begin so;
        and whether they have to stand side by side. This holds for texts without `SPECIAL`.
    """
    found: list[tuple[str, bool]] = []
    words = _words(wanted)
    for word in words:
        begun = re.match(r"([a-z0-9]+)(?=$|[*'_])", word)
        if begun:
            found.append((begun[1], word[begun.end() : begun.end() + 1] == "*"))
    whole = [(word, False) for word in words]
    return tuple(found), slop is None and found == whole
