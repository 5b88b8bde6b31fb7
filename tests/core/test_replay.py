"""The log played again gives the state that was stored, whatever was decided and undone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.replay import Logged, State, replay
from sendcode.errors import DependentsError, NotFound
from sendcode.store import Store, create_store, open_store
from sendcode.store.checks import Checks
from tests.conftest import AT, FORMS, TALK, VOICE, WAITING, codebook, place, record, transcript


@pytest.fixture(scope="module")
def template():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.sendcode"
        with create_store(path, at=AT) as store, store.transaction():
            store.transcripts.add(
                transcript("first", *TALK), file_name="first.txt", part="", roles={}, at=AT
            )
            anna = store.coders.id("anna", at=AT)
            store.codebooks.add(codebook(), "codebook: Small\n", message="1", coder=anna, at=AT)
        yield path


CODES = st.sampled_from((WAITING, FORMS, VOICE))
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(
                ("accept", "reject", "code", "uncode", "skip", "star", "flag", "do-not-quote")
            ),
            st.sampled_from((1, 2, 3, 5, 6)),
            CODES,
            st.booleans(),
        ),
        st.tuples(st.sampled_from(("recode", "respan")), st.just(1), CODES, st.booleans()),
        st.tuples(st.just("undo"), st.integers(0, 9), CODES, st.booleans()),
        st.tuples(st.just("redo"), st.integers(0, 9), CODES, st.booleans()),
    ),
    max_size=12,
)


def step(store: Store, what: str, number: int, code: str, flag: bool, done: list, undone: list):
    anna = store.coders.id("anna", at=AT)
    try:
        if what == "undo" and done:
            with store.transaction():
                undone += store.decisions.undo(
                    [done[number % len(done)]], coder=anna, at=AT, with_dependents=flag
                )
        elif what == "redo" and undone:
            with store.transaction():
                store.decisions.redo([undone[number % len(undone)]], coder=anna, at=AT)
        elif what not in ("undo", "redo"):
            done += record(store, decision(store, what, number, code, flag))
    except (DependentsError, NotFound):
        pass


def decision(store: Store, what: str, number: int, code: str, flag: bool) -> NewDecision:
    here = place(store, "first", number)
    if what == "recode":
        return NewDecision(
            Action.RECODE, place=here, code=code, from_code=WAITING, also_not=(FORMS,) * flag
        )
    if what == "respan":
        wide = place(store, "first", 1, 2)
        first, second = (here, wide) if flag else (wide, here)
        return NewDecision(Action.RESPAN, place=first, before=second, code=code)
    if what in ("star", "flag", "do-not-quote"):
        return NewDecision(Action(what), place=here, on=flag)
    return NewDecision(Action(what), place=here, code=code)


@settings(max_examples=30)
@given(steps=STEPS)
def test_the_log_gives_the_state(template: Path, steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.sendcode"
        shutil.copy(template, path)
        with open_store(path, at=AT) as store:
            done: list[str] = []
            undone: list[str] = []
            for what, number, code, flag in steps:
                step(store, what, number, code, flag, done, undone)
            checks = Checks(store.database)
            assert replay(checks.log()).differences(checks.state()) == ()


def test_differences_say_what_and_how_many() -> None:
    mine = State(codings={(1, 0, 5, "a", 1)}, verdicts={(1, "a", 1): True})
    theirs = State(verdicts={(1, "a", 1): False}, read={(1, 1)})
    assert mine.differences(theirs) == (
        "codings that follow from the log and are not stored: 1",
        "verdicts that follow from the log and are not stored: 1",
        "verdicts that are stored and do not follow from the log: 1",
        "read marks that are stored and do not follow from the log: 1",
    )


def logged(name: str, action: Action, code: str, **payload) -> Logged:
    was = payload.pop("was", None)
    payload["units"] = [1]
    return Logged(name, action, 1, 7, 0, 5, code, was, None, payload)


def test_what_is_decided_for_another_coder_is_theirs_and_nobody_has_read_it() -> None:
    found = replay([logged("1", Action.CODE, "a", owner=2)])
    assert found.codings == {(7, 0, 5, "a", 2)}
    assert found.verdicts == {(1, "a", 2): True}
    assert found.read == set()


@pytest.mark.parametrize(("payload", "left"), [({}, {(1, "a", 1): False}), ({"denies": False}, {})])
def test_another_code_denies_the_first_unless_it_only_takes_its_place(payload, left) -> None:
    log = [logged("1", Action.CODE, "a"), logged("2", Action.RECODE, "b", was="a", **payload)]
    found = replay(log)
    assert found.codings == {(7, 0, 5, "b", 1)}
    assert found.verdicts == {(1, "b", 1): True} | left


@pytest.mark.parametrize(
    ("action", "left"), [(Action.REJECT, {(7, 0, 5, "a", 1)}), (Action.UNCODE, set())]
)
def test_only_taking_a_code_off_removes_the_coding(action: Action, left: set) -> None:
    found = replay([logged("1", Action.CODE, "a"), logged("2", action, "a", also_not=["b"])])
    assert found.codings == left
    assert found.verdicts == {(1, "a", 1): False, (1, "b", 1): False}
