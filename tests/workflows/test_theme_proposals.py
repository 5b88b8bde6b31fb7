from __future__ import annotations

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.theme_proposals import with_known_ids
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


def test_a_theme_keeps_its_id_when_a_transcript_is_added(study: Store) -> None:
    before = {t.id: {p[0] for p in t.places} for t in propose(study)}
    fill(study, "e")
    after = {t.id: {p[0] for p in t.places} for t in propose(study)}
    assert before.keys() == after.keys()
    assert all(before[number] <= after[number] for number in before)


def test_ids_go_to_the_largest_overlap_once() -> None:
    found = [FoundTheme(0, tuple((u, 0.5) for u in units), ()) for units in ((1, 2, 3), (4, 5))]
    known = {7: frozenset({1, 2, 3, 9}), 8: frozenset({4}), 9: frozenset({5, 6, 7})}
    assert [theme.id for theme in with_known_ids(found, known)] == [7, 8]


def test_an_empty_project_is_refused(store: Store) -> None:
    with pytest.raises(ProjectError, match="no transcripts"):
        propose(store)
