"""The re-code queue."""

from __future__ import annotations

import pytest

from sendcode.store import Store
from sendcode.workflows.codebook_edits import Who, queue_recode, split_code
from sendcode.workflows.recode import recode_queue, recode_session
from tests.conftest import LATER, WAITING, accept, record

ANNA = Who("anna", LATER)


@pytest.fixture
def split(small: Store) -> Store:
    """Three codings of a code that was split, and one of another coder."""
    record(small, accept(small, "first", 1), accept(small, "first", 2), accept(small, "second", 1))
    record(small, accept(small, "second", 2), coder="ben")
    split_code(small, "delays/waiting", ["long", "short"], who=ANNA)
    return small


def paths(store: Store, coder: str = "anna") -> list[str]:
    book = store.codebooks.current()
    return [book.code(c.code_guid).path for c in store.codings.coded() if c.coder == coder]


def test_keeping_moving_and_taking_off_each_leave_the_queue(split: Store) -> None:
    items = recode_queue(split, coder="anna")
    assert [i.transcript for i in items] == ["first", "first", "second"]
    assert "Codes below it: delays/waiting/long" in items[0].evidence[0].detail
    session = recode_session(split, items, coder="anna", now=lambda: LATER)
    session.accept()
    session.recode(split.codebooks.current().code("delays/waiting/long").guid)
    session.reject()
    assert recode_queue(split, coder="anna") == ()
    assert paths(split) == ["delays/waiting", "delays/waiting/long"]
    assert paths(split, "ben") == ["delays/waiting"]
    assert len(recode_queue(split, coder="ben")) == 1
    for left in (1, 2, 3):
        session.undo()
        assert len(recode_queue(split, coder="anna")) == left
    assert paths(split) == ["delays/waiting"] * 3


def test_a_skipped_coding_stays_and_a_filter_narrows(split: Store) -> None:
    items = recode_queue(split, coder="anna")
    recode_session(split, items, coder="anna", now=lambda: LATER).skip()
    assert len(recode_queue(split, coder="anna")) == 3
    assert len(recode_queue(split, coder="anna", code="delays")) == 3
    assert recode_queue(split, coder="anna", code="voice") == ()
    assert recode_queue(split, coder="nobody") == ()


def test_what_is_asked_for_twice_is_shown_once(split: Store) -> None:
    queue_recode(split, "delays/waiting", everything=True, who=ANNA)
    assert len(recode_queue(split, coder="anna")) == 3
    assert {i.code_guid for i in recode_queue(split, coder="anna")} == {WAITING}
