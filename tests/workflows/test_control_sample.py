from __future__ import annotations

from sendcode.store import Store
from sendcode.workflows.control_sample import influence
from sendcode.workflows.shown import Shown
from tests.conftest import FORMS, VOICE, WAITING
from tests.desk import desk, suggest


def test_what_was_shown_and_what_was_not_are_compared(small: Store) -> None:
    study = suggest(small)
    seeing = desk(study)
    seeing.accept()
    seeing.recode(VOICE)
    assert list(influence(study)) == []
    blind = desk(study, shown=Shown(control=1.0))
    for code in (FORMS, WAITING, FORMS):
        blind.recode(code)
    blind.reject()
    blind.undo()
    (told,) = influence(study)
    assert "3 of them, drawn at random" in told
    agreed = [entry.action.value for entry in study.decisions.log()][2:5].count("accept")
    assert f"was chosen in {agreed / 3:.0%} (" in told
    assert "and in 50% (9% to 91%) of those that were shown" in told
