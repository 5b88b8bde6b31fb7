"""How good the suggestions are on labelled passages, beside plain baselines.

    python benchmarks/quality.py GOLD.jsonl [--quick]

GOLD.jsonl: one object per line with id, kind, speaker, text, codes, disputed. Every passage
becomes a transcript of one turn; everything goes through the ordinary workflows. A passage's
score for a family is its best unit's; it is read when its first unit is. Intervals are 90 %
bootstrap intervals over passages.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

import numpy as np

import sendcode
from gold import (
    AT,
    CODER,
    Passage,
    answer,
    average_precision,
    build,
    calibration_error,
    copy_of,
    learned_scores,
    read_gold,
    scores,
    share_read,
    shares,
)
from sendcode.core.codebook import Codebook
from sendcode.store import open_store
from sendcode.suggest.similar import references
from sendcode.vectors import load_embedding
from sendcode.workflows.ranking import Ranking

FAMILIES = ("co-production", "ta-deployment", "senco-time", "delays")
DRAWS = 300


# --- baselines -----------------------------------------------------------------------------


def keyword_scores(project: Path, family: str) -> dict[str, float]:
    """Return how many of a family's rules hit each passage, unweighted."""
    with open_store(project, at=AT) as store:
        book = store.codebooks.current()
        names = {n: name for name, n in store.transcripts.names().items()}
        codes = {c.guid for c in book.descendants(family)}
        found: dict[str, float] = dict.fromkeys(names.values(), 0.0)
        for unit in store.suggestions.open_units(coder=None, codes=codes):
            hits = sum(e.source == "rule" for e in unit.evidence)
            found[names[unit.transcript]] += hits
    return found


def static_scores(book: Codebook, passages: list[Passage], family: str) -> dict[str, float]:
    embedding = load_embedding()
    texts = [ref.text for code in book.descendants(family) for ref in references(code)]
    middle = embedding.directions(texts).mean(axis=0)
    cosine = embedding.directions([p.text for p in passages]) @ middle
    return dict(zip((p.name for p in passages), cosine.tolist(), strict=True))


def tfidf(passages: list[Passage]) -> object:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(
        [p.text for p in passages]
    )


