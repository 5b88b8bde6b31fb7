"""What is odd in a codebook without being wrong: warnings before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sendcode.core.codebook import SEPARATOR, Code, Codebook, Rule
from sendcode.core.codebook_edit import LONGEST
from sendcode.core.model import Problem, Role
from sendcode.core.spelling import SOUNDS
from sendcode.core.terms import parse_term, sets_in

MIN_WILDCARD_LETTERS = 2
FEW = 5
"""So many codes with the same flaw are named one by one."""

SLOW = (
    "the regex may take very long: write it without repetitions inside repetitions, such as (a+)+"
)

_CURLY = "\u201c\u201d\u2018"
_COMMON = frozenset(
    "a about after all also an and any are as at back be because been but by can come could day "
    "did do don't down even first for from get give go good got had has have he her here him his "
    "how i if in into is it its just know like look made make me more most much my new no not now "
    "of off on one only or other our out over people really right said say see she so some take "
    "than that the their them then there these they thing think this time to two up us very want "
    "was way we well went were what when where which who will with work would yes you your".split()
)
"""Words that stand in so many sentences that one of them alone says nothing."""


def check(codebook: Codebook, *, source: str = "") -> tuple[Problem, ...]:
    """Return warnings in document order: thin codes, and rules that repeat or match all.

    Args:
        codebook: As read from a file (problems then carry lines) or from a project.
        source: What to call it in the problems; its own name when empty.
    """
    source = source or codebook.name
    found = [Problem(source, message, code.line) for code, message in _codes(codebook)]
    if not codebook.codes:
        found.append(Problem(source, "there is no code in it"))
    found.extend(Problem(source, message, line) for line, message in _rules(codebook))
    found.extend(Problem(source, message) for message in _unused(codebook))
    return tuple(sorted(found, key=lambda problem: problem.line or 0))


def _codes(codebook: Codebook) -> Iterator[tuple[Code, str]]:
    used = [code for code in codebook.codes if not code.retired]
    leaves = [code for code in used if not codebook.children(code.path)]
    bare = [code for code in leaves if not code.rules]
    yield from _each(bare, "has no rules, so nothing is suggested for it by rule", "have no rules")
    unsaid = [code for code in leaves if not code.definition]
    yield from _each(unsaid, "has no definition", "have no definition")
    names: dict[str, str] = {}
    for code in used:
        other = names.setdefault(code.name.casefold(), code.path)
        if other != code.path:
            yield code, f"{code.path} and {other} have the same name"
        if (length := len(code.path.rpartition(SEPARATOR)[2])) > LONGEST:
            yield code, f"an id of {length:,} characters is too long for a table"


def _each(codes: Sequence[Code], one: str, many: str) -> Iterator[tuple[Code, str]]:
    """Yield what is odd about each of a few codes, or about many of them together."""
    if len(codes) <= FEW:
        yield from ((code, f"{code.path} {one}") for code in codes)
        return
    told = ", ".join(code.path for code in codes[:FEW])
    yield codes[0], f"{len(codes):,} codes {many}: {told} …"


def _rules(codebook: Codebook) -> Iterator[tuple[int | None, str]]:
    owner: dict[Rule, tuple[Code, int]] = {}
    for code in codebook.codes:
        if code.retired:
            continue
        terms: dict[str, int] = {}
        for rule in code.rules:
            name = f"rule {rule.number} of {code.path}"
            for message in odd(rule, terms):
                yield rule.line, f"{name}: {message}"
            first, number = owner.setdefault(replace(rule, number=1), (code, rule.number))
            if (first.path, number) != (code.path, rule.number):
                yield rule.line, f"{name} is the same as rule {number} of {first.path}"
            if rule.weight == 0:
                yield rule.line, f"{name} has weight 0, so it says nothing"


def odd(rule: Rule, seen: dict[str, int]) -> Iterator[str]:
    """Yield what is odd in one rule.

    Args:
        rule: The rule.
        seen: The `any` terms of its code so far, each with the number of its rule; they grow.
    """
    yield from _terms(rule, seen)
    yield from _written(rule)
    yield from _never(rule)


def terms_in(rule: Rule) -> tuple[str, ...]:
    """Return all terms of a rule, also those under `not`."""
    near = (*rule.near.of, *rule.near.to) if rule.near else ()
    return (*rule.any, *rule.all, *near, *rule.none)


def _unused(codebook: Codebook) -> Iterator[str]:
    """Yield the sets of the vocabulary that no rule mentions, directly or through a set."""
    waiting = [
        name
        for code in codebook.codes
        for rule in code.rules
        for term in terms_in(rule)
        for name in sets_in(term)
    ]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += [n for term in codebook.vocabulary.get(name, ()) for n in sets_in(term)]
    for name in codebook.vocabulary:
        if name not in used:
            yield f"vocabulary @{name}: no rule uses it"


def _terms(rule: Rule, seen: dict[str, int]) -> Iterator[str]:
    """Yield what is odd in the terms of a rule; `seen` holds the code's `any` terms so far."""
    for term in dict.fromkeys(rule.any):
        key = term if term.isupper() or '"' in term else term.casefold()
        other = seen.setdefault(key, rule.number)
        if other != rule.number or rule.any.count(term) > 1:
            where = "" if other == rule.number else f" (also in rule {other})"
            yield f"the term '{term}' is there twice{where}"
    near = (*rule.near.of, *rule.near.to) if rule.near else ()
    for term in (*rule.any, *rule.all, *near):
        words = parse_term(term)
        if len(words) == 1 and "*" in term and len(term.replace("*", "")) <= MIN_WILDCARD_LETTERS:
            yield f"the term '{term}' matches very many words"
    for term in rule.none:
        if term in rule.any:
            yield f"the term '{term}' stands under 'any' and under 'not'"


