"""Spreadsheets as rows of strings: .xlsx and .ods, read from their XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from lxml import etree

from sendcode.errors import InputError
from sendcode.readers.package import Package, relations

_MAX_COLUMNS = 1024
_BUILTIN_TIMES = {*range(18, 22), *range(45, 48)}
_BUILTIN_DATES = {*range(14, 18), 22}
_QUOTED = re.compile(r'"[^"]*"|\[[^\]hms]*\]|\\.')
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"

Rows = list[list[str]]


def xlsx_sheets(package: Package) -> Iterator[tuple[str, Rows]]:
    """Yield name and rows of each sheet of an Excel file; empty rows keep their place."""
    main = next(
        (t for kind, t, _ in relations(package, "") if kind == "officeDocument"), "xl/workbook.xml"
    )
    workbook = package.tree(main)
    parts = {kind: target for kind, target, _ in relations(package, main)}
    shared = _shared(package, parts.get("sharedStrings", ""))
    formats = _formats(package, parts.get("styles", ""))
    early = any(e.get("date1904") in ("1", "true") for e in _all(workbook, "workbookPr"))
    targets = _sheet_targets(package, main)
    for sheet in _all(workbook, "sheet"):
        where = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        part = targets.get(str(where), "")
        if part in package.names:
            tree = package.tree(part)
            yield sheet.get("name", ""), _xlsx_rows(tree, shared, formats, early=early)


def _all(root: etree._Element, local: str) -> Iterator[etree._Element]:
    return root.iter(f"{{*}}{local}")


def _sheet_targets(package: Package, main: str) -> dict[str, str]:
    folder, _, name = main.rpartition("/")
    where = f"{folder}/_rels/{name}.rels".lstrip("/")
    if where not in package.names:
        return {}
    order = [relation.get("Id", "") for relation in package.tree(where)]
    return dict(zip(order, (t for _, t, _ in relations(package, main)), strict=True))


def _shared(package: Package, part: str) -> list[str]:
    if part not in package.names:
        return []
    return [_string(item) for item in _all(package.tree(part), "si")]


def _string(item: etree._Element) -> str:
    """Return a string with its runs joined; phonetic guides are no part of it."""
    return "".join(
        text.text or ""
        for text in _all(item, "t")
        if not any(a.tag == str(text.tag)[:-1] + "rPh" for a in text.iterancestors())
    )


def _formats(package: Package, part: str) -> list[str]:
    """Return for each cell style whether it shows a `time`, a `date`, or neither."""
    if part not in package.names:
        return []
    root = package.tree(part)
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in _all(root, "numFmt")}
    found = []
    for group in _all(root, "cellXfs"):
        for style in group:
            number = style.get("numFmtId", "0")
            found.append(_kind(number, own.get(number, "")))
    return found


def _kind(number: str, code: str) -> str:
    bare = _QUOTED.sub("", code).casefold()
    builtin = int(number) if number.isdecimal() and len(number) < 6 else 0
    if builtin in _BUILTIN_DATES or (bare and re.search("[dy]", bare)):
        return "date"
    if builtin in _BUILTIN_TIMES or (bare and re.search("[hs]", bare)):
        return "time"
    return ""


def _xlsx_rows(
    root: etree._Element, shared: Sequence[str], formats: Sequence[str], *, early: bool
) -> Rows:
    rows: Rows = []
    for row in _all(root, "row"):
        number = row.get("r", "")
        place = int(number) if number.isdecimal() and len(number) < 8 else len(rows) + 1
        while len(rows) + 1 < min(place, len(rows) + 1000):
            rows.append([])
        cells: list[str] = []
        for cell in row:
            column = _column(cell.get("r", ""), len(cells))
            if column >= _MAX_COLUMNS:
                break
            cells.extend("" for _ in range(column - len(cells)))
            cells.append(_value(cell, shared, formats, early=early))
        rows.append(cells)
    return rows


def _column(reference: str, fallback: int) -> int:
    letters = re.match(r"[A-Z]{1,3}(?=\d)", reference)
    if letters is None:
        return fallback
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return max(number - 1, fallback)


def _value(
    cell: etree._Element, shared: Sequence[str], formats: Sequence[str], *, early: bool
) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _string(cell)
    raw = next((v.text or "" for v in cell.iterchildren("{*}v")), "")
    if kind == "s":
        return shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""
    if kind in ("str", "d"):
        return raw
    if kind in ("b", "e") or not raw:
        return {"1": "TRUE", "0": "FALSE"}.get(raw, "") if kind == "b" else ""
    style = cell.get("s", "0")
    shown = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else ""
    return _number(raw, shown, early=early)


def _number(raw: str, shown: str, *, early: bool) -> str:
    try:
        value = float(raw)
    except ValueError:
        return raw
    if shown and 0 <= value < 2_958_466:  # the last day that Excel knows
        if shown == "time" or value < 1:
            return clock(value * 86_400)
        start = datetime(1904, 1, 1) if early else datetime(1899, 12, 30)
        moment = start + timedelta(days=value)
        return moment.isoformat(" ", "minutes").removesuffix(" 00:00")
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else raw


def clock(seconds: float) -> str:
    """Return seconds as `h:mm:ss`, the way a spreadsheet shows a time."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def ods_sheets(package: Package) -> Iterator[tuple[str, Rows]]:
    """Yield name and rows of each sheet of an OpenDocument spreadsheet."""
    root = package.tree("content.xml")
    for table in root.iter(_ODF % ("table", "table")):
        rows: Rows = []
        for row in table.iter(_ODF % ("table", "table-row")):
            cells = _ods_cells(row)
            times = _repeat(row, "rows")
            if any(cells):
                rows.extend([cells] * min(times, 1000))
            else:
                rows.extend([[]] * min(times, 100))
        while rows and not any(rows[-1]):
            rows.pop()
        yield table.get(_ODF % ("table", "name"), ""), rows


def _ods_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if str(cell.tag).rpartition("}")[2] not in ("table-cell", "covered-table-cell"):
            continue
        text = _ods_text(cell)
        repeated = _repeat(cell, "columns")
        cells.extend([text] * min(repeated, _MAX_COLUMNS - len(cells)))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ods_text(cell: etree._Element) -> str:
    duration = cell.get(_ODF % ("office", "time-value"), "")
    match = re.fullmatch(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S", duration)
    if match:
        hours, minutes, seconds = map(int, match.groups())
        return clock(hours * 3600 + minutes * 60 + seconds)
    lines = ["".join(str(t) for t in p.itertext()) for p in cell.iterchildren(_ODF % ("text", "p"))]
    return "\n".join(lines)


def _repeat(element: etree._Element, what: str) -> int:
    number = element.get(_ODF % ("table", f"number-{what}-repeated"), "1")
    return int(number) if number.isdecimal() and len(number) < 9 else 1


def sheets(package: Package, suffix: str) -> Mapping[str, Rows]:
    """Return the sheets of a spreadsheet by name; one without a name of its own by number.

    Raises:
        InputError: It holds none, or is damaged.
    """
    if suffix == ".ods" or "content.xml" in package.names:
        found = list(ods_sheets(package))
    else:
        found = list(xlsx_sheets(package))
    if not found:
        raise InputError("the spreadsheet holds no sheet")
    named: dict[str, Rows] = {}
    for number, (name, rows) in enumerate(found, 1):
        named[name if name and name not in named else f"sheet {number}"] = rows
    return named
