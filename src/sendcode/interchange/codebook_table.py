"""Codebooks as tables (.csv, .xlsx): one row per code, for those who work in spreadsheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sendcode.core.codebook import SEPARATOR, Code, Codebook, Rule, parents_first
from sendcode.core.codebook_edit import slug
from sendcode.core.codebook_file import TERMS, ReadCodebook, terms_of
from sendcode.core.model import Problem
from sendcode.core.terms import TermError, parse_term
from sendcode.errors import CodebookError
from sendcode.interchange.refi_text import parted
from sendcode.interchange.tables import read_table
from sendcode.interchange.yaml_nodes import title

COLUMNS = (
    *("id", "parent", "name", "definition", "include", "exclude", "examples", "colour", "terms"),
)
HOLDS = frozenset(("definition", "include", "exclude", "examples", "colour", TERMS))
_ALIASES = {
    "code": "id",
    "code id": "id",
    "slug": "id",
    "tag": "id",
    "path": "id",
    "parent code": "parent",
    "parent id": "parent",
    "color": "colour",
    "description": "definition",
    "title": "name",
    "label": "name",
    "code name": "name",
    "example": "examples",
    "inclusion criteria": "include",
    "exclusion criteria": "exclude",
    "inclusion": "include",
    "exclusion": "exclude",
    "keywords": "terms",
}
_MEMOS = frozenset(("memo", "code memo", "comment", "notes"))
"""Columns of other programs that stand for the definition where there is no such column."""
_TAG = "tag"
"""How Taguette heads its column of names; a full stop in them parts a code from its parent."""
_TERM_LIST = re.compile(r'(?:[^;\n"]|"[^"\n]*"|")+')
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")

Row = Mapping[str, str]


def read(path: Path) -> ReadCodebook:
    """Return the codes of a table with the columns `COLUMNS`; only `id` or `name` is needed.

    `id` may be a whole path; `parent` is the path, id or name of another row, which may stand
    below. Several examples stand in lines of their own, several terms are parted by `;`.

    Raises:
        CodebookError: No such columns, a row that names nothing, twice the same code, or a
            parent that is not there; the message names the row.
        InputError: The file is no table.
    """
    header, rows = read_table(path)
    columns = [_column(name) for name in header]
    if "definition" not in columns:
        memos = [name.casefold() in _MEMOS for name in header]
        columns = [
            "definition" if memo and memos.count(True) == 1 else column
            for column, memo in zip(columns, memos, strict=True)
        ]
    if not {"id", "name"} & set(columns):
        raise CodebookError(
            f"{path.name} has neither a column 'id' nor 'name'", f"Columns: {', '.join(COLUMNS)}."
        )
    _refuse_twins(path.name, header, columns)
    problems = [
        Problem(path.name, f"the column '{name}' is not known and was left out", 1)
        for name, column in zip(header, columns, strict=True)
        if name and not column
    ]
    named = {
        number: {c: v.strip() for c, v in zip(columns, row, strict=True) if c}
        for number, row in enumerate(rows, 2)
        if any(cell.strip() for cell in row)
    }
    if _TAG in (name.casefold() for name in header):
        named = {number: _tagged(row) for number, row in named.items()}
    paths = _Paths(path.name, named).all()
    found = {
        paths[number]: _code(path.name, number, paths[number], row, problems)
        for number, row in named.items()
    }
    for code in found.values():
        if code.parent and code.parent not in found:
            raise CodebookError(f"{path.name}, row {code.line}: the parent is not in the table")
    codes = tuple(parents_first(found.values()))
    held = HOLDS.intersection(columns)
    book = Codebook(path.stem, codes)
    return ReadCodebook(book, held, problems=tuple(problems), origin=_origin(path))


def _origin(path: Path) -> str:
    if path.suffix.lower() != ".xlsx":
        return ""
    from sendcode.interchange.table_xlsx import description

    return description(path)


def _refuse_twins(source: str, header: Iterable[str], columns: Iterable[str]) -> None:
    """Refuse two columns for the same: nobody knows which one counts."""
    first: dict[str, str] = {}
    for name, column in zip(header, columns, strict=True):
        if column and column in first:
            raise CodebookError(
                f"{source}: the columns '{first[column]}' and '{name}' both mean '{column}'",
                "Rename or delete one of them.",
            )
        first[column] = name


def _tagged(row: Row) -> dict[str, str]:
    names = parted(row["id"], ".")
    return {**row, "id": SEPARATOR.join(map(slug, names)), "name": names[-1] if names else ""}


def _column(name: str) -> str:
    word = " ".join(name.replace("_", " ").casefold().split())
    word = _ALIASES.get(word, word)
    return word if word in COLUMNS else ""


class _Paths:
    """Finds the path of every row: parents may be written as paths, ids or names."""

    def __init__(self, source: str, rows: Mapping[int, Row]) -> None:
        self._source, self._rows = source, rows
        self._found: dict[int, str] = {}
        self._by_word: dict[str, list[int]] = {}
        for number, row in rows.items():
            if not (row.get("id") or row.get("name")):
                raise CodebookError(f"{source}, row {number}: a code needs an id or a name")
            words = (row.get("id", ""), self._own(row), row.get("name", ""), self._written(row))
            for word in dict.fromkeys(w.casefold() for w in words if w):
                self._by_word.setdefault(word, []).append(number)

    def all(self) -> dict[int, str]:
        """Return the paths by row."""
        rows: dict[str, int] = {}
        for number in self._rows:
            path = self._path(number, ())
            if path in rows:
                raise CodebookError(
                    f"{self._source}, row {number}: '{path}' is there already, in row {rows[path]}"
                )
            rows[path] = number
        return self._found

    def _path(self, number: int, below: tuple[int, ...]) -> str:
        if number not in self._found:
            if number in below:
                raise CodebookError(f"{self._source}, row {number}: the code stands below itself")
            row = self._rows[number]
            parent = self._parent(number, row, (*below, number))
            own = self._own(row)
            self._found[number] = f"{parent}{SEPARATOR}{own}" if parent else own
        return self._found[number]

    def _parent(self, number: int, row: Row, below: tuple[int, ...]) -> str:
        written = row.get("parent", "") or row.get("id", "").rpartition(SEPARATOR)[0]
        if not written:
            return ""
        last = written.rpartition(SEPARATOR)[2]
        candidates = self._by_word.get(written.casefold()) or [
            n
            for n in self._by_word.get(last.casefold(), [])
            if n != number and self._path(n, below) == written
        ]
        if len(candidates) > 1:
            whole = [n for n in candidates if self._written(self._rows[n]) == written.casefold()]
            candidates = whole if len(whole) == 1 else candidates
        if len(candidates) != 1:
            why = "is not in the table" if not candidates else "is not unique"
            raise CodebookError(
                f"{self._source}, row {number}: the parent '{written}' {why}",
                "Write the whole path of the parent.",
            )
        return self._path(candidates[0], below)

    @staticmethod
    def _own(row: Row) -> str:
        return slug(row.get("id", "").rpartition(SEPARATOR)[2] or row["name"])

    @staticmethod
    def _written(row: Row) -> str:
        """Return the path as far as the row itself tells it."""
        own = row.get("id", "")
        if row.get("parent") and SEPARATOR not in own:
            own = f"{row['parent']}{SEPARATOR}{own}"
        return own.casefold()


def _code(source: str, number: int, path: str, row: Row, problems: list[Problem]) -> Code:
    colour = row.get("colour", "")
    if colour and not _COLOUR.fullmatch(colour):
        problems.append(Problem(source, "the colour is not written as #d95f02", number))
        colour = ""
    terms = _terms(source, number, row.get("terms", ""), problems)
    return Code(
        path=path,
        name=" ".join(row.get("name", "").split()) or title(path),
        definition=row.get("definition", ""),
        include=row.get("include", ""),
        exclude=row.get("exclude", ""),
        examples=tuple(e for line in row.get("examples", "").splitlines() if (e := line.strip())),
        colour=colour,
        rules=(Rule(1, any=terms),) if terms else (),
        line=number,
    )


def _terms(source: str, number: int, written: str, problems: list[Problem]) -> tuple[str, ...]:
    found = []
    for term in dict.fromkeys(t for part in _TERM_LIST.findall(written) if (t := part.strip())):
        try:
            parse_term(term)
        except TermError as error:
            problems.append(Problem(source, f"a term was left out: {error}", number))
            continue
        found.append(term)
    return tuple(found)


def write(codebook: Codebook, path: Path) -> None:
    """Write the codes in use as .csv or .xlsx, in the order of the tree.

    Rules stand in it only as far as they are lists of terms; `complete` keeps the others when
    the table comes back.
    """
    rows = [_row(code) for code in live(codebook)]
    if path.suffix.lower() == ".xlsx":
        from sendcode.interchange.codebook_xlsx import write_sheet

        write_sheet(codebook, COLUMNS, rows, path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


def live(codebook: Codebook) -> tuple[Code, ...]:
    """Return the codes that are in use, or above one that is."""
    kept = {c.path for c in codebook.codes if not c.retired}
    kept |= {above.path for path in set(kept) for above in codebook.ancestors(path)}
    return tuple(code for code in codebook.codes if code.path in kept)


def _row(code: Code) -> tuple[str, ...]:
    return (
        *(code.path.rpartition(SEPARATOR)[2], code.parent, code.name, code.definition),
        *(code.include, code.exclude, "\n".join(" ".join(e.split()) for e in code.examples)),
        *(code.colour, "; ".join(terms_of(code))),
    )
