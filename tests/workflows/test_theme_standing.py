from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.model import Span
from sendcode.store.themes import FoundTheme
from sendcode.workflows.theme_standing import ADOPTED, DISMISSED, PROPOSED, standing

BUS = FoundTheme(1, ((10, 0.9), (11, 0.4)), ((10, Span(0, 3)), (11, Span(4, 9))))
DINNER = FoundTheme(2, ((20, 0.7),), ((20, Span(0, 6)),))
FORMS = FoundTheme(3, ((30, 0.5),), ())
EARLY = FoundTheme(4, ((10, 0.9),), (), part_of=1)
LATE = FoundTheme(5, ((11, 0.4),), (), part_of=1)
FOUND = (BUS, DINNER, FORMS, EARLY, LATE)


def did(what: str, *themes: int, parts: tuple[int, ...] = ()) -> dict[str, object]:
    return {"did": what, "themes": list(themes), "parts": list(parts)}


def test_what_nobody_decided_about_is_proposed_and_parts_wait_for_a_split() -> None:
    assert standing(FOUND, ()) == [(BUS, PROPOSED), (DINNER, PROPOSED), (FORMS, PROPOSED)]


def test_adopted_and_dismissed_themes_say_so() -> None:
    found = dict(standing(FOUND, (did("adopt", 2), did("dismiss", 1, 3))))
    assert found == {BUS: DISMISSED, DINNER: ADOPTED, FORMS: DISMISSED}


def test_a_merge_puts_the_nearest_first_and_takes_phrases_in_turn() -> None:
    (first, _), *others = standing(FOUND, (did("merge", 1, 2),))
    assert first.id == 1
    assert first.units == ((10, 0.9), (20, 0.9), (11, 0.4))
    assert first.phrases == ((10, Span(0, 3)), (20, Span(0, 6)), (11, Span(4, 9)))
    assert others == [(FORMS, PROPOSED)]


def test_what_shows_each_half_of_a_merged_theme_best_stands_first() -> None:
    loud = FoundTheme(6, ((60, 0.99), (61, 0.98), (62, 0.97)), ())
    ((both, _),) = standing((BUS, loud), (did("merge", 1, 6),))
    assert [unit for unit, _ in both.units] == [10, 60, 61, 62, 11]
    assert {near for unit, near in both.units if unit in (10, 60)} == {0.99}


def test_a_theme_merged_with_one_without_phrases_keeps_its_own() -> None:
    merged = {theme.id: theme for theme, _ in standing(FOUND, (did("merge", 1, 3),))}
    assert merged[1].phrases == BUS.phrases


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_merged_theme_is_as_near_to_a_code_as_the_larger_one(order: tuple[int, int]) -> None:
    large, small = replace(BUS, nearest_code="x", nearest_score=0.4), replace(DINNER, id=2)
    merged = {theme.id: theme for theme, _ in standing((large, small), (did("merge", *order),))}
    found = merged[order[0]]
    assert (found.nearest_code, found.nearest_score) == ("x", 0.4)


def test_a_split_puts_the_parts_in_the_place_of_the_theme() -> None:
    found = standing(FOUND, (did("split", 1, parts=(4, 5)), did("adopt", 5)))
    assert dict(found) == {DINNER: PROPOSED, FORMS: PROPOSED, EARLY: PROPOSED, LATE: ADOPTED}


@pytest.mark.parametrize(
    "decision",
    [
        did("merge", 8, 9),
        did("split", 8, parts=(4, 5)),
        did("split", 1, parts=(8, 9)),
        {"did": "merge", "themes": None},
    ],
)
def test_a_decision_about_themes_of_another_run_changes_nothing(decision) -> None:
    assert standing(FOUND, (decision,)) == standing(FOUND, ())


def test_a_merged_theme_can_be_merged_again() -> None:
    chain = (did("merge", 1, 2), did("merge", 3, 1))
    ((theme, status),) = standing(FOUND, chain)
    assert (theme.id, status) == (3, PROPOSED)
    assert {unit for unit, _ in theme.units} == {10, 11, 20, 30}


def test_a_part_that_no_longer_shows_leaves_the_other_one() -> None:
    found = dict(standing(FOUND, (did("split", 1, parts=(4, 9)),)))
    assert found.keys() == {DINNER, FORMS, EARLY}


def test_a_merged_theme_has_its_first_id_also_where_only_another_member_is_found() -> None:
    found = [theme for theme, _ in standing((DINNER, FORMS), (did("merge", 1, 2),))]
    assert {theme.id: theme.units for theme in found} == {1: DINNER.units, 3: FORMS.units}
