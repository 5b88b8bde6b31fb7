"""The code tree: codes, rules, look-up and comparison of versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID, uuid4, uuid5

from sendcode.core.model import Role
from sendcode.errors import NotFound

SEPARATOR = "/"
DEFAULT_WITHIN = 8
NAMESPACE = UUID("5f0c8f2e-3f3b-5c86-9a57-6d3b0c1f7a11")
"""Namespace of the GUIDs made from codebook name and path; never changes."""


@dataclass(frozen=True, slots=True)
class Near:
    """Terms of one group close to terms of the other, inside one turn.

    Attributes:
        of: Terms of the first group.
        to: Terms of the second group.
        within: At most this many words stand between the two; hesitations (er, um) are no
            words, fillers (you know, just) are.
        ordered: The first group has to come first.
    """

    of: tuple[str, ...]
    to: tuple[str, ...]
    within: int = DEFAULT_WITHIN
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a code shows in words. Parts that are given must all hold.

    Attributes:
        number: Place in its code, from 1; `code#number` names the rule.
        any: At least one of these terms.
        all: Each of these terms, in the same unit.
        near: Two groups of terms close together.
        regex: A regular expression over the text of a unit, case ignored.
        none: Terms (`not` in the file) that remove the matches they overlap.
        roles: Only where one of these roles speaks; empty for all.
        speakers: Only these labels; empty for all.
        weight: How far the rule alone should be believed, 0..1.
        draft: Made by the machine from a proposed theme; nobody has looked at it yet.
        line: Line in the file it came from, or None.
    """

    number: int
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    near: Near | None = None
    regex: str | None = None
    none: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    speakers: tuple[str, ...] = ()
    weight: float = 1.0
    draft: bool = False
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code as one codebook version has it.

    Attributes:
        path: Slug path from the root, e.g. `delays/waiting`; may change.
        guid: Permanent; empty until the project has given one.
        quotes: Those of the examples that are words of an interview, each with where it is
            from: the transcript's name, or `transcript`. They do not leave in public.
        origin: `deductive` or `inductive`.
        was: Path it had in the version the file came from, when it was renamed or moved.
        line: Line in the file it came from, or None.
    """

    path: str
    name: str
    guid: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    colour: str = ""
    origin: str = "deductive"
    rules: tuple[Rule, ...] = ()
    retired: bool = False
    was: str = ""
    line: int | None = field(default=None, compare=False)

    @property
    def parent(self) -> str:
        """Path of the parent code; empty at the top."""
        return self.path.rpartition(SEPARATOR)[0]

    @property
    def level(self) -> int:
        """Depth in the tree, 1 at the top."""
        return self.path.count(SEPARATOR) + 1


@dataclass(frozen=True)
class Codebook:
    """A code tree in document order: every parent stands before its children.

    Attributes:
        name: Title of the codebook.
        codes: In document order.
        vocabulary: Name of a set of terms to the terms; rules say `@name`.
        version: Number in the project; 0 before it is stored.
        based_on: Version that the file says it was exported from; 0 if it says nothing.
        former: Paths of earlier versions that no code has now, with the GUIDs they had.
    """

    name: str
    codes: tuple[Code, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0
    based_on: int = 0
    former: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def _by_path(self) -> dict[str, Code]:
        return {code.path: code for code in self.codes}

    @cached_property
    def _by_guid(self) -> dict[str, Code]:
        return {code.guid: code for code in self.codes if code.guid}

    @cached_property
    def _children(self) -> dict[str, tuple[Code, ...]]:
        children: dict[str, list[Code]] = {}
        for code in self.codes:
            children.setdefault(code.parent, []).append(code)
        return {path: tuple(codes) for path, codes in children.items()}

    def __contains__(self, path: str) -> bool:
        return path in self._by_path

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def code(self, path: str) -> Code:
        """Return the code at `path`, or with that GUID, or with that unique name or slug.

        Raises:
            NotFound: No code, or more than one, answers to it; the hint names the nearest.
        """
        found = self._by_path.get(path) or self._by_guid.get(path)
        if found is not None:
            return found
        wanted = path.strip().casefold()
        matches = [
            code
            for code in self.codes
            if wanted in (code.name.casefold(), code.path.rpartition(SEPARATOR)[2], code.path)
        ]
        if len(matches) == 1:
            return matches[0]
        if matches:
            paths = ", ".join(code.path for code in matches)
            raise NotFound(f"the code '{path}' is not unique", f"Say which one: {paths}.")
        now = self._by_guid.get(self.former.get(wanted, ""))
        hint = f"It is '{now.path}' now." if now else _nearest(path, self._by_path)
        raise NotFound(f"no code '{path}' in the codebook", hint)

    def get(self, guid: str) -> Code | None:
        """Return the code with this GUID, or None."""
        return self._by_guid.get(guid)

    def at(self, path: str) -> Code | None:
        """Return the code at exactly this path, or None."""
        return self._by_path.get(path)

    def children(self, path: str) -> tuple[Code, ...]:
        """Return the codes directly below `path`; the top codes for an empty path."""
        return self._children.get(path, ())

    def descendants(self, path: str) -> tuple[Code, ...]:
        """Return the code at `path` and all codes below it, in document order."""
        prefix = path + SEPARATOR
        return tuple(c for c in self.codes if c.path == path or c.path.startswith(prefix))

    def leaves(self, path: str) -> tuple[Code, ...]:
        """Return the codes at or below `path` that have no children of their own."""
        return tuple(c for c in self.descendants(path) if not self.children(c.path))

    def ancestors(self, path: str) -> tuple[Code, ...]:
        """Return the codes from the top down to and including `path`."""
        parts = path.split(SEPARATOR)
        paths = (SEPARATOR.join(parts[: n + 1]) for n in range(len(parts)))
        return tuple(self._by_path[p] for p in paths if p in self._by_path)

    @property
    def depth(self) -> int:
        """Return the number of levels; 0 for an empty codebook."""
        return max((code.level for code in self.codes), default=0)

    def colour(self, path: str) -> str:
        """Return the code's colour, or that of its nearest ancestor; empty if none has one."""
        return next((c.colour for c in reversed(self.ancestors(path)) if c.colour), "")


