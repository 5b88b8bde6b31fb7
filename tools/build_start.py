"""Make the starting model `src/sendcode/data/start.npz` and its model card.

    python tools/build_start.py [PASSAGES.jsonl ...]

It learns from the coded passages of `benchmarks/`, all of them invented, with the codebook that
ships. Not run at install.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from gold import AT, Passage, average_precision, build, read_gold  # noqa: E402
from sendcode.core.codebook import Codebook  # noqa: E402
from sendcode.store import open_store  # noqa: E402
from sendcode.suggest.corpus import Corpus, Floats, Ints  # noqa: E402
from sendcode.suggest.families import by_family, families  # noqa: E402
from sendcode.suggest.rank import Family  # noqa: E402
from sendcode.suggest.rules import RuleSuggester  # noqa: E402
from sendcode.suggest.start import (  # noqa: E402
    SHIPPED,
    SHRINK,
    SHRINK_CODE,
    Asked,
    Start,
    StartingModel,
    save,
    teach,
)
from sendcode.vectors import load_embedding  # noqa: E402

SOURCES = ("passages.jsonl", "plain_passages.jsonl", "report_passages.jsonl")
PARTS = 5


class Coded:
    """Coded passages as a corpus, with what rules and likeness say of them."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        with tempfile.TemporaryDirectory() as folder:
            project = build(Path(folder), passages, code=False)
            with open_store(project, at=AT) as store:
                self.book: Codebook = store.codebooks.current()
                turns = tuple(store.transcripts.turn_texts())
                names = {number: name for name, number in store.transcripts.names().items()}
        self.corpus = Corpus(turns, load_embedding())
        place = {p.name: n for n, p in enumerate(passages)}
        of_turn = np.array([place[names[turn.transcript]] for turn in turns])
        self.passage: Ints = of_turn[self.corpus.turn_of]
        hits = by_family(self.book, RuleSuggester(self.book).suggest(turns))
        self.families = {
            top.path: Family(self.book, top, self.corpus, hits[top.path])
            for top in families(self.book)
        }

    def asked(self, path: str, kept: Ints) -> Asked:
        """Return what to learn of a family from some of the passages."""
        family, known = self.families[path], set(kept.tolist())
        codes = tuple(code.path for code in family.codes)
        truth = np.full((len(self.passages), 1 + len(codes)), np.nan)
        for number, passage in enumerate(self.passages):
            if number in known and passage.counts(path):
                truth[number] = [passage.has(path), *(code in passage.codes for code in codes)]
        return Asked(path, codes, family.untaught, truth[self.passage])

    def learn(self, kept: Ints) -> StartingModel:
        """Return what some of the passages teach."""
        asked = [self.asked(path, kept) for path in self.families]
        return teach(self.corpus, asked, passages=len(kept))

    def best(self, logits: Floats) -> Floats:
        """Return each passage's best unit."""
        found = np.full(len(self.passages), -np.inf)
        np.maximum.at(found, self.passage, logits)
        return found


def check(coded: Coded) -> list[str]:
    """Return average precision without the model, and with one of passages that were left out."""
    part = np.random.default_rng(0).permutation(len(coded.passages)) % PARTS
    without = {path: coded.best(family.untaught) for path, family in coded.families.items()}
    left_out = {path: np.zeros(len(coded.passages)) for path in coded.families}
    for number in range(PARTS):
        model = coded.learn(np.flatnonzero(part != number))
        start = Start(coded.corpus, model)
        for path, family in coded.families.items():
            codes = [code.path for code in family.codes]
            moved, _ = start.moved(model.families[path], codes, family.untaught)
            left_out[path][part == number] = coded.best(moved)[part == number]
    lines = []
    for path in coded.families:
        counts = np.array([p.counts(path) for p in coded.passages])
        truth = np.array([p.has(path) for p in coded.passages])[counts]
        found = [average_precision(truth, s[path][counts]) for s in (without, left_out)]
        lines.append(f"{path:15s} {found[0]:.3f}  {found[1]:.3f}")
    return lines


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]]
    files = given or [ROOT / "benchmarks" / name for name in SOURCES]
    passages = [
        Passage(f"{n}-{p.name}", p.kind, p.speaker, p.text, p.codes, p.disputed)
        for n, path in enumerate(files)
        for p in read_gold(path)
    ]
    coded = Coded(passages)
    found = check(coded)
    save(coded.learn(np.arange(len(passages))), SHIPPED)
    card = CARD.format(
        passages=len(passages),
        units=len(coded.corpus),
        sources="\n".join(
            f"- `{path.name}`, {len(read_gold(path))} passages, sha256 "
            f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`"
            for path in files
        ),
        shrink=SHRINK,
        shrink_code=SHRINK_CODE,
        words=len(Start(coded.corpus).model.words),
        check="\n".join(found),
        ours=hashlib.sha256(SHIPPED.read_bytes()).hexdigest(),
    )
    SHIPPED.with_suffix(".md").write_text(card, encoding="utf-8")
    print("\n".join(found))


CARD = """\
# Model card: the starting model of sendcode

What it is: for each of the four families of the shipped codebook and for each of its codes, one
weight for each of {words:,} words, for the numbers of a sentence's and its passage's direction
(`embedding.npz`), and for the role of who speaks (`start.npz`). It moves what rules and likeness
say before anybody has decided anything. A codebook that has none of these families, or fewer than
half of a family's codes, starts without it.

Made from: {passages:,} passages ({units:,} sentences), all invented and coded by their writers with
the shipped codebook; no word of them was said by anybody. They stand in `benchmarks/`:
{sources}

Made by: `tools/build_start.py`. Logistic regression with what rules and likeness say as prior
(shrunk by {shrink:g}, for a single code by {shrink_code:g}; `suggest/logistic.py`); a sentence has
the codes of its passage. A family's log odds are the mean of its own and of what its codes say
together.

Average precision on passages that were left out of the learning (five parts), without the model
and with it:
```
{check}
```
Invented passages are alike; real ones gain less (`benchmarks/README.md`).

Result: sha256 of start.npz `{ours}`.

Licence: as sendcode.

For: ranking sentences of interviews and reports about pupils with SEND in English schools, for
people who then decide. Not for: judging people. It has the habits of those who wrote the passages.
"""


if __name__ == "__main__":
    main()
