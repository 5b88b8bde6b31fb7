"""What people made of proposed themes: merges and splits carried out, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import zip_longest

from sendcode.store.themes import FoundTheme

PROPOSED, ADOPTED, DISMISSED = "proposed", "adopted", "dismissed"
KEEPS = 0.5
"""A theme is the same one when more than this share of its units stay."""
PHRASES = 6


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
    """Return one theme of two, of which what is nearest to either middle stands first.

    How near the best of each is says how tight that one is, and not what shows both: it counts
    the same for both. The nearest code is that of the larger one.
    """
    best = max((near for theme in (first, second) for _, near in theme.units[:1]), default=0.0)
    near = [*_measured(first.units, best), *_measured(second.units, best)]
    pairs = zip_longest(first.phrases, second.phrases)
    mixed = [phrase for pair in pairs for phrase in pair if phrase is not None]
    larger = max(first, second, key=lambda theme: len(theme.units))
    return replace(
        first,
        units=tuple(sorted(near, key=lambda unit: (-unit[1], unit[0]))),
        phrases=tuple(dict.fromkeys(mixed))[:PHRASES],
        nearest_code=larger.nearest_code,
        nearest_score=larger.nearest_score,
    )


def _measured(units: Sequence[tuple[int, float]], best: float) -> Iterator[tuple[int, float]]:
    """Yield units, nearest first, with how near they are measured by how near the first one is."""
    own = units[0][1] if units else 0.0
    for unit, near in units:
        yield unit, near * best / own if own > 0 else near
