"""Which column of a table holds the speaker, the words, the time: by heading or by content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sendcode.core.text import count_words
from sendcode.errors import InputError
from sendcode.readers import labels, lexicon, marks

_HEADINGS = {
    "speaker": lexicon.SPEAKER_COLUMNS,
    "text": lexicon.TEXT_COLUMNS,
    "time": lexicon.TIME_COLUMNS,
    "end": lexicon.END_COLUMNS,
    "role": lexicon.ROLE_COLUMNS,
}
_TIME = re.compile(
    rf"\s*[\[(]?\s*(?P<start>{marks.TIME})(?:\s*(?:-->|[-–—/]|to)\s*(?P<end>{marks.TIME}))?\s*[\])]?\s*"
)
_ID = re.compile(r"[A-Za-z]{1,12}[-_ ]?\d{1,10}|\d{4,12}|[\w-]*\d[\w-]{5,}|[\w.+-]+@[\w.-]+")
_LABELLED = re.compile(r"\s*([^\W\d_][\w .’'()-]{0,40}?)\s*:\s+\S")
_NUMBER = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*")


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers of the columns, from 0; `header` is how many rows stand above the first."""

    text: int
    speaker: int | None = None
    time: int | None = None
    end: int | None = None
    role: int | None = None
    header: int = 0

    def used(self) -> set[int]:
        """Return the columns that mean something."""
        every = (self.text, self.speaker, self.time, self.end, self.role)
        return {column for column in every if column is not None}


def heading_key(cell: str) -> str:
    """Return a column heading in the form in which headings are compared."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cell.strip())
    return re.sub(r"[^\w]+", "_", spaced.casefold()).strip("_")


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of a transcript as a table, or None where it is none."""
    return by_heading(rows) or by_content(rows)