def _written(rule: Rule) -> Iterator[str]:
    """Yield what was perhaps meant otherwise: a comma in a term, curly quotation marks."""
    alone = () if rule.all or rule.near or rule.regex else rule.any
    common = [t for t in alone if t.casefold() in _COMMON and not (t.isupper() and len(t) > 1)]
    if common:
        told = ", ".join(f"'{term}'" for term in common)
        yield (
            f"very common words stand alone: {told} (a term with a comma in it needs quotation "
            "marks)"
        )
    for term in terms_in(rule):
        if (sounds := _sounds(term)) and not _only_sounds(term):
            yield f"the term '{term}': '{sounds[0]}' counts as silence and is left out"
        if any(mark in term for mark in _CURLY):
            yield (
                f"the quotation marks of the term {term} say nothing: straight ones ('\"…\"') "
                "make it match exactly so"
            )


def _never(rule: Rule) -> Iterator[str]:
    """Yield why a rule can never match: `not` takes away all that a part of it finds."""
    near = (("near", rule.near.of), ("near", rule.near.to)) if rule.near else ()
    parts = (("any", rule.any), *(("all", (term,)) for term in rule.all), *near)
    gone = {_bare(term) for term in rule.none}
    for part, terms in parts:
        if terms and all(_bare(term) in gone for term in terms):
            yield f"it can never match: 'not' takes away all of '{part}'"
            return
        if terms and all(_only_sounds(term) for term in terms):
            yield f"it can never match: 'er' and the like, under '{part}', count as silence"
            return
    if rule.roles == (Role.INTERVIEWER,):
        yield "it can never match: what interviewers say is not coded"


def _sounds(term: str) -> list[str]:
    """Return the words of a term that are hesitations."""
    words = (word.text.casefold().strip(",.-") for word in parse_term(term))
    return [word for word in words if word in SOUNDS]


def _only_sounds(term: str) -> bool:
    return len(_sounds(term)) == len(parse_term(term))


def _bare(term: str) -> tuple[str, ...]:
    """Return a term's words as they compare: those that have to be as written stay so."""
    words = parse_term(term)
    return tuple(w.text if w.exact or w.capitals else w.text.casefold() for w in words)
