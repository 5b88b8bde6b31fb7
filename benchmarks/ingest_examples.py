"""Score the readers on a folder of example files with an `expected.jsonl`.

    python benchmarks/ingest_examples.py FOLDER [--quiet]

Prints each failing check, then the score per format. Exit code 0 if all checks hold, else 3.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sendcode.core.model import ReadOptions, ReadResult, SpokenTurn
from sendcode.core.text import count_words
from sendcode.errors import SendcodeError
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import load

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
FOREIGN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|-->|<v[ .]|\[00:")


def main() -> int:
    """Read every expected file and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quiet", action="store_true", help="only the score per format")
    options = parser.parse_args()
    lines = (options.folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    scores: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        wanted = json.loads(line)
        began = time.perf_counter()
        failures = list(check(options.folder / wanted["file"], wanted))
        took = time.perf_counter() - began
        scores[wanted["format"]].append(not failures)
        if not options.quiet:
            for failure in failures:
                print(f"{wanted['file']}: {failure}")
            if took > 2:
                print(f"{wanted['file']}: took {took:.1f} s")
    for name, passed in sorted(scores.items()):
        print(f"{name:24} {sum(passed):3} of {len(passed)}")
    total = [passed for group in scores.values() for passed in group]
    print(f"{'all':24} {sum(total):3} of {len(total)}")
    return 0 if all(total) else 3


def check(path: Path, wanted: dict[str, Any]) -> Iterator[str]:
    """Yield what is not as expected."""
    survey = wanted.get("open_ended_columns")
    chosen = ReadOptions(columns={"text": ",".join(survey)} if survey else {})
    try:
        result: ReadResult = load(GROUP, path.suffix.lower(), BUILTIN)(path, chosen)
    except SendcodeError as error:
        yield f"not read: {error}"
        return
    turns = [turn for interview in result.interviews for turn in interview.turns]
    yield from account(result, turns)
    yield from counts(result, turns, wanted)
    yield from ends(turns, wanted)
    yield from texts(turns, wanted)


def account(result: ReadResult, turns: list[SpokenTurn]) -> Iterator[str]:
    """Yield what is wrong with the account of words."""
    spoken = sum(count_words(piece.text) for turn in turns for piece in turn.pieces)
    left = sum(part.words for part in result.left_out)
    if spoken + left != result.words_in_source:
        yield f"words: {spoken} spoken + {left} left out != {result.words_in_source} in the source"


def counts(result: ReadResult, turns: list[SpokenTurn], wanted: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the numbers of turns, segments, speakers and interviews."""
    speakers = list(dict.fromkeys(turn.label for turn in turns if turn.label))
    if "speakers" in wanted and sorted(speakers) != sorted(wanted["speakers"]):
        yield f"speakers: {speakers}, not {wanted['speakers']}"
    expected = wanted.get("turns_accept") or [wanted.get("turns")]
    if expected != [None] and len(turns) not in expected:
        yield f"turns: {len(turns)}, not {expected}"
    pieces = [piece for turn in turns for piece in turn.pieces]
    if wanted.get("segments") is not None and len(pieces) != wanted["segments"]:
        yield f"segments: {len(pieces)}, not {wanted['segments']}"
    if wanted.get("rows") and wanted.get("turns") and len(pieces) != wanted["rows"]:
        yield f"rows: {len(pieces)}, not {wanted['rows']}"
    documents = wanted.get("documents", 1)
    if wanted.get("open_ended_columns"):
        documents = wanted["rows"]
    if len(result.interviews) != documents:
        yield f"interviews: {len(result.interviews)}, not {documents}"
    timed = any(piece.time_start is not None or piece.time_end is not None for piece in pieces)
    if timed != wanted.get("has_timestamps", timed):
        yield f"times: {timed}"


def ends(turns: list[SpokenTurn], wanted: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the first and last turn or segment."""
    pieces = [piece.text for turn in turns for piece in turn.pieces]
    for key, turn in (("first_turn", turns[:1]), ("last_turn", turns[-1:])):
        if key not in wanted:
            continue
        text = plain(" ".join(piece.text for piece in turn[0].pieces)) if turn else ""
        label = turn[0].label if turn else None
        start = wanted[key]["start_text"]
        if label != wanted[key]["speaker"] or text[: len(start)] != start:
            yield f"{key}: {label!r} {text[:70]!r}, not {wanted[key]}"
    for key, piece in (("first_segment", pieces[:1]), ("last_segment", pieces[-1:])):
        start = wanted.get(key)
        if start and not (piece and plain(piece[0]).startswith(start[:60])):
            yield f"{key}: {plain(piece[0])[:70] if piece else None!r}, not {start!r}"


def texts(turns: list[SpokenTurn], wanted: dict[str, Any]) -> Iterator[str]:
    """Yield what is missing from the words, or should not be among them."""
    words = "\n".join(piece.text for turn in turns for piece in turn.pieces)
    for part in wanted.get("must_contain", ()):
        if part not in words and plain(part) not in plain(words):
            yield f"lacks {part!r}"
    for part in wanted.get("must_not_contain", ()):
        if part in words:
            yield f"holds {part!r}"
    if match := FOREIGN.search(words):
        yield f"holds {match.group()!r}"


def plain(text: str) -> str:
    """Return a text with single blanks and without invisible characters."""
    return " ".join(INVISIBLE.sub("", text).split())


if __name__ == "__main__":
    sys.exit(main())
