"""The lines of a YAML file as a person broke them, kept where nothing changed.

ruamel.yaml remembers comments and order, but breaks lists and texts over lines by itself. Written
without any change, a file therefore differs from what it was in its blanks and little else; so the
stretches of both can be told to be the same by their words, and what a change did not touch is
taken from the original.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise


def keep_lines(base: str, same: str, new: str) -> str:
    """Return `new` with the lines of `base` wherever it is like `same`.

    Args:
        base: The file as a person wrote it.
        same: What the writer makes of it when nothing is changed.
        new: What the writer makes of it with the changes.
    """
    if "\r" in base:
        return new
    unchanged, changed = same.splitlines(keepends=True), new.splitlines(keepends=True)
    partner = _partners(unchanged, changed)
    parts: list[str] = []
    done = 0
    for original, first, last in _blocks(base.splitlines(keepends=True), unchanged):
        begin = partner[first]
        if begin >= done and partner[first:last] == list(range(begin, begin + last - first)):
            parts += changed[done:begin]
            parts.append(original)
            done = begin + last - first
    return "".join([*parts, *changed[done:]])


def _partners(unchanged: list[str], changed: list[str]) -> list[int]:
    """Return for each line where it is in the changed file; -1 where it is not."""
    partner = [-1] * len(unchanged)
    matches = SequenceMatcher(None, unchanged, changed, autojunk=False).get_matching_blocks()
    for i, j, size in matches:
        partner[i : i + size] = range(j, j + size)
    return partner


def _blocks(base: list[str], unchanged: list[str]) -> list[tuple[str, int, int]]:
    """Return the smallest stretches of whole lines that both have.

    Each is the text of the one and first and last line (not included) of the other.
    """
    ours, theirs = _starts(base), _starts(unchanged)
    words = [line.split() for line in base], [line.split() for line in unchanged]
    cuts = [
        (ours[mine], theirs[other])
        for mine, other in _same_words(*([w for line in side for w in line] for side in words))
        if mine in ours and other in theirs
    ]
    return [
        ("".join(base[mine:mine_end]), first, last)
        for (mine, first), (mine_end, last) in pairwise(cuts)
        if first < last
    ]


def _same_words(base: list[str], same: list[str]) -> list[tuple[int, int]]:
    """Return the places between words, in order, that are the same in both."""
    if base == same:
        return [(n, n) for n in range(len(base) + 1)]
    found = [(0, 0)]
    for i, j, size in SequenceMatcher(None, base, same, autojunk=False).get_matching_blocks():
        found += [(i + n, j + n) for n in range(1, size)]
    return [*found, (len(base), len(same))]


def _starts(lines: list[str]) -> dict[int, int]:
    """Return the first line before which so many words stand; the end comes last."""
    found: dict[int, int] = {}
    count = 0
    for number, line in enumerate(lines):
        found.setdefault(count, number)
        count += len(line.split())
    found.setdefault(count, len(lines))
    return found
