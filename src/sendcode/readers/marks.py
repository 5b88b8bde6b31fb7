"""Time marks, stage directions and other things in a transcript that nobody said."""

from __future__ import annotations

import re
from typing import NamedTuple

from sendcode.readers.lexicon import MARKS

TIME = r"\d{1,3}:\d{2}(?::\d{2}(?:[:;]\d{2})?)?(?:[.,]\d{1,3})?(?!:?\d)"
"""A clock reading: minutes and seconds, or hours too, with fractions, frames or without."""

_DATE = r"(?P<date>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?[ \t]+)?"
"""In front of a clock reading: a chat, whose times are no places in a recording."""

_LOOSE = r"-?\d{1,3}(?::-?\d{1,2}){1,2}(?:[.,]-?\d{1,3})?"
_TO = r"\s*(?:--?>|→|[-–—/]|\bto\b)\s*"

RANGE = re.compile(rf"\s*[\[(]?\s*(?P<start>{_LOOSE})\s*--?>\s*(?P<end>{_LOOSE})\s*[\])]?:?\s*")
"""A stretch of time in front of words or alone on a line; Teams writes it unpadded."""

LEADING = re.compile(
    rf"\s*(?P<open>[\[(<{{#])\s*{_DATE}(?P<start>{TIME})(?:-\d)?(?:{_TO}(?P<end>{TIME}))?"
    r"(?(date)(?:\s?[AaPp]\.?[Mm]\.?)?)\s*[\])>}#]"
    r"[ \t]*(?:[:|](?=\s|$))?[ \t]*"
)
"""A bracketed time mark at the start of a line."""

BARE = re.compile(
    rf"\s*{_DATE}(?P<start>{TIME})(?:{_TO}(?P<end>{TIME}))?(?(date)(?:\s?[AaPp]\.?[Mm]\.?)?)"
    r"(?:\s+[-–—|]\s+|[ \t]*[:|]?(?=\s|$))[ \t]*"
)
"""A time mark without brackets; only to be trusted where other signs agree."""

INLINE = re.compile(
    rf"[ \t]*(?:\[{TIME}\]|\(\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d+)?\)):?"
    r"(?:[ \t]+(?=[.,;:!?](?:\s|$)))?"
)
ENDING = re.compile(rf"\s*#(?P<time>{TIME})(?:-(?P<tenth>\d))?#\s*$")


_WRAPPED = re.compile(r"\s*[*_]{0,2}[\[({<][^\[\](){}<>]*[\])}>][.:]?[*_]{0,2}\s*")
_NESTED = re.compile(r"\s*[\[(](?!.*[\])]\s+\w+.*[\[(]).*[\])][.]?\s*")
_END = re.compile(
    r"""\W*(?:
        end\ of\ (?:the\ )?(?:interview|recording|transcript(?:ion)?|tape|audio|session|file|meeting
                             |(?:first|second|third)?\ ?part|side|document|conversation)\b.{0,30}
      | (?:the\ )?(?:recording|interview|audio|transcript|transcription|tape|meeting)\ (?:has\ )?
            (?:begins?|began|starts?|started|ends?|ended|stops?|stopped|resumes?|resumed|paused
              |concludes|concluded|finished|terminated)\b.{0,30}
      | (?:transcribed|transcript(?:ion)?)\ (?:(?:i|wa)s\ )?(?:provided\ |produced\ )?by\b.{0,60}
      | .{1,60}\ (?:started|stopped)\ (?:the\ )?(?:transcription|recording)
      | meeting\ ended\ after\ [\d:]+
      | this\ (?:editable\ )?transcript\ (?:was|is)\ (?:computer|auto|machine|ai)\b.{0,160}
      | end | ends | the\ end
      | page\ \d+(?:\ (?:of|/)\ \d+)?
      | \d+\ (?:of|/)\ \d+ | \d+/\d+
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_RULE = re.compile(r"\s*([-=_*~^+#•·])(?:\s*\1){2,}\s*")


class TimeMark(NamedTuple):
    """A time mark at the start of a line: where it ends, and what it says."""

    cut: int
    start: float | None
    end: float | None


def seconds(written: str) -> float | None:
    """Return a clock reading in seconds; None where it is none (a negative one is 0)."""
    sign = -1 if "-" in written else 1
    parts = written.replace("-", "").replace(",", ".").replace(";", ":").split(":")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if not 1 <= len(numbers) <= 4:
        return None
    total = 0.0
    for number in numbers[:3]:  # the fourth part counts frames of a film
        total = total * 60 + number
    return round(max(0.0, sign * total), 3)


def time_at_start(text: str, *, bare: bool = False) -> TimeMark | None:
    """Return the time mark at the start of a line; without brackets only if `bare`."""
    match = RANGE.match(text) or LEADING.match(text) or (BARE.match(text) if bare else None)
    if match is None:
        return None
    end = match.group("end")
    if match.re is not RANGE and match.group("date"):
        return TimeMark(match.end(), None, None)
    return TimeMark(match.end(), seconds(match.group("start")), seconds(end) if end else None)


def without_times(text: str) -> str:
    """Return the text without the bracketed time marks inside it."""
    if ":" not in text:
        return text
    return INLINE.sub(_gap, text)


def _gap(match: re.Match[str]) -> str:
    """Keep words apart where a time mark stood between them without blanks."""
    before, after = match.start() - 1, match.end()
    text = match.string
    glued = before >= 0 and after < len(text) and text[before].isalnum() and text[after].isalnum()
    return " " if glued else ""


def is_mark(text: str) -> bool:
    """Say whether a bracketed line is a transcriber's mark ([laughs]), which is text."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and len(words) <= 5 and any(word in MARKS for word in words)


def is_stage_direction(text: str) -> bool:
    """Say whether a line stands wholly in brackets, or says that the recording ends."""
    if len(text) > 300:
        return False
    first = text.lstrip(" \t*_")[:1]
    if first == "©":
        return len(text) < 120
    if first and first in "[(<{":
        return _WRAPPED.fullmatch(text) is not None or _NESTED.fullmatch(text) is not None
    return len(text) < 200 and _END.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Say whether a line is drawn (-----, ***) and holds no word."""
    return _RULE.fullmatch(text) is not None
