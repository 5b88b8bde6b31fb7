"""The reviewer's start, its keys and its memory, on the sample study and on a large one.

    python benchmarks/reviewer.py [--transcripts 1000] [--words 9000] [--keys 60]

Prints, for each study: seconds from `sendcode review` to the first painted screen, in a terminal
of its own; the 95th percentile of the time from a key to the painted screen, by kind of key; and
memory. Suggestions of the large study are made up (100 per transcript), so that its making takes
minutes, not an hour. Limits: 1.5 s, 50 ms, 400 MB.

The peer is a bare Textual screen of 36 full lines that is painted anew with each key: what a
terminal, Python and Textual take on this machine at this hour, without anything of ours.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

from interviews import write_interviews
from sendcode.core.model import Evidence, Span, Suggestion
from sendcode.store.suggestions import NewRun
from sendcode.workflows.codebooks import find_codebook, import_codebook
from sendcode.workflows.demo import build_demo
from sendcode.workflows.ingest import ingest
from sendcode.workflows.projects import new_project

AT = "2024-01-01T00:00:00Z"
KINDS = {  # what opens a window before, and the keys that are measured
    "accept": ("", "a"),
    "reject": ("", "r"),
    "next": ("", "n"),
    "undo": ("", "u"),
    "picker opens": ("", "c"),
    "filter opens": ("", "F"),
    "memo opens": ("", "m"),
    "search opens": ("", "/"),
    "help opens": ("", "?"),
    "picker, a letter": ("c", "wait"),
    "search, a letter": ("/", "wait"),
}
READS = 2.0  # seconds before somebody who has just begun presses the first key

PEER = """
from textual.app import App
from textual.widgets import Static

class Peer(App):
    count = 0
    def compose(self):
        yield Static(id="all")
    def on_mount(self):
        self.on_key()
    def on_key(self):
        self.count += 1
        line = f"{self.count} leave " + "word " * 20
        self.query_one("#all").update("\\n".join([line] * 36), layout=False)

Peer().run()
"""


class Terminal:
    """A program in a pseudo-terminal of 120 by 36; `sendcode review` where no other is named."""

    def __init__(self, project: Path, *options: str, program: list[str] | None = None) -> None:
        review = ["-m", "sendcode", "--project", str(project), "review", *options]
        command = [sys.executable, *(program or review)]
        self.started = time.perf_counter()
        self.pid, self.stream = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color", "SENDCODE_CODER": "bench"}
            os.execve(sys.executable, command, environment)
        ioctl(self.stream, TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

    def until(self, wanted: str = "", *, quiet: float = 0.03, limit: float = 60.0) -> float:
        """Read until words stand there and nothing came for a moment; return the last time."""
        seen, last, began = "", 0.0, time.perf_counter()
        while time.perf_counter() - began < limit:
            ready, *_ = select.select([self.stream], [], [], quiet)
            if ready:
                seen += os.read(self.stream, 65536).decode("utf-8", "replace")
                last = time.perf_counter()
            elif last and re.search(wanted, re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", seen)):
                return last
        sys.exit(f"nothing came for {limit} s; wanted {wanted!r}")

    def press(self, key: str) -> float:
        """Press a key; return milliseconds until the screen was painted."""
        began = time.perf_counter()
        os.write(self.stream, key.encode())
        return (self.until() - began) * 1000

    def processor(self) -> float:
        """Return the milliseconds of processor time used so far; 0 where nobody tells."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").split()
        except OSError:
            return 0.0
        return (int(fields[13]) + int(fields[14])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self) -> tuple[float, float]:
        """Return the highest memory in MB of the reviewer and of the process that ranks."""
        return peak(self.pid), sum(map(peak, self.helpers()))

    def helpers(self) -> list[int]:
        """Return the processes that this one has started."""
        try:
            tasks = Path(f"/proc/{self.pid}/task").glob("*/children")
            text = " ".join(task.read_text(encoding="ascii") for task in tasks)
        except OSError:
            return []
        return [int(number) for number in text.split()]

    def close(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.stream)


