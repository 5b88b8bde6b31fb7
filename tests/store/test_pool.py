from __future__ import annotations

import pytest

from sendcode.core.model import Action
from sendcode.core.review import decision_for
from sendcode.store import Store
from sendcode.store.pool import PASSAGE, Pool
from sendcode.store.project import watch_store
from sendcode.workflows import review
from tests.conftest import AT


def accept_first(store: Store) -> None:
    made = decision_for(review.queue(store, coder="anna")[0], Action.ACCEPT)
    review.decide(store, [made], coder="anna", at=AT)


def test_audits_are_counted_with_the_answers_since(coded: Store) -> None:
    pool = Pool(coded.database)
    assert pool.audits(coder=None) == (0, 0)
    for item in review.queue(coded, coder="anna")[:3]:
        drawn = item.code == "voice"
        made = decision_for(item, Action.REJECT, payload={"audit": 9} if drawn else {})
        review.decide(coded, [made], coder="anna", at=AT)
    assert pool.audits(coder=coded.coders.find("anna")) == (1, 1)


def test_passages_hold_every_codable_unit_once_and_are_short(coded: Store) -> None:
    passages = Pool(coded.database).passages()
    units = [unit for p in passages for unit in range(p.first, p.first + p.units)]
    wanted = [unit.id for turn in coded.transcripts.turn_texts() for unit in turn.units]
    assert sorted(units) == sorted(wanted)
    assert max(p.units for p in passages) <= PASSAGE
    texts = [(t.text, [u.id for u in t.units]) for t in Pool(coded.database).texts(passages)]
    whole = [(t.text, [u.id for u in t.units]) for t in coded.transcripts.turn_texts()]
    assert sorted(texts) == sorted(whole)


def test_a_project_is_watched_without_being_written_to(coded: Store) -> None:
    watching = watch_store(coded.path)
    accept_first(coded)
    assert len(watching.decisions.log()) == 1
    with pytest.raises(Exception, match="read-only"), watching.transaction():
        watching.coders.id("eve", at=AT)
    watching.database.abandon()
