"""What the reviewer says: the lines above, what is empty, the keys, a quote with its source."""

from __future__ import annotations

from datetime import datetime
from textwrap import wrap

from rich.text import Text

from sendcode.core.decisions import Place
from sendcode.core.model import Role
from sendcode.core.printable import plain
from sendcode.tui.keys import COMMANDS, shown
from sendcode.workflows.card import Card
from sendcode.workflows.desk import Desk
from sendcode.workflows.page import Page
from sendcode.workflows.renewal import recall_here
from sendcode.workflows.session_summary import is_told, summary, told
from sendcode.workflows.taking_back import Taken

_QUIET = "#9aa4ad"
_BAR = 12
_NAME = 26
_PART = 40
_KEYS = 16


def top(desk: Desk) -> tuple[Text, Text]:
    """Return the first line: place in the queue and progress; coder and codebook."""
    tally = desk.tally.actions
    line = _progress(desk)
    line.append(
        f"  ✓{tally['accept'] + tally['recode'] + tally['code']:,}", style="#7fd18b"
    ).append(f" ✗{tally['reject']:,}", style="#f0a070")
    if part := _part(desk):
        line.append(f"  [{_short(part, _PART)}]", style="bold #e8c05a")
    if desk.selection is not None:
        line.append("  READING", style="bold #e8c05a")
    book = desk.frame.codebook
    codebook = f"{plain(book.name)} v{book.version}" if book.version else "no codebook"
    blind = " (blind)" if desk.shown.blind else ""
    parts = (*_ranking(desk), f"{plain(desk.coder)}{blind}", codebook)
    return line, Text(" · ".join(parts), style=_QUIET)


def _progress(desk: Desk) -> Text:
    """Return the place in the queue, and how much of it is decided."""
    total, left = len(desk.keys), desk.keys.left
    if not total:
        return Text("no suggestions", style="bold")
    full = round((total - left) / total * _BAR)
    where = "end" if desk.at is None else f"{desk.at + 1:,}"
    return Text.assemble(
        (f"{where} of {total:,}", "bold"),
        "  ",
        ("█" * full, "#56b4e9"),
        ("░" * (_BAR - full), _QUIET),
        f" {(total - left) / total:.0%}",
    )


