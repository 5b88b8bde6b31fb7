from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.suggest.stretches import stretches
from sendcode.workflows import wordings
from sendcode.workflows.contrasts import contrast
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import decide
from sendcode.workflows.wordings import Said, asked_units
from tests.conftest import AT
from tests.workflows.test_themes import fill, said


@pytest.fixture
def study(store: Store) -> Store:
    """Two parents and two SENCos."""
    return fill(store, "a", "b", "c", "d")


def test_phrases_are_counted_by_person_and_by_part(study: Store) -> None:
    frame = StudyFrame(study)
    units = asked_units(study, frame, "role:parent")
    phrases = Said(frame, units, lambda text: stretches(text, 1))
    told = (phrases.counts["bus",], len(phrases.by_person["bus",]), len(phrases.parts))
    assert told == (10, 2, 2)
    assert phrases.spread(("bus",))
    assert phrases.dispersion(("bus",)) == pytest.approx(0)
    often = Said(frame, units, lambda text: stretches(text, 1), least=5)
    assert often.counts == {gram: n for gram, n in phrases.counts.items() if n >= 5}


def test_a_query_that_finds_nothing_is_named(study: Store) -> None:
    with pytest.raises(NotFound, match="the query text:helicopter finds no sentence"):
        asked_units(study, StudyFrame(study), "text:helicopter")


def test_a_phrase_that_may_not_be_quoted_anywhere_makes_place_for_another(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with study.transaction():
        for name in "ef":
            lines = ("A letter came.",) * 7
            study.transcripts.add(
                said(name, Role.PARENT, *lines), file_name=name, part="", roles={}, at=AT
            )
    monkeypatch.setattr(wordings, "SHOWN", 1)
    (best,) = contrast(study, "role:parent").terms
    assert best.phrase == "bus"
    frame = StudyFrame(study)
    marks = []
    for unit in asked_units(study, frame, f"text:{best.phrase}"):
        number = frame.ids[unit.transcript]
        (row,) = frame.units_in(number, unit.start, unit.end)
        place = Place(number, row.turn, Span(unit.start, unit.end), (unit.id,))
        marks.append(NewDecision(Action.DO_NOT_QUOTE, place=place))
    decide(study, marks, coder="anna", at=AT)
    (other,) = contrast(study, "role:parent").terms
    assert other.phrase == "letter"
    assert other.lines
