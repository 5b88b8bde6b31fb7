"""The way from files to suggestions on 100 interviews of 9,700 words, beside a peer.

    python benchmarks/way.py [--qc PATH] [--number 100] [--words 9700]

Prints seconds by the clock, seconds of the processor (which other work on the machine changes
less), and ratios of the latter; the peer is the verbatim import of `qualitative-coding` (its
command `qc`, found on the path or named), on the same files in the same run. Everything runs as
a researcher runs it, as commands, on one core where the system lets a process be pinned.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from interviews import write_interviews


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds by the clock and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:7.2f} s {self.processor:7.2f} s processor"


def spent(command: list[str], folder: Path, **environment: str) -> Spent:
    started, before = time.perf_counter(), os.times()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        input="y\n" * 20,
        check=False,
    )
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    if done.returncode:
        sys.exit(f"{command[:3]} failed: {done.stderr or done.stdout}")
    return Spent(time.perf_counter() - started, used)


def edit_a_definition(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.lstrip().startswith("include:"))
    indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines.insert(place, f"{indent}exclude: what somebody else said\n")
    following = range(place + 1, len(lines))
    old = next(n for n in following if lines[n].startswith(f"{indent}exclude:"))
    end = next(n for n in range(old + 1, len(lines)) if not lines[n].startswith(f"{indent} "))
    file.write_text("".join(lines[:old] + lines[end:]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qc", default=shutil.which("qc"))
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--words", type=int, default=9_700)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sendcode = [sys.executable, "-m", "sendcode"]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "interviews").mkdir()
        total = write_interviews(root / "interviews", number=options.number, words=options.words)
        print(f"{options.number} interviews, {total:,} words")
        spent([*sendcode, "init", "study", "--codebook", "send"], root)
        ingest = spent([*sendcode, "ingest", "interviews"], root)
        print(f"sendcode ingest            {ingest}  {total / ingest.processor:12,.0f} words/s")
        if options.qc:
            peer = root / "peer"
            peer.mkdir()
            spent([options.qc, "init"], peer)
            if not (peer / "corpus").is_dir():
                spent([options.qc, "init"], peer)
            files = str(root / "interviews")
            verbatim = spent(
                [options.qc, "corpus", "import", files, "--recursive", "-i", "verbatim"], peer
            )
            print(
                f"qc corpus import verbatim  {verbatim}  "
                f"{total / verbatim.processor:12,.0f} words/s"
            )
            ratio = ingest.processor / verbatim.processor
            print(f"ratio (ours / peer)        {ratio:7.2f}    must be at most 1.00")
        else:
            print("qc (qualitative-coding 1.7.8) not found: no peer in this run")
        code = spent([*sendcode, "code"], root)
        print(f"sendcode code              {code}  {total / code.processor:12,.0f} words/s")
        print(f"share of the limit (12 s)  {code.clock / 12:7.2f}    must be at most 1.00")
        spent([*sendcode, "codebook", "export", "book.yaml"], root)
        edit_a_definition(root / "book.yaml")
        spent([*sendcode, "codebook", "import", "book.yaml"], root)
        again = spent([*sendcode, "code"], root)
        share = again.processor / code.processor
        print(f"code after one criterion   {again}  {share:12.2f} of the first run")
        same = spent([*sendcode, "code"], root)
        share = same.processor / code.processor
        print(f"code after no change       {same}  {share:12.2f} of the first run")


if __name__ == "__main__":
    main()
