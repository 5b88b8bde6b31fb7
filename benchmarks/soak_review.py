"""Kills the reviewer between keys, again and again: no decision may be lost.

    python benchmarks/soak_review.py [--rounds 200] [--seed 1]

Each round opens the sample study in a pseudo-terminal, answers one to four suggestions, presses
one more key, sends SIGKILL up to 50 ms later, checks the file (integrity, foreign keys) and counts
the decisions: all that were acknowledged on the screen have to be there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.tui.test_durable import killed_between_keys

from sendcode.workflows.demo import build_demo


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, count, started = random.Random(options.seed), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        at = "2024-01-01T00:00:00Z"
        demo = build_demo(Path(place) / "demo", now=lambda: at, tell=lambda *_: None)
        for number in range(options.rounds):
            count = killed_between_keys(demo.project, chance, count)
            if (number + 1) % 20 == 0:
                print(f"{number + 1:4} kills, {count:5} decisions, all there", flush=True)
    print(f"{options.rounds} kills in {time.monotonic() - started:.0f} s: nothing lost")


if __name__ == "__main__":
    main()
