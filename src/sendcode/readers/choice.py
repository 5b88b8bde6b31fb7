"""Pass one over a file: which labels are speakers, decided from how the whole file uses them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sendcode.readers import labels
from sendcode.readers.blocks import Block
from sendcode.readers.header import is_field_name
from sendcode.readers.labels import Lead

_SHAPES = ("colon", "timed", "bracket", "bold", "dash", "asked", "tab", "paren", "alone")
_SURE = ("colon", "timed", "bracket", "bold", "dash")
_INLINE_LABEL = re.compile(
    r"[.?!…]\s{0,2}(?:interviewer|interviewee|participant|respondent|researcher|moderator"
    r"|speaker \d|[IPR]\d?)\s?:\s",
    re.IGNORECASE,
)
_LISTED = frozenset(("question", "answer", "other", "result"))
_FEW = 40  # single names are looked up in the whole text, which takes time
_ALIAS = re.compile(r"(?P<base>.*?)\s*[(\[](?P<alias>[^()\[\]]{1,24})[)\]]")
_YEAR = re.compile(r"(?P<base>.*\w)\s*['’‘]\d\d")


class Row(NamedTuple):
    """One line with what its start may be."""

    block: Block
    seen: str
    leads: Sequence[Lead]


@dataclass(frozen=True, slots=True)
class Choice:
    """What pass one decided.

    Attributes:
        names: Label as written (canonical form) to the speaker's label in the transcript.
        shapes: The ways of writing a label that count in this file.
        rejected: Plausible labels seen once that are treated as speech.
        bare_times: Time marks without brackets are trusted in this file.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    shapes: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    bare_times: bool = False

    def lead(self, row: Row) -> Lead | None:
        """Return what stands at the start of a line, or None for a line without a label."""
        fallback = None
        for lead in row.leads:
            if lead.shape == "time" or (lead.shape == "bare" and self.bare_times):
                fallback = fallback or lead
            elif lead.shape in self.shapes and self.speaker(lead.label):
                return lead
        return fallback

    def doubtful(self, row: Row) -> Lead | None:
        """Return what looks like a label at the start of a line, but was rejected."""
        for lead in row.leads if self.rejected else ():
            if lead.shape == "colon" and labels.folded(lead.label) in self.rejected:
                return lead
        return None

    def speaker(self, written: str) -> str | None:
        """Return the speaker behind a label as written, or None if it is no label."""
        return self.names.get(labels.folded(written))


@dataclass(slots=True)
class _Tally:
    """How often each label opens a line, by shape, and how it is written."""

    counts: dict[str, Counter[str]]
    layouts: dict[str, Counter[str]]
    display: dict[str, Counter[str]]
    lines: int
    first: dict[str, int]

    def repeated(self, shape: str) -> dict[str, int]:
        return {key: n for key, n in self.counts[shape].items() if n >= 2}


def choose(
    rows: Sequence[Row],
    *,
    known: Collection[str],
    front: Collection[int],
    never: Collection[str] = (),
) -> Choice:
    """Decide which labels are speakers.

    Args:
        rows: The lines of the file.
        known: Labels that a legend, a list of participants or the researcher names.
        front: Rows that are header fields and so hold no label.
        never: Labels (folded) that the researcher says are none.
    """
    tally = _count(rows, front, never)
    known_keys = {label.casefold() for label in known}.difference(never)
    shapes = _shapes(tally, known_keys)
    accepted = {key for shape in shapes for key in tally.repeated(shape)}
    accepted |= known_keys & {key for shape in _SURE for key in tally.counts[shape]}
    if "timed" in shapes:
        accepted |= set(tally.counts["timed"])
    accepted |= _once(tally, accepted, shapes, rows)
    if accepted.isdisjoint(known_keys) and _is_lonely_word(tally, accepted):
        accepted, shapes = set(), set()
    if not accepted:
        accepted = _never_repeated(tally, rows, front)
        shapes = {
            shape for shape in ("colon", "bold", "bracket") if accepted & set(tally.counts[shape])
        }
    shapes |= {s for s in _SHAPES if s != "alone" and set(tally.counts[s]) & accepted}
    seen_once = {key for key, n in tally.counts["colon"].items() if n == 1} - accepted
    return Choice(
        _canonical_names(accepted, tally),
        frozenset(shapes),
        frozenset(seen_once),
        _trust_bare_times(rows),
    )


def _is_lonely_word(tally: _Tally, accepted: Collection[str]) -> bool:
    """Say whether the only label is a word such as `Maths:` that opens few of the lines."""
    if len(accepted) != 1:
        return False
    (key,) = accepted
    label = tally.display[key].most_common(1)[0][0]
    sure = _surely_a_label(tally, key) or _is_capitals(label) or " " in label
    others = sum(count[key] for shape, count in tally.counts.items() if shape != "colon")
    return not sure and not others and tally.counts["colon"][key] < 0.1 * tally.lines


