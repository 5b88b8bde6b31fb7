"""Codings that are moved or looked at again."""

from __future__ import annotations

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.store import Store
from tests.conftest import FORMS, VOICE, WAITING, accept, record


def ask(store: Store, code: str, before: int) -> str:
    request = NewDecision(Action.CODEBOOK, code=code, payload={"recode": before})
    return record(store, request, coder="ben")[0]


def test_everybodys_codings_of_some_codes(small: Store) -> None:
    record(small, accept(small, "first", 1), accept(small, "first", 3, code=FORMS))
    record(small, accept(small, "second", 1), coder="ben")
    found = small.recodes.of_codes([WAITING, VOICE])
    assert [(c.code, c.coder, c.version) for c in found] == [(WAITING, 1, 1), (WAITING, 2, 1)]


def test_a_request_is_about_codings_that_are_older(small: Store) -> None:
    record(small, accept(small, "first", 1))
    request = ask(small, WAITING, 2)
    record(small, accept(small, "second", 1))
    assert [c.before for c in small.recodes.queue(1)] == [2]
    assert small.recodes.queue(2) == ()
    with small.transaction():
        small.decisions.undo([request], coder=2, at="2024-03-02T10:00:00Z")
    assert small.recodes.queue(1) == ()


def test_a_coding_that_was_kept_since_is_done(small: Store) -> None:
    record(small, accept(small, "first", 1))
    ask(small, WAITING, 2)
    kept = record(small, accept(small, "first", 1))
    assert small.recodes.queue(1) == ()
    with small.transaction():
        small.decisions.undo(kept, coder=1, at="2024-03-02T10:00:00Z")
    assert len(small.recodes.queue(1)) == 1
