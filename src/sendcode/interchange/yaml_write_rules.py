"""The rules of a codebook on their way into a YAML tree; what did not change is not touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from sendcode.core.codebook import DEFAULT_WITHIN, Near, Rule

LONG = 90
"""A text longer than this is folded over several lines."""

_SIMPLE = re.compile(r"[^\W\d][\w*]*(?:[ '-][\w*]+)*")
"""Terms that need no quotation marks in a list on one line, whatever the YAML version."""


def sync_rules(
    target: CommentedMap, new: tuple[Rule, ...], old: tuple[Rule, ...], *, place: int
) -> None:
    """Bring the rules of one code in line.

    Args:
        target: The code's entry.
        new: Its rules now.
        old: Its rules in the base that the entry came from.
        place: Where the key goes if there is none yet.
    """
    if new == old:
        return
    if not new:
        target.pop("rules", None)
        return
    if target.get("rules") is None:
        target.pop("rules", None)
        target.insert(place, "rules", CommentedSeq())
    seq = target["rules"]
    keys = [repr(replace(rule, number=0)) for rule in old]
    entries = dict(zip(keys, list(seq), strict=True))
    wanted = [repr(replace(rule, number=0)) for rule in new]
    spare = {key: rule for key, rule in zip(keys, old, strict=True) if key not in wanted}
    made = []
    for key, rule in zip(wanted, new, strict=True):
        like = next((k for k, other in spare.items() if _alike(rule, other)), None)
        if key in entries:
            made.append(entries[key])
        elif like is not None:
            made.append(_sync_parts(entries[like], _parts(rule), _parts(spare.pop(like))))
        else:
            made.append(_map(_parts(rule)))
    align(seq, keys, wanted, made)


def _alike(one: Rule, other: Rule) -> bool:
    """Say whether two rules look for one thing in the same part, so that one came of the other."""
    parts = (
        (set(r.any), set(r.all), set(r.near.of if r.near else ()), {r.regex} - {None})
        for r in (one, other)
    )
    return any(a & b for a, b in zip(*parts, strict=True))


def _parts(rule: Rule) -> dict[str, Any]:
    """Return the keys of a rule as the file has them, None for what is left out."""
    return {
        "any": rule.any or None,
        "all": rule.all or None,
        "near": _near(rule.near) if rule.near else None,
        "regex": rule.regex,
        "not": rule.none or None,
        "role": tuple(role.value for role in rule.roles) or None,
        "speaker": rule.speakers or None,
        "weight": None if rule.weight == 1.0 else rule.weight,
        "draft": rule.draft or None,
    }


def _near(near: Near) -> dict[str, Any]:
    return {
        "of": near.of,
        "to": near.to,
        "within": None if near.within == DEFAULT_WITHIN else near.within,
        "ordered": near.ordered or None,
    }


def _map(parts: Mapping[str, Any]) -> CommentedMap:
    return _sync_parts(CommentedMap(), parts, {})


def _sync_parts(
    target: CommentedMap, new: Mapping[str, Any], old: Mapping[str, Any]
) -> CommentedMap:
    """Bring the parts of a rule in line; what did not change is not touched."""
    order = list(new)
    for key, value in new.items():
        before = old.get(key)
        if value == before:
            continue
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(before, dict):
            _sync_parts(target[key], value, before)
        else:
            made = _map(value) if isinstance(value, dict) else value
            if isinstance(value, tuple):
                made = terms_list(value)
                there = target.get(key)
                if isinstance(there, CommentedSeq) and isinstance(before, tuple):
                    align(there, list(before), list(value), list(made))
                    continue
            if key in target:
                target[key] = made
            else:
                # A key that stands for the comment above (`yaml_comments`) stays the first one.
                above = [k for k in target if k not in order or order.index(k) < order.index(key)]
                place = list(target).index(above[-1]) + 1 if above else 0
                target.insert(place, key, made)
    return target


def terms_list(terms: Sequence[str]) -> CommentedSeq:
    """Return a list of terms, in brackets where it is short."""
    seq = CommentedSeq(map(_written, terms))
    if sum(len(term) + 2 for term in terms) < LONG:
        seq.fa.set_flow_style()
    return seq


def _written(term: str) -> Any:
    """Return a term as it is written best: plain, or in the quotation marks that it has not."""
    if _SIMPLE.fullmatch(term):
        return term
    if '"' in term and "'" not in term and term.isprintable():
        return SingleQuotedScalarString(term)
    return DoubleQuotedScalarString(term)


def align(seq: CommentedSeq, before: list[str], after: list[str], entries: list[Any]) -> None:
    """Edit a list in place so that the comments of what stays stay with it."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for what, i, i_end, j, j_end in reversed(steps):
        if what == "equal":
            continue
        shared = min(i_end - i, j_end - j)
        for n in range(i_end - 1, i + shared - 1, -1):
            del seq[n]
        for n in range(j_end - 1, j + shared - 1, -1):
            seq.insert(i + shared, entries[n])
        for n in range(shared):
            seq[i + n] = entries[j + n]
