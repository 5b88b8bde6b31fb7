"""The process that ranks while somebody decides: `python -m` runs it, the reviewer asks it.

Requests come in and answers go out as lines of JSON: ids, numbers and scores, never words. It
reads the project along, writes nothing, and ends when its input is closed: with the reviewer,
however that ends.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from sendcode.errors import SendcodeError
from sendcode.store.pool import Pool
from sendcode.store.project import watch_store
from sendcode.workflows.pool_ranking import PoolRanking

NICENESS = 10


class Answerer:
    """Answers requests about one coder's queue in one project."""

    def __init__(self, project: Path, coder: str, *, blind: bool) -> None:
        self._store = watch_store(project)
        self._coder = coder
        self._ranking = PoolRanking(self._store, blind=blind)
        self._pool = Pool(self._store.database)
        self._pairs: list[tuple[int, str]] = []

    def close(self) -> None:
        """Close the project."""
        self._store.close()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return scores of the pool, what was found so far, and an audit item.

        Args:
            request: `number`; `pairs` (units), `codes` (their codes as places in `guids`) where
                the pool is another than before; `asked`, the GUIDs of codes or families.
        """
        if "units" in request:
            guids = request["guids"]
            codes = (guids[place] for place in request["codes"])
            self._pairs = list(zip(request["units"], codes, strict=True))
            self._ranking.take(request["units"], self._coder)
        scores = self._ranking.chances(self._pairs, self._coder)
        paths = {guid: self._ranking.book.get(guid) for guid in request["asked"]}
        known = {guid: code.path for guid, code in paths.items() if code is not None}
        recalls = {
            guid: asdict(self._ranking.recall(path, self._coder)) for guid, path in known.items()
        }
        return {
            "number": request["number"],
            "scores": [round(score, 6) for score in scores],
            "recalls": recalls,
            **self._audit(list(known.values())),
        }

    def _audit(self, paths: list[str]) -> dict[str, Any]:
        """Return how many answers came since the last audit item, and the next one."""
        coder = self._store.coders.find(self._coder)
        drawn, since = self._pool.audits(coder=coder)
        if not paths:
            return {"since": since, "audit": None}
        path = paths[drawn % len(paths)]
        found = self._ranking.audit(path, self._coder, number=drawn + 1)
        return {"since": since, "audit": asdict(found) if found else None}


def main(project: str, coder: str, blind: str) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the reviewer's affair
    with suppress(OSError, AttributeError):
        os.nice(NICENESS)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        answerer = Answerer(Path(project), coder, blind=blind == "blind")
        while True:
            answer = answerer.answer(json.loads(requests.get()))
            sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
            sys.stdout.buffer.flush()
    except (SendcodeError, OSError):
        os._exit(1)


def _listen(stream: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    for line in stream:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
