"""The README's console blocks: what the commands in them print in the demo's folder.

python tools/readme.py DEMO_FOLDER          prints what differs, exit code 1 if anything does
python tools/readme.py DEMO_FOLDER --write  writes the blocks anew
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"```console\n\$ (sendcode [^\n]+)\n(.*?)```", re.DOTALL)


def output(command: str, folder: Path) -> str:
    """Return what a command prints on stdout, at 80 columns and without colour."""
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env={
            **os.environ,
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "SENDCODE_CODER": "demo",
            "TERM": "dumb",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines() if line.strip())


def renewed(text: str, folder: Path) -> str:
    """Return the README with every block as the commands print it now."""
    return BLOCK.sub(lambda block: f"```console\n$ {block[1]}\n{output(block[1], folder)}```", text)


def main() -> None:
    """Compare or write the blocks."""
    folder = Path(sys.argv[1])
    before = README.read_text(encoding="utf-8")
    after = renewed(before, folder)
    if "--write" in sys.argv:
        README.write_text(after, encoding="utf-8", newline="\n")
    elif before != after:
        sys.exit("the README's blocks are not what the commands print: run with --write")


if __name__ == "__main__":
    main()
