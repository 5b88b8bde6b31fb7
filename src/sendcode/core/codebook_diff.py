"""What changed between two versions of a codebook, in words a researcher reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from sendcode.core.codebook import SEPARATOR, Code, Codebook, Near, Rule

MANY = 12
"""So many terms are told one by one."""


def diff(old: Codebook, new: Codebook) -> tuple[str, ...]:
    """Return one sentence per change, in the order of the new codebook; empty if none.

    A code is the same when its GUID is; without GUIDs (a file that was just read), when its
    path is, or the path that it says it `was`.
    """
    pairs = counterparts(old, new)
    splits = _splits(pairs, old, new)
    parts = {part for found in splits.values() for part in found}
    return (
        *_heads(old, new),
        *(
            line
            for code in new.codes
            if code.path not in parts
            for line in (
                *_merged(code, pairs, new),
                *_code(code, pairs),
                *_split(code.path, splits),
            )
        ),
        *_removed(old, {code.path for code in pairs.values()}),
        *_order(pairs, old, new),
    )


def counterparts(old: Codebook, new: Codebook) -> dict[str, Code]:
    """Return for each path of `new` the code of `old` that it goes on with, each at most once.

    By GUID where both sides have one, else by the path it `was`, else by the same path.
    """
    found: dict[str, Code] = {}
    claimed: set[str] = set()
    ways: tuple[Callable[[Code], Code | None], ...] = (
        lambda code: old.get(code.guid) if code.guid else None,
        lambda code: _by_was(code, old, new),
        lambda code: old.at(code.path),
    )
    for way in ways:
        for code in new.codes:
            same = None if code.path in found else way(code)
            if same is None or same.path in claimed:
                continue
            if code.guid and same.guid and code.guid != same.guid:
                continue
            found[code.path] = same
            claimed.add(same.path)
    return found


def _by_was(code: Code, old: Codebook, new: Codebook) -> Code | None:
    """Return the old code at `was`, unless a code of the new codebook simply stayed there."""
    if not code.was or code.was not in old:
        return None
    keeper = new.at(code.was)
    stayed = keeper is not None and not (keeper.was and keeper.was in old)
    return None if stayed else old.at(code.was)


def _heads(old: Codebook, new: Codebook) -> Iterator[str]:
    if old.name and old.name != new.name:
        yield f"the codebook is now called '{new.name}' (was '{old.name}')"
    for name in new.vocabulary:
        if name not in old.vocabulary:
            yield f"vocabulary @{name} added"
        elif tuple(old.vocabulary[name]) != tuple(new.vocabulary[name]):
            terms = _terms(tuple(old.vocabulary[name]), tuple(new.vocabulary[name]))
            yield f"vocabulary @{name} changed{': ' if terms else ''}{terms}"
    for name in old.vocabulary:
        if name not in new.vocabulary:
            yield f"vocabulary @{name} removed"


def _splits(pairs: dict[str, Code], old: Codebook, new: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the codes that had none below them and now have several, all of them new."""
    found: dict[str, tuple[str, ...]] = {}
    for path, before in pairs.items():
        below = tuple(code.path for code in new.children(path))
        if len(below) > 1 and not old.children(before.path) and not set(below) & set(pairs):
            found[path] = below
    return found


def _split(path: str, splits: dict[str, tuple[str, ...]]) -> Iterator[str]:
    if path in splits:
        yield f"{path} split into {', '.join(splits[path])}"


def _merged(code: Code, pairs: dict[str, Code], new: Codebook) -> Iterator[str]:
    """Say into which code one that is now retired went: the only one that took all its rules."""
    before = pairs.get(code.path)
    if before is None or before.retired or not code.retired or not code.rules:
        return
    rules = {replace(rule, number=0) for rule in code.rules}
    took = [
        other.path
        for other in new.codes
        if not other.retired and rules <= _taken(other, pairs.get(other.path))
    ]
    if len(took) == 1:
        yield f"{code.path} merged into {took[0]}"


def _taken(code: Code, before: Code | None) -> set[Rule]:
    """Return the rules that a code has and did not have."""
    old = {replace(rule, number=0) for rule in before.rules} if before else set()
    return {replace(rule, number=0) for rule in code.rules} - old