def peak(pid: int) -> float:
    """Return the highest resident memory of a process in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def large_study(folder: Path, *, transcripts: int, words: int) -> Path:
    """Make a study of so many transcripts with 100 suggestions in each."""
    (folder / "interviews").mkdir()
    write_interviews(folder / "interviews", number=transcripts, words=words)
    with new_project(folder / "large", at=AT) as store:
        import_codebook(store, find_codebook("send"), coder="bench", at=AT)
        ingest(store, [folder / "interviews"], coder="bench", at=AT)
        chance = random.Random(1)
        codes = [code.guid for code in store.codebooks.current().leaves("")] or [
            code.guid for code in store.codebooks.current().codes if "/" in code.path
        ]
        made = []
        for turn in store.transcripts.turn_texts():
            for unit in turn.units:
                if chance.random() < 100 / (words / 14):
                    span = Span(unit.start, min(unit.end, unit.start + 9))
                    reason = Evidence("rule", "delays/waiting#1", 0.7, (span,))
                    score = round(chance.random(), 3)
                    made.append(Suggestion(unit.id, chance.choice(codes), score, (reason,)))
        run = NewRun("made-up-1", {}, {}, "", 1, "", transcripts, 0)
        with store.transaction():
            store.suggestions.store_run(run, made, coder=store.coders.id("bench", at=AT), at=AT)
        print(f"{transcripts:,} transcripts, {len(made):,} suggestions")
    return folder / "large.sendcode"


def measure_peer(keys: int) -> None:
    terminal = Terminal(Path(), program=["-c", PEER])
    up, used = terminal.until("leave") - terminal.started, terminal.processor()
    taken = sorted(terminal.press("n") for _ in range(keys))
    each = (terminal.processor() - used) / keys
    terminal.close()
    print(f"  screen is up              {up:6.2f} s    processor {used / 1000:.2f} s")
    worst, middle = taken[int(keys * 0.95)], taken[keys // 2]
    told = f"p95  {worst:6.1f} ms   median {middle:5.1f}   processor {each:5.1f}"
    print(f"  a key                {told}")


def measure_start(project: Path, *options: str) -> None:
    starts, used = [], []
    for _ in range(3):
        terminal = Terminal(project, *options)
        starts.append(terminal.until("leave") - terminal.started)
        used.append(terminal.processor())
        terminal.close()
    print(
        f"  screen is up              {min(starts):6.2f} s    processor {min(used) / 1000:.2f} s"
        "    must be under 1.5 s"
    )


def measure(project: Path, *options: str, keys: int) -> None:
    measure_start(project, *options)
    terminal = Terminal(project, *options)
    terminal.until("leave")
    time.sleep(READS)
    for kind, (first, pressed) in KINDS.items():
        in_window = bool(first) or kind.endswith("opens")
        taken, used = [], 0.0
        for _ in range(max(keys // 4, 5) if in_window else keys):
            if first:
                terminal.press(first)
            before = terminal.processor()
            taken += [terminal.press(key) for key in pressed]
            used += terminal.processor() - before
            if in_window:
                time.sleep(0.3)
                terminal.press("\x1b")
                time.sleep(0.15)
        taken.sort()
        worst = taken[int(len(taken) * 0.95)]
        middle = taken[len(taken) // 2]
        each = used / len(taken)
        print(
            f"  {kind:<20} p95  {worst:6.1f} ms   median {middle:5.1f}   "
            f"processor {each:5.1f}   must be under 50 ms"
        )
    own, ranker = terminal.memory()
    terminal.close()
    print(
        f"  memory                    {own + ranker:6.0f} MB   must be under 400 MB "
        f"(reviewer {own:.0f}, ranking {ranker:.0f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=1000)
    parser.add_argument("--words", type=int, default=9_000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--large", type=Path, help="A large study that was made before.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print("peer: a bare Textual screen")
        measure_peer(options.keys)
        demo = build_demo(Path(place) / "demo", now=lambda: AT, tell=lambda *_: None)
        print("sample study")
        measure(demo.project, keys=options.keys)
        large = options.large or large_study(
            Path(place), transcripts=options.transcripts, words=options.words
        )
        for order in ("transcript", "priority"):
            print(f"large study, order {order}")
            copy = shutil.copy(large, Path(place) / f"by-{order}.sendcode")
            measure(copy, "--order", order, keys=options.keys)


if __name__ == "__main__":
    main()
