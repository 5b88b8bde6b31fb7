"""Edits of the code tree: rename, move, merge, split, retire, add; each gives a new codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.errors import CodebookError

TOP = "/"
"""How the top of the tree is written where a parent is asked for."""

LONGEST = 80
"""Characters of a code's id, one part of its path."""


def slug(name: str) -> str:
    """Return a name as an id: small letters, digits and hyphens; `code` where none is left."""
    return "-".join(re.findall(r"[^\W_]+", name.lower())) or "code"


def rename(book: Codebook, path: str, to: str, *, name: str = "") -> Codebook:
    """Give a code another id, another name, or both; what is below it comes along.

    Args:
        book: The codebook.
        path: Of the code.
        to: The new id, or the new path with the same parent.
        name: The new name; empty keeps it.

    Raises:
        CodebookError: The place is taken, or `to` names another parent.
        NotFound: No such code.
    """
    code = book.code(path)
    parent, _, last = to.strip(SEPARATOR).rpartition(SEPARATOR)
    if parent and parent != code.parent:
        raise CodebookError(
            f"'{to}' has another parent than {code.path}",
            f"'sendcode codebook move {code.path} {parent}' moves it there first.",
        )
    renamed = _repathed(book, code, _below(code.parent, _checked(last)))
    if not name:
        return renamed
    return _with(renamed, replace(renamed.code(code.guid), name=" ".join(name.split())))


def move(book: Codebook, path: str, to: str) -> Codebook:
    """Put a code, and what is below it, under another parent; `/` is the top.

    Raises:
        CodebookError: The place is taken, lies below the code itself or under a retired one.
        NotFound: No such code.
    """
    code = book.code(path)
    above = None if to.strip() in ("", TOP) else book.code(to)
    if above and not code.retired:
        in_use(above)
    parent = above.path if above else ""
    if f"{parent}{SEPARATOR}".startswith(f"{code.path}{SEPARATOR}"):
        raise CodebookError(f"{code.path} cannot stand below itself")
    moved = _repathed(book, code, _below(parent, _slug(code.path)))
    family = {c.guid for c in book.descendants(code.path)}
    stay = [c for c in moved.codes if c.guid not in family]
    gone = [c for c in moved.codes if c.guid in family]
    return replace(moved, codes=tuple(_inserted(stay, gone, parent)))


def merge(book: Codebook, paths: Sequence[str], into: str, *, fresh: str = "") -> Codebook:
    """Let one code go on with the rules and examples of others, which are retired.

    Args:
        book: The codebook.
        paths: The codes that are merged; `into` may be among them.
        into: Path of the code that goes on; a new one gets the texts of those merged.
        fresh: GUID for a new code.

    Raises:
        CodebookError: A code has codes below it, is retired, or nothing is left to merge.
        NotFound: No such code, or no such parent of a new one.
    """
    target = book.at(into) or (None if SEPARATOR in into else _found(book, into))
    sources = [code for path in paths if (code := book.code(path)) != target]
    if not sources:
        raise CodebookError("a merge needs at least one code beside the one it goes into")
    for code in (*sources, *((target,) if target else ())):
        in_use(code)
    for code in sources:
        if any(not child.retired for child in book.children(code.path)):
            raise CodebookError(
                f"{code.path} has codes below it", "Merge or move those first, one by one."
            )
    if target is None:
        book = add(book, into, definition=_joined(c.definition for c in sources), guid=fresh)
        target = replace(
            book.code(into.strip(SEPARATOR)),
            include=_joined(code.include for code in sources),
            exclude=_joined(code.exclude for code in sources),
        )
    rules = dict.fromkeys(
        replace(rule, number=0, line=None) for code in (target, *sources) for rule in code.rules
    )
    merged = replace(
        target,
        examples=tuple(dict.fromkeys(e for code in (target, *sources) for e in code.examples)),
        quotes=tuple(dict.fromkeys(q for code in (target, *sources) for q in code.quotes)),
        rules=tuple(replace(rule, number=n) for n, rule in enumerate(rules, 1)),
    )
    book = _with(book, merged)
    for code in sources:
        book = _with(book, replace(code, retired=True))
    return book


def split(book: Codebook, path: str, into: Sequence[str]) -> Codebook:
    """Give a code children, under which its codings are to be coded anew.

    Args:
        book: The codebook.
        path: Of the code.
        into: Ids or names of the new codes below it.

    Raises:
        CodebookError: Fewer than two, one is there already, or the code is retired.
        NotFound: No such code.
    """
    code = in_use(book.code(path))
    if len({slug(name) for name in into}) < max(len(into), 2):
        raise CodebookError("a split needs at least two different codes", "Write --into A,B.")
    for name in into:
        name = name.strip().removeprefix(f"{code.path}{SEPARATOR}")
        book = add(book, _below(code.path, slug(name)), name=name if slug(name) != name else "")
    return book


