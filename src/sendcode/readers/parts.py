"""Where one interview of a file ends and the next begins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sendcode.readers import header, marks
from sendcode.readers.choice import Choice
from sendcode.readers.front import Front
from sendcode.readers.leads import Row

_WORDS = (
    "interview|transcript|transcription|focus group|session|case|participant|respondent|interviewee"
    "|student|pupil|parent|teacher|school|group|visit|conversation|recording"
)
_NUMBERED = re.compile(
    rf"\s*(?:{_WORDS})(?:\s+(?:transcript|interview|with))?\s*(?:no\.?|number|nr\.?|id|#)?\s*[:.#-]?\s*"
    r"(?P<number>[A-Z]{0,3}[-_]?\d{1,4}[a-z]?|[A-Z]|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"\b(?P<rest>.*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*#?\s*(?P<number>\d{1,4}|[A-Z]{1,4}[-_ ]?\d{1,4})\s*[.:]?\s*(?P<rest>)")
_PERSON = re.compile(
    r"\s*(?:participant|respondent|interviewee|student|pupil|parent|teacher)\s+(?P<number>\d{1,3})\s*",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\s*(?:interview|transcript|focus group|recording)\b", re.IGNORECASE)


def split_points(rows: Sequence[Row], front: Front, choice: Choice) -> dict[int, str]:
    """Return the rows at which an interview begins, with what tells it apart.

    Empty for a file that holds one interview. Numbered headings (`Transcript 2: ...`, `003`)
    count, and header blocks with an id, where every part holds speech of its own.
    """
    ways = (_by_heading(rows), _by_line(rows, choice), _by_field(rows, front))
    for points in (*ways, _by_person(rows, choice)):
        fitting = _with_speech(rows, points, front, choice)
        if len(fitting) >= 2 and len(set(fitting.values())) == len(fitting):
            return fitting
    return {}


def _by_heading(rows: Sequence[Row]) -> dict[int, str]:
    levels: dict[int, dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(rows):
        if not row.block.heading:
            continue
        match = _NUMBERED.fullmatch(row.seen) or _BARE.fullmatch(row.seen)
        if match:
            levels[row.block.heading][number] = match.group("number")
    return max(levels.values(), key=len, default={})


def _by_line(rows: Sequence[Row], choice: Choice) -> dict[int, str]:
    found = {}
    for number, row in enumerate(rows):
        if len(row.seen) > 90 or row.block.joins or not _PLAIN.match(row.seen):
            continue
        match = _NUMBERED.fullmatch(row.seen)
        if match and len(row.seen.split()) <= 10 and not row.seen.rstrip().endswith((".", "?")):
            lead = choice.lead(row)
            if not (lead and lead.label):
                found[number] = match.group("number")
    return found


def _by_person(rows: Sequence[Row], choice: Choice) -> dict[int, str]:
    """Return the lines `Participant 1`, `Participant 2` ... that stand alone and count up."""
    found = {}
    for number, row in enumerate(rows):
        match = _PERSON.fullmatch(row.seen) if len(row.seen) < 30 else None
        lead = choice.lead(row) if match else None
        if match and not row.block.joins and not (lead and lead.label):
            found[number] = match.group("number")
    return found if list(found.values()) == [str(n + 1) for n in range(len(found))] else {}


def _by_field(rows: Sequence[Row], front: Front) -> dict[int, str]:
    values: dict[str, dict[int, str]] = defaultdict(dict)
    for number, found in sorted(front.fields.items()):
        for key, value in found.items():
            if header.identifies(key) and len(value) <= 40:
                values[key][_block_start(rows, front, number)] = value
    best = max(values.values(), key=len, default={})
    return best if len(best) >= 2 else {}


def _block_start(rows: Sequence[Row], front: Front, number: int) -> int:
    """Return the first row of the header block that the row belongs to."""
    while number > 0:
        above = rows[number - 1]
        if number - 1 in front.fields or above.block.heading or marks.is_rule(above.seen):
            number -= 1
        else:
            break
    return number


def _with_speech(
    rows: Sequence[Row], points: Mapping[int, str], front: Front, choice: Choice
) -> dict[int, str]:
    """Return the points that have speech of their own, or none if several have not."""
    order = sorted(points)
    if not order:
        return {}
    fitting = {}
    for begin, end in zip(order, [*order[1:], len(rows)], strict=True):
        inside = range(begin + 1, end)
        if any(_speaks(rows[n], choice) for n in inside if n not in front.fields):
            fitting[begin] = points[begin].strip()
    return fitting if len(fitting) >= 0.8 * len(order) else {}


def _speaks(row: Row, choice: Choice) -> bool:
    if row.block.speaker is not None:
        return True
    if not choice.names:
        return not row.block.heading and not row.block.kind
    lead = choice.lead(row)
    return bool(lead and lead.label)
