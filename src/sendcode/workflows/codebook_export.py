"""The codebook as a file: YAML, table, REFI-QDA or a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_appendix import Appendix, without_quotes
from sendcode.core.codebook_file import terms_of
from sendcode.core.printable import so_many
from sendcode.errors import NotFound
from sendcode.exporters import BUILTIN
from sendcode.exporters import GROUP as EXPORTERS
from sendcode.exporters.files import whole_file
from sendcode.interchange import GROUP, WRITERS, YAML
from sendcode.registry import load, names
from sendcode.store import Store
from sendcode.workflows.codebooks import export_codebook, version_of
from sendcode.workflows.example_quotes import ExampleQuotes
from sendcode.workflows.frame import StudyFrame


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote.

    Attributes:
        codes: How many codes.
        notes: What the format cannot hold, in sentences.
        quotes: How many examples from interviews are in it.
        marked: How many of these somebody has marked do-not-quote.
    """

    codes: int
    notes: tuple[str, ...]
    quotes: int
    marked: int


def export_codebook_file(
    store: Store,
    path: Path,
    *,
    force: bool,
    number: int | None = None,
    public: bool = False,
) -> Written:
    """Write a version of the codebook; its suffix says how. Whole or not at all.

    What is marked do-not-quote does not stand in an appendix for readers (.docx). It stays in
    files that come back: a codebook without it would be another one.

    Args:
        store: The project.
        path: .yaml, .csv, .xlsx, .qdc or .docx.
        force: Whether an existing file is replaced.
        number: Of the version; None for the current one.
        public: Leave out examples that are words of an interview.

    Raises:
        NotFound: No codebook, no such version, or no such format.
    """
    suffix = path.suffix.lower()
    book = version_of(store, number)
    book = without_quotes(book) if public else book
    shown = without_quotes(book, unless=ExampleQuotes(StudyFrame(store)).may_quote)
    marked = _quotes(book, suffix) - _quotes(shown, suffix)
    notes: tuple[str, ...] = ()
    if suffix in YAML:
        text = export_codebook(store, number=number, public=public)
        with whole_file(path, force=force) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
    elif f"codebook{suffix}" in BUILTIN:
        at = next(v.at for v in store.codebooks.versions() if v.number == book.version)
        with whole_file(path, force=force) as draft:
            load(EXPORTERS, f"codebook{suffix}", BUILTIN)(Appendix(shown, at, not public), draft)
        if marked:
            notes = (f"{so_many(marked, 'example')} marked do-not-quote left out.",)
            book, marked = shown, 0
    elif suffix in names(GROUP, WRITERS):
        notes = tuple(_lost(book, suffix))
        with whole_file(path, force=force) as draft:
            load(GROUP, suffix, WRITERS)(book, draft)
    else:
        known = ", ".join((*YAML, ".docx", *names(GROUP, WRITERS)))
        raise NotFound(f"no codebook export for '{suffix}'", f"Known: {known}.")
    return Written(len(_written(book, suffix)), notes, _quotes(book, suffix), marked)


def _quotes(book: Codebook, suffix: str) -> int:
    """Return how many examples of what such a file holds are words of an interview."""
    return sum(len(code.quotes) for code in _written(book, suffix))


def _written(book: Codebook, suffix: str) -> list[Code]:
    return [code for code in book.codes if suffix in YAML or not code.retired]


def _lost(book: Codebook, suffix: str) -> list[str]:
    """Return what such a file has no place for."""
    tables = suffix != ".qdc"
    rules = any(code.rules and (not tables or code.rules != _listed(code)) for code in book.codes)
    retired = sum(1 for code in book.codes if code.retired)
    found = []
    if rules and tables:
        found.append("Of the rules, only lists of terms stand in it.")
    elif rules:
        found.append("Rules do not stand in it.")
    if book.vocabulary:
        found.append("The vocabulary does not stand in it.")
    if retired:
        found.append(f"{so_many(retired, 'retired code')} left out.")
    if not tables and any(map(_has_criteria, book.codes)):
        found.append("Include, exclude and examples are part of the description.")
    if found:
        found.append("When it is imported here again, the project keeps what it lacks.")
    return found


def _listed(code: Code) -> tuple[Rule, ...]:
    return (Rule(1, any=terms_of(code)),)


def _has_criteria(code: Code) -> bool:
    return bool(code.include or code.exclude or code.examples)
