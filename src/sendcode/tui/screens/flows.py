"""What takes more than one key: choosing a code, a memo, all alike, search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from sendcode.core.codebook import Code
from sendcode.core.model import Action
from sendcode.core.printable import plain
from sendcode.store.project import watch_store
from sendcode.tui.screens import narrowing
from sendcode.tui.screens.choice import NEW, Choice, ChoiceScreen
from sendcode.tui.screens.search import SearchScreen
from sendcode.tui.screens.windows import About, InfoScreen, MemoScreen, NewCodeScreen
from sendcode.workflows import marking
from sendcode.workflows.alike import Alike, alike, answers
from sendcode.workflows.memos import case_id, named, write_memo
from sendcode.workflows.text_search import Spots, TextHit, code_hits

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen

# --- codes -----------------------------------------------------------------------------


def choose_code(screen: ReviewScreen, *, further: bool = False) -> None:
    """Choose a code for the segment; `further` keeps the suggestion open."""

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        guid, typed = answer
        if guid == NEW:
            new_code(screen, typed, further=further)
        else:
            _put(screen, guid, further=further)

    title = "A further code for the same words" if further else "Which code?"
    choices = [_choice(screen, code) for code in _codes(screen)]
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about(title, choices, new="new code"), chosen
    )


def _codes(screen: ReviewScreen) -> list[Code]:
    return [code for code in screen.desk.frame.codebook.codes if not code.retired]


def _choice(screen: ReviewScreen, code: Code) -> Choice:
    book, palette = screen.desk.frame.codebook, screen.palette
    trail = " › ".join(plain(c.name) for c in book.ancestors(code.path))
    label = Text.assemble(
        (f"{palette.letter(code.guid)} ", f"bold {palette.ink(code.guid)}"),
        (trail, palette.ink(code.guid)),
        (f"  {code.path}", "#8a949e"),
    )
    return Choice(code.guid, f"{trail} {code.path}", label)


def _put(screen: ReviewScreen, guid: str, *, further: bool) -> None:
    name = plain(screen.desk.frame.code(guid).name)
    if further:
        screen.do(lambda: screen.desk.put(guid), f"coded too: {name}", follow=False)
    else:
        screen.put(guid)


def new_code(screen: ReviewScreen, name: str = "", *, further: bool = False) -> None:
    """Make a new code, and put it on the segment where there is one."""
    desk, card = screen.desk, screen.card
    made: list[str] = []

    def make(name: str, parent: str, definition: str) -> None:
        from sendcode.workflows.new_code import add_code  # brings YAML, which takes its time

        code = add_code(
            *(desk.store,),
            name=name,
            parent=parent,
            definition=definition,
            coder=desk.coder,
            at=desk.now(),
        )
        made.append(code.guid)

    def done(was_made: bool | None) -> None:
        if not was_made:
            return
        screen.do(lambda: None, "the codebook has a new version")
        if card is not None:
            _put(screen, made[-1], further=further)

    parent = ""
    if card is not None and card.item is not None and "code" not in desk.hidden:
        code = desk.frame.codebook.get(card.item.code_guid)
        parent = code.parent if code else ""
    screen.app.push_screen(NewCodeScreen.of(screen.app).about(name, parent, make), done)


def take_off(screen: ReviewScreen) -> None:
    """Take one of the coder's codes off what is here."""
    desk, card = screen.desk, screen.card
    mine = [c.code for c in card.codings if c.coder == desk.coder] if card else []
    guids = list(dict.fromkeys(mine))

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            name = plain(desk.frame.code(answer[0]).name)
            screen.do(lambda: desk.take_off(answer[0]), f"taken off: {name}", follow=False)

    if not guids:
        screen.do(lambda: None, "no code of yours is here", follow=False)
    elif len(guids) == 1:
        chosen((guids[0], ""))
    else:
        choices = [_choice(screen, desk.frame.code(guid)) for guid in guids]
        screen.app.push_screen(
            ChoiceScreen.of(screen.app).about("Take which code off?", choices), chosen
        )


def code_window(screen: ReviewScreen, guid: str) -> None:
    """Say what a code means; from there it can be put on, or the queue narrowed to it."""
    desk = screen.desk
    code = desk.frame.code(guid)
    parts = [Text(code.path, style="#8a949e")]
    for label in ("definition", "include", "exclude"):
        if value := getattr(code, label):
            parts.append(Text.assemble((f"{label}  ", "#9aa4ad"), plain(value)))
    parts += [Text.assemble(("example  ", "#9aa4ad"), plain(e)) for e in code.examples]
    memos = named(desk.store, desk.store.memos.all(about="code", code=guid))
    parts += [
        Text.assemble(("memo  ", "#9aa4ad"), f"{plain(m.text)} ({plain(m.coder)})")
        for m in memos
        if not desk.shown.blind or m.coder == desk.coder
    ]

    def answered(answer: str | None) -> None:
        if answer == "put" and screen.card is not None:
            screen.put(guid)
        elif answer == "filter":
            narrowing.narrow(screen, replace(desk.listing.where, code=code.path))

    keys = {"c": ("put", "codes the segment"), "F": ("filter", "only this code")}
    screen.app.push_screen(
        InfoScreen.of(screen.app).about(plain(code.name), Text("\n\n").join(parts), keys), answered
    )


