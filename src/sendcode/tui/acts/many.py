"""Many at once: all that is like a suggestion, all hits of a search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from rich.text import Text

from sendcode.core.model import Action, Evidence
from sendcode.core.printable import plain
from sendcode.core.why import why
from sendcode.store.project import watch_store
from sendcode.tui.acts import codes, deciding
from sendcode.tui.screens.choice import ChoiceScreen
from sendcode.tui.screens.search import SearchScreen
from sendcode.tui.screens.windows import InfoScreen
from sendcode.workflows.alike import Alike, answers
from sendcode.workflows.alike import alike as all_like
from sendcode.workflows.text_search import Spots, TextHit, code_hits

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen


def alike(screen: ReviewScreen) -> None:
    """Settle all like this one."""
    if deciding.suggested(screen):
        _all_alike(screen)


def _all_alike(screen: ReviewScreen) -> None:
    """Accept or reject everything that was suggested for the same rule and words."""
    desk, item = screen.desk, screen.card.item if screen.card else None
    found = None
    if item is not None and "code" not in desk.hidden:
        found = all_like(desk.store, desk.frame, item, coder=desk.coder_id)
    if item is None or found is None or not found.segments:
        screen.tell("nothing open is like this one")
        return
    like = found

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        decisions = answers(like, Action(answer))
        told = f"{len(decisions):,} {answer}ed; one undo takes them back"
        screen.do(lambda: desk.record_batch(decisions, why=f"before-{answer}-alike"), told)

    count = len(found.segments)
    here = set(item.place.units)
    if not any(here.intersection(s.place.units) for s in found.segments):  # decided already
        title = f"{count:,} more like this one"
    elif count > 1:
        title = f"All {count:,} like this one"
    else:
        title = "None but this one is like it"
    keys = {"a": ("accept", f"accepts {count:,}"), "r": ("reject", f"rejects {count:,}")}
    screen.app.push_screen(
        InfoScreen.of(screen.app).about(title, _alike_text(screen, found), keys), answered
    )


def _alike_text(screen: ReviewScreen, found: Alike) -> Text:
    code = screen.desk.frame.code(found.code)
    rule = why([Evidence("rule", found.rule, 0.0)], code=code.path)
    words = " … ".join(map(plain, found.words))
    parts = [
        Text.assemble((plain(code.name), "bold"), f"  because of “{words}”  ({rule})"),
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

    choices = [codes.choice(screen, code) for code in codes.usable(screen)]
    screen.app.push_screen(
        ChoiceScreen.of(screen.app).about(f"Which code for {len(hits):,} hits?", choices), chosen
    )
