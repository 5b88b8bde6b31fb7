"""`sendcode review`: which session opens, and what is said when it was left."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from sendcode.cli import review_session
from sendcode.errors import ProjectError
from sendcode.tui.app import ReviewApp
from sendcode.workflows.ranker import News, Ranker, Request
from tests.cli.conftest import Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[ReviewApp]:
    """Pretend that there is a terminal; the screens that were opened."""
    found: list[ReviewApp] = []
    monkeypatch.setattr(review_session, "fits", lambda: True)
    monkeypatch.setattr(ReviewApp, "run", lambda app: found.append(app))
    return found


def test_recoding_and_filters_open_on_the_screen_too(study: Run, opened: list[ReviewApp]) -> None:
    study("review", "--recode", "--code", "delays")
    study("review", "--where", "role:parent", "--order", "priority", "--blind", "--hide", "score")
    again, part = (app.desk for app in opened)
    assert (again.listing.status, again.listing.where.code) == ("recode", "delays")
    assert (part.listing.order, part.listing.where.query) == ("priority", "role:parent")
    assert (part.shown.blind, part.shown.hide) == (True, "score")
    assert len(part.keys) > 0


def test_plain_and_screen_go_through_the_same_queue(study: Run, opened: list[ReviewApp]) -> None:
    study("review", "--where", "role:parent")
    told = study("review", "--where", "role:parent", "--plain", stdin="q\n").stdout
    assert f"1 of {len(opened[0].desk.keys)} " in told
    assert "Nothing is waiting" in study("review", "--plain", "--where", "text:nonsense").stderr
    assert "^" in study("review", "--where", "role:(", code=1).stderr


def test_garbage_is_collected_in_small_rounds_while_the_screen_is_open(
    study: Run, monkeypatch: pytest.MonkeyPatch, opened: list[ReviewApp]
) -> None:
    rounds: list[tuple[int, int, int]] = []
    monkeypatch.setattr(ReviewApp, "run", lambda _: rounds.append(gc.get_threshold()))
    before = gc.get_threshold()
    study("review")
    assert rounds[0][0] < 10_000
    assert gc.get_threshold() == before
    study("review", "--code", "nothing-of-the-kind", code=1)
    assert gc.isenabled()


def test_the_estimate_gets_a_moment_when_somebody_leaves(
    study: Run, opened: list[ReviewApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sendcode.core.stopping import Recall

    def news(ranker: Ranker) -> News:
        ranker.busy = False
        family = opened[0].desk.frame.codebook.code("delays").guid
        return News({}, {family: Recall(4, 1, 0.5, 0.9, None)}, None, 0)

    monkeypatch.setattr(Ranker, "news", news)
    told = study("review").stdout
    assert "Delays: 4 sentences, 80% (50% to 90%)" in told


def test_a_line_by_line_session_follows_the_ranking(study: Run) -> None:
    from sendcode.cli.review_session import _renew
    from sendcode.store import open_store
    from sendcode.workflows.desk import Desk
    from sendcode.workflows.listing import Listing

    class Told:
        asked: list[Request] = []  # noqa: RUF012 - one ranker, one test

        def news(self) -> News | None:
            return News({}, {}, None, 3) if self.asked else None

        def ask(self, request: Request) -> None:
            self.asked.append(request)

    (project,) = Path().glob("*.sendcode")
    with open_store(project, at="2024-01-01T00:00:00Z") as store:
        desk = Desk(
            store, coder="anna", now=lambda: "2024-01-01T00:00:00Z", listing=Listing("priority")
        )
        ranker = Told()
        for _ in range(2):
            _renew(desk, ranker)
        assert len(ranker.asked) == 1
        assert desk.renewed.at


def test_a_project_that_went_away_is_told_when_leaving(
    study: Run, opened: list[ReviewApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: object) -> None:
        raise ProjectError("study.sendcode is damaged", "Restore it.")

    monkeypatch.setattr(review_session, "summary", gone)
    assert "is damaged" in study("review").stderr
