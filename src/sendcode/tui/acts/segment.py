"""The segment: its ends, its marks, memos on it and around it, a copy of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcode.core.model import Action
from sendcode.core.printable import plain
from sendcode.tui import texts
from sendcode.tui.screens.choice import Choice, ChoiceScreen
from sendcode.tui.screens.windows import About, MemoScreen
from sendcode.workflows import marking
from sendcode.workflows.memos import case_id, named, write_memo

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def start_out(screen: ReviewScreen) -> None:
    """Begin the segment a sentence earlier."""
    _stretch(screen, start=-1)


def start_in(screen: ReviewScreen) -> None:
    """Begin the segment a sentence later."""
    _stretch(screen, start=+1)


def end_out(screen: ReviewScreen) -> None:
    """End the segment a sentence later."""
    _stretch(screen, end=+1)


def end_in(screen: ReviewScreen) -> None:
    """End the segment a sentence earlier."""
    _stretch(screen, end=-1)


def _stretch(screen: ReviewScreen, *, start: int = 0, end: int = 0) -> None:
    moved = screen.desk.stretch(start=start, end=end)
    key = screen.keys["accept"].split(",")[0]
    said = f"{key} accepts it so" if moved and screen.desk.selection is None else ""
    screen.tell(said if moved else "the turn ends here")


def memo(screen: ReviewScreen) -> None:
    """Write a memo."""
    _write(screen, first="segment")


def journal(screen: ReviewScreen) -> None:
    """Write into the journal."""
    _write(screen, first="journal")


def _write(screen: ReviewScreen, *, first: str) -> None:
    """Write a memo, on the segment or into the journal as long as one does not turn."""
    desk = screen.desk
    abouts = sorted(_abouts(screen), key=lambda about: about.topic != first)

    def written(answer: tuple[About, str] | None) -> None:
        if answer is None:
            return
        about, text = answer
        if about.topic == "segment":
            screen.do(lambda: marking.memo(desk, text), "memo saved", follow=False)
            return
        screen.do(
            lambda: write_memo(
                *(desk.store,),
                about=about.topic,
                subject=about.subject,
                text=text,
                coder=desk.coder,
                at=desk.now(),
            ),
            "memo saved",
            follow=False,
        )

    screen.app.push_screen(MemoScreen.of(screen.app).about(abouts), written)


def _abouts(screen: ReviewScreen) -> list[About]:
    """Return what a memo can be about where the coder is."""
    desk, card, page = screen.desk, screen.card, screen.desk.page
    found: list[About] = []
    if card is not None and page is not None:
        found.append(About("segment", "", "this segment", tuple(m.text for m in card.memos)))
        if card.item is not None and "code" not in desk.hidden:
            code = desk.frame.code(card.item.code_guid)
            found.append(_about(screen, "code", code.path, f"the code {plain(code.name)}"))
        found += [_about(screen, "case", case, f"the case {plain(case)}") for case in card.cases]
        label = f"the transcript {plain(page.name)}"
        found.append(_about(screen, "transcript", page.name, label))
    found.append(_about(screen, "project", "", "the project"))
    found.append(_about(screen, "journal", "", "today, in the journal"))
    return found


def _about(screen: ReviewScreen, topic: str, subject: str, label: str) -> About:
    desk = screen.desk
    coder = desk.coder if desk.shown.blind else None
    rows = named(desk.store, desk.store.memos.all(about=topic, coder=coder))
    before = tuple(plain(row.text) for row in rows if row.subject == subject)
    return About(topic, subject, label, before)


def flag(screen: ReviewScreen) -> None:
    """Flag."""
    _mark(screen, Action.FLAG, "flagged for discussion")


def star(screen: ReviewScreen) -> None:
    """Star."""
    _mark(screen, Action.STAR, "starred as a quote")


def no_quote(screen: ReviewScreen) -> None:
    """Do not quote."""
    _mark(screen, Action.DO_NOT_QUOTE, "these words will not be quoted")


def _mark(screen: ReviewScreen, kind: Action, told: str) -> None:
    if screen.card is None:
        return
    set_now: list[bool] = []
    screen.do(
        lambda: set_now.append(marking.mark(screen.desk, kind)),
        lambda: told if set_now[0] else f"{kind.value} taken off",
        follow=False,
    )


def no_quote_case(screen: ReviewScreen) -> None:
    """Keep a case from being quoted, or allow it again."""
    desk, cases = screen.desk, screen.card.cases if screen.card else ()

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        case, _ = answer
        number = case_id(desk.store, case)

        def told() -> str:
            marks = desk.store.memos.marks(kind=Action.DO_NOT_QUOTE.value)
            still = any(mark.case == case for mark in marks)
            now = "nothing of it will be quoted" if still else "it may be quoted again"
            return f"{plain(case)}: {now}"

        screen.do(lambda: marking.mark(desk, Action.DO_NOT_QUOTE, case=number), told, follow=False)

    if not cases:
        screen.tell("this belongs to no case")
    elif len(cases) == 1:
        chosen((cases[0], ""))
    else:
        choices = [Choice(case, plain(case)) for case in cases]
        screen.app.push_screen(
            ChoiceScreen.of(screen.app).about("Which case must not be quoted?", choices), chosen
        )


def copy(screen: ReviewScreen) -> None:
    """Copy the quote with its source."""
    place, page = screen.desk.place, screen.desk.page
    if place is None or page is None or screen.card is None:
        return
    if "do-not-quote" in screen.card.marks or screen.card.unquotable:
        screen.tell("not copied: it must not be quoted")
        return
    screen.app.copy_to_clipboard(texts.quote(screen.desk, place, page))
    screen.tell("copied with its source")