# --- memos and marks -------------------------------------------------------------------


def memo(screen: ReviewScreen, *, first: str = "segment") -> None:
    """Write a memo."""
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


def mark_case(screen: ReviewScreen) -> None:
    """Keep a case from being quoted, or allow it again."""
    desk, cases = screen.desk, screen.card.cases if screen.card else ()

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        number = case_id(desk.store, answer[0])
        screen.do(lambda: marking.mark(desk, Action.DO_NOT_QUOTE, case=number), follow=False)
        on = screen.card is not None and answer[0] in screen.card.unquotable
        told = "nothing of it will be quoted" if on else "it may be quoted again"
        screen.do(lambda: None, f"{plain(answer[0])}: {told}", follow=False)

    if not cases:
        screen.do(lambda: None, "this belongs to no case", follow=False)
    elif len(cases) == 1:
        chosen((cases[0], ""))
    else:
        choices = [Choice(case, plain(case)) for case in cases]
        screen.app.push_screen(
            ChoiceScreen.of(screen.app).about("Which case must not be quoted?", choices), chosen
        )


# --- many at once ----------------------------------------------------------------------


def all_alike(screen: ReviewScreen) -> None:
    """Accept or reject everything that was suggested for the same rule and words."""
    desk, item = screen.desk, screen.card.item if screen.card else None
    found = None
    if item is not None and "code" not in desk.hidden:
        found = alike(desk.store, desk.frame, item, coder=desk.coder_id)
    if found is None or not found.segments:
        screen.do(lambda: None, "nothing open is like this one", follow=False)
        return
    like = found

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        decisions = answers(like, Action(answer))
        told = f"{len(decisions):,} {answer}ed; one undo takes them back"
        screen.do(lambda: desk.record_batch(decisions, why=f"before-{answer}-alike"), told)

    count = len(found.segments)
    title = f"All {count:,} like this one" if count > 1 else "None but this one is like it"
    keys = {"a": ("accept", f"accepts {count:,}"), "r": ("reject", f"rejects {count:,}")}
    screen.app.push_screen(
        InfoScreen.of(screen.app).about(title, _alike_text(screen, found), keys), answered
    )


def _alike_text(screen: ReviewScreen, found: Alike) -> Text:
    name = plain(screen.desk.frame.code(found.code).name)
    words = " … ".join(map(plain, found.words))
    parts = [
        Text.assemble((name, "bold"), f"  because of “{words}”  ({found.rule})"),
        Text("One decision for all of them; one undo takes them back.", style="#9aa4ad"),
        Text(""),
    ]
    for transcript, text in found.samples:
        shortened = Text(" ".join(plain(text).split()))
        shortened.truncate(220, overflow="ellipsis")
        parts.append(Text.assemble((f"{plain(transcript)}  ", "#9aa4ad"), shortened))
    left = len(found.segments) - len(found.samples)
    if left:
        parts.append(Text(f"… and {left:,} more", style="#9aa4ad"))
    return Text("\n").join(parts)


def search(screen: ReviewScreen) -> None:
    """Find words; go to a hit, or code all of them."""
    path = screen.desk.store.path

    def texts() -> Iterator[tuple[int, str, str]]:
        with closing(watch_store(path)) as own:  # SQLite's connections keep to a thread
            yield from own.transcripts.texts()

    def answered(answer: TextHit | Spots | None) -> None:
        if isinstance(answer, Spots):
            _code_all(screen, answer)
        elif answer is not None:
            page = screen.desk.frame.page(answer.transcript)
            unit = page.unit_at(answer.start)
            told = "reading: Esc goes back to the queue"
            screen.do(lambda: screen.desk.read(page.transcript, unit), told)

    screen.app.push_screen(SearchScreen.of(screen.app).about(texts), answered)


def _code_all(screen: ReviewScreen, hits: Spots) -> None:
    desk = screen.desk

    def chosen(answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        guid = answer[0]
        made = code_hits(desk.store, desk.frame, hits, code=guid, coder=desk.coder_id)
        name = plain(desk.frame.code(guid).name)

        def sure(said: str | None) -> None:
            if said:
                screen.do(
                    lambda: desk.record_batch(made, why="before-code-hits"),
                    f"{len(made):,} coded: {name}; one undo takes them back",
                )

        text = Text(
            f"{len(made):,} passages get the code {name}.\n\nInterviewers' words, and what you "
            "gave this code already, are left out.\nOne undo takes all of them back."
        )
        keys = {"a": ("yes", f"codes {len(made):,}")} if made else {}
        screen.app.push_screen(
            InfoScreen.of(screen.app).about(f"{len(hits):,} hits", text, keys), sure
        )

    choices = [_choice(screen, code) for code in _codes(screen)]
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about(f"Which code for {len(hits):,} hits?", choices), chosen
    )
