"""Other processes at work on the same project, and users with fewer rights."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BEGIN = """
import os, signal, sys, time
from pathlib import Path
from sendcode.store import open_store
AT = "2024-03-01T10:00:00Z"
path = Path(sys.argv[1])
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python process that runs `code` after `BEGIN`."""
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(code: str, *arguments: object) -> tuple[int, str]:
    """Run a Python process to its end; return its exit code and what it printed."""
    with start(code, *arguments) as process:
        printed, _ = process.communicate(timeout=60)
    return process.returncode, printed


@contextmanager
def somebody_else(folder: Path) -> Iterator[None]:
    """Act as a user who may read but not write what `folder` holds; skip where that fails."""
    if os.name != "posix":
        pytest.skip("rights are shown on POSIX systems")
    entries = [folder, *folder.rglob("*")]
    before = {entry: entry.stat().st_mode for entry in entries}
    for entry in entries:
        entry.chmod(0o555 if entry.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root and not hasattr(os, "setresuid"):
        pytest.skip("root may write everywhere, and cannot be anybody else here")
    try:
        if root:
            os.setresuid(65534, 65534, 0)
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)
        for entry, mode in before.items():
            entry.chmod(mode)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that every user can reach, unlike pytest's."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder
