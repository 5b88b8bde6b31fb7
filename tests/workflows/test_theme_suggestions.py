from __future__ import annotations

import pytest

from sendcode.store import Store
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.review import queue
from sendcode.workflows.theme_decisions import adopt
from sendcode.workflows.theme_suggestions import SCORE
from tests.conftest import AT
from tests.workflows.test_themes import fill, propose, undo


@pytest.fixture
def adopted(store: Store) -> tuple[Store, frozenset[int]]:
    """A theme about the bus that became a code, and its units."""
    fill(store, "a", "b", "c", "d")
    theme = propose(store)[0]
    adopt(store, theme.id, name="Transport", coder="anna", at=AT)
    return store, frozenset(theme.units)


def suggested(store: Store) -> dict[int, set[str]]:
    """Return the sources of the evidence of every suggestion, by unit."""
    return {
        unit.unit: {reason.source for reason in unit.evidence}
        for unit in store.suggestions.open_units(coder=None)
    }


def test_applying_the_codebook_leaves_the_sentences_of_the_theme(adopted) -> None:
    store, units = adopted
    for _ in range(2):
        apply_codebook(store, coder="anna", at=AT)
        found = suggested(store)
        assert all("theme" in found[unit] for unit in units)
    assert any("rule" in sources for sources in found.values())


def test_a_sentence_that_only_the_theme_has_keeps_its_score(adopted) -> None:
    store, units = adopted
    apply_codebook(store, coder="anna", at=AT)
    scores = {unit.unit: unit.score for unit in store.suggestions.open_units(coder=None)}
    assert min(scores[unit] for unit in units) >= SCORE


def test_with_the_adoption_undone_nothing_is_left_in_the_queue(adopted) -> None:
    store, _ = adopted
    apply_codebook(store, coder="anna", at=AT)
    undo(store)
    assert queue(store, coder="anna") == ()
