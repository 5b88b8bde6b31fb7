"""How well proposed themes meet codes that people gave: the best F1 of any theme per code.

    python benchmarks/themes.py GOLD.jsonl
    python benchmarks/themes.py --sample

Each line of the file is a passage with `text` and `codes`. The passages go through the ordinary
workflows into a temporary project without a codebook, one turn each; `sendcode suggest` proposes
20 themes at most. A theme meets a passage when one of its sentences is in the passage. For each
leaf code of at least 5 passages the best F1 of any theme is taken; the mean over the codes is
printed, beside plain baselines (20 sets each; the median of 10 seeds), which need scikit-learn.

With --sample the sample study is looked at, without a codebook: for each family of the demo coder's
decisions the best F1 of any theme of the first 20, sentence by sentence, and passage by passage
(what is said between two questions) as in the file; the focus group, which that coder left out,
gives themes but does not count; as the study grows from all but one transcript to all of them, how
many themes keep their id, and how many would whichever transcript came last; and, where all
families but one are coded already, how the themes of the rest meet that one. Beside each family
stands what a plain classifier reaches that was taught with the decisions on eight ninths of the
transcripts and asked about the others, at the cut that is best for it: who does not know the codes
cannot be expected to do better than who was shown them.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Sequence, Set
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from sendcode.core.model import TurnText
from sendcode.data import DEMO_DECISIONS, folder
from sendcode.suggest.talk import read_talk
from sendcode.suggest.themes import propose
from sendcode.vectors import load_embedding
from sendcode.workflows.demo import read_script
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.ingest import ingest
from sendcode.workflows.projects import new_project
from sendcode.workflows.theme_proposals import propose_themes

AT = "2024-01-01T00:00:00Z"
THEMES = 20
TRANSCRIPTS = (".docx", ".vtt", ".srt", ".txt", ".md")
LEAST = 5
Sets = Sequence[np.ndarray]


def proposed(texts: Sequence[str]) -> Sets:
    """Return the passages of each theme that the ordinary workflow proposes."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        (base / "in").mkdir()
        for n, text in enumerate(texts):
            words = " ".join(text.split())
            (base / "in" / f"passage_{n:04d}.txt").write_text(f"SPEAKER: {words}\n", "utf-8")
        with new_project(base / "study", at=AT) as store:
            read = ingest(store, [base / "in"], coder="benchmark", at=AT)
            if len(read.transcripts) != len(texts):
                raise SystemExit(f"{len(texts) - len(read.transcripts)} passages were not read")
            themes = propose_themes(store, coder="benchmark", at=AT, themes=THEMES)
    sets = []
    for theme in themes:
        members = {int(name.split("_")[1]) for name, _, _ in theme.places}
        sets.append(np.isin(np.arange(len(texts)), list(members)))
    return sets


def recovery(codes: dict[str, np.ndarray], sets: Sets) -> float:
    """Return the mean over codes of the best F1 of any set."""
    best = [
        max((2 * (t & s).sum() / (t.sum() + s.sum()) for s in sets if s.sum()), default=0.0)
        for t in codes.values()
    ]
    return float(np.mean(best))


def clusters(labels: np.ndarray) -> Sets:
    return [labels == n for n in range(THEMES)]


def baselines(texts: Sequence[str]) -> dict[str, Callable[[int], Sets]]:
    """Return, by name, what gives 20 sets for a seed."""
    words = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True).fit_transform(texts)
    vectors = load_embedding().directions(texts) / 2048
    said = np.asarray((words > 0).sum(axis=0)).ravel()
    top = [
        np.asarray((words[:, column] > 0).todense()).ravel()
        for column in np.argsort(-said)[:THEMES]
    ]

    def nmf(seed: int) -> Sets:
        made = NMF(THEMES, init="nndsvdar", random_state=seed, max_iter=400)
        return clusters(made.fit_transform(words).argmax(axis=1))

    def kmeans(rows: object) -> Callable[[int], Sets]:
        return lambda seed: clusters(KMeans(THEMES, n_init=1, random_state=seed).fit_predict(rows))

    return {
        "top terms": lambda _: top,
        "KMeans on tf-idf": kmeans(words),
        "KMeans on the static embedding": kmeans(vectors),
        "NMF on tf-idf": nmf,
    }


def sample() -> None:
    """Print how the themes of the sample study meet the demo coder's families, and last."""
    files = sorted(
        path
        for path in folder("transcripts_sample").iterdir()
        if path.suffix in TRANSCRIPTS and path.name != "README.md"
    )
    with tempfile.TemporaryDirectory() as place, new_project(Path(place) / "s", at=AT) as store:
        ingest(store, files[:-1], coder="benchmark", at=AT)
        before = propose_themes(store, coder="benchmark", at=AT, themes=THEMES)
        ingest(store, files[-1:], coder="benchmark", at=AT)
        themes = propose_themes(store, coder="benchmark", at=AT, themes=THEMES)
        marked, read = family_units(StudyFrame(store))
        turns = list(store.transcripts.turn_texts(interviewers=True))
    limits = taught([turn for turn in turns if turn.transcript in read], marked)
    talk = read_talk(turns)
    passage = dict(zip(talk.units.tolist(), talk.passage.tolist(), strict=True))
    for turn in turns:
        if turn.transcript not in read:
            for unit in turn.units:
                passage.pop(unit.id, None)
    for family, units in sorted(marked.items()):
        score, label = max((f1(units, passage.keys() & set(t.units)), t.label) for t in themes)
        around = max(
            f1({passage[u] for u in units}, {passage[u] for u in t.units if u in passage})
            for t in themes
        )
        print(
            f"{family:15}{len(units):5} sentences{score:6.3f}  taught {limits[family]:.2f}  "
            f"by passage{around:6.3f}   {label}"
        )
    kept = {theme.id for theme in before} & {theme.id for theme in themes}
    print(f"{len(kept)} of {len(before)} themes keep their id when a transcript is added")
    stay, proposed_before = lasting(turns)
    print(f"{stay} of {proposed_before} do when each transcript in turn is the one that is added")
    for family in (*sorted(marked), None):
        coded = {unit for other, units in marked.items() if other != family for unit in units}
        left = left_over(turns, coded)
        told = f"{len(left)} themes of {sum(map(len, left))} sentences"
        if family is None:
            print(f"{'all coded':20}{told}")
        else:
            rest = marked[family] - coded
            score = max((f1(rest, t) for t in left), default=0.0)
            print(f"{family:20}alone is not coded: {score:.2f}, {told}")


