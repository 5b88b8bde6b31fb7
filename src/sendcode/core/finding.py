"""Finding words and values as people type them: case ignored, `*` for anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def pattern(value: str) -> Callable[[str], bool]:
    """Return a test for a value, case ignored; `*` stands for anything."""
    wanted = value.casefold()
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
    words = re.findall(r"[\w*]+(?:['’][\w*]+)*", wanted.casefold().replace("’", "'"))
    return tuple(pattern(word) for word in words if word.strip("*") or word == "*")
