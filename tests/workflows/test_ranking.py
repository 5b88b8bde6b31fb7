from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.review import QueueItem, decision_for
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows import ranking as module
from sendcode.workflows import review
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.ranking import Ranking
from sendcode.workflows.reliability import reliability
from tests.conftest import AT, LATER, codebook, record


def answer(store: Store, item: QueueItem, action: str, coder: str = "anna") -> None:
    review.decide(store, [decision_for(item, Action(action))], coder=coder, at=AT)


def test_asking_again_after_a_decision_learns_from_it(coded: Store) -> None:
    ranking = Ranking(coded)
    items = ranking.queue("delays", "anna", None)
    answer(coded, items[0], "reject")
    left = ranking.queue("delays", "anna", None)
    assert len(left) == len(items) - 1
    before = {item.place.units: item.score for item in items}
    same = items[0].text
    twin = next(item for item in left if item.text == same)
    assert twin.score < before[twin.place.units]


def test_a_new_process_ranks_the_same(coded: Store) -> None:
    ranking = Ranking(coded)
    for _ in range(4):
        answer(coded, ranking.queue("delays", "anna", 1)[0], "accept")
    assert ranking.queue("delays", "anna", None) == Ranking(coded).queue("delays", "anna", None)


def test_blind_learns_from_one_s_own_word_only(coded: Store) -> None:
    start = Ranking(coded).queue("delays", "ben", None)
    answer(coded, start[0], "reject")
    assert Ranking(coded, blind=True).queue("delays", "ben", None) == start
    assert Ranking(coded).queue("delays", "ben", None) != start


def test_another_codebook_version_is_ranked_anew(coded: Store) -> None:
    ranking = Ranking(coded)
    before = ranking.queue("delays", "anna", None)
    fewer = replace(codebook(), codes=tuple(replace(c, rules=()) for c in codebook().codes))
    with coded.transaction():
        coded.codebooks.add(fewer, "", message="", coder=1, at=LATER)
    after = ranking.queue("delays", "anna", None)
    assert max(i.score for i in after) < max(i.score for i in before)


def test_audit_items_are_mixed_in_where_there_is_a_limit(
    coded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AUDIT_EVERY", 3)
    ranking = Ranking(coded)
    items = ranking.queue("delays", "anna", 9)
    assert [n for n, item in enumerate(items, start=1) if item.audit] == [3, 6, 9]
    assert len({item.place.units for item in items}) == 9
    assert not any(item.audit for item in ranking.queue("delays", "anna", None))
    third = items[2]
    assert third.pool > 0
    answer(coded, items[0], "accept")
    answer(coded, items[1], "accept")
    (now,) = ranking.queue("delays", "anna", 1)
    assert now.audit
    answer(coded, now, "skip")
    (other,) = ranking.queue("delays", "anna", 1)
    assert other.place.units != now.place.units
    answer(coded, other, "reject")
    found = ranking.recall("delays", "anna")
    assert found.found == 2
    assert 0 < found.low <= found.share <= found.high <= 1


def test_before_any_decision_nothing_is_known_about_what_was_found(coded: Store) -> None:
    found = Ranking(coded).recall("delays", "anna")
    assert (found.found, found.low, found.high) == (0, 0, 1)
    with pytest.raises(NotFound):
        Ranking(coded).recall("soup", "anna")


def test_a_run_after_a_codebook_edit_touches_only_the_family_that_was_edited(small: Store) -> None:
    first = apply_codebook(small, coder="anna", at=AT)
    assert first.families == first.renewed == ("delays", "voice")
    rows = {u.suggestion for u in small.suggestions.open_units(coder=None)}
    again = apply_codebook(small, coder="anna", at=LATER)
    assert again.renewed == ()
    assert (again.result.found, again.same_as) == (first.result.found, 1)
    book = codebook()
    codes = tuple(
        replace(c, definition="Not being asked.") if c.path == "voice" else c for c in book.codes
    )
    with small.transaction():
        small.codebooks.add(replace(book, codes=codes), "", message="", coder=1, at=LATER)
    edited = apply_codebook(small, coder="anna", at=LATER)
    assert edited.renewed == ("voice",)
    kept = {u.suggestion for u in small.suggestions.open_units(coder=None) if "delays"}
    assert rows & kept
    assert edited.by_code.keys() == first.by_code.keys()


def test_decisions_make_their_family_be_worked_out_anew(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT)
    item = Ranking(small).queue("voice", "anna", None)[0]
    answer(small, item, "accept")
    assert apply_codebook(small, coder="anna", at=LATER).renewed == ("voice",)


def test_the_report_compares_scores_with_what_was_decided(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT)
    assert [f.decided for f in reliability(small, coder="anna")] == [0, 0]
    for action in ("accept", "reject"):
        answer(small, Ranking(small).queue("delays", "anna", None)[0], action)
    delays, voice = reliability(small, coder="anna")
    assert (delays.path, delays.decided, voice.decided) == ("delays", 2, 0)
    assert sum(band.decided for band in delays.bands) == 2
    assert delays.error is not None
    assert delays.recall is not None
    assert delays.recall.found == 1
    assert voice.recall is None


def test_the_report_takes_the_last_answer_to_the_same(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT)
    item = Ranking(small).queue("delays", "anna", None)[0]

    def right() -> list[float | None]:
        bands = reliability(small, coder="anna")[0].bands
        return [band.right for band in bands if band.decided]

    answer(small, item, "reject")
    answer(small, item, "accept")
    assert right() == [1.0]
    record(small, NewDecision(Action.UNCODE, place=item.place, code=item.code_guid))
    assert right() == [0.0]
