from __future__ import annotations

import os
import subprocess
import sys

from sendcode.core.threads import ONE_THREAD

PROGRAM = """
import os, sys
sys.argv = ["sendcode", "--version"]
from sendcode.cli.main import main
try:
    main()
except SystemExit:
    print(os.environ["OPENBLAS_NUM_THREADS"], os.environ["OMP_NUM_THREADS"])
"""


def test_a_command_uses_one_thread_unless_somebody_said_otherwise() -> None:
    left = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=left | {"OMP_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1] == "1 2"
