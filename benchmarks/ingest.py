"""Reading and ingesting .docx interviews as Word writes them, beside what others do.

    python benchmarks/ingest.py [--files 200] [--words 9000] [--only-ingest]

Makes the files, then in one run, on one core: a bare lxml walk that joins the text of a
paragraph's runs; a loop over python-docx `paragraphs`; our reader, to turns. Then `sendcode
ingest` as a command on all cores (sentences, full-text index, database), with the memory of all
its processes together, looked at 20 times a second.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from lxml import etree

from sendcode.core.model import ReadOptions
from sendcode.readers.docx import read
from word_files import W, write_word_files

PARAGRAPH, TEXT = f"{{{W}}}p", f"{{{W}}}t"


def bare_lxml(path: Path) -> int:
    """Join the text of each paragraph and nothing else."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return sum(
        len("".join(text.text or "" for text in paragraph.iter(TEXT)))
        for paragraph in root.iter(PARAGRAPH)
    )


def python_docx(path: Path) -> int:
    """Read the text of each paragraph as python-docx gives it."""
    return sum(len(paragraph.text) for paragraph in docx.Document(str(path)).paragraphs)


def ours(path: Path) -> int:
    """Read to turns."""
    return len(read(path, ReadOptions()).interviews)


def timed(works: Sequence[Callable[[Path], int]], paths: list[Path]) -> list[float]:
    """Return the seconds of processor time of each reader, the best of four rounds for each file.

    The readers take turns round by round, so that a slow moment of the machine falls on all of
    them; what one leaves behind is collected before the next begins.
    """
    best = [[float("inf")] * len(paths) for _ in works]
    for _ in range(4):
        for work, times in zip(works, best, strict=True):
            gc.collect()
            for number, path in enumerate(paths):
                started = time.process_time()
                work(path)
                times[number] = min(times[number], time.process_time() - started)
    return [sum(times) for times in best]


def memory_of(pid: int) -> int:
    """Return the resident memory of a process and of all below it, in bytes (Linux)."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return total
    return total + sum(memory_of(int(child)) for child in children)


def run(command: list[str], folder: Path) -> tuple[float, float, int]:
    """Run a command; return seconds, seconds of processor time, and the peak of memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        peak = 0
        done = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not done.wait(0.05):
                peak = max(peak, memory_of(process.pid))

        thread = threading.Thread(target=watch)
        thread.start()
        code = process.wait()
        seconds = time.perf_counter() - started
        done.set()
        thread.join()
    if code:
        sys.exit(f"{command} failed with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, worked, peak


def compare(paths: list[Path], words: int) -> None:
    print("reading on one core, processor time:")
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    lxml, peer, mine = timed((bare_lxml, python_docx, ours), paths)
    if cores:
        os.sched_setaffinity(0, cores)
    for name, taken in (("bare lxml", lxml), ("python-docx", peer), ("sendcode", mine)):
        print(f"  {name:21} {taken:7.2f} s  {words / taken:12,.0f} words/s")
    print(f"python-docx / sendcode  {peer / mine:7.2f}     must be at least 5")
    print(f"bare lxml / sendcode    {lxml / mine:7.2f}     must be at least 0.5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--words", type=int, default=9_000)
    parser.add_argument("--only-ingest", action="store_true", help="no comparison of readers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = root / "transcripts"
        folder.mkdir()
        words = write_word_files(folder, number=options.files, words=options.words)
        paths = sorted(folder.iterdir())
        size = sum(path.stat().st_size for path in paths) / 1e6
        print(f"{options.files} files, {words:,} words, {size:.1f} MB")
        if not options.only_ingest:
            compare(paths, words)
        sendcode = [sys.executable, "-m", "sendcode"]
        run([*sendcode, "init", "study"], root)
        seconds, worked, peak = run([*sendcode, "ingest", "transcripts"], root)
        study = root / "study.sendcode"
        print(f"sendcode ingest         {seconds:7.2f} s  {words / seconds:12,.0f} words/s")
        print("                                    must be at least 300,000 on two cores")
        print(
            f"processor time          {worked:7.2f} s  {2 * words / worked:12,.0f} words/s", end=""
        )
        print(" if two cores did nothing else")
        print(f"memory, all processes   {peak / 1e6:7.0f} MB  must be under 600")
        print(f"project file            {study.stat().st_size / 1e6:7.1f} MB")


if __name__ == "__main__":
    main()
