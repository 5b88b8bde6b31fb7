"""How a file uses what looks like labels: how often, in which shapes, written how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sendcode.readers import labels
from sendcode.readers.header import is_field_name
from sendcode.readers.leads import Lead, Row

SHAPES = ("colon", "timed", "bracket", "bold", "dash", "asked", "tab", "paren", "alone")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each label opens a line, by shape, and how it is written.

    Labels are in their folded form.

    Attributes:
        counts: By shape of the lead and label, how many lines it opens so.
        layouts: By label, how often it has each layout.
        display: By label, how often it is written in each way.
        lines: How many lines could have one; 1 at least.
        first: By label, the number of the first line that it opens.
    """

    counts: dict[str, Counter[str]]
    layouts: dict[str, Counter[str]]
    display: dict[str, Counter[str]]
    lines: int
    first: dict[str, int]

    def repeated(self, shape: str) -> dict[str, int]:
        """Return the labels that open two lines or more in one shape, with how many."""
        return {key: n for key, n in self.counts[shape].items() if n >= 2}

    def written(self, key: str) -> str:
        """Return a label as it is mostly written."""
        return self.display[key].most_common(1)[0][0]

    def is_sure(self, key: str) -> bool:
        """Say whether a label can hardly be anything else: `Speaker 1`, `P3`, `Interviewer`."""
        label = self.written(key)
        return labels.is_machine(label) or labels.is_code(label) or labels.is_role_word(label)

    def common_layout(self, keys: Iterable[str]) -> str:
        """Return the layout (bold, a tab behind) that nearly all of some labels share."""
        total: Counter[str] = Counter()
        for key in keys:
            total.update(self.layouts[key])
        if not total:
            return ""
        layout, times = total.most_common(1)[0]
        return layout if times >= 0.8 * total.total() and times >= 3 and layout != "glued" else ""


def tally_labels(rows: Sequence[Row], front: Collection[int], never: Collection[str]) -> Tally:
    """Count what may be a label.

    Args:
        rows: The lines of the file.
        front: Rows that are header fields and so hold no label.
        never: Labels (folded) that the researcher says are none.
    """
    counts: dict[str, Counter[str]] = {shape: Counter() for shape in SHAPES}
    layouts: dict[str, Counter[str]] = defaultdict(Counter)
    display: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        if number in front:
            continue
        for lead in row.leads:
            if not lead.label or (lead.shape == "timed" and _no_words_follow(rows, number, lead)):
                continue
            label = labels.canonical(lead.label)
            if not labels.plausible(label) or (lead.shape != "timed" and is_field_name(label)):
                continue
            key = label.casefold()
            if key in never:
                continue
            counts[lead.shape][key] += 1
            layouts[key][lead.layout] += 1
            display[key][label] += 1
            first.setdefault(key, number)
    return Tally(counts, layouts, display, max(1, len(rows) - len(front)), first)


def _no_words_follow(rows: Sequence[Row], number: int, lead: Lead) -> bool:
    """Say whether a name with a time stands before another time, and so is no label."""
    if rows[number].seen[lead.cut :].strip():
        return False
    if number + 1 == len(rows):
        return True
    return any(other.shape in ("time", "bare", "timed") for other in rows[number + 1].leads)


def is_capitals(label: str) -> bool:
    """Say whether all letters of a label are capitals, but for a genitive: `AVA’s MUM`."""
    letters = [c for c in label.replace("’s", "") if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)
