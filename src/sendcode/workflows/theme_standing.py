"""What people made of proposed themes: merges and splits carried out, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sendcode.store.themes import FoundTheme

PROPOSED, ADOPTED, DISMISSED = "proposed", "adopted", "dismissed"


def standing(
    found: Sequence[FoundTheme], decisions: Sequence[dict[str, object]]
) -> list[tuple[FoundTheme, str]]:
    """Return themes with merges and splits carried out, and the status of each."""
    themes = {theme.id: theme for theme in found if theme.part_of is None}
    parts = {theme.id: theme for theme in found if theme.part_of is not None}
    status: dict[int, str] = {}
    for decision in decisions:
        numbers = [int(str(n)) for n in _list(decision.get("themes"))]
        did = decision["did"]
        if did == "merge" and (inside := [themes[n] for n in numbers if n in themes]):
            first = inside[0]
            for other in inside[1:]:
                first = _together(first, themes.pop(other.id))
            themes[first.id] = first
        elif did == "split" and numbers[0] in themes:
            made = [int(str(n)) for n in _list(decision.get("parts"))]
            if all(n in parts for n in made):
                del themes[numbers[0]]
                themes |= {n: parts[n] for n in made}
        elif did in ("adopt", "dismiss"):
            status |= dict.fromkeys(numbers, ADOPTED if did == "adopt" else DISMISSED)
    return [(theme, status.get(theme.id, PROPOSED)) for theme in themes.values()]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _together(first: FoundTheme, second: FoundTheme) -> FoundTheme:
    units = sorted((*first.units, *second.units), key=lambda unit: (-unit[1], unit[0]))
    pairs = zip(first.phrases, second.phrases, strict=False)
    mixed = [phrase for pair in pairs for phrase in pair]
    return replace(first, units=tuple(units), phrases=tuple(mixed) or first.phrases)
