"""The learning curve: average precision after 0, 1, 5 ... decided passages, random orders.

    python benchmarks/learning.py GOLD.jsonl [--orders 50]

For each order the first so many passages are decided, sentence by sentence, and the others are
ranked; the cold start is measured on the same others. Also prints how long a retraining takes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from gold import AT, CODER, Passage, average_precision, build, read_gold
from sendcode.store import open_store
from sendcode.suggest.learned import Labels
from sendcode.suggest.rank import Family
from sendcode.workflows.ranking import Ranking

FAMILIES = ("co-production", "ta-deployment", "senco-time", "delays")
SIZES = (1, 5, 10, 20, 40, 80)


def labels(family: Family, passages: list[Passage], of: np.ndarray, known: set[int]) -> Labels:
    found = {}
    for row, passage in enumerate(of.tolist()):
        if passage in known:
            told = passages[passage]
            yes = told.has(family.top.path)
            for code, key in zip(family.codes, family.keys, strict=True):
                if not yes or code.path in told.codes:
                    found[int(family.corpus.units[row]), key] = yes
    return Labels(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--orders", type=int, default=50)
    options = parser.parse_args()
    passages = read_gold(options.gold)
    place = {p.name: n for n, p in enumerate(passages)}
    gains: dict[int, list[list[float]]] = {size: [] for size in SIZES}
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        project = build(Path(folder), passages)
        with open_store(project, at=AT) as store:
            ranking = Ranking(store)
            ranking.order(FAMILIES[0], CODER)
            names = {number: name for name, number in store.transcripts.names().items()}
            corpus = ranking.corpus
            of = np.array([place[names[corpus.turns[t].transcript]] for t in corpus.turn_of])
            for path in FAMILIES:
                family = ranking.family(ranking.book.code(path))
                truth = np.array([p.has(path) for p in passages])
                counts = np.array([p.counts(path) for p in passages])
                cold = best(family.scores().chance, of, len(passages))
                for size in SIZES:
                    row = []
                    for order in range(options.orders):
                        random = np.random.default_rng(order)
                        pick = random.permutation(np.flatnonzero(counts))
                        known, left = set(pick[:size].tolist()), pick[size:]
                        began = time.perf_counter()
                        scores = family.scores(labels(family, passages, of, known))
                        took.append(time.perf_counter() - began)
                        ours = best(scores.chance, of, len(passages))
                        gain = average_precision(truth[left], ours[left])
                        row.append(gain - average_precision(truth[left], cold[left]))
                    gains[size].append(row)
    print(f"gain over the cold start, mean of {options.orders} orders")
    print("passages  " + "  ".join(f"{f:14s}" for f in (*FAMILIES, "mean")))
    for size, rows in gains.items():
        told = "  ".join(f"{np.nanmean(row):+.4f}       " for row in rows)
        print(f"{size:8d}  {told}  {np.nanmean(rows):+.4f}")
    print(f"a retraining takes {1000 * np.median(took):.0f} ms (worst {1000 * max(took):.0f} ms)")


def best(chance: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    found = np.zeros(count)
    np.maximum.at(found, of, chance)
    return found


if __name__ == "__main__":
    main()
