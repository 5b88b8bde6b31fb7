"""Codebook changes in the log, taken back and made again."""

from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.errors import DependentsError, NotFound
from sendcode.store import Store
from sendcode.store.codebook_changes import CodebookChanges
from tests.conftest import AT, codebook, record


def changed(store: Store, name: str) -> dict[str, object]:
    """Store another version and return its decision's row."""
    book = codebook()
    with store.transaction():
        version = store.codebooks.add(book, f"codebook: {name}\n", message=name, coder=1, at=AT)
    made = record(store, NewDecision(Action.CODEBOOK, payload={"version": version}))[0]
    return dict(store.database.one("SELECT * FROM decision WHERE id = ?", (made,)))  # type: ignore[arg-type]


def test_taking_back_and_making_again_are_new_versions(small: Store) -> None:
    changes = CodebookChanges(small.database)
    row = changed(small, "Second")
    with small.transaction():
        assert changes.take_back(row, coder=1, at=AT) == {"version": 3}
        assert changes.make(row, "0", coder=1, at=AT) == {"version": 4}
    assert small.codebooks.yaml(3) == small.codebooks.yaml(1)
    assert small.codebooks.yaml(4) == "codebook: Second\n"


def test_a_codebook_that_is_another_by_now_is_left_alone(small: Store) -> None:
    changes = CodebookChanges(small.database)
    row = changed(small, "Second")
    changed(small, "Third")
    with pytest.raises(DependentsError, match="changed since"), small.transaction():
        changes.take_back(row, coder=1, at=AT)
    assert len(changes.later(row, "0")) == 1


def test_the_first_codebook_stays_and_a_request_changes_no_version(small: Store) -> None:
    changes = CodebookChanges(small.database)
    with pytest.raises(NotFound, match="first codebook"):
        changes.take_back({"payload": '{"version": 1}', "seq": 1}, coder=1, at=AT)
    request = {"payload": '{"recode": 2}', "seq": 1}
    assert changes.take_back(request, coder=1, at=AT) == {}
    assert changes.make(request, "0", coder=1, at=AT) == {}
    assert changes.later(request, "0") == set()
