from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.theme_decisions import adopt, dismiss, merge, split
from sendcode.workflows.theme_memory import made_by_people, remembered, with_known_ids
from sendcode.workflows.theme_proposals import propose_themes
from sendcode.workflows.themes import current_themes
from tests.conftest import AT
from tests.workflows.test_themes import fill, propose, undo


def test_ids_go_to_the_largest_overlap_once() -> None:
    found = [FoundTheme(0, tuple((u, 0.5) for u in units), ()) for units in ((1, 2, 3), (4, 5))]
    known = {7: frozenset({1, 2, 3, 9}), 8: frozenset({4}), 9: frozenset({5, 6, 7})}
    assert [theme.id for theme in with_known_ids(found, known)] == [7, 8]


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def sizes(store: Store) -> dict[int, int]:
    return {theme.id: theme.size for theme in current_themes(store)}


def anew(store: Store, *names: str) -> dict[int, int]:
    """Propose themes again after interviews were added, and return their sizes."""
    fill(store, *names)
    return {theme.id: theme.size for theme in propose(store)}


def test_a_split_holds_when_themes_are_proposed_anew(study: Store) -> None:
    bus, dinner = propose(study)
    parts = split(study, bus.id, coder="anna", at=AT)
    before = {part.id: set(part.units) for part in parts}
    after = anew(study, "e", "f")
    assert after.keys() == {*before, dinner.id}
    assert sum(after[number] for number in before) > bus.size
    for theme in current_themes(study):
        assert before.get(theme.id, set()) <= set(theme.units)
        assert theme.phrases


def test_a_split_can_be_undone_and_redone_in_a_later_run(study: Store) -> None:
    bus, dinner = propose(study)
    split(study, bus.id, coder="anna", at=AT)
    parted = anew(study, "e")
    undo(study)
    whole = sizes(study)
    assert whole.keys() == {bus.id, dinner.id}
    assert sum(whole.values()) == sum(parted.values())
    assert anew(study, "f", "g").keys() == whole.keys()
    redo(study)
    assert sizes(study).keys() == parted.keys()


def redo(store: Store) -> None:
    coder = store.coders.id("anna", at=AT)
    with store.transaction():
        store.decisions.redo(store.decisions.redoable(coder=coder), coder=coder, at=AT)


def test_parts_that_are_found_on_their_own_keep_their_ids(study: Store) -> None:
    both = merge(study, [t.id for t in propose(study)], coder="anna", at=AT)
    first, second = split(study, both.id, coder="anna", at=AT)
    assert anew(study, "e").keys() == {first.id, second.id}
    undo(study)
    assert sizes(study).keys() == {both.id}


def test_the_same_question_gives_the_same_parts_whatever_was_asked_between(study: Store) -> None:
    bus, _ = propose(study)
    parts = split(study, bus.id, coder="anna", at=AT)
    before = {part.id: set(part.units) for part in parts}
    found = {theme.id: theme for theme in study.themes.of_run(study.themes.last_run())}
    first, second = (found[part.id] for part in parts)
    first, second = replace(first, units=first.units[1:]), with_more(second, first.units[:1])
    other = replace(study.themes.runs()[-1], texts_sha256="other")
    with study.transaction():
        coder = study.coders.id("anna", at=AT)
        study.themes.store_run(other, (found[bus.id], first, second), coder=coder, at=AT)
    propose(study)
    after = {theme.id: set(theme.units) for theme in current_themes(study)}
    assert {number: after[number] for number in before} == before


def with_more(theme: FoundTheme, units: tuple[tuple[int, float], ...]) -> FoundTheme:
    return replace(theme, units=(*theme.units, *units))


def test_a_dismissed_part_stays_away(study: Store) -> None:
    bus, dinner = propose(study)
    first, second = split(study, bus.id, coder="anna", at=AT)
    dismiss(study, [second.id], coder="anna", at=AT)
    assert anew(study, "e").keys() == {first.id, dinner.id}


def test_a_merge_holds_with_its_id_when_themes_are_proposed_anew(study: Store) -> None:
    first, second = propose(study)
    merge(study, [second.id, first.id], coder="anna", at=AT)
    assert anew(study, "e").keys() == {second.id}
    undo(study)
    assert sizes(study).keys() == {first.id, second.id}


def test_a_merged_theme_keeps_its_id_where_only_its_second_half_is_looked_at(study: Store) -> None:
    first, second = propose(study)
    merge(study, [first.id, second.id], coder="anna", at=AT)
    for role in ("parent", "senco"):
        found = propose_themes(study, coder="anna", at=AT, themes=1, where=f"role:{role}")
        assert [theme.id for theme in found] == [first.id]


def test_a_dismissed_theme_that_is_mostly_something_else_comes_back(study: Store) -> None:
    bus, dinner = propose(study)
    dismiss(study, [bus.id, dinner.id], coder="anna", at=AT)
    assert anew(study, "e") == {}
    assert len(anew(study, *"fghijklmnopq")) == 2


def test_a_theme_is_known_by_what_is_left_of_it(study: Store) -> None:
    bus, _ = propose(study)
    dismiss(study, [bus.id], coder="anna", at=AT)
    (transcript, *_), *_ = bus.places
    left = f"transcript:{transcript}"
    assert bus.id not in {t.id for t in propose_themes(study, coder="anna", at=AT, where=left)}


def test_what_people_made_is_told_from_what_the_machine_proposed(study: Store) -> None:
    first, second = propose(study)
    assert made_by_people(study) == frozenset()
    parts = split(study, first.id, coder="anna", at=AT)
    assert made_by_people(study) == {part.id for part in parts}
    merge(study, [parts[0].id, second.id], coder="anna", at=AT)
    dismiss(study, [parts[1].id], coder="anna", at=AT)
    assert made_by_people(study) == {parts[0].id}


def test_a_dismissed_theme_stays_away_after_a_list_of_something_else(study: Store) -> None:
    bus, dinner = propose(study)
    dismiss(study, [bus.id], coder="anna", at=AT)
    role = "senco" if bus.places[0][0] in "ac" else "parent"
    propose_themes(study, coder="anna", at=AT, themes=1, where=f"role:{role}")
    assert anew(study, "e").keys() == {dinner.id}


def adopt_all(store: Store, numbers: list[int], *, coder: str, at: str) -> None:
    for number in numbers:
        adopt(store, number, name=f"Code {number}", coder=coder, at=at)


@pytest.mark.parametrize("settle", [dismiss, adopt_all])
def test_a_piece_of_a_settled_theme_is_no_new_theme(study: Store, settle) -> None:
    bus, _ = propose(study)
    settle(study, [bus.id], coder="anna", at=AT)
    before = study.themes.known()[bus.id]
    pieces = [sorted(before)[0::3], sorted(before)[1::3], sorted(before)[2::3]]
    found = [FoundTheme(0, tuple((unit, 0.5) for unit in piece), ()) for piece in pieces]
    run = study.themes.runs()[-1]
    (whole,) = remembered(study, run, found, only=None)
    assert whole.id == bus.id
    assert {unit for unit, _ in whole.units} == before