def parents_first(codes: Iterable[Code]) -> Iterator[Code]:
    """Yield parents before their children, siblings as they came, whatever the order was.

    A code whose parent is not among them is left out.
    """
    below: dict[str, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)

    def walk(path: str) -> Iterator[Code]:
        for code in below.get(path, ()):
            yield code
            yield from walk(code.path)

    return walk("")


def with_guids(
    new: Codebook,
    *,
    known: Mapping[str, str],
    taken: Collection[str] = (),
    fresh: Callable[[], str] = lambda: str(uuid4()),
) -> Codebook:
    """Return the codebook with a GUID on every code; what has one keeps it.

    Args:
        new: As read from a file.
        known: Path to GUID in the version that the file came from.
        taken: Every GUID that the project ever gave, also to codes that are gone.
        fresh: Gives a GUID where the one made from codebook name and path is taken.

    A code at a known path keeps that GUID; one that says where it `was` takes the GUID of
    the old path, unless a code stayed there. Any other gets a GUID made from the codebook's
    name and its path, so that the same file gives the same GUIDs in two projects.
    """
    used = {code.guid for code in new.codes if code.guid}
    guids: dict[str, str] = {code.path: code.guid for code in new.codes if code.guid}
    ways: tuple[Callable[[Code], str], ...] = (
        lambda code: _guid_of_was(code, new, known),
        lambda code: known.get(code.path, ""),
    )
    for way in ways:
        for code in new.codes:
            guid = way(code)
            if guid and code.path not in guids and guid not in used:
                guids[code.path] = guid
                used.add(guid)
    used.update(taken, known.values())
    for code in new.codes:
        if code.path in guids:
            continue
        guid = str(uuid5(NAMESPACE, f"{new.name}\n{code.path}"))
        while guid in used:
            guid = fresh()
        guids[code.path] = guid
        used.add(guid)
    return replace(new, codes=tuple(replace(c, guid=guids[c.path]) for c in new.codes))


def _guid_of_was(code: Code, new: Codebook, known: Mapping[str, str]) -> str:
    if not code.was or code.was not in known:
        return ""
    keeper = new.at(code.was)
    stayed = keeper is not None and not (keeper.was and keeper.was in known)
    return "" if stayed else known[code.was]


def _nearest(wanted: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(wanted, list(known), n=1, cutoff=0.5)
    return f"Did you mean '{close[0]}'?" if close else "'sendcode codebook show' lists the codes."
