"""A codebook from a file that cannot hold everything: what it lacks is kept from the project."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sendcode.core.codebook import SEPARATOR, Code, Codebook, Rule
from sendcode.core.model import Problem

FIELDS = (
    *("definition", "include", "exclude", "examples", "colour", "origin", "rules", "retired"),
)
TERMS = "terms"
"""Stands in `holds` for rules that are nothing but a list of terms."""
_MARK = re.compile(r"codebook version ([0-9]{1,9}), [0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """What a file said.

    Attributes:
        codebook: Its codes; GUIDs only where the file has them.
        holds: The fields of a code that such a file can hold, of `FIELDS` and `TERMS`.
        paths: Whether ids stand in the file; else they are made from the names.
        problems: What was odd or left out.
        origin: Words of the file, among which may stand what `export_mark` said.
    """

    codebook: Codebook
    holds: frozenset[str]
    paths: bool = True
    problems: tuple[Problem, ...] = ()
    origin: str = ""


def export_mark(codebook: Codebook) -> str:
    """Return words that tell from which version of whose codebook a file comes.

    Tables and exchange files have no place for a version of their own; the words stand in their
    properties. Ids of codes are made by a project, so that nobody else's version has the same.
    Empty for a codebook that is in no project.
    """
    if not codebook.version:
        return ""
    codes = "\n".join(f"{code.guid} {code.path}" for code in codebook.codes)
    mark = hashlib.sha256(codes.encode()).hexdigest()[:12]
    return f"codebook version {codebook.version}, {mark}"


def said_mark(words: str) -> tuple[str, int]:
    """Return what `export_mark` said among some words, and the number of the version; else 0."""
    found = _MARK.search(words)
    return (found.group(), int(found.group(1))) if found else ("", 0)


def terms_of(code: Code) -> tuple[str, ...]:
    """Return the terms of those rules of a code that are nothing but a list of terms."""
    simple = (rule for rule in code.rules if _plain(rule))
    return tuple(dict.fromkeys(t for rule in simple for t in rule.any if _tabular(t)))


def complete(read: ReadCodebook, current: Codebook) -> tuple[Codebook, tuple[str, ...]]:
    """Return the codebook with what the file cannot hold, and sentences that say what was kept.

    A code is known by its GUID, else by its path, else by the names on the way to it. Known
    codes keep their ids and all that the file has no place for; retired codes that are
    missing in the file stay.

    Args:
        read: What the file said.
        current: The project's codebook; empty where there is none.
    """
    known = _known(read, current)
    paths: dict[str, str] = {}
    codes: list[Code] = []
    kept: dict[str, int] = {}
    for code in read.codebook.codes:
        same = known.get(code.path)
        parent = paths.get(code.parent, code.parent)
        last = code.path.rpartition(SEPARATOR)[2]
        if same is not None and not read.paths:
            last = same.path.rpartition(SEPARATOR)[2]
        path = _free(f"{parent}{SEPARATOR}{last}" if parent else last, {c.path for c in codes})
        paths[code.path] = path
        codes.append(_filled(replace(code, path=path), same, read.holds, kept))
    retired = _retired(current, {c.guid for c in known.values()}, codes)
    book = replace(
        read.codebook,
        name=current.name or read.codebook.name,
        codes=_with_retired(codes, retired),
        vocabulary=current.vocabulary,
    )
    return book, tuple(_notes(kept, len(retired)))


def _known(read: ReadCodebook, current: Codebook) -> dict[str, Code]:
    """Return for each path of the file the project's code that it means, each once."""
    trails = {_trail(current, code): code for code in reversed(current.codes)}
    ways: tuple[Callable[[Code], Code | None], ...] = (
        lambda code: current.get(code.guid) if code.guid else None,
        lambda code: current.at(code.path),
        lambda code: trails.get(_trail(read.codebook, code)),
    )
    found: dict[str, Code] = {}
    claimed: set[str] = set()
    for way in ways:
        for code in read.codebook.codes:
            same = None if code.path in found else way(code)
            if same is not None and same.guid not in claimed:
                found[code.path] = same
                claimed.add(same.guid)
    return found


def _trail(book: Codebook, code: Code) -> tuple[str, ...]:
    return tuple(above.name.casefold() for above in book.ancestors(code.path))


def _filled(code: Code, same: Code | None, holds: frozenset[str], kept: dict[str, int]) -> Code:
    if same is None:
        return code
    lost = {part: getattr(same, part) for part in FIELDS if part not in holds}
    if TERMS in holds:
        lost["rules"] = _mended(same, code)
    for part, value in lost.items():
        if value != getattr(code, part):
            kept[part] = kept.get(part, 0) + 1
    filled = replace(code, guid=same.guid, **lost)
    if _long(filled.colour) == _long(same.colour):
        filled = replace(filled, colour=same.colour)
    marks = dict(same.quotes)
    return replace(filled, quotes=tuple((e, marks[e]) for e in filled.examples if e in marks))


def _mended(old: Code, new: Code) -> tuple[Rule, ...]:
    """Return a code's rules with the terms that came and went in the table."""
    before, after = terms_of(old), terms_of(new)
    gone, came = set(before) - set(after), [term for term in after if term not in before]
    rules: list[Rule] = []
    for rule in old.rules:
        if _plain(rule):
            rule = replace(rule, any=tuple(t for t in rule.any if t not in gone))
            if came and rule.weight == 1.0:
                rule, came = replace(rule, any=(*rule.any, *came)), []
            if not rule.any:
                continue
        rules.append(rule)
    if came:
        rules.append(Rule(0, any=tuple(came)))
    return tuple(replace(rule, number=n) for n, rule in enumerate(rules, 1))


def _plain(rule: Rule) -> bool:
    """Say whether a rule is nothing but a list of terms, whatever its weight."""
    return bool(rule.any) and rule == Rule(
        rule.number, any=rule.any, weight=rule.weight, draft=rule.draft
    )


def _tabular(term: str) -> bool:
    """Say whether a term can stand in a list that `;` parts."""
    return not set(term) & set(";\n") and term == term.strip()


def _long(colour: str) -> str:
    """Return a colour as #rrggbb."""
    digits = colour.lower().lstrip("#")
    return "".join(d * 2 for d in digits) if len(digits) == 3 else digits


def _retired(current: Codebook, known: set[str], codes: list[Code]) -> list[Code]:
    """Return the project's retired codes that the file left out and that have a place in it."""
    paths = {code.path for code in codes}
    found: list[Code] = []
    for code in current.codes:
        missing = code.retired and code.guid not in known and code.path not in paths
        if missing and (not code.parent or code.parent in paths):
            found.append(code)
            paths.add(code.path)
    return found


def _with_retired(codes: Iterable[Code], retired: Iterable[Code]) -> tuple[Code, ...]:
    found = list(codes)
    for code in retired:
        family = f"{code.parent}{SEPARATOR}"
        places = [
            n
            for n, other in enumerate(found)
            if not code.parent or other.path == code.parent or other.path.startswith(family)
        ]
        found.insert(places[-1] + 1 if places else len(found), code)
    return tuple(found)


def _free(path: str, taken: set[str]) -> str:
    number, free = 2, path
    while free in taken:
        free = f"{path}-{number}"
        number += 1
    return free


def _notes(kept: dict[str, int], retired: int) -> Iterable[str]:
    for part, count in kept.items():
        codes = f"{count} code{'s' if count != 1 else ''}"
        yield f"{part} of {codes} kept from the project: this kind of file has no place for them"
    if retired:
        codes = f"{retired} retired code{'s' if retired != 1 else ''}"
        yield f"{codes} kept, though missing in the file"
