"""Two edits of one codebook brought together: by code and field, conflicts named."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sendcode.core.codebook import SEPARATOR, Code, Codebook, Rule

T = TypeVar("T", bound=Hashable)

OURS, THEIRS = "project", "file"
_TEXTS = ("name", "definition", "include", "exclude", "colour", "origin", "retired")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both sides changed, and differently.

    Attributes:
        what: In words: `definition of delays/waiting`.
        why: What each side did.
    """

    what: str
    why: str = "changed in the file and in the project, differently"

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Rebased:
    """A merged codebook; where there are conflicts, `take` decided them."""

    codebook: Codebook
    conflicts: tuple[Conflict, ...]


def rebase(base: Codebook, ours: Codebook, theirs: Codebook, *, take: str = THEIRS) -> Rebased:
    """Merge two codebooks that come from the same one, code by code (GUID), field by field.

    A field that one side changed is taken from that side. Lists (rules, examples, terms of a
    vocabulary) are merged member by member. Where both changed the same, `take` decides, and
    a conflict is named.

    Args:
        base: The version that both come from.
        ours: The project's codebook; GUIDs given.
        theirs: The file's codebook; GUIDs given.
        take: `project` or `file`.
    """
    return _Merge(base, ours, theirs, take).result()


class _Merge:
    """One merge at work; conflicts gather while it goes."""

    def __init__(self, base: Codebook, ours: Codebook, theirs: Codebook, take: str) -> None:
        self.base, self.ours, self.theirs, self.take = base, ours, theirs, take
        self.conflicts: list[Conflict] = []
        self._either = {code.guid: code for code in (*theirs.codes, *ours.codes)}

    def result(self) -> Rebased:
        found = {guid: code for guid in self._order() if (code := self._code(guid)) is not None}
        parents = {guid: self._parent(guid) for guid in found}
        self._keep_above(found, parents)
        self._break_circles(parents)
        codes = tuple(_placed(found, parents))
        codebook = Codebook(
            name=self._one("the codebook's name", self.base.name, self.ours.name, self.theirs.name),
            codes=self._apart(codes),
            vocabulary=self._vocabulary(),
            based_on=self.ours.version,
        )
        return Rebased(codebook, tuple(self.conflicts))

    def _order(self) -> list[str]:
        """Return all GUIDs in the file's order, the project's own after their neighbours."""
        order = [code.guid for code in self.theirs.codes]
        before = ""
        for code in self.ours.codes:
            if code.guid not in order:
                order.insert(order.index(before) + 1 if before in order else 0, code.guid)
            before = code.guid
        return order

    # --- values ----------------------------------------------------------------------------

    def _one(self, what: str, base: Any, ours: Any, theirs: Any) -> Any:
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        self.conflicts.append(Conflict(what))
        return theirs if self.take == THEIRS else ours

    def _many(
        self, what: str, base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]
    ) -> tuple[T, ...]:
        """Merge lists: what either side took away is gone, what either added is there."""
        if tuple(ours) == tuple(theirs) or tuple(theirs) == tuple(base):
            return tuple(ours)
        if tuple(ours) == tuple(base):
            return tuple(theirs)
        gone_here, gone_there = set(base) - set(ours), set(base) - set(theirs)
        new_here = [member for member in ours if member not in base]
        new_there = [member for member in theirs if member not in base]
        if gone_here & gone_there and new_here and new_there and new_here != new_there:
            self.conflicts.append(Conflict(what))
            return tuple(theirs if self.take == THEIRS else ours)
        kept = [member for member in theirs if member not in gone_here]
        return tuple(dict.fromkeys((*kept, *new_here)))

    def _vocabulary(self) -> Mapping[str, tuple[str, ...]]:
        sides = [book.vocabulary for book in (self.base, self.ours, self.theirs)]
        found: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys((*sides[2], *sides[1])):
            base, ours, theirs = (side.get(name) for side in sides)
            if ours is None or theirs is None:
                value = self._one(f"vocabulary @{name}", base, ours, theirs)
            else:
                value = self._many(f"vocabulary @{name}", base or (), ours, theirs)
            if value is not None:
                found[name] = value
        return found

    # --- codes -----------------------------------------------------------------------------

    def _code(self, guid: str) -> Code | None:
        """Return a code with what either side changed; None where one side took it out."""
        base, ours, theirs = (b.get(guid) for b in (self.base, self.ours, self.theirs))
        if ours is None or theirs is None:
            return self._one_sided(self._either[guid], base, ours, theirs)
        path = ours.path
        start = base or Code(path="", name="")
        merged = {
            part: self._one(f"{part} of {path}", *(getattr(c, part) for c in (start, ours, theirs)))
            for part in _TEXTS
        }
        slug = self._one(f"id of {path}", *(_slug(code) for code in (start, ours, theirs)))
        examples = self._many(f"examples of {path}", *(c.examples for c in (start, ours, theirs)))
        found = self._many(f"rules of {path}", *(_unnumbered(c) for c in (start, ours, theirs)))
        rules = tuple(replace(rule, number=n) for n, rule in enumerate(found, 1))
        code = replace(ours, path=slug, examples=examples, rules=rules, line=theirs.line, **merged)
        marks = {**dict(ours.quotes), **dict(theirs.quotes)}
        return replace(code, quotes=tuple((e, marks[e]) for e in code.examples if e in marks))

    def _one_sided(
        self, left: Code, base: Code | None, ours: Code | None, theirs: Code | None
    ) -> Code | None:
        """Return a code that only one side has: it is new there, or the other removed it."""
        if base is not None:
            if _same(base, left):
                return None  # the other side removed it, this one left it alone
            remover = "file" if ours else "project"
            self.conflicts.append(
                Conflict(base.path, f"removed in the {remover}, changed on the other side")
            )
            if (self.take == THEIRS) == (theirs is None):
                return None
        return replace(left, path=_slug(left))

    def _parent(self, guid: str) -> str:
        """Return the GUID of the parent, empty at the top."""
        found = []
        for book in (self.base, self.ours, self.theirs):
            code = book.get(guid)
            above = book.at(code.parent) if code and code.parent else None
            found.append(None if code is None else above.guid if above else "")
        base, ours, theirs = found
        if ours is None or theirs is None:
            return (theirs if ours is None else ours) or ""
        path = (self.ours.get(guid) or Code("", "")).path
        return str(self._one(f"place of {path}", base, ours, theirs))

    def _keep_above(self, found: dict[str, Code], parents: dict[str, str]) -> None:
        """Bring back the parents of what is kept: a code cannot stand below a removed one."""
        waiting = list(parents)
        while waiting:
            above = parents[waiting.pop()]
            if above and above not in found:
                code = self._either[above]
                self.conflicts.append(
                    Conflict(code.path, "removed on one side, given a code below on the other")
                )
                found[above] = replace(code, path=_slug(code))
                parents[above] = self._parent(above)
                waiting.append(above)

    def _break_circles(self, parents: dict[str, str]) -> None:
        """Put codes that came to stand below each other where one side has them."""
        side = self.theirs if self.take == THEIRS else self.ours
        # Ends, because one side alone has no circle: each round brings another code back to it.
        while circle := next(filter(None, (_circle(guid, parents) for guid in parents)), None):
            first = self._either[next(guid for guid in parents if guid in circle)]
            self.conflicts.append(Conflict(f"place of {first.path}", "moved below each other"))
            for member in circle:
                own = side.get(member)
                above = side.at(own.parent) if own else None
                parents[member] = above.guid if above else ""

    def _apart(self, codes: Iterable[Code]) -> tuple[Code, ...]:
        """Give codes that came to the same path different ones, and say so."""
        taken: set[str] = set()
        renamed: dict[str, str] = {}
        result = []
        for code in codes:
            parent = renamed.get(code.parent, code.parent)
            path = f"{parent}{SEPARATOR}{_slug(code)}" if parent else _slug(code)
            if path in taken:
                number = 2
                while f"{path}-{number}" in taken:
                    number += 1
                self.conflicts.append(Conflict(path, "two different codes came to this place"))
                path = f"{path}-{number}"
            if path != code.path:
                renamed[code.path] = path
            taken.add(path)
            result.append(replace(code, path=path))
        return tuple(result)


def _placed(found: Mapping[str, Code], parents: Mapping[str, str]) -> Iterable[Code]:
    """Yield the codes with their paths, every parent before its children."""
    below: dict[str, list[str]] = {}
    for guid in found:
        above = parents[guid]
        below.setdefault(above if above in found else "", []).append(guid)

    def walk(above: str, path: str) -> Iterable[Code]:
        for guid in below.get(above, ()):
            slug = found[guid].path
            here = f"{path}{SEPARATOR}{slug}" if path else slug
            yield replace(found[guid], path=here)
            yield from walk(guid, here)

    return walk("", "")


def _circle(guid: str, parents: Mapping[str, str]) -> set[str]:
    """Return the codes of the circle that a code's ancestors run into; empty if they end."""
    seen = [guid]
    while above := parents.get(seen[-1], ""):
        if above in seen:
            return set(seen[seen.index(above) :])
        seen.append(above)
    return set()


def _slug(code: Code) -> str:
    return code.path.rpartition(SEPARATOR)[2]


def _unnumbered(code: Code) -> tuple[Rule, ...]:
    return tuple(replace(rule, number=0, line=None) for rule in code.rules)


def _same(one: Code, other: Code) -> bool:
    return replace(one, was="") == replace(other, was="")
