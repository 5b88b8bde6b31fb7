from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Role, Span
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_parts import parted, parted_again
from tests.conftest import AT
from tests.workflows.test_themes import BUS, fill


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


def test_each_part_names_the_code_that_it_is_nearest_to_itself(study: Store) -> None:
    guids = {"meals": "2" * 32, "transport": "1" * 32}
    codes = (
        Code("transport", "School bus and taxi to the village", guid=guids["transport"]),
        Code("meals", "Lunch in the dinner hall", guid=guids["meals"]),
    )
    with study.transaction():
        anna = study.coders.id("anna", at=AT)
        book = Codebook("Days", codes)
        study.codebooks.add(book, "codebook: Days\n", message="1", coder=anna, at=AT)
    bus, dinner = units(study, Role.PARENT), units(study, Role.SENCO)
    both = replace(whole(*bus, *dinner), nearest_code=guids["meals"], nearest_score=0.9)
    wanted = {frozenset(bus): guids["transport"], frozenset(dinner): guids["meals"]}
    known = {21: frozenset(bus[:3]), 22: frozenset(dinner[:3])}
    for parts in (parted(study, both), parted_again(study, both, known)):
        assert {frozenset(ids(part)): part.nearest_code for part in parts} == wanted
        assert all(0.3 < part.nearest_score < 0.9 for part in parts)


def test_a_part_that_says_nothing_of_its_own_has_phrases_of_the_whole(store: Store) -> None:
    fill(store, "a", "b", "c")
    bus = units(store, Role.PARENT)
    first, second = frozenset(bus[:5]), frozenset(bus[5:])
    places = [(word, BUS[0].index(word)) for word in ("bus", "village")]
    said = tuple((bus[0], Span(at, at + len(word))) for word, at in places)
    others = ((units(store, Role.SENCO)[0], Span(4, 10)),)
    theme = replace(whole(*bus), phrases=said + others)
    parts = parted_again(store, theme, {21: first, 22: second})
    assert [ids(part) for part in parts] == [first, second]
    assert [part.phrases for part in parts] == [said, said]
    parts = parted_again(store, theme, {21: first | {bus[6]}, 22: second - {bus[6]}})
    assert said[0] in parts[1].phrases
    assert len(set(parts[1].phrases)) == len(parts[1].phrases)
