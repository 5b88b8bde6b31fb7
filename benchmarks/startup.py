"""How long `sendcode --help` takes: the median of ten, beside a bare interpreter.

python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LIMIT = 0.120


def median(command: list[str]) -> float:
    times = []
    for _ in range(11):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])  # the first one fills the caches


def main() -> None:
    bare = median([sys.executable, "-c", "pass"])
    ours = median([sys.executable, "-m", "sendcode", "--help"])
    print(f"bare interpreter   {bare * 1000:5.0f} ms")
    print(f"sendcode --help    {ours * 1000:5.0f} ms   {ours / LIMIT:.2f} of the limit (120 ms)")


if __name__ == "__main__":
    main()
