"""Answers that were given in a spreadsheet, brought back into the log."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.review import OpenUnit, decision_for
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import decide, make_item, place_of


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered row of a queue that was decided in a spreadsheet.

    Attributes:
        row: Row in the file, from 2.
        code: Path of the other code, for a recode.
    """

    row: int
    suggestion_id: str
    transcript: str
    start: int
    end: int
    suggested: str
    decision: str
    code: str
    memo: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What an import of answers did.

    Attributes:
        recorded: How many decisions are new, by action.
        same: Rows that say what this coder had decided before; nothing to do.
        conflicts: Row and reason, for rows that were left alone.
    """

    recorded: dict[str, int]
    same: int
    conflicts: tuple[tuple[int, str], ...]


def apply_answers(store: Store, answers: Iterable[Answer], *, coder: str, at: str) -> Answered:
    """Record the answers of a spreadsheet as one batch; conflicts are listed, not overwritten.

    The project is copied first where anything is to be recorded.
    """
    frame = StudyFrame(store)
    coder_id = store.coders.find(coder)
    verdicts = store.codings.verdicts(coder_id) if coder_id is not None else {}
    scores = {(unit.unit, unit.code): unit for unit in store.suggestions.open_units(coder=coder_id)}
    decisions: list[NewDecision] = []
    conflicts: list[tuple[int, str]] = []
    same = 0
    for answer in answers:
        try:
            decision = _decision(frame, answer, scores)
        except (NotFound, InputError) as error:
            conflicts.append((answer.row, error.message))
            continue
        said = _said(decision, verdicts)
        if said == "same":
            same += 1
        elif said:
            conflicts.append((answer.row, said))
        else:
            decisions.append(decision)
    if decisions:
        store.backups.create(at=at, why="before-import")
        decide(store, decisions, coder=coder, at=at, batch=uuid.uuid4().hex)
    recorded: dict[str, int] = {}
    for decision in decisions:
        recorded[decision.action.value] = recorded.get(decision.action.value, 0) + 1
    return Answered(recorded, same, tuple(conflicts))


def _decision(
    frame: StudyFrame, answer: Answer, open_units: dict[tuple[int, str], OpenUnit]
) -> NewDecision:
    place = place_of(frame, answer.transcript, answer.start, answer.end)
    guid = frame.codebook.code(answer.suggested).guid
    found = [open_units[u, guid] for u in place.units if (u, guid) in open_units]
    item = make_item(
        frame,
        place=place,
        code=guid,
        score=max((unit.score for unit in found), default=0.0),
        suggestion=found[0].suggestion if found else 0,
        run=found[0].run if found else 0,
    )
    other = frame.codebook.code(answer.code).guid if answer.decision == "recode" else None
    return decision_for(item, Action(answer.decision), code=other, memo=answer.memo or None)


def _said(decision: NewDecision, verdicts: dict[tuple[int, str], bool]) -> str:
    """Return `same`, a conflict in words, or an empty text where the answer is new."""
    if decision.place is None or decision.action is Action.SKIP:
        return ""
    wanted = decision.action is not Action.REJECT
    asked = decision.from_code or decision.code or ""
    now = {verdicts.get((unit, asked)) for unit in decision.place.units}
    if now == {None}:
        return ""
    if decision.action is Action.RECODE:
        target = {verdicts.get((unit, decision.code or "")) for unit in decision.place.units}
        return "same" if now == {False} and target == {True} else "was decided otherwise meanwhile"
    return "same" if now == {wanted} else "was decided otherwise meanwhile"
