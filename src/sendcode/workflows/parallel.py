"""Reading many files: one after another, or in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection

from sendcode.workflows.reading import Job, Reading, read_job

PARALLEL_BYTES = 1_500_000
"""Files that are smaller together are read before other processes would have started."""

_AHEAD = 4  # files per process that may be read before they are asked for


def read_all(
    jobs: Sequence[Job], *, processes: int | None = None
) -> Generator[Reading, None, None]:
    """Yield what came of each file, in the order of the files.

    Args:
        jobs: The files.
        processes: How many to use; None for one per core where it is worth the start,
            1 for this process only.
    """
    if processes is None:
        processes = _worth(jobs)
    if processes < 2:
        yield from map(read_job, jobs)
    else:
        yield from _in_parallel(jobs, processes)


def _worth(jobs: Sequence[Job]) -> int:
    if len(jobs) < 2 or sum(one.size for one in jobs) < PARALLEL_BYTES:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, len(jobs))


class _Pool:
    """Processes that read, and that end with this one, however it ends.

    They hold the far end of a pipe that only this process keeps open: when it is closed, because
    not all was read or because this process was killed, they leave at once.
    """

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        far, self._near = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            processes, mp_context=context, initializer=_begin, initargs=(far,)
        )
        self._far = far

    def submit(self, job: Job) -> Future[Reading]:
        """Have a file read."""
        with _without_interrupts():  # a process that this starts inherits it from the first
            return self._executor.submit(_read_busily, job)

    def starts(self) -> bool:
        """Say whether a process can be started here at all; not every script allows it."""
        try:
            return self._executor.submit(os.getpid).result() > 0
        except BrokenProcessPool:
            return False

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the processes: in their own time, or whatever they do where something is wrong."""
        if kind is not None:
            self._near.close()
        self._executor.shutdown()
        self._near.close()
        self._far.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C waiting for a moment, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(far: Connection) -> None:
    """Prepare a reading process: Ctrl-C is the parent's affair; leave when it is gone.

    It says nothing: libraries quote what they cannot read.
    """
    if not os.environ.get("SENDCODE_DEBUG"):
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(far,), daemon=True).start()


_busy = threading.Event()
_PATIENCE = 0.3  # seconds in which an answer is surely handed over


def _read_busily(job: Job) -> Reading:
    """Read one file in a process that may be told to leave meanwhile."""
    _busy.set()
    try:
        return read_job(job)
    finally:
        _busy.clear()


def _leave_with(far: Connection) -> None:
    """Leave when the pipe is closed, but not in the middle of an answer.

    Half an answer would keep whoever reads it waiting for the rest, for ever.
    """
    try:
        far.recv_bytes()
    except (EOFError, OSError):
        _busy.wait(_PATIENCE)
        os._exit(1)


def _in_parallel(jobs: Sequence[Job], processes: int) -> Iterator[Reading]:
    """Yield in order; a file that ends its process is read alone, and named if it does so again."""
    waiting = deque(jobs)
    while waiting:
        broken = False
        try:
            with _Pool(processes) as pool:
                for reading in _readings(pool, waiting, processes * _AHEAD):
                    waiting.popleft()
                    yield reading
        except BrokenProcessPool:
            broken = True
        if broken and not _can_start():
            yield from map(read_job, waiting)
            return
        if broken:
            yield _alone(waiting.popleft())


def _readings(pool: _Pool, jobs: Sequence[Job], ahead: int) -> Iterator[Reading]:
    todo = iter(tuple(jobs))
    running: deque[Future[Reading]] = deque()
    for job in todo:
        running.append(pool.submit(job))
        if len(running) >= ahead:
            yield _answer(running.popleft())
    while running:
        yield _answer(running.popleft())


def _answer(future: Future[Reading]) -> Reading:
    while True:
        try:
            return future.result(timeout=1)  # without a limit, Windows does not see Ctrl-C
        except NotYet:
            continue


def _alone(job: Job) -> Reading:
    """Read a file whose process may have died of it."""
    try:
        with _Pool(1) as pool:
            return _answer(pool.submit(job))
    except BrokenProcessPool:
        return Reading((), "the process that read it was ended, perhaps for lack of memory")


def _can_start() -> bool:
    with _Pool(1) as pool:
        return pool.starts()
