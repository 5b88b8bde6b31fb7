"""The wide form as an SPSS file with labels, for SPSS, PSPP and R; needs the extra `spss`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sendcode.core.wide import Cell, WideTable
from sendcode.errors import SendcodeError

UNREAD = 9
"""Stands in a code's column for what nobody read; declared missing, so that it counts nowhere."""

VALUES = {0.0: "read and not coded", 1.0: "coded", float(UNREAD): "not read"}
MAX_NAME, MAX_LABEL, MAX_TEXT = 64, 255, 32_000

_RESERVED = frozenset("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())
_FOREIGN = re.compile(r"[^A-Za-z0-9_.]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CUT = " … [cut; whole text in the CSV export]"
_MADE_AT, _NO_TIME = 92, b"01 Jan 8000:00:00"  # the header's only clock: date and time


def write_wide(table: WideTable, path: Path) -> None:
    """Write one row per unit, a labelled variable per code; the same table, the same bytes.

    A code's variable is 1 coded, 0 read and not coded, 9 not read (user-missing), and its label
    is the code's name and path. Variables are named as SPSS allows.

    Raises:
        SendcodeError: The extra is not installed.
    """
    try:
        from pyreadstat import write_sav
    except ImportError as error:
        raise SendcodeError(
            "writing .sav needs the package pyreadstat",
            "Install the extra: pip install 'sendcode[spss]', or write .csv.",
        ) from error
    names = variables(table.columns)
    first = len(names) - table.codes
    codes = names[first:]
    columns = [[row[n] for row in table.rows] for n in range(len(names))]
    frame = pd.concat(
        [
            _numbers(cells, name, unread=n >= first)
            if n >= first or _numeric(cells)
            else _texts(cells, name)
            for n, (name, cells) in enumerate(zip(names, columns, strict=True))
        ],
        axis=1,
    )
    write_sav(
        frame,
        path,
        column_labels=[_cut(label, MAX_LABEL) for label in table.labels()],
        variable_value_labels=dict.fromkeys(codes, VALUES),
        missing_ranges={name: [UNREAD] for name in codes},
        variable_measure=dict.fromkeys(codes, "nominal"),
        variable_format=dict.fromkeys(codes, "F1.0"),
    )
    with path.open("r+b") as file:
        file.seek(_MADE_AT)
        file.write(_NO_TIME)


def variables(columns: Sequence[str]) -> tuple[str, ...]:
    """Return names that SPSS takes: letters, digits, `_` and `.`, unlike in any case.

    `delays/waiting` becomes `delays_waiting`; a name that is taken gets a number.
    """
    names: list[str] = []
    taken: set[str] = set()
    for column in columns:
        plain = _FOREIGN.sub("_", column).strip("_.")
        if not plain or not plain[0].isalpha() or plain.upper() in _RESERVED:
            plain = f"v_{plain}".rstrip("_")
        name, number = plain[:MAX_NAME].rstrip("_."), 2
        while name.casefold() in taken:
            ending = f"_{number}"
            name, number = plain[: MAX_NAME - len(ending)].rstrip("_.") + ending, number + 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _numeric(cells: Sequence[Cell]) -> bool:
    found = [cell for cell in cells if cell is not None]
    return bool(found) and not any(isinstance(cell, str) for cell in found)


def _numbers(cells: Sequence[Cell], name: str, *, unread: bool) -> pd.Series[float]:
    missing = float(UNREAD) if unread else float("nan")
    values = [missing if cell is None else float(cell) for cell in cells]
    return pd.Series(values, name=name, dtype="float64")


def _texts(cells: Sequence[Cell], name: str) -> pd.Series[str]:
    texts = ["" if cell is None else _cut(str(cell), MAX_TEXT) for cell in cells]
    return pd.Series(texts, name=name, dtype="str")


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many bytes that SPSS can hold; what is cut says so."""
    clean = _CONTROL.sub(
        "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    coded = clean.encode("utf-8")
    if len(coded) <= most:
        return clean
    mark = _CUT if most > MAX_LABEL else "…"
    return coded[: most - len(mark.encode("utf-8"))].decode("utf-8", "ignore") + mark
