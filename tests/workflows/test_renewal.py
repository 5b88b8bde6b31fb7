from __future__ import annotations

import pytest

from sendcode.core.model import Action
from sendcode.core.stopping import AUDIT_EVERY, Recall
from sendcode.store import Store
from sendcode.workflows.desk import Desk
from sendcode.workflows.listing import Listing
from sendcode.workflows.marking import mark
from sendcode.workflows.ranker import Audit, News
from sendcode.workflows.renewal import recall_here, request, take_in
from sendcode.workflows.review import Filter
from sendcode.workflows.session_summary import summary, told
from sendcode.workflows.shown import Shown
from tests.conftest import DELAYS, FORMS, VOICE, WAITING, place
from tests.desk import desk, suggest

FOUND = Recall(found=8, missing=2, low=0.6, high=0.9, cost=5)
BEST = Listing(order="priority")


@pytest.fixture
def study(small: Store) -> Store:
    return suggest(small)


def at_best(store: Store, **options: object) -> Desk:
    return desk(store, **{"listing": BEST, **options})


def order(at: Desk) -> list[tuple[str, int]]:
    names = {WAITING: "waiting", FORMS: "forms", VOICE: "voice"}
    return [(names[key.code], key.transcript) for key in at.keys.keys]


def news(at: Desk, audit: Audit | None = None, since: int = 0, **scores: float) -> News:
    """Return news that give every pair of a code the same score."""
    guids = {"waiting": WAITING, "forms": FORMS, "voice": VOICE}
    wanted = request(at)
    pairs = wanted.pairs if wanted else at.renewed.pool
    found = {pair: scores[name] for pair in pairs for name in scores if pair[1] == guids[name]}
    return News(found, {DELAYS: FOUND}, audit, since)


START = [("forms", 1), ("forms", 2), ("waiting", 1), ("waiting", 2),
         ("voice", 1), ("voice", 2), ("forms", 1), ("forms", 2)]  # fmt: skip


def test_what_comes_after_the_current_item_follows_and_nothing_else(study: Store) -> None:
    at = at_best(study)
    assert order(at) == START
    at.accept()
    shown = at.item
    take_in(at, news(at, voice=0.95, waiting=0.1, forms=0.5))
    assert order(at)[:2] == START[:2]
    assert at.item == shown
    assert order(at)[2:4] == [("voice", 1), ("voice", 2)]
    assert order(at)[-2:] == [("waiting", 1), ("waiting", 2)]
    at.accept()
    assert (at.item.code, at.item.score) == ("voice", 0.95)
    at.accept()
    log = study.decisions.log()
    assert [entry.score for entry in log] == [0.9, 0.9, 0.95]


def test_every_pair_is_found_where_it_stands_after_a_new_order(study: Store) -> None:
    at = at_best(study)
    take_in(at, news(at, voice=0.95, waiting=0.1, forms=0.5))
    for n, key in enumerate(at.keys.keys):
        assert {at.keys.find(*pair) for pair in key.pairs} == {n}
    at.accept()
    at.undo()
    assert at.at == 0


def test_nothing_is_asked_for_twice(study: Store) -> None:
    at = at_best(study)
    first = request(at)
    assert first is not None
    assert {code for _, code in first.pairs} == {WAITING, FORMS, VOICE}
    assert first.asked == (DELAYS, VOICE)
    assert request(at) is None
    at.accept()
    again = request(at)
    assert again is not None
    assert again.pairs == first.pairs
    for _ in range(4):
        at.accept()
    assert len(request(at).pairs) < len(first.pairs)
    assert request(desk(study, listing=Listing(status="all"))) is None


def test_other_orders_stand_still_but_what_was_found_is_known(study: Store) -> None:
    at = desk(study)
    assert request(at).pairs == ()
    before = order(at)
    at.renewed.pool = tuple(pair for key in at.keys.keys for pair in key.pairs)
    take_in(at, news(at, voice=0.95))
    assert order(at) == before
    assert recall_here(at)[1] == FOUND


