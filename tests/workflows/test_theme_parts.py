from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_parts import parted, parted_again
from tests.workflows.test_themes import fill


@pytest.fixture
def study(store: Store) -> Store:
    """Two interviews, one about the bus and one about dinner."""
    return fill(store, "a", "b")


def units(store: Store, role: Role) -> tuple[int, ...]:
    """Return what somebody of a role says, without each `Yeah.`"""
    return tuple(u.id for u in StudyFrame(store).population() if u.role is role and u.words > 2)


def whole(*numbers: int) -> FoundTheme:
    return FoundTheme(7, tuple((n, 1 - place / 100) for place, n in enumerate(numbers)), ())


def ids(theme: FoundTheme) -> set[int]:
    return {unit for unit, _ in theme.units}


def test_a_theme_is_parted_where_it_differs_most(study: Store) -> None:
    bus, dinner = units(study, Role.PARENT), units(study, Role.SENCO)
    first, second = parted(study, whole(*bus, *dinner))
    assert {frozenset(ids(first)), frozenset(ids(second))} == {frozenset(bus), frozenset(dinner)}
    assert first.part_of == second.part_of == 7
    assert [near for _, near in first.units] == sorted((n for _, n in first.units), reverse=True)
    assert first.phrases


def test_a_large_theme_is_parted_too(store: Store) -> None:
    fill(store, *(f"{number:02}" for number in range(22)))
    bus, dinner = units(store, Role.PARENT), units(store, Role.SENCO)
    first, second = parted(store, whole(*bus, *dinner))
    assert {frozenset(ids(first)), frozenset(ids(second))} == {frozenset(bus), frozenset(dinner)}


def test_a_theme_of_two_sentences_is_not_parted(study: Store) -> None:
    with pytest.raises(NotFound, match="too small") as error:
        parted(study, whole(*units(study, Role.PARENT)[:2]))
    assert "It has 2 sentences; 4 are needed" in error.value.hint


def test_new_sentences_go_to_the_part_that_they_are_like(study: Store) -> None:
    bus, dinner = units(study, Role.PARENT), units(study, Role.SENCO)
    known = {21: frozenset(bus[:3]), 22: frozenset(dinner[:3])}
    first, second = parted_again(study, whole(*bus, *dinner), known)
    assert (first.id, ids(first)) == (21, set(bus))
    assert (second.id, ids(second)) == (22, set(dinner))


def test_a_part_that_has_lost_most_of_its_sentences_is_gone(study: Store) -> None:
    bus, dinner = units(study, Role.PARENT), units(study, Role.SENCO)
    known = {21: frozenset(bus), 22: frozenset(dinner)}
    (left,) = parted_again(study, whole(*bus, dinner[0]), known)
    assert (left.id, ids(left)) == (21, {*bus, dinner[0]})
    assert parted_again(study, whole(bus[0], dinner[0]), known) == []
