from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.figures import Curve
from sendcode.core.model import Action, Role, Span
from sendcode.core.report import Paragraph, Picture
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.report import build_report
from sendcode.workflows.saturation import in_order, saturation, themes_met
from sendcode.workflows.theme_decisions import dismiss
from tests.conftest import AT, transcript
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


def test_interviews_come_by_day_however_it_is_written(study: Store) -> None:
    units = StudyFrame(study).population()
    days = {"a": "5 March 2021", "b": "01/02/2021", "c": "2021-04", "d": "28.2.2021"}
    dated = [replace(unit, attributes={"date": days[unit.transcript]}) for unit in units]
    assert in_order(days, dated) == (["b", "d", "a", "c"], True)
    some = [unit for unit in dated if unit.transcript != "d"]
    assert in_order(days, some) == (["a", "b", "c", "d"], False)


def test_only_interviews_that_were_looked_at_count(study: Store) -> None:
    propose(study, where="transcript:a or transcript:b")
    assert set(themes_met(StudyFrame(study))) <= {"a", "b"}
    assert len(saturation(study)["themes"].new) == 2


def test_a_transcript_in_which_only_interviewers_speak_is_no_interview(study: Store) -> None:
    alone = transcript("notes", ("I", Role.INTERVIEWER, "Nobody came, so I drove home."))
    with study.transaction():
        study.transcripts.add(alone, file_name="notes", part="", roles={}, at=AT)
    propose(study)
    assert set(themes_met(StudyFrame(study))) == {"a", "b", "c", "d"}


def test_the_report_draws_themes_beside_codes(study: Store) -> None:
    def curves(**options: str) -> list[str]:
        blocks = build_report(study, **options).blocks
        drawn = [b.figure for b in blocks if isinstance(b, Picture)]
        return [figure.what for figure in drawn if isinstance(figure, Curve)]

    assert curves() == []
    propose(study)
    assert curves() == ["proposed themes"]
    assert curves(where="role:parent") == []
    told = [b.text for b in build_report(study).blocks if isinstance(b, Paragraph)]
    assert any(text.startswith("New proposed themes") for text in told)