def lasting(turns: Sequence[TurnText]) -> tuple[int, int]:
    """Return how many themes of all but one transcript last, and how many there are in all.

    A theme lasts where most of its sentences are in one theme of all transcripts, which has then
    its number; two that come together there have one number between them.
    """

    def sets(chosen: Sequence[TurnText]) -> list[set[int]]:
        talk = read_talk(chosen)
        themes = propose(talk, load_embedding(), themes=THEMES)
        return [set(talk.units[theme.rows].tolist()) for theme in themes]

    whole = sets(turns)
    last = total = 0
    for left_out in sorted({turn.transcript for turn in turns}):
        before = sets([turn for turn in turns if turn.transcript != left_out])
        nearest = [max(range(len(whole)), key=lambda n: len(whole[n] & old)) for old in before]
        pairs = zip(before, nearest, strict=True)
        last += len({n for old, n in pairs if 2 * len(whole[n] & old) > len(old)})
        total += len(before)
    return last, total


def f1(truth: Set[int], found: Set[int]) -> float:
    return 2 * len(truth & found) / max(len(truth) + len(found), 1)


def taught(turns: Sequence[TurnText], marked: dict[str, set[int]]) -> dict[str, float]:
    """Return, by family, the best F1 of a classifier that was shown most of the decisions."""
    talk = read_talk(turns)
    around = talk.passage_texts(np.arange(talk.passages))
    parts = []
    for texts, where in ((talk.texts, np.arange(len(talk.texts))), (around, talk.passage)):
        words = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts)
        meaning = sparse.csr_matrix(load_embedding().directions(texts) / 1024)
        parts += [words[where], meaning[where]]
    rows = sparse.hstack(parts).tocsr()
    found = {}
    for family, units in marked.items():
        truth = np.isin(talk.units, list(units))
        chances = cross_val_predict(
            LogisticRegression(C=2, max_iter=500),
            rows,
            truth,
            groups=talk.transcript,
            cv=GroupKFold(9),
            method="predict_proba",
        )[:, 1]
        found[family] = max(
            2 * (truth & (chances >= cut)).sum() / (truth.sum() + (chances >= cut).sum())
            for cut in np.quantile(chances, np.linspace(0.5, 0.99, 50))
        )
    return found


def left_over(turns: Sequence[TurnText], coded: set[int]) -> list[set[int]]:
    """Return the units of the themes that are proposed where some are coded already."""
    every = {unit.id for turn in turns for unit in turn.units}
    talk = read_talk(turns, only=every - coded)
    themes = propose(talk, load_embedding(), beside=read_talk(turns, only=coded))
    return [set(talk.units[theme.rows].tolist()) for theme in themes]


def family_units(frame: StudyFrame) -> tuple[dict[str, set[int]], set[int]]:
    """Return the units that the demo coder put under each family, and the transcripts read."""
    found: dict[str, set[int]] = {}
    read: set[int] = set()
    for mark in read_script(DEMO_DECISIONS):
        number = frame.ids[mark.transcript]
        read.add(number)
        words = r"\s+".join(re.escape(word) for word in mark.quote.split())
        place = re.search(words, frame.text(number))
        if place is None:
            raise SystemExit(f"a passage of the script is not in {mark.transcript}")
        units = frame.units_in(number, place.start(), place.end())
        found.setdefault(mark.code.split("/")[0], set()).update(unit.id for unit in units)
    return found, read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--sample", action="store_true")
    options = parser.parse_args()
    if options.sample:
        sample()
    if options.gold:
        measure(options.gold)
    elif not options.sample:
        parser.error("name a file of passages, or --sample")


def measure(gold: Path) -> None:
    """Print theme recovery on labelled passages, beside the baselines."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line]
    texts = [row["text"] for row in rows]
    counts = Counter(code for row in rows for code in row["codes"])
    codes = {
        code: np.array([code in row["codes"] for row in rows])
        for code, count in sorted(counts.items())
        if count >= LEAST
    }
    print(f"{len(rows)} passages, {len(codes)} codes of at least {LEAST}")
    best = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, make in baselines(texts).items():
            median = statistics.median(recovery(codes, make(seed)) for seed in range(10))
            best = max(best, median)
            print(f"{name:32}{median:6.3f}")
    ours = recovery(codes, proposed(texts))
    print(f"{'sendcode suggest':32}{ours:6.3f}   {ours - best:+.3f} to the best; wanted +0.100")


if __name__ == "__main__":
    main()