def retire(book: Codebook, path: str, *, retired: bool = True) -> Codebook:
    """Take a code and those below it out of use, or into it again; its codings stay.

    Raises:
        CodebookError: Nothing would change, or the parent is retired.
        NotFound: No such code.
    """
    code = book.code(path)
    family = book.descendants(code.path)
    if all(c.retired == retired for c in family):
        raise CodebookError(f"{code.path} is {'retired' if retired else 'in use'} already")
    above = book.at(code.parent)
    if not retired and above is not None:
        in_use(above)
    changed = {c.guid for c in family}
    codes = (replace(c, retired=retired) if c.guid in changed else c for c in book.codes)
    return replace(book, codes=tuple(codes))


def add(
    book: Codebook,
    path: str,
    *,
    name: str = "",
    definition: str = "",
    origin: str = "inductive",
    guid: str = "",
) -> Codebook:
    """Add a code that was found in the material.

    Args:
        book: The codebook.
        path: Where; its parent has to be there.
        name: Shown in tables; made from the id where empty.
        definition: What it stands for.
        origin: `inductive` or `deductive`.
        guid: Permanent; a new one where empty.

    Raises:
        CodebookError: There is a code at this path, or the parent is retired.
        NotFound: The parent is not there.
    """
    parent, _, last = path.strip().strip(SEPARATOR).rpartition(SEPARATOR)
    if parent:
        parent = in_use(book.code(parent)).path
    place = _below(parent, _checked(last))
    _refuse_taken(book, place)
    code = Code(
        path=place,
        name=" ".join(name.split()) or last.replace("-", " ").capitalize(),
        guid=guid or str(uuid4()),
        definition=definition.strip(),
        origin=origin,
    )
    return replace(book, codes=tuple(_inserted(book.codes, [code], parent)))


def in_use(code: Code) -> Code:
    """Return a code that is not retired.

    Raises:
        CodebookError: It is.
    """
    if code.retired:
        again = f"'sendcode codebook unretire {code.path}' takes it into use again."
        raise CodebookError(f"{code.path} is retired", again)
    return code


def _found(book: Codebook, written: str) -> Code | None:
    """Return the one code that a word means, or None: then it is the id of a new one."""
    matches = [c for c in book.codes if written in (_slug(c.path), c.name, c.guid)]
    return matches[0] if len(matches) == 1 else None


def _repathed(book: Codebook, code: Code, path: str) -> Codebook:
    """Return the codebook with a code, and all below it, at another path."""
    if path == code.path:
        return book
    _refuse_taken(book, path)

    def at(old: str) -> str:
        below = old.startswith(f"{code.path}{SEPARATOR}")
        return path + old[len(code.path) :] if below or old == code.path else old

    return replace(book, codes=tuple(replace(c, path=at(c.path)) for c in book.codes))


def _inserted(codes: Iterable[Code], new: Sequence[Code], parent: str) -> list[Code]:
    """Return the codes with others behind the last one below their parent."""
    found = list(codes)
    prefix = f"{parent}{SEPARATOR}"
    places = [n for n, c in enumerate(found) if c.path == parent or c.path.startswith(prefix)]
    place = places[-1] + 1 if parent and places else len(found)
    return [*found[:place], *new, *found[place:]]


def _with(book: Codebook, code: Code) -> Codebook:
    codes = tuple(code if c.guid == code.guid else c for c in book.codes)
    return replace(book, codes=codes)


def _refuse_taken(book: Codebook, path: str) -> None:
    there = book.at(path)
    if there is not None:
        retired = "It is retired: 'sendcode codebook unretire' takes it into use again."
        hint = retired if there.retired else "Give the new one another name."
        raise CodebookError(f"the code '{path}' is there already", hint)


def _checked(word: str) -> str:
    if word != slug(word) or not word:
        raise CodebookError(
            f"'{word}' cannot be the id of a code",
            f"Small letters, digits and hyphens: '{slug(word)}'. --name takes any words.",
        )
    if len(word) > LONGEST:
        raise CodebookError(
            f"an id of {len(word):,} characters is too long for a table",
            f"At most {LONGEST}; --name takes more words.",
        )
    return word


def _below(parent: str, word: str) -> str:
    return f"{parent}{SEPARATOR}{word}" if parent else word


def _slug(path: str) -> str:
    return path.rpartition(SEPARATOR)[2]


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))
