"""The reviewer in a pseudo-terminal: for tests and benchmarks that kill it."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import sys
import time
from pathlib import Path

_CODES = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b\][^\x07]*\x07")


class Reviewer:
    """`sendcode review` of a coder, 120 by 36."""

    def __init__(self, project: Path, coder: str) -> None:
        import pty
        from fcntl import ioctl
        from termios import TIOCSWINSZ

        words = ["-m", "sendcode", "--project", str(project), "review", "--coder", coder]
        self.seen = ""
        self.pid, self.stream = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color"}
            os.execve(sys.executable, [sys.executable, *words], environment)
        ioctl(self.stream, TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.stream, keys.encode())

    def until(self, wanted: str, *, limit: float = 30.0) -> re.Match[str]:
        """Read until a pattern was painted, and forget what came before its end."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            found = re.search(wanted, _CODES.sub("", self.seen))
            if found:
                self.seen = ""
                return found
            if select.select([self.stream], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.stream, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        raise TimeoutError(f"{wanted!r} was not painted in {limit} s")

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Wait for its end and return its exit code."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.stream)
        return os.waitstatus_to_exitcode(status)
