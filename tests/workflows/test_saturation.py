from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Span
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.saturation import saturation
from sendcode.workflows.theme_decisions import dismiss
from tests.conftest import AT
from tests.workflows.test_themes import fill, propose


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def test_saturation_counts_themes_by_interview(study: Store) -> None:
    assert list(saturation(study)) == ["codes"]
    propose(study)
    assert sum(saturation(study)["themes"].new) == 2


def test_dismissed_themes_do_not_count(study: Store) -> None:
    first, _ = propose(study)
    dismiss(study, [first.id], coder="anna", at=AT)
    assert sum(saturation(study)["themes"].new) == 1


def test_an_interview_that_nobody_read_brings_no_codes(study: Store) -> None:
    assert saturation(study)["codes"].new == ()
    frame = StudyFrame(study)
    first = frame.population()[0]
    number = frame.ids[first.transcript]
    (unit,) = frame.units_in(number, first.start, first.end)
    place = Place(number, unit.turn, Span(unit.start, unit.end), (unit.id,))
    read = NewDecision(Action.READ, place=place)
    with study.transaction():
        coder = study.coders.id("anna", at=AT)
        study.decisions.record([read], coder=coder, at=AT, codebook_version=0)
    assert saturation(study)["codes"].new == (0,)
