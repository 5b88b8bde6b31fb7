"""The screen follows a ranking that comes from elsewhere, and looks again at one's codings."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from sendcode.core.stopping import Recall
from sendcode.store import Store
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import read_keys
from sendcode.tui.screens import review as module
from sendcode.workflows.codebook_edits import Who, queue_recode
from sendcode.workflows.desk import Desk
from sendcode.workflows.listing import Listing
from sendcode.workflows.ranker import Audit, News, Request
from tests.conftest import DELAYS, FORMS, LATER, VOICE, WAITING, accept, place, record
from tests.desk import actions
from tests.desk import desk as make_desk
from tests.tui.conftest import Play, press
from tests.tui.test_review import words


class Told:
    """A ranker that says at once what a test wants; `stopped` one that says nothing."""

    def __init__(self, *said: News, stopped: bool = False) -> None:
        self.said = list(said)
        self.asked: list[Request] = []
        self.busy = False
        self.stopped = stopped

    def ask(self, request: Request) -> None:
        self.asked.append(request)

    def news(self) -> News | None:
        return self.said.pop(0) if self.asked and self.said else None


def follow(
    desk: Desk, ranker: Told, *keys: str, look: Callable[[ReviewApp], Any], size: int = 160
) -> Any:
    async def go() -> Any:
        app = ReviewApp(desk, read_keys(), ranker)
        async with app.run_test(size=(size, 36)) as pilot:
            await pilot.pause()
            for _ in range(3):
                app.screen._follow_ranking()
            await press(pilot, *keys)
            app.screen._follow_ranking()
            return look(app)

    return asyncio.run(go())


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK", 3600.0)


def best(store: Store) -> Desk:
    return make_desk(store, listing=Listing(order="priority"))


FOUND = {DELAYS: Recall(found=8, missing=2, low=0.6, high=0.9, cost=5)}


def test_the_header_tells_what_was_found_and_when_it_was_ranked(study: Store) -> None:
    ranker = Told(News({}, FOUND, None, 0))
    told = follow(best(study), ranker, "a", look=lambda app: words(app, "#top"))
    assert re.search(r"found ≈80% \(60% to 90%\) of Delays · ranked \d\d:\d\d · anna", told)
    assert len(ranker.asked) == 2


def test_what_is_shown_stays_and_what_comes_next_is_another(study: Store) -> None:
    desk = best(study)
    pairs = [pair for key in desk.keys.keys for pair in key.pairs]
    scores = {pair: 0.99 if pair[1] == VOICE else 0.5 for pair in pairs}
    told = follow(desk, Told(News(scores, {}, None, 0)), look=lambda app: words(app, "#card"))
    assert "Forms" in told
    assert desk.at == 0
    told = follow(desk, Told(), "a", look=lambda app: words(app, "#card"))
    assert "Voice" in told
    assert "likely 0.99" in told


def test_an_audit_item_says_what_it_is_unless_scores_are_hidden(study: Store) -> None:
    unit = place(study, "second", 2).units[0]
    news = News({}, {}, Audit(unit, FORMS, DELAYS, 0.05, 40), 19)
    desk = best(study)
    keys = ["n"] * 8
    told = follow(desk, Told(news), *keys, look=lambda app: words(app, "#card"))
    assert "drawn at random from 40 ranked low" in told
    assert "nothing of Delays is said here" in told
    follow(desk, Told(), "r", look=lambda app: None)
    assert not study.codings.verdicts()[unit, WAITING]


def test_a_ranker_that_ended_is_not_asked_and_nothing_stands_still(study: Store) -> None:
    ranker = Told(stopped=True)
    follow(best(study), ranker, "a", "r", look=lambda app: None)
    assert ranker.asked == []
    assert actions(study) == ["accept", "reject"]


def test_the_end_tells_what_was_found_when_it_is_known(study: Store) -> None:
    desk = best(study)
    for _ in range(8):
        desk.accept()
    ranker = Told(News({}, FOUND, None, 0))
    told = follow(desk, ranker, look=lambda app: words(app, "#empty"))
    assert "Delays: 8 sentences, 80% (60% to 90%)" in told


def test_one_s_codings_are_looked_at_again_on_the_screen(play: Play, study: Store) -> None:
    record(study, accept(study, "first", 1), accept(study, "second", 1))
    queue_recode(study, "delays/waiting", everything=True, who=Who("anna", LATER))
    again = Listing(status="recode")

    def look(app: ReviewApp) -> str:
        assert "recode" in words(app, "#top")
        return words(app, "#card")

    card = play(listing=again, look=look)
    assert "your coding: a keeps it, r takes it off" in card
    assert "coded under version" in card
    told = play("a", "r", listing=again, look=lambda app: words(app, "#empty"))
    assert "All done" in told
    assert actions(study)[-2:] == ["accept", "uncode"]
    play("u", listing=again)
    assert actions(study)[-1] == "undo"
