"""A third party's reader on the path of a subprocess: `.tale` files, slow or deadly by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READER = """
import os, time
from pathlib import Path
from sendcode.core.model import Interview, Piece, ReadResult, SpokenTurn

def read(path, options):
    if "deadly" in path.stem:
        os._exit(9)
    if "slow" in path.stem:
        Path(str(path) + ".pid").write_text(str(os.getpid()))
        time.sleep(60)
    if "faulty" in path.stem:
        raise KeyError("words of an interview")
    text = path.read_text().strip()
    turn = SpokenTurn("A", (Piece(text, 1, "A"),))
    return ReadResult((Interview((turn,)),), (), (), len(text.split()))
"""


def environment(folder: Path) -> dict[str, str]:
    """Put the reader into a folder and return the environment in which it is found."""
    about = folder / "tales-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "tales.py").write_text(READER, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tales\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[sendcode.readers]\n.tale = tales:read\n")
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "SENDCODE_CODER": "anna"}


def script(code: str, folder: Path, env: dict[str, str], **more: object) -> subprocess.Popen[str]:
    """Start a Python script in a folder; it is written there, so that processes can be spawned."""
    path = folder / "script.py"
    path.write_text(code, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(path)],
        cwd=folder,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,  # type: ignore[call-overload]
    )
