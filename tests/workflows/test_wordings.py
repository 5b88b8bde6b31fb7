from __future__ import annotations

import pytest

from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.suggest.stretches import stretches
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.wordings import Said, asked_units
from tests.workflows.test_themes import fill


@pytest.fixture
def study(store: Store) -> Store:
    """Two parents and two SENCos."""
    return fill(store, "a", "b", "c", "d")


def test_phrases_are_counted_by_person_and_by_part(study: Store) -> None:
    frame = StudyFrame(study)
    units = asked_units(study, frame, "role:parent")
    said = Said(frame, units, lambda text: stretches(text, 1))
    assert (said.counts["bus",], len(said.by_person["bus",]), len(said.parts)) == (10, 2, 2)
    assert said.spread(("bus",))
    assert said.dispersion(("bus",)) == pytest.approx(0)
    often = Said(frame, units, lambda text: stretches(text, 1), least=5)
    assert often.counts == {gram: n for gram, n in said.counts.items() if n >= 5}


def test_a_query_that_finds_nothing_is_named(study: Store) -> None:
    with pytest.raises(NotFound, match="the query text:helicopter finds no sentence"):
        asked_units(study, StudyFrame(study), "text:helicopter")
