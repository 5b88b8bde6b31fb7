"""The state of the project against a slow and obvious twin: the live decisions, replayed."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.errors import DependentsError
from sendcode.store import Store
from tests.conftest import AT, FORMS, VOICE, WAITING, place, rolled_back

State = tuple[set[tuple], dict[tuple, bool], set[tuple]]
CODES = st.sampled_from([WAITING, FORMS])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["anna", "anna", "ben"]),
        st.sampled_from(["accept", "reject", "recode", "code", "uncode", "skip"]),
        st.sampled_from([(1, 1), (1, 2), (2, 2), (2, 3)]),
        CODES,
        st.booleans(),
    )
    | st.tuples(st.just("undo"), st.integers(0, 9), st.booleans())
    | st.tuples(st.just("redo"), st.integers(0, 9)),
    max_size=14,
)


def replay(store: Store) -> State:
    """Work the state out again from the decisions that are not undone, oldest first."""
    live = {entry.id for entry in store.decisions.log() if not entry.undone}
    codings: set[tuple] = set()
    verdicts: dict[tuple, bool] = {}
    read: set[tuple] = set()
    for row in store.database.rows("SELECT * FROM decision ORDER BY seq"):
        if row["id"] not in live or row["action"] in ("undo", "redo"):
            continue
        payload, who = json.loads(row["payload"]), row["coder_id"]
        span = (row["start"], row["end"])
        for unit in payload["units"]:
            if row["action"] == "skip":
                continue
            read.add((unit, who))
            verdicts[unit, row["code_guid"], who] = row["action"] in ("accept", "recode", "code")
            for other in (row["from_code_guid"], *payload.get("also_not", ())):
                if other:
                    verdicts[unit, other, who] = False
        if row["action"] in ("accept", "recode", "code"):
            codings.add((span, row["code_guid"], who))
        if row["action"] == "uncode":
            codings.discard((span, row["code_guid"], who))
        if row["action"] == "recode":
            codings.discard((span, row["from_code_guid"], who))
    return codings, verdicts, read


def state(store: Store) -> State:
    coders = {name: store.coders.find(name) for name in ("anna", "ben")}
    codings = {((c.start, c.end), c.code_guid, coders[c.coder]) for c in store.codings.coded()}
    verdicts = {
        (unit, code, number): yes
        for number in coders.values()
        for (unit, code), yes in store.codings.verdicts(number).items()
    }
    read = {
        (unit, coders[name]) for unit, names in store.codings.readers().items() for name in names
    }
    return codings, verdicts, read


def decision(store: Store, action: str, units: tuple[int, int], code: str, family: bool):
    other = FORMS if code == WAITING else WAITING
    return NewDecision(
        Action(action),
        place=place(store, "first", *units),
        code=VOICE if action == "recode" and family else code,
        from_code=(code if family else other) if action == "recode" else None,
        also_not=(other,) if action == "reject" and family else (),
    )


def take_back(store: Store, action: str, chosen: str, dependents: bool) -> None:
    """Undo or redo; where it is refused, nothing may have happened."""
    coder = store.coders.find("anna")
    store.database.execute("SAVEPOINT step")
    try:
        if action == "undo":
            store.decisions.undo([chosen], coder=coder, at=AT, with_dependents=dependents)
        else:
            store.decisions.redo([chosen], coder=coder, at=AT)
    except DependentsError:
        store.database.execute("ROLLBACK TO step")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(steps=STEPS)
def test_the_state_is_what_the_live_decisions_lead_to(small: Store, steps: list[tuple]) -> None:
    with rolled_back(small):
        for name in ("anna", "ben"):
            small.coders.id(name, at=AT)
        for step in steps:
            if step[0] in ("undo", "redo"):
                wanted = (Action.UNDO,) if step[0] == "redo" else tuple(Action)[:9]
                ids = [e.id for e in small.decisions.log() if e.action in wanted and not e.undone]
                redone = {e.undoes for e in small.decisions.log() if e.action is Action.REDO}
                ids = [found for found in ids if found not in redone]
                if ids:
                    take_back(
                        small, step[0], ids[step[1] % len(ids)], step[0] == "undo" and step[2]
                    )
            else:
                coder, *rest = step
                small.decisions.record(
                    [decision(small, *rest)],
                    coder=small.coders.find(coder),
                    at=AT,
                    codebook_version=1,
                )
            assert state(small) == replay(small)
        assert small.database.rows("PRAGMA foreign_key_check") == []
