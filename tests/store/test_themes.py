from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Span
from sendcode.store import Store
from sendcode.store.themes import FoundTheme, ThemeRun
from tests.conftest import AT, place, record

RUN = ThemeRun("themes-1", {"themes": "20"}, {"sendcode": "0"}, 1, "texts", "units", 10)


def units(store: Store, *numbers: int) -> tuple[tuple[int, float], ...]:
    return tuple((place(store, "first", n).units[0], 1 - n / 10) for n in numbers)


def stored(store: Store, *themes: FoundTheme, run: ThemeRun = RUN) -> tuple[int, ...]:
    with store.transaction():
        return store.themes.store_run(run, themes, coder=store.coders.id("anna", at=AT), at=AT)


def test_a_theme_comes_back_as_it_was_stored(small: Store) -> None:
    chosen = units(small, 1, 2)
    theme = FoundTheme(0, chosen, ((chosen[0][0], Span(0, 4)),), None, 0.25)
    (number,) = stored(small, theme)
    (found,) = small.themes.of_run(small.themes.last_run())
    assert found == FoundTheme(number, chosen, theme.phrases, None, 0.25)
    assert small.themes.known() == {number: frozenset(unit for unit, _ in chosen)}


def test_a_run_with_the_same_inputs_is_known(small: Store) -> None:
    assert not small.themes.same_as(RUN)
    stored(small, FoundTheme(0, units(small, 1), ()))
    assert small.themes.same_as(RUN) == small.themes.last_run()
    other = ThemeRun("themes-1", {"themes": "9"}, {"sendcode": "0"}, 1, "texts", "units", 10)
    assert not small.themes.same_as(other)


def test_decisions_that_were_taken_back_do_not_count(small: Store) -> None:
    payload = {"did": "dismiss", "themes": [7]}
    (made,) = record(small, NewDecision(Action.CODEBOOK, payload=payload))
    assert small.themes.decided() == (payload,)
    with small.transaction():
        small.decisions.undo((made,), coder=small.coders.id("anna", at=AT), at=AT)
    assert small.themes.decided() == ()


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ({"did": "dismiss", "themes": [7]}, "theme 7 dismissed"),
        ({"did": "merge", "themes": [3, 5]}, "themes 3, 5 merged"),
        ({"did": "split", "themes": [4], "parts": [8, 9]}, "theme 4 split into 8, 9"),
    ],
)
def test_the_log_tells_what_was_decided_about_themes(small: Store, payload, told: str) -> None:
    record(small, NewDecision(Action.CODEBOOK, payload=payload))
    assert [entry.detail for entry in small.decisions.log()] == [told]
