"""The state that a log leads to, worked out again from its first row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sendcode.core.model import Action

Placed = tuple[int, int, int, str, int]
"""Transcript, start, end, code GUID, coder."""

_CODES = (Action.ACCEPT, Action.RECODE, Action.CODE, Action.RESPAN)
_UNREAD = (Action.SKIP, Action.MEMO, Action.STAR, Action.FLAG, Action.DO_NOT_QUOTE)


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log as it is stored.

    Attributes:
        undoes: Id of the decision that an undo takes back, or of the undo that a redo does.
        payload: What has no column of its own: units, also_not, cut, before, before_units, on,
            owner (whose coding it is, where another coder decides) and denies.
    """

    id: str
    action: Action
    coder: int
    transcript: int | None
    start: int | None
    end: int | None
    code: str | None
    from_code: str | None
    undoes: str | None
    payload: Mapping[str, Any]


@dataclass(slots=True)
class State:
    """What is live: codings, what coders said of units, and what they read."""

    codings: set[Placed] = field(default_factory=set)
    verdicts: dict[tuple[int, str, int], bool] = field(default_factory=dict)
    read: set[tuple[int, int]] = field(default_factory=set)

    def differences(self, stored: State) -> tuple[str, ...]:
        """Return how a stored state differs from this one, kind by kind; empty if it does not."""
        found = []
        for what, mine, theirs in (
            ("coding", self.codings, stored.codings),
            ("verdict", set(self.verdicts.items()), set(stored.verdicts.items())),
            ("read mark", self.read, stored.read),
        ):
            if missing := len(set(mine) - set(theirs)):
                found.append(f"{what}s that follow from the log and are not stored: {missing}")
            if extra := len(set(theirs) - set(mine)):
                found.append(f"{what}s that are stored and do not follow from the log: {extra}")
        return tuple(found)


def replay(log: Iterable[Logged]) -> State:
    """Return the state after a log, oldest row first.

    What was undone, and not redone, is passed over as if it had never been.
    """
    rows = list(log)
    standing = {row.id: True for row in rows}
    target = {row.id: row.undoes for row in rows}
    for row in rows:
        if row.action is Action.UNDO and row.undoes:
            standing[row.undoes] = False
        elif row.action is Action.REDO and row.undoes:
            standing[target.get(row.undoes) or ""] = True
    state = State()
    for row in rows:
        if standing[row.id]:
            _apply(state, row)
    return state


def _apply(state: State, row: Logged) -> None:
    owner = row.payload.get("owner")
    if owner is not None:
        row = replace(row, coder=owner)
    units: list[int] = row.payload.get("units", [])
    cut: list[int] = row.payload.get("cut", [])
    if row.action in _CODES and row.code is not None:
        _code(state, row, units, cut)
    elif row.action in (Action.REJECT, Action.UNCODE) and row.code is not None:
        if row.action is Action.UNCODE:
            state.codings.discard(_place(row, row.code))
        _say(state, units, row.code, row.coder, answer=False)
    for other in row.payload.get("also_not", ()):
        _say(state, units, other, row.coder, answer=False)
    says = row.start is not None and row.action not in (*_UNREAD, Action.UNDO, Action.REDO)
    if says and owner is None:
        state.read.update((unit, row.coder) for unit in (*units, *cut))


def _code(state: State, row: Logged, units: list[int], cut: list[int]) -> None:
    code = row.code or ""
    denied = cut
    before = row.payload.get("before")
    if before is not None:
        state.codings.discard((row.transcript or 0, before[0], before[1], code, row.coder))
        denied = [u for u in row.payload.get("before_units", ()) if u not in units]
    state.codings.add(_place(row, code))
    _say(state, units, code, row.coder, answer=True)
    if row.from_code is not None and row.from_code != code:
        state.codings.discard(_place(row, row.from_code))
        if row.payload.get("denies", True):
            _say(state, units, row.from_code, row.coder, answer=False)
        else:
            for unit in units:
                state.verdicts.pop((unit, row.from_code, row.coder), None)
    _say(state, denied, row.from_code or code, row.coder, answer=False)


def _place(row: Logged, code: str) -> Placed:
    return (row.transcript or 0, row.start or 0, row.end or 0, code, row.coder)


def _say(state: State, units: Iterable[int], code: str, coder: int, *, answer: bool) -> None:
    for unit in units:
        state.verdicts[unit, code, coder] = answer
