"""The way from files to suggestions on 100 interviews of 9,700 words, beside a peer.

    python benchmarks/way.py [--qc PATH] [--number 100] [--words 9700]

Prints seconds and ratios; the peer is the verbatim import of `qualitative-coding` (its command
`qc`, found on the path or named), on the same files in the same run. Everything runs as a
researcher runs it, as commands, on one core where the system lets a process be pinned.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interviews import write_interviews


def seconds(command: list[str], folder: Path, **environment: str) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        input="y\n" * 20,
        check=False,
    )
    taken = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{command[:3]} failed: {done.stderr or done.stdout}")
    return taken


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
        seconds([*sendcode, "init", "study", "--codebook", "send"], root)
        ingest = seconds([*sendcode, "ingest", "interviews"], root)
        print(f"sendcode ingest            {ingest:7.2f} s  {total / ingest:12,.0f} words/s")
        if options.qc:
            peer = root / "peer"
            peer.mkdir()
            seconds([options.qc, "init"], peer)
            if not (peer / "corpus").is_dir():
                seconds([options.qc, "init"], peer)
            files = str(root / "interviews")
            verbatim = seconds(
                [options.qc, "corpus", "import", files, "--recursive", "-i", "verbatim"], peer
            )
            print(
                f"qc corpus import verbatim  {verbatim:7.2f} s  {total / verbatim:12,.0f} words/s"
            )
            print(f"ratio (ours / peer)        {ingest / verbatim:7.2f}    must be at most 1.00")
        else:
            print("qc (qualitative-coding 1.7.8) not found: no peer in this run")
        code = seconds([*sendcode, "code"], root)
        print(f"sendcode code              {code:7.2f} s  {total / code:12,.0f} words/s")
        print(f"share of the limit (15 s)  {code / 15:7.2f}    must be at most 1.00")


if __name__ == "__main__":
    main()
