from __future__ import annotations

import pytest

from sendcode.store import Store
from sendcode.workflows.listing import Listing
from sendcode.workflows.renewal import request
from sendcode.workflows.review import Filter
from sendcode.workflows.theme_decisions import adopt, split
from sendcode.workflows.theme_proposals import propose_themes
from tests.conftest import AT
from tests.desk import desk
from tests.workflows.test_themes import fill


@pytest.fixture
def adopted(store: Store) -> Store:
    """Two codes that were proposed themes, whose sentences wait for review."""
    fill(store, "a", "b", "c", "d")
    bus, dinner = propose_themes(store, coder="anna", at=AT, themes=2)
    adopt(store, bus.id, name="Bus", coder="anna", at=AT)
    adopt(store, dinner.id, name="Dinner", coder="anna", at=AT)
    return store


def codes(at: object) -> set[str]:
    """Return the paths of the codes in a queue."""
    return {at.frame.code(key.code).path for key in at.keys.keys}  # type: ignore[attr-defined]


def test_what_an_adopted_theme_suggested_leaves_the_queue_and_comes_back(adopted: Store) -> None:
    at = desk(adopted)
    assert codes(at) == {"bus", "dinner"}
    at.go(2)
    here = at.item
    assert here is not None
    assert here.code == "bus"
    at.undo()
    assert codes(at) == {"bus"}
    assert at.item == here
    assert "dinner" not in at.frame.codebook
    at.redo()
    assert codes(at) == {"bus", "dinner"}
    assert "dinner" in at.frame.codebook


def test_where_the_code_that_was_reviewed_goes_all_others_are_reviewed(adopted: Store) -> None:
    at = desk(adopted, listing=Listing(where=Filter(code="dinner")))
    at.undo()
    assert codes(at) == {"bus"}
    assert request(at) is not None


def test_in_the_order_of_codes_a_new_one_stands_where_the_codebook_has_it(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    bus, dinner = propose_themes(store, coder="anna", at=AT, themes=2)
    one, other = split(store, dinner.id, coder="anna", at=AT)
    adopt(store, bus.id, name="Bus", coder="anna", at=AT)
    adopt(store, one.id, name="Meals", coder="anna", at=AT)
    at = desk(store, listing=Listing(order="code"))
    adopt(store, other.id, name="Taxi", under="bus", coder="anna", at=AT)
    at.load(at.listing)
    places = dict.fromkeys(at.frame.code(key.code).path for key in at.keys.keys)
    assert list(places) == ["bus", "bus/taxi", "meals"]
