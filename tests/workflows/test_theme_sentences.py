from __future__ import annotations

import pytest

from sendcode.core.segments import NOT_QUOTED
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.theme_decisions import dismiss
from sendcode.workflows.theme_sentences import read_theme
from tests.conftest import AT
from tests.workflows.test_themes import fill, never_quote, propose


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def test_every_sentence_of_a_theme_is_read_in_order_whatever_was_decided(study: Store) -> None:
    theme = propose(study)[0]
    found, sentences = read_theme(study, theme.id)
    assert found == theme
    assert [(one.transcript, one.start, one.end) for one in sentences] == list(theme.places)
    assert {quote.text for quote in theme.quotes} <= {one.text for one in sentences}
    dismiss(study, [theme.id], why="small talk", coder="anna", at=AT)
    again, same = read_theme(study, theme.id)
    assert (again.status, same) == ("dismissed", sentences)


def test_what_may_not_be_quoted_is_not_read_out(study: Store) -> None:
    theme = propose(study)[0]
    never_quote(study, theme.units[:1])
    texts = [one.text for one in read_theme(study, theme.id)[1]]
    assert texts.count(NOT_QUOTED) == 1
    assert len(texts) == theme.size


def test_a_theme_that_is_not_there_is_refused(study: Store) -> None:
    with pytest.raises(NotFound):
        read_theme(study, 1)
    propose(study)
    with pytest.raises(NotFound, match="no theme 99"):
        read_theme(study, 99)
