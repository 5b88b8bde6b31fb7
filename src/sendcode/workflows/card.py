"""What stands beside a segment: its code's rules, why it was suggested, what else is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Evidence, Span
from sendcode.core.review import QueueItem
from sendcode.core.why import reasons
from sendcode.store.memos import MemoRow
from sendcode.store.queue import PlacedCoding
from sendcode.workflows.desk import Desk
from sendcode.workflows.segment_rows import evidence_words

LIKELY_CODES = 9


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about the segment where the coder is.

    Attributes:
        item: The suggestion; None where nothing is suggested.
        answer: What the coder said about it; None while it is open.
        why: What spoke for it: rules first, strongest first.
        words: The words of the rules; where there is no rule, those of what else spoke for it.
        others: Codes that may fit instead, likeliest first.
        codings: What is coded here, by whom.
        memos: On this segment.
        marks: Kinds of the marks on it.
        cases: Names of the cases.
        unquotable: Cases whose words must not be quoted.
    """

    item: QueueItem | None
    answer: bool | None
    why: tuple[str, ...]
    words: tuple[str, ...]
    others: tuple[Code, ...]
    codings: tuple[PlacedCoding, ...]
    memos: tuple[MemoRow, ...]
    marks: tuple[str, ...]
    cases: tuple[str, ...]
    unquotable: tuple[str, ...]


def card(desk: Desk) -> Card | None:
    """Return the card for where the coder is; None at the end of the queue."""
    place, item = desk.place, desk.item
    if place is None:
        return None
    frame, store = desk.frame, desk.store
    text = frame.text(place.transcript)
    shows_code = "code" not in desk.hidden
    evidence = item.evidence if item and shows_code else ()
    here = place.span
    cases = frame.cases(frame.turns[place.turn])
    marks = [m for m in store.memos.marks(transcript=place.transcript) if m.start is not None]
    banned = {m.case for m in store.memos.marks(kind="do-not-quote") if m.case}
    return Card(
        item=item,
        answer=desk.answer(),
        why=reasons(sorted(evidence, key=_is_no_rule), code=item.code if item else ""),
        words=evidence_words(text, telling(evidence), here.start, here.end),
        others=_others(desk, item, place.units) if shows_code else (),
        codings=tuple(
            c for c in visible_codings(desk, place.transcript) if _touches(c.start, c.end, here)
        ),
        memos=tuple(
            memo
            for memo in store.memos.all(about="segment", transcript=place.transcript)
            if memo.start is not None
            and memo.end is not None
            and _touches(memo.start, memo.end, here)
            and (not desk.shown.blind or memo.coder == desk.coder)
        ),
        marks=tuple(
            dict.fromkeys(
                m.kind
                for m in marks
                if _touches(m.start or 0, m.end or 0, here)
                and (not desk.shown.blind or m.coder == desk.coder)
            )
        ),
        cases=cases,
        unquotable=tuple(case for case in cases if case in banned),
    )


def telling(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence whose words are worth a line under them: rules, where there are any."""
    return tuple(r for r in evidence if not _is_no_rule(r)) or tuple(evidence)


def _is_no_rule(reason: Evidence) -> bool:
    return reason.source != "rule"


def visible_codings(desk: Desk, transcript: int) -> tuple[PlacedCoding, ...]:
    """Return the codings of a transcript that this coder may see."""
    return tuple(
        coding
        for coding in desk.store.queue.codings(transcript)
        if not desk.shown.blind or coding.coder == desk.coder
    )


def _touches(start: int, end: int, span: Span) -> bool:
    return start < span.end and span.start < end


def _others(desk: Desk, item: QueueItem | None, units: Sequence[int]) -> tuple[Code, ...]:
    """Return codes that may fit: suggested here too, then neighbours, then recent ones."""
    book = desk.frame.codebook
    guids = [hit.code for hit in desk.store.queue.on_units(units)]
    if item is not None:
        code = desk.frame.code(item.code_guid)
        guids += [c.guid for c in book.children(code.path)]
        guids += [c.guid for c in book.children(code.parent)]
    guids += desk.store.queue.recent_codes(coder=desk.coder_id)
    if not guids:
        guids = [c.guid for c in book.codes]
    return _pickable(book, guids, without=item.code_guid if item else "")


def _pickable(book: Codebook, guids: Sequence[str], *, without: str) -> tuple[Code, ...]:
    codes = (book.get(guid) for guid in dict.fromkeys(guids) if guid != without)
    chosen = [code for code in codes if code is not None and not code.retired]
    leaves = [code for code in chosen if not book.children(code.path)]
    return tuple((leaves or chosen)[:LIKELY_CODES])


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A code in the tree with its counts.

    Attributes:
        coded: Distinct segments that carry it, by what this coder may see.
        open: Suggestions in the queue that wait.
    """

    code: Code
    coded: int
    open: int


def tree(desk: Desk, coded: dict[str, int]) -> tuple[TreeRow, ...]:
    """Return the codebook with counts, in document order; retired codes are left out."""
    book, waiting = desk.frame.codebook, desk.keys.by_code
    return tuple(
        TreeRow(
            code,
            coded.get(code.guid, 0),
            sum(waiting[below.guid] for below in book.descendants(code.path)),
        )
        for code in book.codes
        if not code.retired
    )


def coded_counts(desk: Desk, codes: Collection[str]) -> dict[str, int]:
    """Return how many distinct segments carry each of these codes, or a code below it.

    Those above are counted too. Only what this coder may see counts.
    """
    book = desk.frame.codebook
    known = [code for guid in codes if (code := book.get(guid)) is not None]
    wanted = {above.guid: above for code in known for above in book.ancestors(code.path)}
    coder = desk.coder_id if desk.shown.blind else None
    if desk.shown.blind and coder is None:
        return dict.fromkeys(wanted, 0)
    return {
        guid: desk.store.queue.coded_segments(
            [below.guid for below in book.descendants(code.path)], coder=coder
        )
        for guid, code in wanted.items()
    }
