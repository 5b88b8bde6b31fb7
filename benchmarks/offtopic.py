"""Suggestions where nothing of the codebook is talked about: fewer than 2 per 1,000 words.

    python benchmarks/offtopic.py [PASSAGES.jsonl]

Applies the shipped codebook to the sample study and counts suggestions at 0.5 and more on the
stretches that `sample_marks.jsonl` marks as off topic, and on its decoys: sentences that use the
words of the codebook for something else. With a file of passages also on those of them that have
no code, each in a transcript of its own.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from gold import build, read_gold
from sendcode.core.text import count_words
from sendcode.data import folder
from sendcode.store import open_store
from sendcode.workflows.cases import apply_case_sheet
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebooks import find_codebook, import_codebook
from sendcode.workflows.ingest import ingest
from sendcode.workflows.projects import new_project

AT = "2024-01-01T00:00:00Z"
MARKS = Path(__file__).with_name("sample_marks.jsonl")
SCORE = 0.5


def passages(path: Path) -> None:
    """Print how many suggestions there are in passages without a code."""
    known = read_gold(path)
    free = {p.name: count_words(p.text) for p in known if not p.codes and not p.disputed}
    with (
        tempfile.TemporaryDirectory() as place,
        open_store(build(Path(place), known), at=AT) as store,
    ):
        names = {number: name for name, number in store.transcripts.names().items()}
        found = store.suggestions.open_units(coder=None, min_score=SCORE)
    hits, words = sum(names[unit.transcript] in free for unit in found), sum(free.values())
    print(f"{len(free)} passages without a code: {words:,} words, {hits} suggestions", end="")
    print(f" at {SCORE} and more, {1000 * hits / max(words, 1):.2f} per 1,000 words")


def main() -> None:
    marks = [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]
    sample = folder("transcripts_sample")
    with tempfile.TemporaryDirectory() as place:
        with new_project(Path(place) / "study", at=AT) as store:
            import_codebook(store, find_codebook("send"), coder="x", at=AT)
            ingest(store, [sample], coder="x", at=AT)
            apply_case_sheet(store, sample / "cases.csv", coder="x", at=AT)
            apply_codebook(store, coder="x", at=AT)
        with open_store(Path(place) / "study.sendcode", at=AT) as store:
            ids = store.transcripts.names()
            book = store.codebooks.current()
            texts = {name: store.transcripts.text(number) for name, number in ids.items()}
            found = store.suggestions.open_units(coder=None, min_score=SCORE)
    for kind in ("offtopic", "decoy"):
        words, hits = 0, []
        for mark in (m for m in marks if m["kind"] == kind):
            pattern = r"\s+".join(re.escape(word) for word in mark["text"].split())
            place_ = re.search(pattern, texts[mark["transcript"]])
            if place_ is None:
                print(f"a mark is not in {mark['transcript']}")
                continue
            words += count_words(mark["text"])
            hits += [
                unit
                for unit in found
                if unit.transcript == ids[mark["transcript"]]
                and unit.span.start < place_.end()
                and place_.start() < unit.span.end
            ]
        print(f"{kind}: {words:,} words, {len(hits)} suggestions at {SCORE} and more", end="")
        print(f", {1000 * len(hits) / max(words, 1):.2f} per 1,000 words")
        for unit in hits:
            reasons = "; ".join(f"{e.detail} {e.weight:.2f}" for e in unit.evidence) or "context"
            print(f"  {book.code(unit.code).path} {unit.score:.2f}: {reasons}")
    total = len(found)
    print(f"whole study: {total:,} suggestions at {SCORE} and more")
    for name in sys.argv[1:]:
        passages(Path(name))


if __name__ == "__main__":
    main()
