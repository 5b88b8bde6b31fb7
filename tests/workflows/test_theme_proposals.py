from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.errors import ProjectError
from sendcode.store import Store
from sendcode.workflows import theme_memory, theme_proposals
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_decisions import adopt, dismiss
from tests.conftest import AT, DELAYS, FORMS, VOICE
from tests.workflows.test_themes import fill, propose


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def test_themes_part_what_people_talk_about(study: Store) -> None:
    themes = propose(study)
    assert len(themes) == 2
    for theme in themes:
        about_buses = [transcript in "ac" for transcript, _, _ in theme.places]
        assert not 0.2 < sum(about_buses) / len(about_buses) < 0.8
        assert theme.phrases
        assert theme.transcripts == 2
        assert theme.nearest_code == ""
        assert any(quote.edge for quote in theme.quotes)


def test_a_unit_is_in_one_theme_at_most_and_a_yeah_in_none(study: Store) -> None:
    themes = propose(study)
    units = [unit for theme in themes for unit in theme.units]
    assert len(units) == len(set(units))
    texts = {quote.text for theme in themes for quote in theme.quotes}
    assert "Yeah." not in texts
    assert sum(theme.size for theme in themes) <= 20


def test_the_same_study_gives_the_same_and_records_no_second_run(study: Store) -> None:
    first = propose(study)
    run = study.themes.last_run()
    assert propose(study) == first
    assert study.themes.last_run() == run
    assert propose(study, everything=True) == first
    assert study.themes.last_run() == run + 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something be done once, after a run's themes were known again and before it is stored."""
    acts = [act]

    def known_again(*given: Any, **options: Any) -> Any:
        found = theme_memory.remembered(*given, **options)
        if acts:
            acts.pop()()
        return found

    monkeypatch.setattr(theme_proposals, "remembered", known_again)


def test_two_who_ask_the_same_at_once_record_one_run(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other: list[object] = []
    meanwhile(monkeypatch, lambda: other.append(propose(study)))
    assert propose(study) == other[0]
    assert len(study.themes.runs()) == 1


def test_two_who_ask_at_once_get_the_same_ids_and_what_was_decided_holds(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []

    def propose_and_dismiss() -> None:
        first, second = propose(study, everything=True)
        dismiss(study, [first.id], coder="ben", at=AT)
        kept.append(second.id)

    meanwhile(monkeypatch, propose_and_dismiss)
    assert [theme.id for theme in propose(study)] == kept
    assert len(study.themes.runs()) == 2


def test_a_theme_keeps_its_id_when_a_transcript_is_added(study: Store) -> None:
    before = {t.id: {p[0] for p in t.places} for t in propose(study)}
    fill(study, "e")
    after = {t.id: {p[0] for p in t.places} for t in propose(study)}
    assert before.keys() == after.keys()
    assert all(before[number] <= after[number] for number in before)


def test_ids_come_back_with_the_units_they_were_given_for(study: Store) -> None:
    first = propose(study)
    others = [propose(study, where=f"role:{role}") for role in ("parent", "senco")]
    assert {t.id for themes in others for t in themes} & {t.id for t in first}
    assert study.themes.known() != {t.id: frozenset(t.units) for t in first}
    assert propose(study) == first


def test_an_empty_project_is_refused(store: Store) -> None:
    with pytest.raises(ProjectError, match="no transcripts"):
        propose(store)


def with_codes(store: Store, *codes: Code) -> None:
    with store.transaction():
        anna = store.coders.id("anna", at=AT)
        book = Codebook("Days", codes)
        store.codebooks.add(book, "codebook: Days\n", message="1", coder=anna, at=AT)


def test_a_theme_names_the_code_that_is_most_like_it(study: Store) -> None:
    with_codes(
        study,
        Code("transport", "School bus and taxi to the village", guid=DELAYS),
        Code("meals", "Lunch in the dinner hall", guid=FORMS),
        Code("old", "Bus driver, taxi, lunch and dinner hall", guid=VOICE, retired=True),
    )
    nearest = {theme.places[0][0] in "ac": theme.nearest_code for theme in propose(study)}
    assert nearest == {True: "transport", False: "meals"}
    told = [theme.belongs for theme in propose(study)]
    assert all(re.fullmatch(r"nearest code: \w+ \(0\.\d\d, it may belong there\)", t) for t in told)


def test_what_the_codebook_covers_is_left_out_unless_everything_is_asked_for(study: Store) -> None:
    with_codes(study, Code("transport", "Transport", guid=DELAYS, rules=(Rule(1, any=("bus",)),)))
    apply_codebook(study, coder="anna", at=AT)
    quoted = [quote.text for theme in propose(study) for quote in theme.quotes]
    assert any("dinner" in text for text in quoted)
    assert not any("bus" in text for text in quoted)
    every = propose(study, everything=True)
    assert any("bus" in quote.text for theme in every for quote in theme.quotes)


def test_where_nothing_is_left_to_look_at_it_says_so(study: Store) -> None:
    with pytest.raises(ProjectError, match="no sentence to look at"):
        propose(study, where="role:pupil")


def test_the_other_themes_stay_as_they_are_when_one_is_adopted(study: Store) -> None:
    first, second = propose(study)
    adopt(study, first.id, name="One", coder="anna", at=AT)
    assert [(t.id, t.units) for t in propose(study)] == [(second.id, second.units)]
    apply_codebook(study, coder="anna", at=AT)
    assert [theme.id for theme in propose(study)] == [second.id]


def test_a_query_about_words_narrows_what_is_looked_at(study: Store) -> None:
    found = propose(study, where="text:bus or text:taxi")
    frame = StudyFrame(study)
    population = {unit.id: unit for unit in frame.population()}
    for theme in found:
        for unit in (population[number] for number in theme.units):
            text = frame.text(frame.ids[unit.transcript])[unit.start : unit.end]
            assert "bus" in text or "taxi" in text
    with pytest.raises(ProjectError, match="no sentence"):
        propose(study, where="text:helicopter")
