"""Who speaks: the two passes over a file of running text, shared by all such formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sendcode.core.model import NOTHING, Piece, ReadOptions, Role
from sendcode.core.printable import so_many
from sendcode.core.text import count_words
from sendcode.readers import labels, marks
from sendcode.readers.blocks import Block, explode, source_offset, visible
from sendcode.readers.choice import Choice, choose
from sendcode.readers.front import Front, close_front, find_front, is_name_part
from sendcode.readers.leads import Lead, Row, leads
from sendcode.readers.parts import split_points
from sendcode.readers.turns import Ledger


def decide(
    blocks: Iterable[Block],
    ledger: Ledger,
    options: ReadOptions,
    metadata: Mapping[str, str] = NOTHING,
    *,
    close: bool = True,
) -> None:
    """Find the speakers of a file and put its turns into the ledger.

    Args:
        blocks: The paragraphs or lines, in the order of the source.
        ledger: Receives turns, what is left out, problems and the count of words.
        options: What the researcher decided.
        metadata: What the format itself says, e.g. front matter.
        close: End the (last) interview; the caller does it otherwise.
    """
    rows = _rows(blocks)
    ledger.count("\n".join([row.block.text for row in rows]))
    front = find_front(rows)
    known, never = labels.told(options.speakers)
    choice = choose(
        rows,
        known=[*front.known, *known],
        front={*front.fields, *front.kinds},
        never=never,
    )
    splits = split_points(rows, front, choice)
    close_front(rows, front, choice, sorted({0, *splits}))
    walk = _Walk(rows, front, choice, ledger, options)
    walk.metadata.update(metadata)
    walk.run(splits)
    if close:
        ledger.close_interview(walk.metadata, walk.suffix)
    walk.report()


def _rows(blocks: Iterable[Block]) -> list[Row]:
    rows = []
    for block in explode(blocks):
        text = block.text
        seen = text if text.isascii() else visible(text)
        given = block.kind or block.speaker is not None
        rows.append(Row(block, seen, () if given else leads(block, seen)))
    return rows


class _Walk:
    """Pass two: from the first line to the last, knowing all labels."""

    def __init__(
        self,
        rows: Sequence[Row],
        front: Front,
        choice: Choice,
        ledger: Ledger,
        options: ReadOptions,
    ) -> None:
        self.rows = rows
        self.front = front
        self.choice = choice
        self.ledger = ledger
        self.told = options.speakers
        self.mapped = frozenset(options.speakers.values())
        self.metadata: dict[str, str] = {}
        self.labelled = bool(choice.names) or any(row.block.speaker for row in rows)
        self.asked = () if self.labelled else _asked_for(options)
        self.by_bold = options.bold_is_question
        self.paragraphs = 0
        self.suffix = ""
        self.speaker: str | None = None
        self.role: Role | None = None
        self.written: str | None = None
        self.pending: Lead | None = None
        self.fresh = True
        self.joined: dict[str, int] = {}
        self.met: dict[str, tuple[str, str | None, Role | None]] = {}

    def run(self, splits: Mapping[int, str]) -> None:
        """Walk over all lines; at each split a new interview begins."""
        for number, row in enumerate(self.rows):
            if number in splits:
                if self.ledger.has_speech():
                    self.ledger.close_interview(self.metadata, self.suffix)
                    self.metadata = {}
                self.suffix = splits[number]
                self._forget()
            kind = row.block.kind or self.front.kinds.get(number, "")
            if number in self.front.fields:
                self.metadata.update(self.front.fields[number])
                kind = "metadata"
            if kind:
                self._leave_out(kind, row.block)
            else:
                self._line(number, row)

    def _forget(self) -> None:
        self.speaker = self.role = self.written = self.pending = None
        self.fresh = True

    def _leave_out(self, kind: str, block: Block) -> None:
        self.ledger.leave_out(kind, block.text, block.anchor)
        self.fresh = self.fresh or not block.joins

    def _line(self, number: int, row: Row) -> None:
        block = row.block
        if block.speaker is not None:
            self._given(block)
            return
        lead = self.choice.lead(row)
        if lead and lead.label:
            self._label(row, lead)
        elif block.heading:
            self._leave_out("heading", block)
        elif self._is_label_part(number):
            self._leave_out("label", block)
        elif marks.is_rule(row.seen):
            self._leave_out("rule", block)
        elif lead is None and self._is_direction(row):
            self._leave_out("stage direction", block)
        else:
            self._go_on(row, lead)

    def _given(self, block: Block) -> None:
        """Take a speaker that the layout gives, such as a table cell."""
        written = (block.speaker or "").strip()
        self.speaker = self._name(written, labels.canonical(written)) or None
        self.role = self.front.roles.get((self.speaker or "").casefold())
        self.written = written or None
        self.pending = None
        self.fresh = True
        self._say(block, block.text)

    def _label(self, row: Row, lead: Lead) -> None:
        block = row.block
        cut = _source_cut(row, lead)
        known = self.met.get(lead.label)
        if known is None:
            known = self.met[lead.label] = self._meet(lead.label, block.anchor)
        self.written, self.speaker, self.role = known
        self.ledger.cuts += 2
        self.ledger.leave_out("label", self.written)
        if cut > len(self.written) + 2:
            rest = count_words(block.text[:cut]) - count_words(self.written)
            self.ledger.leave_out("time", "0 " * rest)
        self.pending = lead if lead.start is not None else self.pending
        self.fresh = True
        self._say(block, block.text[cut:])

    def _meet(self, label: str, anchor: int) -> tuple[str, str | None, Role | None]:
        """Return a label as written, its speaker and role; a file writes few in many lines."""
        written = label.strip()
        speaker = self._name(written, self.choice.speaker(label))
        plain = labels.canonical(written)
        if plain.casefold() != (speaker or "").casefold() and speaker not in self.mapped:
            self.joined.setdefault(plain, anchor)
        roles = self.front.roles
        role = roles.get(plain.casefold()) or roles.get((speaker or "").casefold())
        return written, speaker, role

    def _name(self, written: str, speaker: str | None) -> str | None:
        """Return the speaker's name: what the researcher said comes before what we found."""
        plain = labels.canonical(written)
        for key in (written, plain, speaker or ""):
            if key in self.told:
                return self.told[key]
        return speaker

    def _is_label_part(self, number: int) -> bool:
        """Say whether a line is the first half of a label (`JOHN B.` above `HARRIS:`)."""
        seen = self.rows[number].seen
        if not is_name_part(seen) or number + 1 >= len(self.rows):
            return False
        lead = self.choice.lead(self.rows[number + 1])
        return lead is not None and lead.shape == "colon" and lead.label.split()[0].isupper()

    def _is_direction(self, row: Row) -> bool:
        """Say whether a line is a stage direction; a mark ([laughs]) inside a turn is not."""
        if row.block.italic and self.labelled and not row.block.joins:
            return True
        if self.written is not None or not marks.is_stage_direction(row.seen):
            return False  # behind a label on its own line, what is in brackets is all that is said
        return not (marks.is_mark(row.seen) and (self.speaker or not self.labelled))

    def _go_on(self, row: Row, lead: Lead | None) -> None:
        """Take a line without a label: it goes on with the turn before it."""
        text = row.block.text
        if lead:
            cut = _source_cut(row, lead)
            self.ledger.leave_out("time", text[:cut])
            self.ledger.cuts += 1
            self.pending = lead
            self.fresh = True
            text = text[cut:]
        elif doubtful := self.choice.doubtful(row):
            label = labels.canonical(doubtful.label)
            self.ledger.doubt(label, row.block.anchor, row.seen[doubtful.cut :])
        self._say(row.block, text)

    def _say(self, block: Block, text: str) -> None:
        """Add speech with its times; where no words follow, they are kept for the next line."""
        start, end = block.start, block.end
        if self.pending:
            start, end = self.pending.start, self.pending.end
        mark = marks.time_at_start(text) if ":" in text[:24] else None
        if mark:
            self._cut("time", text[: mark.cut])
            start, end, text = mark.start, mark.end, text[mark.cut :]
            self.pending = Lead("time", "", 0, "", start, end)
        spoken, closing = self._without_times(text)
        if not spoken:
            self.ledger.ends_at(closing)
            return
        joined = block.joins and not self.fresh and self.ledger.extend(spoken, block.joins)
        if not joined:
            if self.asked:
                self._take_turns(block)
            piece = Piece(
                spoken, block.anchor, self.written, start, end if closing is None else closing
            )
            self.ledger.say(self.speaker, piece, self.role)
        else:
            self.ledger.ends_at(closing)
        self.pending = self.written = None
        self.fresh = False

    def _cut(self, kind: str, text: str) -> None:
        self.ledger.leave_out(kind, text)
        self.ledger.cuts += 1

    def _without_times(self, text: str) -> tuple[str, float | None]:
        """Return the words without time marks, and the time at the end of the paragraph."""
        closing = None
        ending = marks.ENDING.search(text) if "#" in text else None
        if ending:
            closing = marks.seconds(ending.group("time"))
            if closing is not None and ending.group("tenth"):
                closing += int(ending.group("tenth")) / 10
            self._cut("time", ending.group())
            text = text[: ending.start()]
        for match in marks.INLINE.finditer(text) if ":" in text else ():
            self._cut("time", match.group())
        return marks.without_times(text).strip(), closing

    def _take_turns(self, block: Block) -> None:
        """Give the labels that the researcher asked for: by bold type, or in turn."""
        bold = block.bold >= 0.8 * len(block.text.rstrip())
        turn = (0 if bold else 1) if self.by_bold else self.paragraphs % len(self.asked)
        self.speaker = self.asked[min(turn, len(self.asked) - 1)]
        self.paragraphs += 1

    def report(self) -> None:
        """Say what was uncertain, naming lines only."""
        ledger = self.ledger
        if self.front.long:
            ledger.problem(
                f"{so_many(len(self.front.long), 'long paragraph')} in front of the first speaker "
                "label left out as a title block",
                self.front.long[0],
            )
        if self.joined:
            ledger.problem(
                f"{so_many(len(self.joined), 'other spelling')} of a label taken for the same "
                "speaker",
                min(self.joined.values()),
            )
        ledger.report_possible()
        ledger.report_unlabelled("paragraph", any_label=self.labelled)
        if not ledger.has_speech(anywhere=True):
            ledger.problem("no speech was found in this file")


def _source_cut(row: Row, lead: Lead) -> int:
    """Return where the words of a line begin in its text; `visible` has left a plain one alone."""
    text = row.block.text
    return lead.cut if row.seen is text else source_offset(text, lead.cut)


def _asked_for(options: ReadOptions) -> tuple[str, ...]:
    if options.alternate:
        return options.alternate
    return ("I", "P") if options.bold_is_question else ()
