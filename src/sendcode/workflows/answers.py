"""Answers that were given in a spreadsheet, brought back into the log."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.review import OpenUnit, decision_for
from sendcode.errors import InputError, NotFound
from sendcode.exporters.files import whole_file
from sendcode.interchange.queue_table import QueueAnswer, read_queue, write_queue
from sendcode.places import is_file
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import Filter, decide, make_item, place_of, queue


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


def export_queue(
    store: Store, path: Path, *, coder: str, order: str, where: Filter, force: bool
) -> int:
    """Write a coder's queue to .xlsx or .csv and return how many rows it has."""
    frame = StudyFrame(store)
    items = queue(store, coder=coder, order=order, where=where, frame=frame)
    with whole_file(path, force=force) as draft:
        write_queue(items, frame.codebook, draft)
    return len(items)


def import_queue(store: Store, path: Path, *, coder: str, at: str) -> Answered:
    """Read an answered queue and record what it says; rows that cannot be taken are listed.

    Raises:
        InputError: The file is missing, or is no queue.
    """
    if not is_file(path):
        raise InputError(f"no such file: {path}", "Check the spelling of the path.")
    answers, problems = read_queue(path)
    done = apply_answers(store, answers, coder=coder, at=at)
    wrong = tuple((problem.line or 0, problem.message) for problem in problems)
    return replace(done, conflicts=tuple(sorted((*wrong, *done.conflicts))))


def apply_answers(store: Store, answers: Iterable[QueueAnswer], *, coder: str, at: str) -> Answered:
    """Record the answers of a spreadsheet as one batch; conflicts are listed, not overwritten.

    The project is copied first where anything is to be recorded.
    """
    frame = StudyFrame(store)
    coder_id = store.coders.find(coder)
    said = _Said(
        dict(store.codings.verdicts(coder_id)) if coder_id is not None else {},
        set(store.decisions.skipped(coder_id)) if coder_id is not None else set(),
    )
    scores = {(unit.unit, unit.code): unit for unit in store.suggestions.open_units(coder=coder_id)}
    decisions: list[NewDecision] = []
    conflicts: list[tuple[int, str]] = []
    same = 0
    for answer in answers:
        if not answer.decision:
            continue
        try:
            decision = _decision(frame, answer, scores)
        except (NotFound, InputError) as error:
            conflicts.append((answer.row, error.message))
            continue
        before = said.about(decision)
        if before == "same":
            same += 1
        elif before:
            conflicts.append((answer.row, before))
        else:
            decisions.append(decision)
            said.note(decision)
    if decisions:
        store.backups.create(at=at, why="before-import")
        decide(store, decisions, coder=coder, at=at, batch=uuid.uuid4().hex)
    recorded: dict[str, int] = {}
    for decision in decisions:
        recorded[decision.action.value] = recorded.get(decision.action.value, 0) + 1
    return Answered(recorded, same, tuple(conflicts))


def _decision(
    frame: StudyFrame, answer: QueueAnswer, open_units: dict[tuple[int, str], OpenUnit]
) -> NewDecision:
    """Return the decision that a row means; it is taken also where nothing is suggested now."""
    place = place_of(frame, answer.transcript, answer.start, answer.end)
    guid = frame.codebook.code(answer.code_suggested).guid
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


_OTHERWISE = "was decided otherwise meanwhile"
_TWICE = "another row of the file says otherwise"


@dataclass(slots=True)
class _Said:
    """What this coder has said so far: in the project, and in the rows above."""

    verdicts: dict[tuple[int, str], bool]
    skipped: set[tuple[int, str]]
    noted: set[tuple[int, str]] = field(default_factory=set)

    def about(self, decision: NewDecision) -> str:
        """Return `same`, a conflict in words, or an empty text where the answer is new."""
        units = decision.place.units if decision.place else ()
        asked = decision.from_code or decision.code or ""
        now = {self.verdicts.get((unit, asked)) for unit in units}
        otherwise = _TWICE if any((unit, asked) in self.noted for unit in units) else _OTHERWISE
        if decision.action is Action.SKIP:
            if now != {None}:
                return otherwise
            return "same" if (units[0], asked) in self.skipped else ""
        if now == {None}:
            return ""
        if decision.action is Action.RECODE:
            target = {self.verdicts.get((unit, decision.code or "")) for unit in units}
            return "same" if now == {False} and target == {True} else otherwise
        return "same" if now == {decision.action is not Action.REJECT} else otherwise

    def note(self, decision: NewDecision) -> None:
        """Remember a row that is going to be recorded."""
        for unit in decision.place.units if decision.place else ():
            asked = (unit, decision.from_code or decision.code or "")
            self.noted.add(asked)
            if decision.action is Action.SKIP:
                self.skipped.add(asked)
                continue
            if decision.from_code:
                self.verdicts[asked] = False
            self.verdicts[unit, decision.code or ""] = decision.action is not Action.REJECT
