"""The other end of the process that ranks: it is asked now and then, and never waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sendcode.core.queue import Pair
from sendcode.core.stopping import Recall
from sendcode.core.threads import ONE_THREAD


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be ranked.

    Attributes:
        pairs: The candidate pool: units with their suggested codes.
        asked: GUIDs of the codes or families whose recall is wanted; audit items are drawn for
            one after another.
    """

    pairs: tuple[Pair, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """A unit that was drawn at random from what is ranked low, to be asked about.

    Attributes:
        leaf: GUID of its likeliest code of those that were asked about.
        asked: GUID of the code or family.
        pool: From how many units it was drawn.
    """

    unit: int
    leaf: str
    asked: str
    score: float
    pool: int


@dataclass(frozen=True, slots=True)
class News:
    """A new ranking of a pool.

    Attributes:
        scores: How likely each pair is; what is not known is missing.
        recalls: What was found so far, by the GUID that was asked about.
        since: How many answers the coder gave since the last audit item.
    """

    scores: Mapping[Pair, float]
    recalls: Mapping[str, Recall]
    audit: Audit | None
    since: int


class Ranker:
    """Has a queue ranked in another process.

    The process is started with the first request. If it ends, or cannot be started, nothing is
    renewed any more, and `stopped` says so.

    Args:
        project: The project file.
        coder: Whose queue.
        blind: Nothing is learned from other coders.
        command: What to run in the place of the ranking process; for tests.
    """

    def __init__(
        self, project: Path, coder: str, *, blind: bool, command: Sequence[str] | None = None
    ) -> None:
        words = ("-P", "-m", "sendcode.workflows.ranker_process", str(project.absolute()), coder)
        self._command = command or (sys.executable, *words, "blind" if blind else "all")
        self._requests: SimpleQueue[Request] = SimpleQueue()
        self._news: SimpleQueue[News] = SimpleQueue()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._pool: tuple[Pair, ...] | None = None
        self.busy = False
        self.stopped = False

    def ask(self, request: Request) -> None:
        """Have something ranked; returns at once, and does nothing where it would have to wait."""
        if self.busy or self.stopped:
            return
        self.busy = True
        self._requests.put(request)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()

    def news(self) -> News | None:
        """Return the newest ranking that was not asked for yet, or None."""
        found = None
        while not self._news.empty():
            found = self._news.get()
        return found

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            self.stopped = True
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    @property
    def pid(self) -> int | None:
        """Return the number of the process; None before it runs."""
        return self._process.pid if self._process else None

    # --- in a thread -----------------------------------------------------------------------

    def _work(self) -> None:
        try:
            self._start()
            number = 0
            while not self.stopped:
                request = self._requests.get()
                number += 1
                answer = self._exchange(number, request)
                if answer is None:
                    break
                self._news.put(_news(answer, request))
                self.busy = False
        except (OSError, ValueError, KeyError, TypeError):
            pass  # it could not be started, was killed, or answered with nonsense
        finally:
            self.stop()
            self._close()

    def _start(self) -> None:
        with self._lock:
            if not self.stopped:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **ONE_THREAD},
                )

    def _exchange(self, number: int, request: Request) -> dict[str, Any] | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        asked: dict[str, Any] = {"number": number, "asked": request.asked}
        if request.pairs != self._pool:
            guids = list(dict.fromkeys(code for _, code in request.pairs))
            place = {guid: n for n, guid in enumerate(guids)}
            asked["guids"] = guids
            asked["units"] = [unit for unit, _ in request.pairs]
            asked["codes"] = [place[code] for _, code in request.pairs]
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
        self._pool = request.pairs
        line = process.stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def _close(self) -> None:
        process = self._process
        for stream in (process.stdin, process.stdout) if process else ():
            if stream is not None:
                with suppress(OSError):  # what was still to be written has no reader any more
                    stream.close()


def _news(answer: Mapping[str, Any], request: Request) -> News:
    scored = zip(request.pairs, answer["scores"], strict=True)
    audit = answer["audit"]
    return News(
        scores={pair: score for pair, score in scored if score >= 0},
        recalls={guid: Recall(**found) for guid, found in answer["recalls"].items()},
        audit=Audit(**audit) if audit else None,
        since=answer["since"],
    )
