from __future__ import annotations

import pytest

from sendcode.store import Store
from sendcode.workflows import pool_ranking as module
from sendcode.workflows.marking import mark_read
from sendcode.workflows.pool_ranking import PoolRanking
from sendcode.workflows.ranking import Ranking
from tests.conftest import FORMS, VOICE, WAITING
from tests.desk import desk


def pairs(store: Store) -> list[tuple[int, str]]:
    return [pair for key in desk(store).keys.keys for pair in key.pairs]


def test_a_small_study_is_ranked_as_the_whole_study_is(coded: Store) -> None:
    ranking, whole = PoolRanking(coded), Ranking(coded)
    for code in ("delays", "delays/waiting", "voice"):
        mine, theirs = ranking.order(code, "anna"), whole.order(code, "anna")
        assert mine.rows.tolist() == theirs.rows.tolist()
        assert mine.chance.tolist() == theirs.chance.tolist()
        assert ranking.recall(code, "anna") == whole.recall(code, "anna")
    assert ranking.chances([(10**6, WAITING), (1, "no such code")], "anna") == [-1, -1]


def test_scores_follow_the_decisions_and_a_blind_coder_s_follow_their_own(coded: Store) -> None:
    ranking, blind = PoolRanking(coded), PoolRanking(coded, blind=True)
    asked = pairs(coded)
    before = ranking.chances(asked, "anna")
    assert blind.chances(asked, "anna") == before
    at = desk(coded, "ben")
    at.reject()
    assert ranking.chances(asked, "anna") != before
    assert blind.chances(asked, "anna") == before


def test_a_large_study_is_ranked_by_a_pool_that_stands_for_it(
    coded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WHOLE", 0)
    monkeypatch.setattr(module, "DRAWN", 1)
    ranking = PoolRanking(coded)
    ranking.take([unit for unit, _ in pairs(coded)][:1], "anna")
    order = ranking.order("delays", "anna")
    everything = Ranking(coded).order("delays", "anna")
    assert 0 < len(order.rows) < len(everything.rows)
    assert len(ranking._spread(order, order.rows)) == len(everything.rows)
    assert ranking.recall("delays", "anna").found == 0
    desk(coded).accept()
    assert ranking.recall("delays", "anna").found == 1


def test_what_was_read_in_passing_is_not_out_there(coded: Store) -> None:
    at = desk(coded)
    at.accept()
    before = Ranking(coded).recall("delays", "anna")
    assert mark_read(at) > 0
    after = Ranking(coded).recall("delays", "anna")
    assert after.found == before.found
    assert after.missing < before.missing
    assert after.low > before.low
    assert PoolRanking(coded).recall("delays", "anna") == after
    assert PoolRanking(coded).recall("delays", "ben").missing >= before.missing


def test_an_audit_item_is_drawn_from_what_is_ranked_low(coded: Store) -> None:
    ranking = PoolRanking(coded)
    order = ranking.order("delays", "anna")
    low = {int(ranking.corpus.units[row]) for row in order.rows[len(order.rows) // 4 :]}
    drawn = [ranking.audit("delays", "anna", number=n) for n in range(12)]
    assert {one.unit for one in drawn if one} <= low
    assert len({one.unit for one in drawn if one}) > 1
    assert {one.pool for one in drawn if one} == {len(order.rows) - -(-len(order.rows) // 4)}
    assert drawn[0] == ranking.audit("delays", "anna", number=0)
    assert {one.leaf for one in drawn if one} <= {WAITING, FORMS}
    voice = [ranking.audit("voice", "a", number=n) for n in range(3)]
    assert {one.leaf for one in voice if one} == {VOICE}
