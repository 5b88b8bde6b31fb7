"""Codes: choosing one, making one, taking one off, saying what one means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from sendcode.core.codebook import Code
from sendcode.core.printable import plain
from sendcode.tui.acts import narrowing
from sendcode.tui.screens.choice import NEW, Choice, ChoiceScreen
from sendcode.tui.screens.windows import InfoScreen, NewCodeScreen
from sendcode.workflows.memos import named

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def recode(screen: ReviewScreen) -> None:
    """Choose another code."""
    if screen.card is not None:
        choose_code(screen)


def also(screen: ReviewScreen) -> None:
    """Choose a further code."""
    if screen.card is not None:
        choose_code(screen, further=True)


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
    choices = [choice(screen, code) for code in usable(screen)]
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about(title, choices, new="new code"), chosen
    )


def usable(screen: ReviewScreen) -> list[Code]:
    """Return the codes that can be put on something."""
    return [code for code in screen.desk.frame.codebook.codes if not code.retired]


def choice(screen: ReviewScreen, code: Code) -> Choice:
    """Return a code as one of many to choose from."""
    book, palette = screen.desk.frame.codebook, screen.palette
    trail = " › ".join(plain(c.name) for c in book.ancestors(code.path))
    label = Text.assemble(
        (f"{palette.letter(code.guid)} ", f"bold {palette.ink(code.guid)}"),
        (trail, palette.ink(code.guid)),
        (f"  {code.path}", "#8a949e"),
    )
    return Choice(code.guid, f"{trail} {code.path}", label)


def put(screen: ReviewScreen, guid: str) -> None:
    """Answer with a code: in the place of the suggested one, or by hand in reading mode."""
    desk, item = screen.desk, screen.card.item if screen.card else None
    name = plain(desk.frame.code(guid).name)
    if item is None or (desk.selection is not None and item.code_guid != guid):
        screen.do(lambda: desk.put(guid), f"coded: {name}")
        return
    told = ""
    if "code" in desk.hidden:
        same = item.code_guid == guid
        other = plain(desk.frame.code(item.code_guid).name)
        told = f"you: {name}; suggested: {'the same' if same else other}"
    screen.do(lambda: desk.recode(guid) if desk.selection is None else desk.accept(), told)


def _put(screen: ReviewScreen, guid: str, *, further: bool) -> None:
    name = plain(screen.desk.frame.code(guid).name)
    if further:
        screen.do(lambda: screen.desk.put(guid), f"coded too: {name}", follow=False)
    else:
        put(screen, guid)


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
        screen.tell("the codebook has a new version", follow=True)
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
        screen.tell("no code of yours is here")
    elif len(guids) == 1:
        chosen((guids[0], ""))
    else:
        choices = [choice(screen, desk.frame.code(guid)) for guid in guids]
        screen.app.push_screen(
            ChoiceScreen.of(screen.app).about("Take which code off?", choices), chosen
        )


def meaning(screen: ReviewScreen, guid: str) -> None:
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
            put(screen, guid)
        elif answer == "filter":
            narrowing.narrow(screen, replace(desk.listing.where, code=code.path))

    keys = {"c": ("put", "codes the segment"), "F": ("filter", "only this code")}
    screen.app.push_screen(
        InfoScreen.of(screen.app).about(plain(code.name), Text("\n\n").join(parts), keys), answered
    )
