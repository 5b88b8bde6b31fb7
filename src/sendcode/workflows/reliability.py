"""How far suggestions can be relied on: what became of them, by score, and what is still out."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.model import Action
from sendcode.core.reliability import Band, bands, error
from sendcode.core.stopping import Recall
from sendcode.store import Store

_RIGHT = {Action.ACCEPT: True, Action.RECODE: False, Action.REJECT: False}


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """One family of codes: decided suggestions by score, and the estimate of what was found.

    Attributes:
        decided: Suggestions (or ranked units) that somebody accepted, rejected or recoded.
        error: Mean distance of score and share right; None where nothing was decided.
        recall: For the coder who asks; None where they have decided nothing.
    """

    path: str
    bands: tuple[Band, ...]
    decided: int
    error: float | None
    recall: Recall | None


def reliability(store: Store, *, coder: str) -> tuple[FamilyReport, ...]:
    """Return, for each family of the codebook, how reliable its scores have been.

    The scores are those that were shown when it was decided; in a family's queue, a recode
    within the family counts as right, as its score was the family's. Who answered twice to the
    same is asked for the last answer; who took the code off again found it wrong.
    """
    from sendcode.suggest.families import families
    from sendcode.workflows.ranking import Ranking

    answers: dict[tuple[object, ...], tuple[str, float, bool]] = {}
    own: set[str] = set()
    for entry in store.decisions.log():
        if entry.undone or not entry.code:
            continue
        about = (entry.coder, entry.transcript, entry.start, entry.from_code or entry.code)
        if entry.action is Action.UNCODE and about in answers:
            answers[about] = (*answers[about][:2], False)
        if entry.score is None or entry.action not in _RIGHT:
            continue
        asked = entry.from_code or entry.code
        family = asked.partition("/")[0]
        if entry.coder == coder:
            own.add(family)
        same = entry.action is Action.RECODE and entry.code.partition("/")[0] == family
        answers[about] = (family, entry.score, _RIGHT[entry.action] or same)
    decided: dict[str, list[tuple[float, bool]]] = {}
    for family, score, right in answers.values():
        decided.setdefault(family, []).append((score, right))
    ranking = Ranking(store)
    found = []
    for top in families(store.codebooks.current()):
        known = decided.get(top.path, [])
        table = bands(known)
        known_recall = ranking.recall(top.path, coder) if top.path in own else None
        found.append(FamilyReport(top.path, table, len(known), error(table), known_recall))
    return tuple(found)
