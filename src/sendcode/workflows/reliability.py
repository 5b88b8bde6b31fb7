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
    within the family counts as right, as its score was the family's.
    """
    from sendcode.suggest.families import families
    from sendcode.workflows.ranking import Ranking

    decided: dict[str, list[tuple[float, bool]]] = {}
    own: set[str] = set()
    for entry in store.decisions.log():
        if entry.undone or entry.score is None or entry.action not in _RIGHT or not entry.code:
            continue
        asked = entry.from_code or entry.code
        family = asked.partition("/")[0]
        if entry.coder == coder:
            own.add(family)
        same = entry.action is Action.RECODE and entry.code.partition("/")[0] == family
        decided.setdefault(family, []).append((entry.score, _RIGHT[entry.action] or same))
    ranking = Ranking(store)
    found = []
    for top in families(store.codebooks.current()):
        known = decided.get(top.path, [])
        table = bands(known)
        known_recall = ranking.recall(top.path, coder) if top.path in own else None
        found.append(FamilyReport(top.path, table, len(known), error(table), known_recall))
    return tuple(found)
