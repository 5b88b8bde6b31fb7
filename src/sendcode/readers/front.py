"""Which lines of a file stand in front of an interview: fields, legend, title block."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sendcode.core.model import Role
from sendcode.core.text import count_words
from sendcode.readers import header, labels, marks
from sendcode.readers.choice import Choice
from sendcode.readers.leads import Row
from sendcode.readers.lexicon import NO_LABELS

_SHORT = 12
_LONG = 40
_TOP = 15
_SENTENCE_END = re.compile(r"[.?!…]['’\"”)]*\s*$")
_PANEL = re.compile(r"\s*(?:[IVX]{1,4})\s*[:.]\s+\S.*(?:,|;|\band\b)")
_TRANSCRIPT = re.compile(r"\s*(?:transcri(?:pt|ption)|transkript(?:ion)?)\s*:?\s*", re.IGNORECASE)
_WITNESSES = re.compile(r"\s*(?:examination of )?witness(?:es)?\b", re.IGNORECASE)


@dataclass(slots=True)
class Front:
    """The lines that are not speech because of where they stand.

    Attributes:
        fields: Row number to the metadata it holds.
        legends: Rows that explain labels.
        roles: Label (case folded) to the role that a legend states, or None.
        known: Labels that a legend or a list of participants names.
        kinds: Row number to what it is left out as.
        long: Rows in front of the first label that look like prose, and are left out.
    """

    fields: dict[int, dict[str, str]] = field(default_factory=dict)
    legends: set[int] = field(default_factory=set)
    roles: dict[str, Role | None] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    long: list[int] = field(default_factory=list)

    @property
    def known(self) -> tuple[str, ...]:
        """Labels that a legend names."""
        return tuple(self.roles)


def find_front(rows: Sequence[Row]) -> Front:
    """Return the fields and legends of a file, before its labels are known."""
    front = Front()
    keys = [_key(row) for row in rows]
    seen = Counter(keys)
    for number, row in enumerate(rows):
        if row.block.speaker is not None or len(row.seen) > 400:
            continue
        alone = not keys[number] or seen[keys[number]] == 1
        found = header.legend(row.seen) if alone and _may_be_legend(row) else {}
        found = found or (header.glossary(row.seen) if row.leads and number < 12 else {})
        if found:
            front.legends.add(number)
            front.roles.update({label.casefold(): role for label, role in found.items()})
        elif alone and row.leads and (names := header.people(row.seen)):
            front.fields[number] = header.fields(row.seen)
            front.roles.update((name.casefold(), None) for name in names)
        elif _is_panel(rows, number, front):
            front.kinds[number] = "title"
        elif _is_strict_field(row) and (found_fields := header.fields(row.seen)):
            front.fields[number] = found_fields
    _adopt_neighbours(rows, front, seen)
    _find_cast(rows, front)
    return front


def _find_cast(rows: Sequence[Row], front: Front) -> None:
    """Take two or more lines such as `Interviewer: Jo Bright` or `INT: Interviewer` on top.

    They say who speaks, even where the same words are labels further down.
    """
    cast: dict[int, tuple[str, str]] = {}
    titles: list[int] = []
    for number, row in enumerate(rows[:_TOP]):
        if number in front.fields or number in front.legends or number in front.kinds:
            continue
        member = _cast_member(row)
        if member and member[0].casefold() not in {name.casefold() for name, _ in cast.values()}:
            cast[number] = member
        elif header.is_legend_word(row.seen) and row.seen.rstrip().endswith(":"):
            titles.append(number)
        elif row.block.speaker is not None or _key(row) or _is_prose(row):
            break
    if len(cast) < 2:
        return
    front.kinds.update(dict.fromkeys(titles, "title"))
    for number, (name, meaning) in cast.items():
        if header.is_person_field(name):  # `Interviewer: Jo Bright`
            front.fields[number] = header.fields(rows[number].seen)
            front.roles[meaning.casefold()] = header.role_of(name)
        else:
            front.legends.add(number)
            front.roles[name.casefold()] = header.role_of(meaning)


def _cast_member(row: Row) -> tuple[str, str] | None:
    """Return the two sides of a line that joins a name or code with a part, else None."""
    lead = next((lead for lead in row.leads if lead.shape in ("colon", "dash")), None)
    if lead is None or lead.start is not None or len(row.seen) > 80:
        return None
    name, meaning = labels.canonical(lead.label), row.seen[lead.cut :].strip()
    if not meaning or _SENTENCE_END.search(meaning) or not _names_people(meaning):
        return None
    if header.is_person_field(name):
        return (name, meaning) if labels.plausible(meaning) else None
    return (name, meaning) if labels.is_role_word(meaning) and len(meaning) > 3 else None


def _key(row: Row) -> str:
    for lead in row.leads:
        if lead.shape in ("colon", "dash"):
            return labels.folded(lead.label)
    return ""


def _may_be_legend(row: Row) -> bool:
    text = row.seen
    return len(text) <= 300 and (
        "=" in text or header.is_legend_word(text) or text.lstrip()[:1] in "[("
    )


def _is_strict_field(row: Row) -> bool:
    if not row.leads:
        return False
    for lead in row.leads:
        if lead.shape in ("colon", "dash") and header.is_field_name(labels.canonical(lead.label)):
            return len(row.seen) < 300
    return False


def _is_panel(rows: Sequence[Row], number: int, front: Front) -> bool:
    """Say whether a line lists witnesses under a roman number (`I: Name, CEO, Charity`)."""
    if not _PANEL.match(rows[number].seen):
        return False
    before = range(max(0, number - 3), number)
    return any(_WITNESSES.match(rows[n].seen) or front.kinds.get(n) for n in before)


def _adopt_neighbours(rows: Sequence[Row], front: Front, seen: Mapping[str, int]) -> None:
    """Take `Interviewer: Jane Doe` beside `Date: 3 May` as a field too."""
    waiting = sorted(front.fields)
    while waiting:
        number = waiting.pop()
        for other in (number - 1, number + 1):
            if not 0 <= other < len(rows) or other in front.fields or other in front.legends:
                continue
            found = _as_field(rows[other], seen)
            if found:
                front.fields[other] = found
                waiting.append(other)


def _as_field(row: Row, seen: Mapping[str, int]) -> dict[str, str]:
    if not row.leads or len(row.seen) > 120:
        return {}
    found = header.fields(row.seen)
    if not found or _SENTENCE_END.search(row.seen):
        return {}
    key = _key(row)
    person = header.is_person_field(key)
    short = all(len(value.split()) <= 8 for value in found.values())
    if person and not all(_names_people(value) for value in found.values()):
        return {}
    return found if short and (person or seen[key] <= 1) else {}


def _names_people(value: str) -> bool:
    """Say whether the words behind `Interviewer:` are a name, and not the first thing said."""
    words = re.findall(r"[^\s,;/&]+", value)
    if value.casefold().strip(" .!") in NO_LABELS or marks.time_at_start(value):
        return False
    return all(
        not word[:1].islower() or word in ("and", "of", "the", "de", "van") for word in words
    )


def close_front(rows: Sequence[Row], front: Front, choice: Choice, starts: Sequence[int]) -> None:
    """Decide what the lines in front of each interview's first label are.

    Args:
        rows: The lines of the file.
        front: Is completed: `kinds`, and `fields` without those inside the speech.
        choice: The labels.
        starts: Rows at which interviews begin, the first being 0.
    """
    inside: set[int] = set()
    bounds = [*starts, len(rows)]
    for begin, end in itertools.pairwise(bounds):
        first = _first_label(rows, front, choice, begin, end)
        if first is None:
            first = begin + _leading_block(rows[begin:end], front, begin)
        _title_block(rows, front, begin, first)
        inside.update(range(first, end))
    for number in [n for n in front.fields if n in inside]:
        del front.fields[number]
    front.legends = {n for n in front.legends if n not in inside or "=" in rows[n].seen}
    front.kinds.update(dict.fromkeys(front.legends, "legend"))


def _first_label(
    rows: Sequence[Row], front: Front, choice: Choice, begin: int, end: int
) -> int | None:
    for number in range(begin, end):
        if number in front.fields or number in front.legends or number in front.kinds:
            continue
        if rows[number].block.speaker is not None:
            return number
        lead = choice.lead(rows[number])
        if lead and lead.label:
            return number
    return None


def _leading_block(rows: Sequence[Row], front: Front, begin: int) -> int:
    """Return how many rows of an unlabelled file are header fields with their titles."""
    top = list(itertools.takewhile(_is_title, rows[:8]))
    last = next((n for n, row in enumerate(top, 1) if _TRANSCRIPT.fullmatch(row.seen)), 0)
    for offset, row in enumerate(rows[last:60], last):
        number = begin + offset
        if number in front.fields or number in front.legends:
            last = offset + 1
        elif not row.block.heading and not _is_title(row):
            break
    return last


def _is_title(row: Row) -> bool:
    return len(row.seen.split()) <= _SHORT and not _SENTENCE_END.search(row.seen)


def _title_block(rows: Sequence[Row], front: Front, begin: int, first: int) -> None:
    prose = [n for n in range(begin, first) if _is_prose(rows[n]) and n not in front.fields]
    words = sum(count_words(rows[n].seen) for n in prose)
    total = sum(count_words(row.seen) for row in rows) if words > 150 else 0
    speech = set(prose) if words > 150 and words > 0.25 * total else set()
    for number in range(begin, first):
        row = rows[number]
        if number in front.fields or number in front.legends or number in speech:
            continue
        if row.block.kind or number in front.kinds or row.block.heading:
            continue
        if number == first - 1 and is_name_part(row.seen):
            continue  # the first half of the label below it
        found = header.fields(row.seen) if row.leads and len(row.seen) < 200 else {}
        if found:
            front.fields[number] = found
            continue
        front.kinds[number] = "stage direction" if marks.is_stage_direction(row.seen) else "title"
        if number in prose:
            front.long.append(row.block.anchor)


def is_name_part(line: str) -> bool:
    """Say whether a line such as `JOHN B.` may be the first half of a label."""
    words = line.split()
    return line.isupper() and len(words) <= 3 and words[-1].endswith(".") and len(words[-1]) <= 3


def _is_prose(row: Row) -> bool:
    return len(row.seen) > 150 and count_words(row.seen) >= _LONG
