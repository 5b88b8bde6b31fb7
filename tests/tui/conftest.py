"""Fixtures for the reviewer: press keys, look at what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sendcode.core.model import Evidence, Role, Suggestion
from sendcode.interchange import codebook_yaml
from sendcode.store import Store, create_store
from sendcode.store.suggestions import NewRun
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import read_keys
from sendcode.workflows.desk import Desk
from tests.conftest import AT, WAITING, codebook, transcript
from tests.desk import desk as make_desk
from tests.desk import suggest

Play = Callable[..., Any]


async def _settle(*_: float) -> None:
    """Let what waits be done. Textual would sleep, and watch the clock, after each key."""
    for _turn in range(20):
        await asyncio.sleep(0)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when the one before has been dealt with."""
    for key in keys:
        await pilot.press(key)
        while getattr(pilot.app, "answers", False):
            await asyncio.sleep(0)
        await pilot.pause()


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("SENDCODE_CONFIG", str(tmp_path / "none.toml"))
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", _settle)
    for name in ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def study(small: Store) -> Store:
    """Two transcripts with four suggested segments each."""
    return suggest(small)


@pytest.fixture
def long_study(tmp_path: Path) -> Path:
    """A project on disk with forty suggestions, for reviewers in a terminal of their own."""
    talk = [("INT", Role.INTERVIEWER, "And?"), ("MUM", Role.PARENT, "We were on the waiting list.")]
    path = tmp_path / "long.sendcode"
    with create_store(path, at=AT) as store, store.transaction():
        spoken = transcript("long", *(talk * 40))
        store.transcripts.add(spoken, file_name="long.txt", part="", roles={}, at=AT)
        anna = store.coders.id("anna", at=AT)
        book = codebook()
        store.codebooks.add(book, codebook_yaml.write(book), message="", coder=anna, at=AT)
        made = [
            Suggestion(unit.id, WAITING, 0.8, (Evidence("rule", "delays/waiting#1", 0.8, ()),))
            for turn in store.transcripts.turn_texts()
            for unit in turn.units
            if turn.role is Role.PARENT
        ]
        run = NewRun("rules-1", {}, {}, "units-1", 1, "hash", 1, 40)
        store.suggestions.store_run(run, made, coder=anna, at=AT)
    return path


@pytest.fixture
def play(study: Store) -> Play:
    """Open the reviewer, press keys, and return what a look at the app gives."""

    def run(
        *keys: str,
        look: Callable[[ReviewApp], Any] = lambda app: None,
        size: tuple[int, int] = (120, 36),
        desk: Desk | None = None,
        then: Callable[[Pilot[None]], Any] | None = None,
        **options: Any,
    ) -> Any:
        async def go() -> Any:
            app = ReviewApp(desk or make_desk(study, **options), read_keys())
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await press(pilot, *keys)
                await app.workers.wait_for_complete()
                await pilot.pause()
                if then is not None:
                    await then(pilot)
                    await pilot.pause()
                return look(app)

        return asyncio.run(go())

    return run


def typed(words: str) -> list[str]:
    """Return the keys that type some words."""
    names = {" ": "space", "/": "slash", "-": "minus", ".": "full_stop"}
    return [names.get(letter, letter) for letter in words]
