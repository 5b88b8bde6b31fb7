"""Edits of the codebook: each is a new version, with the decisions about codings that follow."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sendcode.core import codebook_edit as edit
from sendcode.core.codebook import Codebook
from sendcode.core.codebook_diff import diff
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Span
from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store
from sendcode.store.recodes import LiveCoding
from sendcode.workflows.codebooks import store_version
from sendcode.workflows.frame import StudyFrame


@dataclass(frozen=True, slots=True)
class Who:
    """Who edits, when, and why.

    Attributes:
        message: For the record; made from the edit where it is empty.
    """

    coder: str
    at: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did.

    Attributes:
        version: The number that is now current.
        changes: What is different, in words.
        moved: Codings that got another code.
        queued: Codings that wait to be coded anew.
        carried: Codings of codes that are now retired; they stay.
    """

    version: int
    changes: tuple[str, ...]
    moved: int = 0
    queued: int = 0
    carried: int = 0


def rename_code(store: Store, path: str, to: str, *, name: str = "", who: Who) -> Edited:
    """Give a code another id or name; codings follow, because they know its GUID."""
    return _edit(store, lambda book: edit.rename(book, path, to, name=name), who, "rename")


def move_code(store: Store, path: str, to: str, *, who: Who) -> Edited:
    """Put a code and what is below it under another parent."""
    return _edit(store, lambda book: edit.move(book, path, to), who, "move")


def add_code(store: Store, path: str, *, name: str = "", definition: str = "", who: Who) -> Edited:
    """Add a code that was found in the material; the first one makes a codebook."""

    def added(book: Codebook) -> Codebook:
        named = replace(book, name=book.name or store.name)
        return edit.add(named, path, name=name, definition=definition)

    return _edit(store, added, who, "new code", first=True)


def retire_code(store: Store, path: str, *, retired: bool = True, who: Who) -> Edited:
    """Take a code out of use, or into it again; its codings stay and count."""
    book = _current(store)
    counts = store.codings.counts()
    family = book.descendants(book.code(path).path)
    why = "retire" if retired else "unretire"
    done = _edit(store, lambda old: edit.retire(old, path, retired=retired), who, why)
    carried = sum(counts.get(code.guid, 0) for code in family) if retired else 0
    return Edited(done.version, done.changes, carried=carried)


def merge_codes(store: Store, paths: Sequence[str], into: str, *, who: Who) -> Edited:
    """Merge codes: everybody's codings of them become codings of `into`, as one batch.

    Memos belong to the segments and stay. The merged codes are retired.

    Raises:
        CodebookError: There is nothing to merge, or a code has codes below it.
        NotFound: No such code.
    """
    book = _current(store)
    new = edit.merge(book, paths, into, fresh=str(uuid.uuid4()))
    retired = {c.guid for c in new.codes if c.retired}
    gone = [c.guid for c in book.codes if not c.retired and c.guid in retired]
    target = new.at(into.strip("/")) or new.code(into)
    codings = store.recodes.of_codes(gone)
    frame = StudyFrame(store)
    moves = [_moved(frame, coding, target.guid) for coding in codings]
    merged = ", ".join(book.code(guid).path for guid in gone)
    why = who if who.message else replace(who, message=f"merge: {merged} into {target.path}")
    done = _edit(store, lambda _: new, why, "merge", also=lambda _: moves)
    said = f"{merged} merged into {target.path}"
    one_by_one = {f"{book.code(guid).path} merged into {target.path}" for guid in gone}
    changes = (said, *(change for change in done.changes if change not in one_by_one))
    return Edited(done.version, changes, moved=len(moves))


def split_code(store: Store, path: str, into: Sequence[str], *, who: Who) -> Edited:
    """Give a code codes below it, and put its codings into the re-code queue.

    Raises:
        CodebookError: Fewer than two new codes, or one is there already.
        NotFound: No such code.
    """
    guid = _current(store).code(path).guid
    waiting = len(store.recodes.of_codes([guid]))
    done = _edit(
        store,
        lambda book: edit.split(book, path, into),
        who,
        "split",
        also=lambda version: [_request(guid, version)] if waiting else [],
    )
    return Edited(done.version, done.changes, queued=waiting)


def queue_recode(store: Store, path: str, *, everything: bool = False, who: Who) -> int:
    """Put the codings of a code that were made under an older definition into the re-code queue.

    Args:
        store: The project.
        path: Of the code.
        everything: All its codings, whatever the version.
        who: Who asks.

    Returns:
        How many codings wait.

    Raises:
        CodebookError: Its definition and criteria never changed, or no coding is older.
        NotFound: No such code.
    """
    book = _current(store)
    code = book.code(path)
    before = book.version + 1 if everything else _redefined(store, code.guid)
    if not before:
        raise CodebookError(
            f"the definition and criteria of {code.path} never changed",
            "--all puts all its codings into the queue.",
        )
    found = [c for c in store.recodes.of_codes([code.guid]) if c.version < before]
    if not found:
        raise CodebookError(f"no coding of {code.path} was made before version {before}")
    with store.transaction():
        store.decisions.record(
            [_request(code.guid, before)],
            coder=store.coders.id(who.coder, at=who.at),
            at=who.at,
            codebook_version=book.version,
        )
    return len(found)


def _redefined(store: Store, guid: str) -> int:
    """Return the last version that changed what a code means; 0 if none did."""
    before, found = None, 0
    for row in store.codebooks.versions():
        code = store.codebooks.get(row.number).get(guid)
        says = (code.definition, code.include, code.exclude) if code else None
        if before is not None and says is not None and says != before:
            found = row.number
        before = says or before
    return found


def _edit(
    store: Store,
    make: Callable[[Codebook], Codebook],
    who: Who,
    verb: str,
    *,
    also: Callable[[int], Sequence[NewDecision]] | None = None,
    first: bool = False,
) -> Edited:
    """Store what an edit makes of the codebook as its next version.

    Args:
        store: The project.
        make: The edit.
        who: Who does it, when and why.
        verb: What was done, for the record where no reason is given.
        also: Returns further decisions for the new version's number.
        first: There need not be a codebook yet.

    Raises:
        CodebookError: The edit changes nothing.
        NotFound: There is no codebook.
    """
    current = store.codebooks.current() if first else _current(store)
    new = make(current)
    changes = diff(current, new)
    if not changes:
        raise CodebookError("that would change nothing")
    version = store_version(
        store,
        new,
        current=current,
        message=who.message or f"{verb}: {changes[0]}",
        coder=who.coder,
        at=who.at,
        also=also,
    )
    return Edited(version, changes)


def _current(store: Store) -> Codebook:
    book = store.codebooks.current()
    if not book.version:
        raise NotFound("the project has no codebook", "'sendcode codebook import FILE' brings one.")
    return book


def _moved(frame: StudyFrame, coding: LiveCoding, to: str) -> NewDecision:
    """Return the decision that gives a coding another code without denying the old one."""
    return NewDecision(
        Action.RECODE,
        place=coding_place(frame, coding),
        code=to,
        from_code=coding.code,
        origin=coding.origin,
        suggestion=coding.suggestion,
        owner=coding.coder,
        denies=False,
    )


def coding_place(frame: StudyFrame, coding: LiveCoding) -> Place:
    """Return where a coding stands."""
    units = frame.units_in(coding.transcript, coding.start, coding.end)
    span = Span(coding.start, coding.end)
    return Place(coding.transcript, coding.turn, span, tuple(unit.id for unit in units))


def _request(guid: str, before: int) -> NewDecision:
    return NewDecision(Action.CODEBOOK, code=guid, payload={"recode": before})