def regression(features: object, truth: np.ndarray, known: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
    return model.fit(features[known], truth[known]).decision_function(features)  # type: ignore[index]


def tfidf_scores(passages: list[Passage], family: str) -> dict[str, float]:
    features = tfidf(passages)
    truth = np.array([p.has(family) for p in passages])
    counts = np.array([p.counts(family) for p in passages])
    fold = np.random.default_rng(0).permutation(len(passages)) % 10
    out = np.zeros(len(passages))
    for number in range(10):
        known = np.flatnonzero((fold != number) & counts)
        out[fold == number] = regression(features, truth, known)[fold == number]
    return dict(zip((p.name for p in passages), out.tolist(), strict=True))


def tfidf_reading(passages: list[Passage], family: str, seed: int) -> list[float]:
    """Return the shares read by active learning on tf-idf from a random start."""
    counted = [p for p in passages if p.counts(family)]
    features = tfidf(counted)
    truth = np.array([p.has(family) for p in counted])
    order = np.random.default_rng(seed).permutation(len(counted)).tolist()
    read: list[int] = []
    while truth[read].sum() < truth.sum():
        if len(set(truth[read].tolist())) < 2:
            read.append(next(n for n in order if n not in read))
        else:
            score = regression(features, truth, np.array(read))
            score[read] = -np.inf
            read.append(int(score.argmax()))
    return shares(truth[read].tolist(), int(truth.sum()), len(counted))


def asreview_reading(passages: list[Passage], family: str, seed: int) -> list[float] | None:
    """Return the shares read by ASReview's default model; None where it is not installed.

    It starts from passages in random order, until one with and one without the family is read.
    """
    try:
        from asreview import ActiveLearningCycle, Simulate
        from asreview.models import get_ai_config
    except ImportError:
        return None
    import pandas as pd

    counted = [p for p in passages if p.counts(family)]
    truth = [int(p.has(family)) for p in counted]
    start: list[int] = []
    for row in np.random.default_rng(seed).permutation(len(counted)).tolist():
        start.append(row)
        if len({truth[n] for n in start}) == 2:
            break
    texts = pd.DataFrame({"title": "", "abstract": [p.text for p in counted]})
    cycle = ActiveLearningCycle.from_meta(get_ai_config()["value"])
    simulation = Simulate(texts, truth, cycle, print_progress=False)
    simulation.label(start)
    simulation.review()
    read = [truth[int(n)] > 0 for n in simulation._results["record_id"]]  # noqa: SLF001 - it has no other way
    return shares(read, sum(truth), len(counted))


# --- ours ----------------------------------------------------------------------------------


def read_through(project: Path, passages: list[Passage], family: str) -> dict[str, object]:
    """Review a family's queue, one item at a time, as a coder who knows the truth."""
    known = {p.name: p for p in passages}
    counted = {p.name for p in passages if p.counts(family)}
    wanted = sum(known[name].has(family) for name in counted)
    read: dict[str, bool] = {}
    error, covered, steps, audits, began = float("nan"), [], 0, 0, time.perf_counter()
    with sendcode.open(copy_of(project, f"read-{family}")) as study:
        while sum(read.values()) < wanted or steps < 100:
            items = study.queue(code=family, order="priority", limit=1, coder=CODER)
            if not items:
                break
            (item,) = items
            if item.transcript not in counted:
                study.decide(item, "skip", coder=CODER)
                continue
            read.setdefault(item.transcript, known[item.transcript].has(family))
            action, code = answer(item, known[item.transcript], family)
            study.decide(item, action, code=code, coder=CODER)
            steps += 1
            audits += item.audit
            if steps == 100:
                error = unread_error(study, known, read, counted, family)
            if steps % 25 == 0:
                covered.append(covers(study, known, family))
    return {
        "shares": shares(list(read.values()), wanted, len(counted)),
        "error": error,
        "covered": covered,
        "steps": steps,
        "audits": audits,
        "seconds": (time.perf_counter() - began) / max(steps, 1),
    }


def unread_error(
    study: sendcode.Project,
    known: dict[str, Passage],
    read: dict[str, bool],
    counted: set[str],
    family: str,
) -> float:
    """Return the calibration error over the passages that were not read."""
    items = study.queue(code=family, order="priority", coder=CODER)
    left = {n: s for n, (s, _) in scores(items).items() if n in counted and n not in read}
    truth = np.array([known[name].has(family) for name in left])
    return calibration_error(np.array(list(left.values())), truth)


def covers(
    study: sendcode.Project, known: dict[str, Passage], family: str
) -> tuple[bool, float, float]:
    """Say whether the interval of the share found holds the truth (among sentences)."""
    found = study.recall(family, coder=CODER)
    left = study.queue(code=family, order="priority", coder=CODER)
    missing = sum(known[i.transcript].has(family) for i in left)
    truth = found.found / (found.found + missing) if found.found + missing else 1.0
    return found.low - 1e-9 <= truth <= found.high + 1e-9, found.low, found.high


# --- measures ------------------------------------------------------------------------------


class Measured:
    """Scores of passages by method and family, and what follows from them."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        self.truth = {f: np.array([p.has(f) for p in passages]) for f in FAMILIES}
        self.counts = {f: np.array([p.counts(f) for p in passages]) for f in FAMILIES}
        self.rows: dict[str, dict[str, np.ndarray]] = {}

    def add(self, method: str, family: str, score: dict[str, float]) -> None:
        """Keep the scores of a method."""
        named = np.array([score.get(p.name, 0.0) for p in self.passages])
        self.rows.setdefault(method, {})[family] = named

    def precision(self, method: str, family: str, chosen: np.ndarray) -> float:
        """Return the average precision among the chosen passages."""
        kept = chosen[self.counts[family][chosen]]
        return average_precision(self.truth[family][kept], self.rows[method][family][kept])

    def mean(self, method: str, chosen: np.ndarray) -> float:
        """Return the mean over the families."""
        return float(np.nanmean([self.precision(method, f, chosen) for f in FAMILIES]))

    def draws(self, method: str, family: str | None = None) -> np.ndarray:
        """Return the measure of bootstrap samples, the same ones for every method."""
        random = np.random.default_rng(1)
        size = len(self.passages)
        picks = [random.integers(0, size, size) for _ in range(DRAWS)]
        if family:
            return np.array([self.precision(method, family, pick) for pick in picks])
        return np.array([self.mean(method, pick) for pick in picks])

    def line(self, method: str) -> str:
        """Return a row of the table."""
        everything = np.arange(len(self.passages))
        cells = []
        for family in (*FAMILIES, None):
            value = (
                self.precision(method, family, everything)
                if family
                else self.mean(method, everything)
            )
            low, high = np.nanpercentile(self.draws(method, family), [5, 95])
            cells.append(f"{value:.3f} [{low:.2f} {high:.2f}]")
        return f"{method:26s} " + "  ".join(cells)


def leaf_accuracy(
    passages: list[Passage], best: dict[str, tuple[float, str]], family: str
) -> float:
    true = [p for p in passages if p.counts(family) and p.has(family)]
    return float(np.mean([best[p.name][1] in p.codes for p in true])) if true else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--quick", action="store_true", help="average precision only")
    parser.add_argument("--codebook", default="send")
    options = parser.parse_args()
    passages = read_gold(options.gold)
    with tempfile.TemporaryDirectory() as place:
        project = build(Path(place), passages, options.codebook)
        measured = Measured(passages)
        leaves: dict[str, list[float]] = {"cold": [], "learned": []}
        with open_store(project, at=AT) as store:
            ranking, book = Ranking(store), store.codebooks.current()
            cold = {f: scores(ranking.queue(f, CODER, None)) for f in FAMILIES}
        for family in FAMILIES:
            learned = learned_scores(project, passages, family)
            for name, best in (("cold", cold[family]), ("learned", learned)):
                measured.add(name, family, {n: s for n, (s, _) in best.items()})
                leaves[name].append(leaf_accuracy(passages, best, family))
            measured.add("keywords", family, keyword_scores(project, family))
            measured.add("static similarity", family, static_scores(book, passages, family))
            measured.add("tf-idf + regression", family, tfidf_scores(passages, family))
        print_precision(measured, leaves)
        if not options.quick:
            print_reading(project, passages, measured)


def print_precision(measured: Measured, leaves: dict[str, list[float]]) -> None:
    print(f"{len(measured.passages)} passages; average precision with 90 % interval")
    print(" " * 27 + "  ".join(f"{f:19s}" for f in (*FAMILIES, "mean")))
    for method in measured.rows:
        print(measured.line(method))
    for name, values in leaves.items():
        told = " ".join(f"{v:.2f}" for v in values)
        print(f"leaf right, {name:14s} {told}  mean {np.nanmean(values):.2f}")
    kinds = {
        "quotes": np.array([n for n, p in enumerate(measured.passages) if p.kind == "quote"]),
        "prose": np.array([n for n, p in enumerate(measured.passages) if p.kind != "quote"]),
    }
    for kind, chosen in kinds.items():
        if len(chosen):
            told = "  ".join(f"{m} {measured.mean(m, chosen):.3f}" for m in measured.rows)
            print(f"{kind} ({len(chosen)}): {told}")
    for ours, base in (
        ("cold", "keywords"),
        ("cold", "static similarity"),
        ("learned", "tf-idf + regression"),
    ):
        gain = measured.draws(ours) - measured.draws(base)
        low, high = np.nanpercentile(gain, [5, 95])
        print(f"gain of {ours} over {base}: {np.nanmean(gain):+.3f} [{low:+.2f} {high:+.2f}]")


def print_reading(project: Path, passages: list[Passage], measured: Measured) -> None:
    print("\nshare of the passages read until 80, 90, 95 % are found")
    table: dict[str, list[list[float]]] = {}
    errors, covered = [], []
    for family in FAMILIES:
        ours = read_through(project, passages, family)
        table.setdefault("sendcode", []).append(ours["shares"])  # type: ignore[arg-type]
        errors.append(ours["error"])
        covered += ours["covered"]  # type: ignore[operator]
        print(
            f"{family}: {ours['steps']} decisions ({ours['audits']} audits), "
            f"{1000 * ours['seconds']:.0f} ms each"  # type: ignore[operator]
        )
        for method in ("keywords", "static similarity"):
            score = measured.rows[method][family]
            order = [passages[n].name for n in np.argsort(-score, kind="stable")]
            table.setdefault(f"{method} order", []).append(share_read(order, passages, family))
        runs = [tfidf_reading(passages, family, seed) for seed in range(5)]
        table.setdefault("tf-idf, active", []).append(np.mean(runs, axis=0).tolist())
        theirs = [asreview_reading(passages, family, seed) for seed in range(5)]
        if theirs[0] is not None:
            table.setdefault("ASReview's default", []).append(np.mean(theirs, axis=0).tolist())
    for method, rows in table.items():
        cells = "  ".join("/".join(f"{v:.2f}" for v in row) for row in rows)
        mean = "/".join(f"{v:.2f}" for v in np.mean(rows, axis=0))
        print(f"{re.sub('_', ' ', method):26s} {cells}  mean {mean}")
    told = " ".join(f"{e:.3f}" for e in errors)
    print(
        f"calibration error after 100 decisions, passages unread: {told}  "
        f"mean {np.nanmean(errors):.3f}"
    )
    share = np.mean([hit for hit, _, _ in covered])
    width = np.mean([high - low for _, low, high in covered])
    print(
        f"stop rule: {share:.0%} of {len(covered)} intervals hold the truth, mean width {width:.2f}"
    )
    if "ASReview's default" not in table:
        print("ASReview is not installed: no such baseline in this run")


if __name__ == "__main__":
    main()
