"""Themes of a new run known again: their ids, and the merges, splits and dismissals that hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sendcode.store import Store
from sendcode.store.themes import FoundTheme, ThemeRun
from sendcode.workflows.theme_parts import parted_again
from sendcode.workflows.theme_standing import KEEPS, PROPOSED, numbers, standing

_SEEN = 0.25
"""A theme is looked for where so much of it is left among the units that are looked at."""

Known = Mapping[int, frozenset[int]]


def remembered(
    store: Store, run: ThemeRun, found: Sequence[FoundTheme], *, only: Collection[int] | None
) -> list[FoundTheme]:
    """Return the themes of a run that is not stored yet, as what people decided has them.

    A theme keeps its id when most of its units stay (of those that are looked at). A theme that
    was split comes with its parts, which keep theirs; what people merged is not parted again. What
    is mostly of one theme that was dismissed or adopted is that theme; where such a theme is mostly
    something else now, it gets a new id, and so comes back.

    Args:
        store: The project.
        run: What the run looked at.
        found: Its themes, without ids.
        only: Ids of the units that were looked at; None for all.
    """
    decided = store.themes.decided()
    ever = store.themes.known() | store.themes.known_from(run)
    inside = {part: whole for part, whole in store.themes.parts().items() if part in ever}
    idle = inside.keys() - _parts_of(decided)
    settled = _settled(decided)
    known = {
        number: left
        for number, units in ever.items()
        if number not in idle and (left := _left(units, only, sure=number in settled))
    }
    named = [
        replace(theme, id=0) if theme.id in settled and _changed(theme, known) else theme
        for theme in with_known_ids(found, known)
    ]
    named = _joined_again(named, decided, known)
    named = [replace(theme, part_of=inside.get(theme.id)) for theme in named]
    before = {number: _left(units, only, sure=True) for number, units in ever.items()}
    return _split_again(store, _wholes(named, decided, inside), decided, before)


def made_by_people(store: Store) -> frozenset[int]:
    """Return the ids of open themes that a split or a merge made; a new run may lose some."""
    decided = store.themes.decided()
    made = _parts_of(decided)
    made |= {numbers(one, "themes")[0] for one in decided if one["did"] == "merge"}
    return frozenset(
        theme.id for theme, told in _last(store, decided) if theme.id in made and told == PROPOSED
    )


def with_known_ids(found: Iterable[FoundTheme], known: Known) -> list[FoundTheme]:
    """Return themes with the ids of those before that most of whose units they hold.

    The largest overlap is served first; an id is given once.
    """
    found = list(found)
    pairs = []
    for place, theme in enumerate(found):
        units = _units(theme)
        for number, before in known.items():
            shared = len(units & before)
            if before and shared > KEEPS * len(before):
                pairs.append((-shared / len(units | before), number, place))
    ids: dict[int, int] = {}
    for _, number, place in sorted(pairs):
        if place not in ids and number not in ids.values():
            ids[place] = number
    return [replace(theme, id=ids.get(place, 0)) for place, theme in enumerate(found)]


def _units(theme: FoundTheme) -> frozenset[int]:
    return frozenset(unit for unit, _ in theme.units)


def _last(store: Store, decided: Sequence[dict[str, object]]) -> Sequence[tuple[FoundTheme, str]]:
    return standing(store.themes.of_run(store.themes.last_run()), decided)


def _left(units: frozenset[int], only: Collection[int] | None, *, sure: bool) -> frozenset[int]:
    """Return the units that are looked at; none where they are too few to know a theme by."""
    left = units if only is None else units.intersection(only)
    return left if sure or len(left) >= _SEEN * len(units) else frozenset()


def _changed(theme: FoundTheme, known: Known) -> bool:
    units = _units(theme)
    return len(units & known[theme.id]) <= KEEPS * len(units)


def _parts_of(decided: Iterable[dict[str, object]]) -> set[int]:
    return {part for one in decided if one["did"] == "split" for part in numbers(one, "parts")}


def _settled(decided: Iterable[dict[str, object]]) -> set[int]:
    """Return the ids of themes that were dismissed or adopted."""
    settling = (one for one in decided if one["did"] in ("dismiss", "adopt"))
    return {number for one in settling for number in numbers(one, "themes")}


def _joined_again(
    found: Sequence[FoundTheme], decided: Sequence[dict[str, object]], known: Known
) -> list[FoundTheme]:
    """Return themes where a piece of a merged, dismissed or adopted theme is part of it again."""
    members: dict[int, list[int]] = {}
    for decision in decided:
        if decision["did"] == "merge":
            first, *others = numbers(decision, "themes")
            inside = members.setdefault(first, [first])
            for other in others:
                inside += members.pop(other, [other])
    for number in _settled(decided):
        members.setdefault(number, [number])
    themes = list(found)
    for first, inside in members.items():
        units = frozenset[int]().union(*(known.get(n, frozenset()) for n in inside))
        for theme in [t for t in themes if not t.id]:
            if len(_units(theme) & units) > KEEPS * len(theme.units):
                there = [t for t in themes if t.id in inside]
                themes.remove(theme)
                if there:
                    themes[themes.index(there[0])] = _with(there[0], theme)
                else:
                    themes.append(replace(theme, id=first))
    return themes


def _with(theme: FoundTheme, more: FoundTheme) -> FoundTheme:
    """Return a theme with the units of another one."""
    units = dict(more.units) | dict(theme.units)
    ordered = sorted(units.items(), key=lambda unit: (-unit[1], unit[0]))
    return replace(theme, units=tuple(ordered))


def _wholes(
    found: Sequence[FoundTheme],
    decided: Sequence[dict[str, object]],
    inside: Mapping[int, int],
) -> list[FoundTheme]:
    """Return themes, and with every part that was found again the theme that it is a part of."""
    themes = {theme.id or -place: theme for place, theme in enumerate(found, 1)}
    for decision in reversed(decided):
        if decision["did"] == "split":
            (number, *_), parts = numbers(decision, "themes"), numbers(decision, "parts")
            for part in [themes[n] for n in parts if n in themes]:
                empty = replace(part, id=number, units=(), part_of=inside.get(number))
                themes[number] = _with(themes.get(number, empty), part)
    return list(themes.values())


def _split_again(
    store: Store, found: Sequence[FoundTheme], decided: Sequence[dict[str, object]], before: Known
) -> list[FoundTheme]:
    """Return themes with the parts of those that people have split.

    Splits that were taken back are carried out too; their parts wait for a redo.
    """
    themes = list(found)
    taken_back = [one for one in store.themes.decided(ever=True) if one not in decided]
    for until, decision in [
        *((decided[:place], one) for place, one in enumerate(decided)),
        *((decided, one) for one in taken_back),
    ]:
        if decision["did"] != "split":
            continue
        (number, *_), parts = numbers(decision, "themes"), numbers(decision, "parts")
        whole = {theme.id: theme for theme, _ in standing(themes, until)}.get(number)
        if whole is not None:
            there = {theme.id: _units(theme) for theme in themes if theme.id in parts}
            taken = frozenset[int]().union(*there.values())
            known = {n: there.get(n, before.get(n, frozenset()) - taken) for n in parts}
            made = parted_again(store, whole, known)
            themes = [*(theme for theme in themes if theme.id not in parts), *made]
    return themes
