"""Accept rates from the log."""

from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.errors import NotFound, ProjectError
from sendcode.store import Store
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebook_stats import stats
from tests.conftest import AT, WAITING, accept, place, record


def counts(store: Store, **chosen: str) -> dict[str, tuple[int, int, int]]:
    lines = stats(store, **chosen).lines
    return {t.name: (t.suggested, t.accepted, t.rejected) for t in lines}


def test_a_suggestion_is_right_when_the_sentence_got_the_code(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT, method="rules")
    record(small, accept(small, "first", 1))
    rejected = NewDecision(Action.REJECT, place=place(small, "second", 1), code=WAITING)
    record(small, rejected, coder="ben")
    assert counts(small)["delays/waiting#1"] == (2, 1, 1)
    assert counts(small, coder="anna")["delays/waiting"] == (2, 1, 0)
    assert list(counts(small, code="voice")) == ["voice", "voice#1"]


def test_without_suggestions_there_is_nothing_to_count(small: Store) -> None:
    with pytest.raises(ProjectError, match="nothing was suggested"):
        stats(small)
    apply_codebook(small, coder="anna", at=AT, method="rules")
    with pytest.raises(NotFound, match="no coder"):
        stats(small, coder="nobody")
    with pytest.raises(NotFound, match="no code"):
        stats(small, code="nothing")
