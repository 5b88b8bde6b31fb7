"""The card: what the suggested code means, why it was suggested, what else may fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text
from textual.widgets import Static

from sendcode.core.codebook import Codebook
from sendcode.core.printable import plain
from sendcode.core.review import QueueItem
from sendcode.tui.palette import Palette
from sendcode.workflows.card import Card

_LABEL, _UNKNOWN = 6, 200
QUIET, LOUD = "#9aa4ad", "bold"
_MARKS = {"flag": "⚑ flagged", "star": "★ starred", "do-not-quote": "⊘ do not quote"}
_ANSWERED = {True: ("✓ coded", "bold #7fd18b"), False: ("✗ rejected", "bold #f0a070")}


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is written.

    Attributes:
        hidden: What may not show.
        brief: For a small screen: the most useful first, examples left out.
        reading: In reading mode, where nothing has to be answered.
        width: Cells of a line; 0 where it is not known yet.
    """

    hidden: frozenset[str]
    brief: bool
    reading: bool = False
    width: int = 0


class CardView(Static):
    """Draws a card; what does not fit is in the window that `i` opens."""

    DEFAULT_CSS = "CardView { background: $surface; padding: 0 1; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)

    def show(self, text: Text) -> None:
        """Draw what `card_text` made."""
        self.update(text, layout=False)


def card_text(card: Card, book: Codebook, palette: Palette, look: Look) -> Text:
    """Return a card as text."""
    parts: list[Text] = []
    if "control" in look.hidden:
        parts.append(
            Text("A control sample: no suggestion is shown. c chooses a code, r: none fits.")
        )
    elif "code" in look.hidden:
        parts.append(Text("The suggested code is hidden. c chooses a code, r: none fits."))
    elif card.item is not None:
        parts.append(_head(card, book, palette, look))
        parts += _why(card, book, look)
    elif look.reading:
        parts.append(Text("Nothing is suggested here. c chooses a code.", style=QUIET))
    here = _here(card, book, palette)
    others = _others(card, palette, look)
    meaning = [] if card.item is None or "code" in look.hidden else _meaning(card, book, look)
    brief = [*here, *meaning[:1], *others, *meaning[1:]]
    parts += brief if look.brief else [*meaning, *others, *here]
    gap = "\n" if look.brief else "\n\n"
    return Text(gap).join(parts)


def _head(card: Card, book: Codebook, palette: Palette, look: Look) -> Text:
    item = card.item
    if item is None:
        return Text()
    code = book.get(item.code_guid)
    trail = " › ".join(plain(c.name) for c in book.ancestors(item.code)) or item.code
    text = Text.assemble(
        (f"{palette.letter(item.code_guid)} ", f"bold {palette.ink(item.code_guid)}"),
        (trail, f"bold {palette.ink(item.code_guid)}"),
        (f"  {item.code}" if code and not look.brief else "", QUIET),
    )
    if item.again:
        text.append("  your coding: a keeps it, r takes it off", style=LOUD)
        return text
    if "score" not in look.hidden:
        text.append(f"  {item.band} {item.score:.2f}", style=LOUD)
    if card.answer is not None:
        text.append("  ")
        text.append(*_ANSWERED[card.answer])
    return text


def _why(card: Card, book: Codebook, look: Look) -> list[Text]:
    if card.item is not None and card.item.audit and "score" not in look.hidden:
        return [_labelled("audit", _drawn(card.item, book))]
    if not card.why:
        return []
    if card.item is not None and card.item.again:
        return [_labelled("why", plain("; ".join(card.why)))]
    words = " … ".join(plain(word) for word in card.words)
    rules = "; ".join(card.why[:2] if look.brief else card.why)
    return [_labelled("why", f"{words}  ({rules})")]


def _drawn(item: QueueItem, book: Codebook) -> str:
    """Return what an audit item is for, and what a rejection says of it."""
    told = f"drawn at random from {item.pool:,} ranked low, to see what is missed"
    if not item.also_not:
        return told
    family = plain(book.ancestors(item.code)[0].name)
    return f"{told}; r: nothing of {family} is said here"


def _meaning(card: Card, book: Codebook, look: Look) -> list[Text]:
    code = book.get(card.item.code_guid) if card.item else None
    if code is None:
        return []
    found = [
        _labelled(label, " ".join(plain(value).split()))
        for label, value in (
            ("means", code.definition),
            ("incl.", code.include),
            ("excl.", code.exclude),
        )
        if value
    ]
    if not look.brief:
        found += [_labelled("e.g.", plain(example)) for example in code.examples]
    return found


def _others(card: Card, palette: Palette, look: Look) -> list[Text]:
    numbered = [
        Text.assemble((f"{number} ", LOUD), (plain(code.name), palette.ink(code.guid)))
        for number, code in enumerate(card.others, start=1)
    ]
    if not numbered:
        return []
    if not look.brief:
        return [Text("\n").join([Text("or else", style=QUIET), *numbered])]
    lines, room = [_labelled("or", "")], look.width or _UNKNOWN
    for one in numbered:  # a number stays with its code
        if lines[-1].cell_len > _LABEL and lines[-1].cell_len + one.cell_len + 2 > room:
            lines.append(Text(" " * _LABEL))
        lines[-1].append("  " if lines[-1].cell_len > _LABEL else "").append_text(one)
    return [Text("\n").join(lines)]


def _here(card: Card, book: Codebook, palette: Palette) -> list[Text]:
    found = []
    if card.marks or card.unquotable:
        marks = [_MARKS[kind] for kind in card.marks]
        marks += [f"⊘ nothing of {plain(case)} may be quoted" for case in card.unquotable]
        found.append(Text("  ".join(marks), style="bold #e8c05a"))
    if card.codings:
        text = _labelled("coded", "")
        for key, coder in dict.fromkeys((c.code, c.coder) for c in card.codings):
            code = book.get(key)
            text.append(f"{palette.letter(key)} ", style=f"bold {palette.ink(key)}")
            name = plain(code.name) if code else "a code of an older codebook"
            text.append(f"{name} ({plain(coder)})  ")
        found.append(text)
    found += [
        _labelled("memo", f"{' '.join(plain(memo.text).split())} ({plain(memo.coder)})")
        for memo in card.memos
    ]
    return found


def _labelled(label: str, words: str) -> Text:
    return Text.assemble((f"{label:<{_LABEL}}", QUIET), words)


def lines(parts: Iterable[Text]) -> Text:
    """Return texts one under the other."""
    return Text("\n").join(parts)