def by_heading(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns that the headings name: the words, and a speaker or a time."""
    for number, row in enumerate(rows[:5]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = heading_key(cell) if len(cell) < 40 else ""
            for what, words in _HEADINGS.items():
                if key in words:
                    found.setdefault(what, column)
        if "text" in found and ("speaker" in found or "time" in found):
            return Columns(**found, header=number + 1)
        if (
            "text" not in found
            and "speaker" in found
            and len(row) <= 4
            and _are_headings(row, rows[number + 1 :])
            and _speakers(rows[number + 1 :], found["speaker"])
        ):
            rest = _widest(rows[number + 1 :], set(found.values()))
            if rest is not None:
                return Columns(text=rest, **found, header=number + 1)
    return None


def _are_headings(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row names columns: no words of talk in it, no time, nothing said again."""
    for column, cell in enumerate(row):
        again = cell.strip() and any(pick(other, column) == cell for other in below[:400])
        if again or len(cell.split()) > 5 or _TIME.fullmatch(cell):
            return False
    return True


def _speakers(rows: Sequence[Sequence[str]], column: int) -> bool:
    return _few([pick(row, column).strip() for row in rows[:400] if pick(row, column).strip()])


def _widest(rows: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    words: Counter[int] = Counter()
    for row in rows[:200]:
        for column, cell in enumerate(row):
            if column not in taken:
                words[column] += count_words(cell)
    best = words.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 * len(rows[:200]) else None


def by_content(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns as their cells suggest: times, few short labels, many words."""
    if len(rows) < 2:
        return None
    width = max(len(row) for row in rows)
    if not 2 <= width <= 12:
        return None
    cells = [
        [row[c].strip() for row in rows[:400] if c < len(row) and row[c].strip()]
        for c in range(width)
    ]
    times = [c for c in range(width) if len(cells[c]) >= 2 and _share(cells[c], _TIME) >= 0.6]
    text = _widest(rows, set(times))
    if text is None:
        return None
    speaker = next(
        (c for c in range(width) if c not in times and c != text and _few(cells[c])), None
    )
    if _labelled(cells[text]):
        speaker = None
    elif speaker is None and not times:
        return None
    if not times and _has_ids(rows, text):
        return None
    if not times and speaker is not None:  # without times, only what reads like talk will do
        spoken = sum(count_words(cell) for cell in cells[text])
        if len(cells[speaker]) < 4 or spoken < 3 * len(cells[text]):
            return None
    return Columns(
        text=text,
        speaker=speaker,
        time=times[0] if times else None,
        end=times[1] if len(times) > 1 else None,
    )


def _labelled(cells: Sequence[str]) -> bool:
    """Say whether the words themselves begin with labels (`P1: I waited`)."""
    found = Counter(match.group(1) for cell in cells if (match := _LABELLED.match(cell)))
    again = {label: n for label, n in found.items() if n >= 2 and labels.plausible(label)}
    return len(again) >= 2 and sum(again.values()) >= 0.6 * len(cells)


def _has_ids(rows: Sequence[Sequence[str]], text: int) -> bool:
    """Say whether a column names each row (`R01`, `R02`), as a survey's respondents are named."""
    body = rows[1:400]
    for column in range(max(len(row) for row in rows)):
        cells = [pick(row, column).strip() for row in body]
        distinct = len(cells) >= 4 and all(cells) and len(set(cells)) == len(cells)
        if column != text and distinct and all(_ID.fullmatch(cell) for cell in cells):
            return True
    return False


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for cell in cells if pattern.fullmatch(cell)) / max(1, len(cells))


def _few(cells: Sequence[str]) -> bool:
    """Say whether the cells hold few, short, repeated strings that can be labels."""
    if len(cells) < 2:
        return False
    kinds = Counter(labels.canonical(cell) for cell in cells)
    if any(len(kind) > 48 or not labels.plausible(kind) for kind in kinds if kind):
        return False
    if not any(times > 1 for times in kinds.values()):
        return False
    return len(kinds) <= max(2, 0.4 * len(cells)) and not all(_NUMBER.fullmatch(k) for k in kinds)


def times(cell: str, *, clock: bool = False) -> tuple[float | None, float | None]:
    """Return start and end of a time cell; `clock` undoes `24:40:00` for 24 minutes 40."""
    match = _TIME.fullmatch(cell)
    if match is None:
        plain = cell.strip().replace(",", ".")
        return (float(plain), None) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else (None, None)
    start, end = match.group("start"), match.group("end")
    if clock and re.fullmatch(r"\d{2,3}:\d{2}:00", start):
        start = start[:-3]
    return marks.seconds(start), marks.seconds(end) if end else None


def mangled(cells: Sequence[str]) -> bool:
    """Say whether a spreadsheet took minutes and seconds for hours and minutes."""
    written = [cell.strip() for cell in cells if cell.strip()]
    long = [cell for cell in written if re.fullmatch(r"\d{1,3}:\d{2}:00", cell)]
    hours = [int(cell.split(":")[0]) for cell in long]
    short = sum(1 for cell in written if re.fullmatch(r"\d{1,2}:\d{2}", cell))
    return len(long) >= 3 and max(hours) >= 5 and (short > 0 or len(long) == len(written))


def pick(row: Sequence[str], column: int | None) -> str:
    """Return a cell, empty where the row is too short or the column is not there."""
    return row[column] if column is not None and column < len(row) else ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the researcher said about the columns of a table."""

    texts: tuple[int, ...]
    columns: Columns
    id: int | None = None

    def is_survey(self) -> bool:
        """Say whether each row is a respondent, and not an utterance."""
        alone = self.columns.speaker is None and self.columns.time is None
        return len(self.texts) > 1 or (alone and self.id is not None)


def chosen_columns(rows: Sequence[Sequence[str]], options: Mapping[str, str]) -> Chosen | None:
    """Return the columns that the researcher named, by heading or by number from 1.

    What is not named is found as usual; None where no column for the words was named,
    or this table has none of the named ones.

    Raises:
        InputError: A named column is not there although others are.
    """
    first = next((number for number, row in enumerate(rows) if any(row)), None)
    if "text" not in options or first is None:
        return None
    headings = [cell.strip() for cell in rows[first]]
    found = {ours: _numbers(theirs, headings) for ours, theirs in options.items()}
    if not any(found.values()):
        return None
    missing = [ours for ours, numbers in found.items() if not numbers]
    if missing:
        raise InputError(
            f"the column chosen as {missing[0]} is not in the table", "Headings must be as written."
        )
    guess = by_heading(rows)
    single = {ours: found[ours][0] for ours in ("speaker", "time", "end", "role") if ours in found}
    if guess is not None and len(found["text"]) == 1 and "id" not in found:
        for ours in ("speaker", "time", "end", "role"):
            number = getattr(guess, ours)
            if number is not None and number not in found["text"]:
                single.setdefault(ours, number)
    columns = Columns(text=found["text"][0], **single, header=first + 1)
    identity = found["id"][0] if "id" in found else None
    survey = guess is None and not single
    if survey and identity is None and len(found["text"]) == 1:
        identity = next((n for n in range(len(headings)) if n not in found["text"]), None)
    return Chosen(tuple(found["text"]), columns, identity)


def _numbers(theirs: str, headings: Sequence[str]) -> list[int]:
    """Return the columns in a list such as `Likes, Dislikes` or `5,6`; headings hold commas."""
    rest = theirs.strip()
    places: dict[int, int] = {}
    for number in sorted(range(len(headings)), key=lambda n: -len(headings[n])):
        if not headings[number]:
            continue
        match = re.search(rf"(?:^|[,;])\s*{re.escape(headings[number])}\s*(?=[,;]|$)", rest, re.I)
        if match:
            places[number] = match.start()
            rest = rest[: match.start()] + ";" * (match.end() - match.start()) + rest[match.end() :]
    if not places and re.fullmatch(r"\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*", rest):
        wanted = [int(number) - 1 for number in re.findall(r"\d+", rest)]
        return [number for number in wanted if 0 <= number < len(headings)]
    return sorted(places, key=lambda number: places[number])
