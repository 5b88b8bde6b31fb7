from __future__ import annotations

from functools import partial

import pytest

from sendcode.errors import NotFound, SendcodeError
from sendcode.store import Store
from sendcode.workflows import theme_decisions
from sendcode.workflows.review import undo_last
from sendcode.workflows.theme_desk import ThemeDesk
from tests.conftest import AT
from tests.workflows.test_themes import fill, propose


@pytest.fixture
def desk(store: Store) -> ThemeDesk:
    """Two proposed themes, of which the larger is looked at."""
    fill(store, "a", "b", "c", "d")
    propose(store)
    return ThemeDesk(store, coder="anna", now=lambda: AT)


def test_what_is_taken_back_is_looked_at(desk: ThemeDesk) -> None:
    first, second = desk.themes
    desk.dismiss("small talk")
    assert desk.theme == second
    assert desk.undo()
    assert desk.theme == first
    desk.go(1)
    parts = desk.split()
    assert desk.theme == parts[0]
    desk.undo()
    assert desk.theme == second
    assert not desk.undo()


def test_marks_end_with_the_theme(desk: ThemeDesk) -> None:
    desk.mark()
    desk.dismiss()
    assert desk.marked == []
    with pytest.raises(NotFound, match="mark two"):
        desk.merge()


def test_without_a_theme_there_is_nothing_to_decide(desk: ThemeDesk) -> None:
    desk.dismiss()
    desk.dismiss()
    assert desk.theme is None
    for act in (desk.mark, desk.split, desk.dismiss):
        with pytest.raises(NotFound, match="no theme left"):
            act()


def test_a_code_can_stand_under_one_that_is_not_retired(desk: ThemeDesk) -> None:
    desk.adopt("Day")
    desk.adopt("Meals", under="day")
    assert desk.parents == ("day", "day/meals")
    assert desk.done == 2


def test_undo_takes_back_what_was_done_here_and_not_what_was_done_beside_it(
    desk: ThemeDesk,
) -> None:
    first, second = desk.themes
    desk.dismiss()
    theme_decisions.dismiss(desk.store, [second.id], coder="anna", at=AT)  # in another window
    assert desk.undo()
    assert desk.themes == (first,)


def test_what_somebody_else_decided_goes_when_the_themes_are_read_again(desk: ThemeDesk) -> None:
    first, second = desk.themes
    theme_decisions.dismiss(desk.store, [first.id], coder="ben", at=AT)
    with pytest.raises(NotFound, match="already"):
        desk.dismiss()
    assert desk.done == 0
    desk.read_again()
    assert desk.theme == second


def test_what_was_taken_back_elsewhere_does_not_stand_before_what_was_done_earlier(
    desk: ThemeDesk,
) -> None:
    first, second = desk.themes
    desk.dismiss()
    desk.dismiss()
    undo_last(desk.store, coder="anna", at=AT)  # in another window
    with pytest.raises(NotFound, match="undone already"):
        desk.undo()
    assert desk.undo()
    assert desk.themes == (first, second)
    assert desk.done == 0


def test_nothing_is_decided_about_themes_that_were_proposed_anew_since_they_were_shown(
    desk: ThemeDesk,
) -> None:
    for theme in desk.themes:
        desk.go(desk.themes.index(theme))
        desk.mark()
    propose(desk.store, everything=True)
    for act in (partial(desk.adopt, "Day"), desk.merge, desk.split, desk.dismiss):
        with pytest.raises(SendcodeError, match="proposed anew"):
            act()
    desk.read_again()
    desk.dismiss()
    assert desk.done == 1


def test_a_name_without_a_path_needs_an_id(desk: ThemeDesk) -> None:
    assert desk.names_a_path("Day")
    assert not desk.names_a_path("Автобус")
    assert desk.adopt("Автобус", slug_id="bus").code.path == "bus"
