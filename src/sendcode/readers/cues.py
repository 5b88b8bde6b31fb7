"""Who speaks in a cue: by its voice tag, or by a label in front of its words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from sendcode.core.model import Piece, ReadOptions
from sendcode.core.printable import so_many
from sendcode.core.text import count_words
from sendcode.readers import labels
from sendcode.readers.blocks import Block, has_hidden, source_offset, visible
from sendcode.readers.choice import Choice, choose
from sendcode.readers.leads import Lead, Row, leads
from sendcode.readers.turns import Ledger

_ARROWS = re.compile(r"\s*(?:>>+|&gt;&gt;)\s*")
_CUE_SHAPES = ("colon", "bracket", "paren")


class Spoken(NamedTuple):
    """The words of one cue, or of one speaker in it.

    Attributes:
        name: What the voice tag says; None without one.
        label: A name on a line of its own in the cue; None without one.
    """

    text: str
    number: int
    name: str | None
    label: str | None
    start: float | None
    end: float | None


def name_cues(
    spoken: Sequence[Spoken], ledger: Ledger, options: ReadOptions, *, carries: bool
) -> None:
    """Decide over all cues what is a label, and put the turns into the ledger."""
    rows = [_row(cue) for cue in spoken]
    known, never = labels.told(options.speakers)
    choice = choose(rows, known=known, front=(), never=never)
    found: Sequence[Lead | None]
    found = [_lead(row, cue, choice) for row, cue in zip(rows, spoken, strict=True)]
    for row, lead in zip(rows, found, strict=True):
        if lead is None and (doubtful := choice.doubtful(row)):
            label = labels.canonical(doubtful.label)
            ledger.doubt(label, row.block.anchor, row.seen[doubtful.cut :])
    spoken, found = _whole_cues(spoken, found)
    carry = options.carry_speaker or (carries and _only_on_change(spoken, found))
    if carry and not options.carry_speaker:
        ledger.problem(
            "names stand only where the speaker changes: cues without one go on with the last"
        )
    speaker: str | None = None
    blank = 0
    for cue, lead in zip(spoken, found, strict=True):
        written, text = _written(cue, lead, ledger)
        if not text.strip():
            blank += 1
            continue
        plain = labels.canonical(written) if written else ""
        if written and plain:
            speaker = _speaker(written, plain, choice, options)
        elif not carry:
            speaker = None
        ledger.say(speaker, Piece(text.strip(), cue.number, written, cue.start, cue.end))
    named = any(lead or cue.name or cue.label for lead, cue in zip(found, spoken, strict=True))
    ledger.report_possible()
    ledger.report_unlabelled("cue", any_label=named)
    if blank:
        ledger.problem(f"{so_many(blank, 'cue')} without words")


def _whole_cues(
    spoken: Sequence[Spoken], found: Sequence[Lead | None]
) -> tuple[Sequence[Spoken], Sequence[Lead | None]]:
    """Join what dashes part in a cue (`- Hello. - Hi.`) where neither side has a name."""
    if all(a.number != b.number for a, b in itertools.pairwise(spoken)):
        return spoken, found
    whole: list[Spoken] = []
    kept: list[Lead | None] = []
    for _, group in itertools.groupby(zip(spoken, found, strict=True), lambda x: x[0].number):
        parts = list(group)
        if len(parts) > 1 and not any(lead or cue.name or cue.label for cue, lead in parts):
            text = " ".join(f"- {cue.text}" for cue, _ in parts)
            parts = [(parts[0][0]._replace(text=text), None)]
        for cue, lead in parts:
            whole.append(cue)
            kept.append(lead)
    return whole, kept


def _row(cue: Spoken) -> Row:
    block = Block(cue.text, cue.number)
    seen = visible(cue.text)
    arrows = _ARROWS.match(seen)
    skip = arrows.end() if arrows else 0
    if cue.name is not None or cue.label is not None:
        return Row(block, seen, ())
    found = leads(block._replace(text=seen[skip:]) if skip else block, seen[skip:])
    if skip:
        found = [lead._replace(cut=lead.cut + skip) for lead in found]
    return Row(block, seen, [lead for lead in found if lead.shape in _CUE_SHAPES])


def _lead(row: Row, cue: Spoken, choice: Choice) -> Lead | None:
    if cue.name is not None or cue.label is not None:
        return None
    lead = choice.lead(row)
    return lead if lead and lead.label else None


def _only_on_change(spoken: Sequence[Spoken], found: Sequence[Lead | None]) -> bool:
    """Say whether no label ever follows on itself, though cues without one stand between."""
    named = [lead.label for lead in found if lead]
    silent = len(found) - len(named)
    again = sum(1 for a, b in itertools.pairwise(named) if a == b)
    tagged = any(cue.name is not None for cue in spoken)
    return not tagged and len(named) >= 3 and silent > 0 and again == 0 and found[0] is not None


def _written(cue: Spoken, lead: Lead | None, ledger: Ledger) -> tuple[str | None, str]:
    """Return the label as the cue has it, and the words behind it."""
    if cue.name is not None or cue.label is not None:
        return (cue.name or cue.label or "").strip() or None, cue.text
    if lead is None:
        arrows = _ARROWS.match(cue.text)
        return None, cue.text[arrows.end() :] if arrows else cue.text
    cut = source_offset(cue.text, lead.cut) if has_hidden(cue.text) else lead.cut
    ledger.leave_out("label", lead.label)
    if cut > len(lead.label) + 2:
        rest = count_words(cue.text[:cut]) - count_words(lead.label)
        ledger.leave_out("time", "0 " * max(0, rest))
    ledger.cuts += 2
    return lead.label.strip(), cue.text[cut:]


def _speaker(written: str, plain: str, choice: Choice, options: ReadOptions) -> str | None:
    told = options.speakers
    if written in told:
        return told[written] or None
    known = choice.speaker(plain) or re.sub(r"^/+", "", plain)
    return told.get(plain, told.get(known, known)) or None
