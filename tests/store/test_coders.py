from __future__ import annotations

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store
from tests.conftest import AT, accept, record


def test_a_coder_has_one_id(store: Store) -> None:
    assert store.coders.find("anna") is None
    first = store.coders.id("anna", at=AT)
    assert store.coders.id("anna", at=AT) == first == store.coders.find("anna")
    assert store.coders.id("Ben", at=AT) != first
    assert store.coders.names() == ("Ben", "anna")


def test_a_coder_needs_a_name(store: Store) -> None:
    with pytest.raises(ProjectError):
        store.coders.id("", at=AT)


def test_only_who_has_live_codings_has_coded(small: Store) -> None:
    assert small.coders.with_codings() == ()
    (decision,) = record(small, accept(small, "first", 1), coder="ben")
    assert small.coders.with_codings() == ("ben",)
    with small.transaction():
        small.decisions.undo([decision], coder=small.coders.id("ben", at=AT), at=AT)
    assert small.coders.with_codings() == ()