def _count(rows: Sequence[Row], front: Collection[int], never: Collection[str]) -> _Tally:
    counts: dict[str, Counter[str]] = {shape: Counter() for shape in _SHAPES}
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
    return _Tally(counts, layouts, display, max(1, len(rows) - len(front)), first)


def _no_words_follow(rows: Sequence[Row], number: int, lead: Lead) -> bool:
    """Say whether a name with a time stands before another time, and so is no label."""
    if rows[number].seen[lead.cut :].strip():
        return False
    if number + 1 == len(rows):
        return True
    return any(other.shape in ("time", "bare", "timed") for other in rows[number + 1].leads)


def _shapes(tally: _Tally, known: Collection[str]) -> set[str]:
    """Return the ways of writing a label that the file uses often enough."""
    cover = {
        shape: sum(n for key, n in count.items() if n >= 2 or key in known)
        for shape, count in tally.counts.items()
    }
    several = {
        shape: len(tally.repeated(shape) | dict.fromkeys(set(count) & set(known), 1))
        for shape, count in tally.counts.items()
    }
    colon = cover["colon"]
    shapes = {"colon"} if colon else set()
    if cover["timed"] >= 2 or sum(tally.counts["timed"].values()) >= 3:
        shapes.add("timed")
    for shape in ("bracket", "bold"):
        many = several[shape] >= 2 or cover[shape] >= max(3, 0.3 * tally.lines)
        if cover[shape] >= 2 and many and cover[shape] >= 0.2 * colon:
            shapes.add(shape)
    if _dashes(tally, cover["dash"], colon):
        shapes.add("dash")
    if several["asked"] == 2 and cover["asked"] >= max(4, colon):
        shapes.add("asked")
    if several["tab"] >= 2 and cover["tab"] >= max(3, 0.3 * tally.lines, colon):
        shapes.add("tab")
    if several["paren"] >= 2 and cover["paren"] >= max(4, 0.5 * tally.lines, 2 * colon):
        shapes.add("paren")
    if _alone(tally, cover, several):
        shapes.add("alone")
    return shapes


def _dashes(tally: _Tally, cover: int, colon: int) -> bool:
    """Say whether `I – How long` is how this file writes labels, and not just a dash."""
    if cover < 2 or cover < 0.2 * colon:
        return False
    sure = sum(n for key, n in tally.repeated("dash").items() if _surely_a_label(tally, key))
    return sure >= 2 or cover >= 0.4 * tally.lines


def _alone(tally: _Tally, cover: Mapping[str, int], several: Mapping[str, int]) -> bool:
    others = max(cover[shape] for shape in _SHAPES if shape != "alone")
    if cover["alone"] < 2 or cover["alone"] <= 2 * others:
        return False
    repeated = tally.repeated("alone")
    sure = sum(1 for key in repeated if len(key) > 1 and _surely_a_label(tally, key))
    return sure >= 1 or (several["alone"] >= 2 and cover["alone"] >= 0.2 * tally.lines)


def _surely_a_label(tally: _Tally, key: str) -> bool:
    label = tally.display[key].most_common(1)[0][0]
    return labels.is_machine(label) or labels.is_code(label) or labels.is_role_word(label)


def _once(
    tally: _Tally, accepted: Collection[str], shapes: Collection[str], rows: Sequence[Row]
) -> set[str]:
    """Return the labels heard once that are made like the accepted ones."""
    if not accepted:
        return set()
    shown = {key: tally.display[key].most_common(1)[0][0] for key in tally.display}
    patterns = Counter(labels.pattern(shown[key]) for key in accepted)
    stems = {labels.stem(shown[key]) for key in accepted}
    capitals = all(_is_capitals(shown[key]) for key in accepted)
    layout = _common_layout(tally, accepted)
    begins = min(tally.first[key] for key in accepted)  # a title stands above, alone on its line
    found = set()
    unsure: list[str] = []
    for shape in sorted(set(shapes) - {"timed"}):
        for key, times in tally.counts[shape].items():
            if times > 1 or key in accepted or (shape == "alone" and tally.first[key] < begins):
                continue
            label = shown[key]
            same_layout = bool(layout) and layout in tally.layouts[key]
            alike = _made_alike(label, patterns, stems, capitals=capitals)
            if alike or same_layout:
                found.add(key)
            else:
                unsure.append(key)
    text = "\n".join(row.seen for row in rows) if 0 < len(unsure) <= _FEW else ""
    title = "\n".join(row.seen for row in rows[:begins]) if text else ""
    for key in unsure[:_FEW]:
        if _is_spoken_of(shown[key], patterns, text) or _is_announced(shown[key], title):
            found.add(key)
    return found


def _is_announced(label: str, title: str) -> bool:
    """Say whether a full name stands among the lines above the interview."""
    if "a" in labels.pattern(label).split() or " " not in label:
        return False
    return re.search(rf"(?<!\w){re.escape(label)}(?![\w:])", title) is not None