def test_an_audit_item_comes_in_its_turn_is_marked_and_stays(study: Store) -> None:
    at = at_best(study)
    unit = place(study, "second", 2).units[0]
    drawn = Audit(unit, FORMS, DELAYS, 0.05, 40)
    same = {"forms": 0.9, "waiting": 0.8, "voice": 0.5}
    take_in(at, news(at, drawn, since=AUDIT_EVERY - 3, **same))
    assert len(at.keys) == 9
    take_in(at, news(at, Audit(unit + 1, FORMS, DELAYS, 0.05, 40), since=0, **same))
    assert len(at.keys) == 9
    at.accept()
    take_in(at, news(at, drawn, since=AUDIT_EVERY - 1, **same))
    item = at.item
    assert (item.code, item.audit, item.pool, item.score) == ("delays/forms", False, 0, 0.9)
    at.accept()
    item = at.item
    assert (item.place.units, item.audit, item.pool) == ((unit,), True, 40)
    assert item.also_not == (WAITING,)
    at.reject()
    assert not study.codings.verdicts()[unit, WAITING]
    (pool,) = [row[0] for row in study.database.rows(
        "SELECT json_extract(payload, '$.audit') FROM decision WHERE action = 'reject'"
    )]  # fmt: skip
    assert pool == 40
    at.undo()
    assert at.item.audit


def test_a_suggestion_that_is_drawn_is_moved_up_not_doubled(study: Store) -> None:
    at = at_best(study)
    unit = place(study, "second", 3).units[0]
    take_in(
        at,
        news(at, Audit(unit, FORMS, DELAYS, 0.3, 40), since=AUDIT_EVERY - 1, voice=0.5, forms=0.9),
    )
    assert len(at.keys) == 8
    at.accept()
    assert (at.item.transcript, at.item.code, at.item.audit) == ("second", "delays/forms", True)
    assert at.item.evidence


def test_audit_items_come_from_the_whole_study_or_not_at_all(study: Store) -> None:
    at = at_best(study, listing=Listing("priority", Filter(transcript="first")))
    unit = place(study, "second", 2).units[0]
    take_in(at, news(at, Audit(unit, FORMS, DELAYS, 0.05, 40), since=AUDIT_EVERY - 1))
    assert len(at.keys) == 4
    narrow = at_best(study, listing=Listing("priority", Filter(code="delays")))
    take_in(narrow, news(narrow, Audit(unit, FORMS, DELAYS, 0.05, 40), since=AUDIT_EVERY - 1))
    assert len(narrow.keys) == 7


def test_the_next_session_goes_on_at_the_same_item_however_it_was_ranked(study: Store) -> None:
    at = at_best(study)
    take_in(at, news(at, voice=0.95, waiting=0.1, forms=0.5))
    at.accept()
    again = at_best(study)
    assert again.item.place == at.item.place
    assert again.item.code == at.item.code == "voice"
    assert desk(study).item is not None
    at.to_open()
    assert at_best(study, coder="ben").at == 0


def test_after_another_order_the_best_comes_first(study: Store) -> None:
    at = desk(study)
    at.accept()
    assert at_best(study).item.score == 0.9


def test_a_hidden_code_is_not_given_away_by_what_was_found(study: Store) -> None:
    at = at_best(study, shown=Shown(hide="code"))
    take_in(at, news(at))
    assert recall_here(at) is None
    open_ = at_best(study)
    take_in(open_, news(open_))
    assert recall_here(open_)[0].name == "Delays"
    narrow = at_best(study, listing=Listing("priority", Filter(code="voice")))
    assert recall_here(narrow) is None


def test_the_summary_says_how_much_was_found(study: Store) -> None:
    at = at_best(study)
    take_in(at, news(at))
    assert "  Delays: 8 sentences, 80% (60% to 90%)" in told(summary(at))


def test_an_estimate_that_says_nothing_is_not_told_as_one(study: Store) -> None:
    at = at_best(study)
    vague = News({}, {DELAYS: Recall(1, 500, 0.0, 1.0, None)}, None, 0)
    take_in(at, vague)
    mark(at, Action.FLAG)
    assert told(summary(at))[0] == "0 decided in 0 min: 1 flagged."
    assert "  Delays: 1 sentence; too early to say which share that is" in told(summary(at))
