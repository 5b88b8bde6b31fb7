"""The sides of a matrix: which keys a coding or a unit belongs to, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.segments import NO_CASE, NO_VALUE, PopulationUnit, SegmentRow
from sendcode.errors import NotFound

Key = tuple[str, ...]
DIMENSIONS = ("code", "case", "transcript", "speaker", "participant", "role")


class Axis:
    """One side of a matrix.

    Args:
        dimension: A dimension or an attribute, or two of these parted by a comma.
        codebook: For the tree above the codes.
        attributes: Names of all attributes.
        population: Every unit that could have been coded.
        level: Only codes of this depth; None for all.

    Raises:
        NotFound: No such dimension; the hint lists the known ones.
    """

    def __init__(
        self,
        dimension: str,
        *,
        codebook: Codebook,
        attributes: Sequence[str],
        population: Sequence[PopulationUnit],
        level: int | None = None,
    ) -> None:
        self.parts = tuple(part.strip() for part in dimension.split(","))
        if len(self.parts) > 2:
            raise NotFound(f"'{dimension}' has too many parts", "At most two, as in 'case,role'.")
        if len(set(self.parts)) < len(self.parts):
            raise NotFound(f"'{dimension}' says the same twice", "Once is enough.")
        known = {*DIMENSIONS, *attributes}
        for part in self.parts:
            if part not in known:
                raise NotFound(f"no dimension '{part}'", f"Known: {', '.join(sorted(known))}.")
        self.codebook = codebook
        self.population = population
        self.level = level
        self.codes = {c.path: c for c in codebook.codes if level in (None, c.level)}
        self._above: dict[str, tuple[str, ...]] = {}
        self._products: dict[tuple[tuple[str, ...], ...], tuple[Key, ...]] = {}
        self.order = [self._order(part) for part in self.parts]

    def _order(self, part: str) -> dict[str, int]:
        if part == "code":
            return {path: n for n, path in enumerate(self.codes)}
        return {role.value: n for n, role in enumerate(Role)} if part == "role" else {}

    def _part_keys(self, part: str, thing: SegmentRow | PopulationUnit) -> tuple[str, ...]:
        if part == "code":
            path = thing.code_path if isinstance(thing, SegmentRow) else ""
            found = self._above.get(path)
            if found is None:
                above = self.codebook.ancestors(path)
                found = tuple(code.path for code in above if code.path in self.codes)
                self._above[path] = found
            return found
        if part == "case":
            return thing.cases or (NO_CASE,)
        if part == "transcript":
            return (thing.transcript,)
        if part == "speaker":
            return (thing.speaker or NO_VALUE,)
        if part == "participant":
            return (thing.participant or NO_VALUE,)
        if part == "role":
            return (thing.role.value,)
        value = thing.attributes.get(part, "")
        return tuple(value.split("; ")) if value else (NO_VALUE,)

    def keys(self, coding: SegmentRow | PopulationUnit) -> tuple[Key, ...]:
        """Return the keys that a coding (or unit) belongs to; none where it does not."""
        return self._product(tuple(self._part_keys(part, coding) for part in self.parts))

    def _product(self, parts: tuple[tuple[str, ...], ...]) -> tuple[Key, ...]:
        found = self._products.get(parts)
        if found is None:
            found = self._products[parts] = tuple(product(*parts))
        return found

    def all_keys(self, used: Iterable[Key]) -> tuple[Key, ...]:
        """Return all keys in order: of live codes, of the population, and those that are used."""
        return tuple(sorted({*used, *self._by_live_code(self._others())}, key=self._rank))

    def _others(self) -> set[Key]:
        """Return the population's keys, without the part that is the code."""
        if self.parts == ("code",):
            return {()}
        return {key for unit in self.population for key in self._bare_keys(unit)}

    def _bare_keys(self, unit: PopulationUnit) -> Iterator[Key]:
        yield from self._product(
            tuple(self._part_keys(part, unit) for part in self.parts if part != "code")
        )

    def _by_live_code(self, others: Iterable[Key]) -> Iterator[Key]:
        """Yield each of the keys with every live code put in its place."""
        if "code" not in self.parts:
            yield from others
            return
        place = self.parts.index("code")
        for key in others:
            for code in self.codes.values():
                if not code.retired:
                    yield (*key[:place], code.path, *key[place:])

    def population_by(self, keys: Sequence[Key]) -> dict[Key, list[PopulationUnit]]:
        """Return the units that belong to each key; every unit could have had every code."""
        grouped: dict[Key, list[PopulationUnit]] = {}
        for unit in self.population:
            for bare in self._bare_keys(unit):
                grouped.setdefault(bare, []).append(unit)
        return {key: grouped.get(self._without_code(key), []) for key in keys}

    def _without_code(self, key: Key) -> Key:
        return tuple(v for part, v in zip(self.parts, key, strict=True) if part != "code")

    def _rank(self, key: Key) -> tuple[tuple[bool, int, str, str], ...]:
        last = (NO_CASE, NO_VALUE)
        return tuple(
            (part in last, order.get(part, len(order)), part.casefold(), part)
            for part, order in zip(key, self.order, strict=True)
        )

    def label(self, key: Key) -> str:
        """Return what to show for a key: the names of codes, the rest as it is."""
        shown = [
            self.codes[part].name if dimension == "code" and part in self.codes else part
            for dimension, part in zip(self.parts, key, strict=True)
        ]
        return " · ".join(shown)

    def fits(self, key: Key) -> tuple[tuple[str, str], ...]:
        """Return what has to be so for a thing to belong to a key: dimension and value."""
        return tuple(zip(self.parts, key, strict=True))

    def depth(self, key: Key) -> int:
        """Return the depth of a code's row in the tree; 1 for everything else."""
        if self.parts == ("code",) and self.level is None:
            return key[0].count("/") + 1
        return 1
