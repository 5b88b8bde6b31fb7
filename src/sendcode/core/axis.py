"""The sides of a matrix: which keys a coding or a voice belongs to, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import product

from sendcode.core.codebook import Codebook
from sendcode.core.model import Role
from sendcode.core.segments import NO_CASE, NO_VALUE
from sendcode.core.voice import Voice
from sendcode.errors import NotFound

Key = tuple[str, ...]
DIMENSIONS = ("code", "case", "transcript", "speaker", "participant", "role")


class Axis:
    """One side of a matrix.

    A key has one part per dimension. A *bare* key has no part for the code: that is what a
    voice belongs to, whatever is coded in it.

    Args:
        dimension: A dimension or an attribute, or two of these parted by a comma.
        codebook: For the tree above the codes.
        attributes: Names of all attributes.
        voices: All voices of the study.
        asked: The numbers of those that could have been coded.
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
        voices: Sequence[Voice],
        asked: Sequence[int],
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
                near = get_close_matches(part, sorted(known), n=1)
                ask = f"Did you mean '{near[0]}'? " if near else ""
                raise NotFound(
                    f"nothing to count by is called '{part}'",
                    f"{ask}Known: {', '.join(sorted(known))}.",
                )
        self.codebook = codebook
        self.voices = voices
        self.asked = asked
        self.level = level
        self.codes = {c.path: c for c in codebook.codes if level in (None, c.level)}
        self._place = self.parts.index("code") if "code" in self.parts else None
        self._above: dict[str, tuple[str | None, ...]] = {}
        self._orders = [self._order(part) for part in self.parts]

    def _order(self, part: str) -> dict[str, int]:
        if part == "code":
            return {path: n for n, path in enumerate(self.codes)}
        return {role.value: n for n, role in enumerate(Role)} if part == "role" else {}

    # --- what belongs where ------------------------------------------------------------------

    def codes_of(self, path: str) -> tuple[str | None, ...]:
        """Return the codes here that a coding with a code belongs to: it, and those above.

        A side without codes has just None for every coding.
        """
        if self._place is None:
            return (None,)
        found = self._above.get(path)
        if found is None:
            above = self.codebook.ancestors(path)
            found = tuple(code.path for code in above if code.path in self.codes)
            self._above[path] = found
        return found

    @cached_property
    def bare_keys(self) -> tuple[tuple[Key, ...], ...]:
        """Return, by number of the voice, the keys it belongs to, without the part of the code."""
        parts = [part for part in self.parts if part != "code"]
        return tuple(
            tuple(product(*(_values(part, voice) for part in parts))) for voice in self.voices
        )

    def key(self, code: str | None, bare: Key) -> Key:
        """Return a key from a code (None on a side without codes) and a bare key."""
        if self._place is None or code is None:
            return bare
        return (*bare[: self._place], code, *bare[self._place :])

    def all_keys(self, used: Iterable[Key]) -> tuple[Key, ...]:
        """Return all keys in order: of live codes, of who was asked, and those that are used."""
        return tuple(sorted({*used, *self._by_live_code(self._others())}, key=self._rank))

    def _others(self) -> set[Key]:
        if self.parts == ("code",):
            return {()}
        return {bare for voice in self.asked for bare in self.bare_keys[voice]}

    def _by_live_code(self, others: Iterable[Key]) -> Iterator[Key]:
        """Yield each of the keys with every live code put in its place."""
        if self._place is None:
            yield from others
            return
        for bare in others:
            for code in self.codes.values():
                if not code.retired:
                    yield self.key(code.path, bare)

    def asked_by(self, keys: Sequence[Key]) -> dict[Key, list[int]]:
        """Return the voices asked about, by key; each could have had every code."""
        grouped: dict[Key, list[int]] = {}
        for voice in self.asked:
            for bare in self.bare_keys[voice]:
                grouped.setdefault(bare, []).append(voice)
        return {key: grouped.get(self._without_code(key), []) for key in keys}

    def _without_code(self, key: Key) -> Key:
        return tuple(v for part, v in zip(self.parts, key, strict=True) if part != "code")

    # --- how it is shown ---------------------------------------------------------------------

    def _rank(self, key: Key) -> tuple[tuple[bool, int, str, str], ...]:
        last = (NO_CASE, NO_VALUE)
        return tuple(
            (part in last, order.get(part, len(order)), part.casefold(), part)
            for part, order in zip(key, self._orders, strict=True)
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


def _values(part: str, voice: Voice) -> tuple[str, ...]:
    """Return which values of a dimension a voice has."""
    match part:
        case "case":
            return voice.cases or (NO_CASE,)
        case "transcript":
            return (voice.transcript,)
        case "speaker":
            return (voice.speaker or NO_VALUE,)
        case "participant":
            return (voice.participant or NO_VALUE,)
        case "role":
            return (voice.role.value,)
    value = voice.attributes.get(part, "")
    return tuple(value.split("; ")) if value else (NO_VALUE,)
