"""Bringing a codebook into the project: read, compare, merge, store the next version."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sendcode.core.codebook import Code, Codebook, with_guids
from sendcode.core.codebook_appendix import without_quotes
from sendcode.core.codebook_diff import counterparts, diff
from sendcode.core.codebook_file import complete, export_mark, said_mark
from sendcode.core.codebook_rebase import rebase
from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Problem
from sendcode.data import codebooks as shipped
from sendcode.errors import CodebookError, NotFound
from sendcode.interchange import GROUP, READERS, YAML, codebook_yaml
from sendcode.places import is_file
from sendcode.registry import load, names
from sendcode.store import Store
from sendcode.workflows import codebook_refusals as refusals


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        version: The number that is now current.
        changes: What is different from the version before, in words; empty if nothing is.
        warnings: What `check` found odd.
        notes: What was kept from the project, and how conflicts were decided.
        gone: How many codes the version before has and this one has not.
    """

    version: int
    changes: tuple[str, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    gone: int = 0


def find_codebook(written: str) -> Path:
    """Return the file that `--codebook` means: a path, or the name of a shipped codebook.

    Raises:
        NotFound: Neither; the hint lists the shipped ones.
    """
    path = Path(written)
    if is_file(path):
        return path
    known = shipped()
    if written in known:
        return known[written]
    raise NotFound(
        f"no codebook file '{written}'",
        "Check the name; 'sendcode codebook export FILE' writes a project's codebook to a file. "
        f"Shipped with sendcode: {', '.join(known)}.",
    )


def read_codebook(
    path: Path,
    current: Codebook | None = None,
    *,
    stored: Callable[[int], Codebook] = lambda _: Codebook(""),
) -> tuple[Codebook, tuple[Problem, ...], tuple[str, ...]]:
    """Read and check a codebook file; what its format cannot hold comes from `current`.

    Args:
        path: The file.
        current: The project's codebook; None where there is none.
        stored: Gives an earlier version of it by number: of a table that was exported then,
            what it cannot hold comes from that.

    Returns:
        The codebook, what is odd in it, and what was kept from `current`, in words.

    Raises:
        CodebookError: It breaks a rule of the format; the message names line and key.
        NotFound: No reader for such a file.
    """
    suffix = path.suffix.lower()
    if suffix in YAML:
        codebook = codebook_yaml.read(path)
        return codebook, codebook_yaml.check(codebook, source=path.name), ()
    if suffix not in names(GROUP, READERS):
        known = ", ".join((*YAML, *names(GROUP, READERS)))
        raise NotFound(f"{path.name} is not a codebook that sendcode reads", f"Known: {known}.")
    found = load(GROUP, suffix, READERS)(path)
    said, number = said_mark(found.origin)
    before = stored(number)
    exported = bool(said) and export_mark(before) == said
    codebook, notes = complete(found, before if exported else current or Codebook(""))
    codebook = replace(codebook, based_on=number if exported else 0)
    odd = (*found.problems, *codebook_yaml.check(codebook, source=path.name))
    return codebook, odd, notes


def import_codebook(
    store: Store,
    path: Path,
    *,
    coder: str,
    at: str,
    message: str = "",
    merge: bool = False,
    take: str = "",
    fresh: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Imported:
    """Make a codebook file the project's next version.

    Codes keep their identity by their path, or by `was: old/path`.

    Args:
        store: The project.
        path: The file.
        coder: Who imports it.
        at: When.
        message: Why.
        merge: Merge a file that comes from an older version with what changed since.
        take: `file` or `project` decides where both changed the same; empty refuses.
        fresh: Makes a GUID.

    Raises:
        CodebookError: The file is wrong, it was exported from an older version than the
            project has now, or a code that has codings is missing in it.
    """
    current = store.codebooks.current()
    codebook, warnings, notes = read_codebook(path, current, stored=store.codebooks.get)
    base = store.codebooks.get(codebook.based_on) if codebook.based_on else current
    stale = not _same(base, current)
    if stale and (not merge or not base.version):
        raise refusals.stale(path, codebook, base, current)
    codebook = _known_again(store, codebook, (*current.codes, *base.codes), fresh)
    written = {code.guid: code.path for code in codebook}
    if stale:
        codebook, decided = _merged(path, codebook, base=base, current=current, take=take)
        notes = (*notes, *decided)
    refusals.refuse_lost_codes(store, current, codebook, path)
    changes = diff(current, codebook)
    text = path.read_text(encoding="utf-8-sig") if path.suffix.lower() in YAML else ""
    why = f"import of {path.name}" + (" (merged)" if stale else "")
    if current.version and not changes:
        if stale or not text or _same_text(store, text, current):
            return Imported(current.version, (), warnings, notes)
        changes, why = (_COMMENTS,), f"{why}: {_COMMENTS}"
    version = store_version(
        store,
        codebook,
        current=current,
        yaml=text,
        written=written,
        message=message or why,
        coder=coder,
        at=at,
    )
    gone = len(current.codes) - len(counterparts(current, codebook))
    return Imported(version, changes, warnings, notes, gone)


def _known_again(
    store: Store, codebook: Codebook, before: Sequence[Code], fresh: Callable[[], str]
) -> Codebook:
    """Return a file's codebook with the GUIDs that its codes have had, and new ones."""
    known = {code.path: code.guid for code in before}
    return with_guids(codebook, known=known, taken=store.codebooks.guids(), fresh=fresh)


def _merged(
    path: Path, codebook: Codebook, *, base: Codebook, current: Codebook, take: str
) -> tuple[Codebook, tuple[str, ...]]:
    """Return a file's codebook with what changed here since its version, and what was decided.

    Raises:
        CodebookError: Both changed the same, and `take` does not say whose side is taken.
    """
    done = rebase(base, current, codebook, take=take or "file")
    if done.conflicts and not take:
        raise refusals.conflict(path, done.conflicts)
    return done.codebook, tuple(f"the {take}'s side taken: {c.what}" for c in done.conflicts)


def _same_text(store: Store, text: str, current: Codebook) -> bool:
    """Say whether a file also has the comments and the layout that the project has."""
    kept = store.codebooks.yaml(current.version)
    if _without_version(text) == _without_version(kept):
        return True
    kept = codebook_yaml.write(current, base=kept)
    return text == kept or codebook_yaml.write(current, base=text) == kept


def _without_version(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("version:")]


def store_version(
    store: Store,
    codebook: Codebook,
    *,
    current: Codebook,
    message: str,
    coder: str,
    at: str,
    yaml: str = "",
    written: Mapping[str, str] | None = None,
    also: Callable[[int], Sequence[NewDecision]] | None = None,
) -> int:
    """Store a codebook as the next version, with the decisions that follow, as one batch.

    The project is copied first.

    Args:
        store: The project.
        codebook: With GUIDs.
        current: The version that it was made from.
        message: Why, for the record.
        coder: Who changed it.
        at: When.
        yaml: The file that it came from, for its comments; empty for that of `current`.
        written: GUID to the path that the code has in `yaml`.
        also: Returns further decisions for the new version's number.

    Raises:
        CodebookError: Somebody else changed the codebook meanwhile.
    """
    text = yaml or store.codebooks.yaml(current.version)
    before = {code.guid: code.path for code in current} if not yaml else written or {}
    named = _with_was(codebook, before)
    lines = codebook_yaml.write(replace(named, version=0), base=text, was=False)
    if current.version:
        store.backups.create(at=at, why="before-codebook")
    with store.transaction():
        if store.codebooks.version() != current.version:
            raise CodebookError(
                "the codebook was changed meanwhile", "Look at 'sendcode codebook log', try again."
            )
        coder_id = store.coders.id(coder, at=at)
        version = store.codebooks.add(codebook, lines, message=message, coder=coder_id, at=at)
        further = list(also(version)) if also else []
        store.decisions.record(
            [NewDecision(Action.CODEBOOK, payload={"version": version}), *further],
            coder=coder_id,
            at=at,
            codebook_version=version,
            batch=uuid.uuid4().hex if further else None,
        )
    return version


def _with_was(codebook: Codebook, before: Mapping[str, str]) -> Codebook:
    """Return the codebook with `was` where a path changed, so that comments find their code."""
    codes = []
    for code in codebook.codes:
        old = before.get(code.guid, code.path)
        codes.append(replace(code, was=old if old != code.path else ""))
    return replace(codebook, codes=tuple(codes))


_COMMENTS = "only comments or layout changed"


def _same(base: Codebook, current: Codebook) -> bool:
    return base.version == current.version or (bool(base.version) and not diff(base, current))


def export_codebook(store: Store, *, number: int | None = None, public: bool = False) -> str:
    """Return a version of the codebook as YAML, comments and order as they were written.

    Args:
        store: The project.
        number: Of the version; None for the current one.
        public: Leave out examples that are words of an interview, and all comments.

    Raises:
        NotFound: The project has no codebook, or no such version.
    """
    book = version_of(store, number)
    if public:
        return codebook_yaml.write(without_quotes(book))  # comments may quote, too
    return codebook_yaml.write(book, base=store.codebooks.yaml(book.version))


def version_of(store: Store, number: int | None = None) -> Codebook:
    """Return one version, or the current one.

    Raises:
        NotFound: The project has no codebook, or no such version.
    """
    newest = store.codebooks.version()
    if not newest:
        raise NotFound("the project has no codebook", "'sendcode codebook import FILE' brings one.")
    book = store.codebooks.get(newest if number is None else number)
    if not book.version:
        raise NotFound(f"no codebook version {number}", f"There are versions 1 to {newest}.")
    return book