def _made_alike(
    label: str, patterns: Counter[str], stems: Collection[str], *, capitals: bool
) -> bool:
    shape = labels.pattern(label)
    if labels.is_machine(label) or (capitals and _is_capitals(label)):
        return True
    if labels.is_role_word(label) and not (
        labels.stem(label) in _LISTED or re.fullmatch(r"[AQ]\d+", label)
    ):
        return True
    base = _ALIAS.fullmatch(label)
    if base and labels.is_code(labels.canonical(base.group("alias"))):
        return True
    if shape in patterns and shape.startswith("T "):
        return True
    if "9" in shape and shape in patterns and (" " not in shape or labels.stem(label) in stems):
        return True
    words = shape.split()
    return len(words) >= 2 and not {"a", "9"} & set(words) and patterns[shape] >= 2


def _is_spoken_of(label: str, patterns: Counter[str], text: str) -> bool:
    """Say whether a single name (`Lou`) is used as a name in what people say.

    It must stand inside a sentence somewhere, and nowhere in small letters.
    """
    if labels.pattern(label) != "Aa" or not patterns["Aa"] or len(label) < 3:
        return False
    inside = re.compile(rf"(?<=[a-z,’'] ){re.escape(label)}\b(?!:)")
    small = re.compile(rf"\b{re.escape(label.lower())}\b")
    return bool(inside.search(text)) and not small.search(text)


def _is_capitals(label: str) -> bool:
    letters = [c for c in label.replace("’s", "") if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)


def _common_layout(tally: _Tally, accepted: Iterable[str]) -> str:
    """Return the layout (bold, a tab behind) that nearly all accepted labels share."""
    total: Counter[str] = Counter()
    for key in accepted:
        total.update(tally.layouts[key])
    if not total:
        return ""
    layout, times = total.most_common(1)[0]
    return layout if times >= 0.8 * total.total() and times >= 3 and layout != "glued" else ""


def _never_repeated(tally: _Tally, rows: Sequence[Row], front: Collection[int]) -> set[str]:
    """Return the labels of a file so short that no label comes twice."""
    single = set(tally.counts["colon"]) | set(tally.counts["bracket"])
    shown = {key: tally.display[key].most_common(1)[0][0] for key in single}
    if any(_INLINE_LABEL.search(row.seen) for n, row in enumerate(rows) if n not in front):
        return set()  # several people in one paragraph: no label is sure there
    if every := _on_every_line(tally, rows, front):
        return every
    sure = {
        key
        for key, label in shown.items()
        if _surely_a_label(tally, key) and label.casefold() not in ("question", "answer")
    }
    if sure and any(key in tally.counts["colon"] for key in sure):
        sure |= {key for key in single if _is_capitals(shown[key])}
        return sure & set(tally.counts["colon"]) if len(sure) < 2 else sure
    capitals = {key for key in single if _is_capitals(shown[key]) and len(key) > 1}
    layouts = {key for key in single if tally.layouts[key].keys() & {"bold", "tab", "boldtab"}}
    for group in (capitals, layouts):
        if len(group) >= 2:
            return group
    return set()


def _on_every_line(tally: _Tally, rows: Sequence[Row], front: Collection[int]) -> set[str]:
    """Return the labels in front of a colon where each line of speech has its own."""
    speech = [n for n, row in enumerate(rows) if n not in front and not row.block.heading]
    colons = set(tally.counts["colon"])
    words = sum(len(rows[n].seen.split()) for n in speech)
    fit = len(colons) >= 2 and len(speech) == len(colons) and words >= 4 * len(speech)
    return colons if fit else set()


def _canonical_names(accepted: Collection[str], tally: _Tally) -> dict[str, str]:
    """Return each accepted label with the speaker's one label: aliases and spellings joined."""
    shown = {key: tally.display[key].most_common(1)[0][0] for key in accepted}
    names: dict[str, str] = {}
    for key, label in shown.items():
        names[key] = label
        match = _ALIAS.fullmatch(label)
        if match:
            alias, base = (
                labels.canonical(match.group("alias")),
                labels.canonical(match.group("base")),
            )
            if alias.casefold() in shown:
                names[key] = shown[alias.casefold()]
            elif base.casefold() in shown:
                names[key] = shown[base.casefold()]
        elif match := _YEAR.fullmatch(label):  # a class year, as in HARRIS ’16
            names[key] = shown.get(match.group("base").strip().casefold(), label)
    return names


def _trust_bare_times(rows: Sequence[Row]) -> bool:
    """Say whether so many lines begin with a clock reading that it must be a time mark."""
    bare = sum(1 for row in rows if any(lead.shape == "bare" for lead in row.leads))
    return bare >= 3 and bare >= 0.3 * len(rows)
