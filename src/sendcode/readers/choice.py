"""Pass one over a file: which labels are speakers, decided from how the whole file uses them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sendcode.readers import labels
from sendcode.readers.label_tally import SHAPES, Tally, is_capitals, tally_labels
from sendcode.readers.leads import Lead, Row

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
    tally = tally_labels(rows, front, never)
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
    shapes |= {s for s in SHAPES if s != "alone" and set(tally.counts[s]) & accepted}
    seen_once = {key for key, n in tally.counts["colon"].items() if n == 1} - accepted
    return Choice(
        _canonical_names(accepted, tally),
        frozenset(shapes),
        frozenset(seen_once),
        _trust_bare_times(rows),
    )


def _is_lonely_word(tally: Tally, accepted: Collection[str]) -> bool:
    """Say whether the only label is a word such as `Maths:` that opens few of the lines."""
    if len(accepted) != 1:
        return False
    (key,) = accepted
    label = tally.written(key)
    sure = tally.is_sure(key) or is_capitals(label) or " " in label
    others = sum(count[key] for shape, count in tally.counts.items() if shape != "colon")
    return not sure and not others and tally.counts["colon"][key] < 0.1 * tally.lines


def _shapes(tally: Tally, known: Collection[str]) -> set[str]:
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


def _dashes(tally: Tally, cover: int, colon: int) -> bool:
    """Say whether `I – How long` is how this file writes labels, and not just a dash."""
    if cover < 2 or cover < 0.2 * colon:
        return False
    sure = sum(n for key, n in tally.repeated("dash").items() if tally.is_sure(key))
    return sure >= 2 or cover >= 0.4 * tally.lines


def _alone(tally: Tally, cover: Mapping[str, int], several: Mapping[str, int]) -> bool:
    others = max(cover[shape] for shape in SHAPES if shape != "alone")
    if cover["alone"] < 2 or cover["alone"] <= 2 * others:
        return False
    repeated = tally.repeated("alone")
    sure = sum(1 for key in repeated if len(key) > 1 and tally.is_sure(key))
    return sure >= 1 or (several["alone"] >= 2 and cover["alone"] >= 0.2 * tally.lines)


def _once(
    tally: Tally, accepted: Collection[str], shapes: Collection[str], rows: Sequence[Row]
) -> set[str]:
    """Return the labels heard once that are made like the accepted ones."""
    if not accepted:
        return set()
    shown = {key: tally.written(key) for key in tally.first}
    patterns = Counter(labels.pattern(shown[key]) for key in accepted)
    stems = {labels.stem(shown[key]) for key in accepted}
    capitals = all(is_capitals(shown[key]) for key in accepted)
    layout = tally.common_layout(accepted)
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
    if labels.is_machine(label) or (capitals and is_capitals(label)):
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


def _never_repeated(tally: Tally, rows: Sequence[Row], front: Collection[int]) -> set[str]:
    """Return the labels of a file so short that no label comes twice."""
    single = set(tally.counts["colon"]) | set(tally.counts["bracket"])
    shown = {key: tally.written(key) for key in single}
    if any(_INLINE_LABEL.search(row.seen) for n, row in enumerate(rows) if n not in front):
        return set()  # several people in one paragraph: no label is sure there
    if every := _on_every_line(tally, rows, front):
        return every
    sure = {
        key
        for key, label in shown.items()
        if tally.is_sure(key) and label.casefold() not in ("question", "answer")
    }
    if sure and any(key in tally.counts["colon"] for key in sure):
        sure |= {key for key in single if is_capitals(shown[key])}
        return sure & set(tally.counts["colon"]) if len(sure) < 2 else sure
    capitals = {key for key in single if is_capitals(shown[key]) and len(key) > 1}
    layouts = {key for key in single if tally.layouts[key].keys() & {"bold", "tab", "boldtab"}}
    for group in (capitals, layouts):
        if len(group) >= 2:
            return group
    return set()


def _on_every_line(tally: Tally, rows: Sequence[Row], front: Collection[int]) -> set[str]:
    """Return the labels in front of a colon where each line of speech has its own."""
    speech = [n for n, row in enumerate(rows) if n not in front and not row.block.heading]
    colons = set(tally.counts["colon"])
    words = sum(len(rows[n].seen.split()) for n in speech)
    fit = len(colons) >= 2 and len(speech) == len(colons) and words >= 4 * len(speech)
    return colons if fit else set()


def _canonical_names(accepted: Collection[str], tally: Tally) -> dict[str, str]:
    """Return each accepted label with the speaker's one label: aliases and spellings joined."""
    shown = {key: tally.written(key) for key in accepted}
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