def _ranking(desk: Desk) -> tuple[str, ...]:
    """Return how much was found, with its interval, and when the ranking was renewed."""
    told = []
    known = recall_here(desk)
    if known is not None and is_told(known[1]):
        code, found = known
        of = "" if desk.listing.where.code else f" of {_short(plain(code.name), _NAME)}"
        told.append(f"found ≈{found.share:.0%} ({found.low:.0%} to {found.high:.0%}){of}")
    if desk.renewed.at and desk.listing.order == "priority":
        told.append(f"ranked {clock(desk.renewed.at)}")
    return tuple(told)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def clock(at: str) -> str:
    """Return a time as the clock on the wall shows it."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M")


def _part(desk: Desk) -> str:
    """Return which part of the queue is shown, empty for all as spoken."""
    listing = desk.listing
    where = listing.where
    return ", ".join(
        filter(
            None,
            (
                where.code,
                plain(where.case),
                plain(where.transcript),
                where.role.value if where.role else "",
                plain(where.query),
                f"score ≥ {where.min_score:g}" if where.min_score else "",
                listing.status if listing.status != "open" else "",
                f"by {listing.order}" if listing.order != "transcript" else "",
            ),
        )
    )


def title(desk: Desk, card: Card | None) -> Text:
    """Return the line over the transcript: which one, whose case, which turn, what was said."""
    place, page = desk.place, desk.page
    if place is None or page is None or card is None:
        return Text("")
    turn = desk.frame.turns[place.turn]
    text = Text.assemble((plain(page.name), "bold"))
    if card.cases:
        text.append(f" · {', '.join(map(plain, card.cases[:3]))}{' …' if card.cases[3:] else ''}")
    text.append(f" · turn {turn.seq} of {len(page.turns)}", style=_QUIET)
    if card.answer is not None and desk.selection is None:
        text.append("  ✓ decided" if card.answer else "  ✗ rejected", style="bold #e8c05a")
    for kind, sign in (("flag", "⚑"), ("star", "★"), ("do-not-quote", "⊘")):
        if kind in card.marks:
            text.append(f" {sign}", style="bold #e8c05a")
    return text


def empty(desk: Desk, keys: dict[str, str]) -> Text:
    """Return what stands where no suggestion is: why, and what to do next."""

    def key(name: str) -> str:
        return shown(keys[name].split(",")[0])

    lines: list[tuple[str, str]] = []
    store = desk.store
    if not desk.frame.names:
        lines += [("There are no transcripts yet.", "bold"), ("sendcode ingest FOLDER", "")]
    elif not desk.frame.codebook.version:
        lines += [("There is no codebook yet.", "bold"), ("sendcode codebook import send", "")]
        lines.append((f"{key('open')} opens a transcript to code by hand; N makes a code.", ""))
    elif not store.suggestions.last_run():
        lines += [("Nothing was suggested yet.", "bold")]
        lines.append(("sendcode code   applies the codebook and suggests", ""))
        lines.append((f"{key('open')} opens a transcript to code by hand.", ""))
    elif _part(desk) and not len(desk.keys):
        lines.append(("Nothing fits this choice.", "bold"))
        lines.append((f"{key('filter')} chooses another part of the queue.", ""))
    elif desk.keys.left:
        lines.append((f"The end. {desk.keys.left:,} that you passed or skipped are open.", "bold"))
        lines.append((f"{key('first_open')} goes to the first of them.", ""))
    else:
        lines.append(("All done: nothing is left to decide here.", "bold"))
        lines.append(("sendcode matrix            shows what was coded", ""))
        lines.append(("sendcode export study.xlsx writes the theme workbook", ""))
    if desk.tally.actions:
        lines += [("", ""), *((line, "") for line in told(summary(desk)))]
    more = [f"{key('undo')} undoes", f"{key('help')} lists the keys", f"{key('leave')} leaves"]
    lines += [("", ""), ("   ".join(more), _QUIET)]
    return Text("\n").join(Text(words, style=style) for words, style in lines)


def taken(desk: Desk, what: Taken, done: str) -> str:
    """Return what an undo or a redo did, in words."""
    about = what.about
    code = desk.frame.codebook.get(about.code) if about.code else None
    named = f" · {plain(code.name)}" if code else ""
    number = f"{what.count:,} decisions, " if what.count > 1 else ""
    return f"{done}: {number}{about.action}{named}"


def all_keys(keys: dict[str, str], width: int) -> Text:
    """Return every key with what it does, by group, in lines no wider than `width`."""
    parts = []
    for group in dict.fromkeys(command.group for command in COMMANDS):
        parts.append(Text(group, style="bold underline"))
        if group == "Decide":
            parts.append(_key_line("1 … 9", "Choose one of the other codes on the card.", width))
        for command in COMMANDS:
            if command.group == group and keys[command.id]:
                names = " or ".join(shown(key) for key in keys[command.id].split(","))
                parts.append(_key_line(names, command.help, width))
        parts.append(Text(""))
    parts.append(_key_line("Ctrl+P", "All commands by name.", width))
    mouse = "Keys and codes can be clicked on; a click on a sentence reads on there."
    parts.append(_key_line("Mouse", mouse, width))
    return Text("\n").join(parts)


def _key_line(names: str, words: str, width: int) -> Text:
    lines = wrap(words, max(width - _KEYS - 1, 20))
    under = "\n" + " " * (_KEYS + 1)
    return Text.assemble((f"{names:<{_KEYS}}", "bold"), f" {under.join(lines)}")


def quote(desk: Desk, place: Place, page: Page) -> str:
    """Return the words of a place with their source, without the speaker's name."""
    turn = desk.frame.turns[place.turn]
    words = " ".join(plain(page.text[place.span.start : place.span.end]).split())
    role = "" if turn.role is Role.UNKNOWN else f"{turn.role.value}, "
    return f"“{words}” ({role}{plain(page.name)}, turn {turn.seq})"
