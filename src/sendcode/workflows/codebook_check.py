"""Rules against the talk of a project: which find nothing, which find nearly everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_check import SLOW, check
from sendcode.core.model import Problem
from sendcode.core.progress import Track, untracked
from sendcode.errors import NotFound
from sendcode.patterns import Pattern
from sendcode.store import Store
from sendcode.suggest.rules import RuleSuggester
from sendcode.workflows.codebooks import read_codebook, version_of

TOO_MANY = 0.5
"""A rule that finds more than this share of all sentences says nothing."""

SAME_FROM = 5
"""Two rules of a code that find the same sentences are named from so many on."""


def check_codebook(
    store: Store | None, path: Path | None, *, track: Track = untracked
) -> tuple[Codebook, tuple[Problem, ...]]:
    """Check a file, or without one the project's codebook; on the talk where there is some.

    Args:
        store: The project; None where there is none.
        path: The file; None for the project's codebook.
        track: Progress over turns.

    Raises:
        CodebookError: The file cannot be used.
        NotFound: Neither a file nor a codebook in the project.
    """
    if path is not None:
        current = store.codebooks.current() if store else None
        book, warnings, _ = read_codebook(path, current)
    elif store is not None:
        book = version_of(store)
        warnings = check(book)
    else:
        raise NotFound("no codebook to check", "Name a file, or work in a project's folder.")
    warnings = (*warnings, *_slow(book, path.name if path else book.name))
    if store is None:
        return book, warnings
    found = check_on_project(store, book, source=path.name if path else "", track=track)
    both = sorted((*warnings, *found), key=lambda problem: problem.line or 0)
    return book, tuple(both)


def _slow(codebook: Codebook, source: str) -> Iterator[Problem]:
    """Yield a warning for each regex that some short line keeps busy."""
    for code in codebook:
        for rule in code.rules:
            if rule.regex and not code.retired and Pattern(rule.regex).slow:
                message = f"rule {rule.number} of {code.path}: {SLOW}"
                yield Problem(source, message, rule.line)


def check_on_project(
    store: Store, codebook: Codebook, *, source: str = "", track: Track = untracked
) -> tuple[Problem, ...]:
    """Return warnings about rules that find nothing here, half of it, or the same as another.

    No words of the interviews stand in them. Empty where the project has no transcripts.

    Args:
        store: The project.
        codebook: From a file or from a project; need not be stored.
        source: What to call it in the problems; its own name when empty.
        track: Progress over turns.
    """
    turns = list(store.transcripts.turn_texts())
    units = sum(len(turn.units) for turn in turns)
    if not units:
        return ()
    bare = replace(codebook, codes=tuple(replace(c, guid="") for c in codebook.codes))
    found: dict[str, set[int]] = defaultdict(set)
    watched = track(turns, "Checking the rules", total=len(turns))
    for suggestion in RuleSuggester(bare).suggest(watched):
        for reason in suggestion.evidence:
            found[reason.detail].add(suggestion.unit)
    warnings = [
        Problem(source or codebook.name, message, rule.line)
        for code in codebook.codes
        if not code.retired
        for rule, message in _rules(code, found, units)
    ]
    return tuple(warnings)


def _rules(code: Code, found: dict[str, set[int]], units: int) -> Iterator[tuple[Rule, str]]:
    seen: dict[frozenset[int], int] = {}
    for rule in code.rules:
        name = f"rule {rule.number} of {code.path}"
        hits = frozenset(found.get(f"{code.path}#{rule.number}", ()))
        if not hits:
            yield rule, f"{name} finds nothing in this project"
            continue
        if len(hits) > TOO_MANY * units:
            yield rule, f"{name} finds {len(hits) / units:.0%} of all sentences"
        first = seen.setdefault(hits, rule.number)
        if first != rule.number and len(hits) >= SAME_FROM:
            yield rule, f"{name} finds the same {len(hits)} sentences as rule {first}"
