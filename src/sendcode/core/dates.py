"""Dates as people write them in case sheets, for putting interviews in order."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})")


def day(written: str) -> date | None:
    """Return the day that a text names; None where it names none.

    Read are `2021-03-05` (also with a time, or without the day), `5/3/2021` and `5.3.2021`
    (the day first, as in Britain), and `5 March 2021`.
    """
    text = written.strip()
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _DAY_FIRST.fullmatch(text):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(text):
        month = found[2][:3].lower()
        return _made(
            int(found[3]), _MONTHS.index(month) + 1 if month in _MONTHS else 0, int(found[1])
        )
    return None


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
