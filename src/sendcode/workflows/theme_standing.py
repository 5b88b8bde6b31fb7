"""What people made of proposed themes: merges and splits carried out, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import zip_longest
from typing import TypeVar

from sendcode.store.themes import FoundTheme

PROPOSED, ADOPTED, DISMISSED = "proposed", "adopted", "dismissed"
KEEPS = 0.5
"""A theme is the same one when more than this share of its units stay."""
PHRASES = 6

T = TypeVar("T")


def standing(
    found: Sequence[FoundTheme], decisions: Sequence[dict[str, object]]
) -> list[tuple[FoundTheme, str]]:
    """Return themes with merges and splits carried out, and the status of each."""
    themes = {theme.id: theme for theme in found if theme.part_of is None}
    parts = {theme.id: theme for theme in found if theme.part_of is not None}
    status: dict[int, str] = {}
    for decision in decisions:
        named = numbers(decision, "themes")
        did = decision["did"]
        if did == "merge" and (inside := [themes[n] for n in named if n in themes]):
            for other in named[1:]:
                themes.pop(other, None)
            themes[named[0]] = replace(reduce(_together, inside), id=named[0])
        elif did == "split" and named[0] in themes:
            if made := {n: parts[n] for n in numbers(decision, "parts") if n in parts}:
                del themes[named[0]]
                themes |= made
        elif did in ("adopt", "dismiss"):
            status |= dict.fromkeys(named, ADOPTED if did == "adopt" else DISMISSED)
    return [(theme, status.get(theme.id, PROPOSED)) for theme in themes.values()]


def numbers(decision: Mapping[str, object], key: str) -> list[int]:
    """Return the ids that a decision has under `themes` or `parts`."""
    named = decision.get(key)
    return [int(str(number)) for number in named] if isinstance(named, list) else []


def _together(first: FoundTheme, second: FoundTheme) -> FoundTheme:
    """Return one theme of two: what is nearest to either middle stands first, in turn."""
    units, phrases = _in_turn(first.units, second.units), _in_turn(first.phrases, second.phrases)
    return replace(first, units=units, phrases=phrases[:PHRASES])


def _in_turn(first: Iterable[T], second: Iterable[T]) -> tuple[T, ...]:
    pairs = zip_longest(first, second)
    return tuple(dict.fromkeys(one for pair in pairs for one in pair if one is not None))
