"""Labelled passages as a project, and the measures that are taken on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sendcode.core.model import Action
from sendcode.core.review import QueueItem, decision_for
from sendcode.store import open_store
from sendcode.workflows import review
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebooks import find_codebook, import_codebook
from sendcode.workflows.ingest import ingest
from sendcode.workflows.projects import new_project
from sendcode.workflows.ranking import Ranking

AT = "2024-01-01T00:00:00Z"
CODER = "gold"


@dataclass(frozen=True)
class Passage:
    """A labelled passage: what both coders put on it, and what only one of them did."""

    name: str
    kind: str
    speaker: str
    text: str
    codes: frozenset[str]
    disputed: frozenset[str]

    def has(self, family: str) -> bool:
        """Say whether both coders put a code of the family on it."""
        return any(code.split("/")[0] == family for code in self.codes)

    def counts(self, family: str) -> bool:
        """Say whether both coders agree about the family."""
        return not any(code.split("/")[0] == family for code in self.disputed)


def read_gold(path: Path) -> list[Passage]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Passage(
            *(row["id"], row["kind"], row.get("speaker") or "", row["text"]),
            *(frozenset(row["codes"]), frozenset(row["disputed"])),
        )
        for row in rows
    ]


def build(
    folder: Path, passages: Iterable[Passage], codebook: str = "send", *, code: bool = True
) -> Path:
    """Make a project of one transcript per passage, by the ordinary workflows."""
    files = folder / "passages"
    files.mkdir(parents=True)
    for passage in passages:
        turn = {"text": passage.text} | ({"speaker": passage.speaker} if passage.speaker else {})
        (files / f"{passage.name}.json").write_text(json.dumps({"segments": [turn]}), "utf-8")
    with new_project(folder / "gold", at=AT) as store:
        import_codebook(store, find_codebook(codebook), coder=CODER, at=AT)
        ingest(store, [files], coder=CODER, at=AT)
        if code:
            apply_codebook(store, coder=CODER, at=AT)
    return folder / "gold.sendcode"


def copy_of(project: Path, name: str) -> Path:
    target = project.with_name(f"{name}.sendcode")
    shutil.copyfile(project, target)
    return target


def answer(item: QueueItem, passage: Passage, family: str) -> tuple[str, str | None]:
    """Return what a coder who knows the truth answers in a family's queue."""
    if not passage.has(family):
        return "reject", None
    if item.code in passage.codes:
        return "accept", None
    return "recode", min(c for c in passage.codes if c.split("/")[0] == family)


def scores(items: Iterable[QueueItem]) -> dict[str, tuple[float, str]]:
    """Return each passage's best unit: its score and its code."""
    best: dict[str, tuple[float, str]] = {}
    for item in items:
        if item.transcript not in best or item.score > best[item.transcript][0]:
            best[item.transcript] = (item.score, item.code)
    return best


def learned_scores(
    project: Path, passages: Sequence[Passage], family: str, *, folds: int = 10, seed: int = 0
) -> dict[str, tuple[float, str]]:
    """Return scores of passages, each ranked after decisions about those of the other folds."""
    known = {p.name: p for p in passages}
    fold = dict(
        zip(known, np.random.default_rng(seed).permutation(len(known)) % folds, strict=True)
    )
    found: dict[str, tuple[float, str]] = {}
    path = copy_of(project, f"folds-{family}")
    with open_store(path, at=AT) as store:
        ranking = Ranking(store)
        whole = ranking.queue(family, CODER, None)
        for number in range(folds):
            decisions = []
            for item in whole:
                passage = known[item.transcript]
                if fold[item.transcript] != number and passage.counts(family):
                    action, code = answer(item, passage, family)
                    guid = ranking.book.code(code).guid if code else None
                    decisions.append(decision_for(item, Action(action), code=guid))
            batch = f"fold {number}"
            done = review.decide(store, decisions, coder=CODER, at=AT, batch=batch)
            ranked = scores(ranking.queue(family, CODER, None))
            found |= {n: s for n, s in ranked.items() if fold[n] == number}
            review.undo(store, done, coder=CODER, at=AT)
    path.unlink()
    return found


def average_precision(truth: np.ndarray, score: np.ndarray) -> float:
    """Return average precision; ties count as one step."""
    order = np.argsort(-score, kind="stable")
    hit = truth[order].astype(float)
    ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True))
    found = np.cumsum(hit)[ends]
    precision = found / (ends + 1)
    total = hit.sum()
    return (
        float((np.diff(np.append(0, found)) * precision).sum() / total) if total else float("nan")
    )


def share_read(order: Sequence[str], passages: Sequence[Passage], family: str) -> list[float]:
    """Return the shares of the passages read, in this order, until 80, 90, 95 % are found."""
    counted = {p.name: p.has(family) for p in passages if p.counts(family)}
    read = [counted[name] for name in order if name in counted]
    return shares(read, sum(counted.values()), len(counted))


def shares(read: Sequence[bool], wanted: int, total: int) -> list[float]:
    found = np.cumsum(read)
    return [
        (int(np.searchsorted(found, np.ceil(share * wanted - 1e-9))) + 1) / total
        for share in (0.8, 0.9, 0.95)
    ]


def calibration_error(score: np.ndarray, truth: np.ndarray, bins: int = 10) -> float:
    place = np.clip((score * bins).astype(int), 0, bins - 1)
    return float(
        sum(
            abs(score[place == n].mean() - truth[place == n].mean()) * (place == n).mean()
            for n in range(bins)
            if (place == n).any()
        )
    )