def _code(new: Code, pairs: dict[str, Code]) -> Iterator[str]:
    """Yield what became of one code; `pairs` has, by new path, the code that it was before."""
    old = pairs.get(new.path)
    if old is None:
        yield f"{new.path} added"
        return
    above = pairs.get(new.parent)
    stayed = (above.path if above else "") == old.parent
    if not stayed:
        yield f"{new.path} moved from {old.path}"
    elif old.path.rpartition(SEPARATOR)[2] != new.path.rpartition(SEPARATOR)[2]:
        yield f"{new.path} renamed from {old.path}"
    if old.name != new.name:
        yield f"name of {new.path} changed from '{old.name}' to '{new.name}'"
    for part in ("definition", "include", "exclude", "colour", "origin"):
        if change := _text(f"{part} of {new.path}", getattr(old, part), getattr(new, part)):
            yield change
    if old.examples != new.examples:
        counts = f"{len(old.examples)} before, {len(new.examples)} now"
        yield f"examples of {new.path} changed ({counts})"
    elif dict(old.quotes) != dict(new.quotes):
        yield f"which examples of {new.path} are from interviews changed"
    if old.retired != new.retired:
        yield f"{new.path} {'retired' if new.retired else 'taken into use again'}"
    yield from _rules(old.rules, new.rules, new.path)


def _rules(old: tuple[Rule, ...], new: tuple[Rule, ...], path: str) -> Iterator[str]:
    before = [replace(rule, number=0) for rule in old]
    after = [replace(rule, number=0) for rule in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        if what == "equal":
            continue
        paired = min(i_end - i, j_end - j)
        for n in range(paired):
            yield f"rule {j + n + 1} of {path} changed{_rule(before[i + n], after[j + n])}"
        if j_end > j + paired:
            yield f"{_numbers(j + paired, j_end)} of {path} added"
        if i_end > i + paired:
            yield f"{_numbers(i + paired, i_end)} of {path} (as it was numbered) removed"


def _numbers(first: int, end: int) -> str:
    """Return `rule 3`, or `rules 3 to 5`, for rules counted from 0, the end not included."""
    return f"rule {end}" if end - first == 1 else f"rules {first + 1} to {end}"


def _rule(old: Rule, new: Rule) -> str:
    """Return what is different in a rule, part by part; empty where only an order changed."""
    none = Near((), ())
    near, now = old.near or none, new.near or none
    parts = (
        _terms(old.any, new.any),
        _named("all", old.all, new.all),
        _named("of", near.of, now.of),
        _named("to", near.to, now.to),
        f"within {near.within} to {now.within} words"
        if old.near and new.near and near.within != now.within
        else "",
        _turned("in this order only", near.ordered, now.ordered),
        _text("regex", old.regex or "", new.regex or ""),
        _named("not", old.none, new.none),
        f"said by {', '.join(new.roles) or 'anyone'}" if old.roles != new.roles else "",
        "for other speakers" if old.speakers != new.speakers else "",
        f"weight {old.weight:g} to {new.weight:g}" if old.weight != new.weight else "",
        _turned("a draft", old.draft, new.draft),
    )
    said = "; ".join(filter(None, parts))
    return f": {said}" if said else ""


def _named(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    terms = _terms(old, new)
    return f"{name} {terms}" if terms else ""


def _text(name: str, old: str, new: str) -> str:
    if old == new:
        return ""
    return f"{name} {'added' if not old else 'removed' if not new else 'changed'}"


def _turned(what: str, old: bool, new: bool) -> str:
    return "" if old == new else what if new else f"no longer {what}"


def _terms(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return the terms that came and went, e.g. `+ "backlog", - "queue"`."""
    came = [f'+ "{term}"' for term in new if term not in old]
    went = [f'- "{term}"' for term in old if term not in new]
    found = came + went
    more = len(found) - MANY
    return ", ".join(found) if more <= 0 else f"{', '.join(found[:MANY])} and {more:,} more"


def _removed(old: Codebook, kept: set[str]) -> Iterator[str]:
    for code in old.codes:
        if code.path not in kept:
            yield f"{code.path} removed"


def _order(pairs: dict[str, Code], old: Codebook, new: Codebook) -> Iterator[str]:
    """Yield a line where codes that kept their parent stand in another order."""
    place = {code.path: n for n, code in enumerate(old.codes)}
    for parent in ("", *(code.path for code in new.codes)):
        stayed = [pairs[c.path] for c in new.children(parent) if c.path in pairs]
        if any(place[a.path] > place[b.path] for a, b in pairwise(stayed) if a.parent == b.parent):
            yield f"the order of the codes {f'below {parent} ' if parent else ''}changed"
