"""From files to packed transcripts, one after another or in parallel processes."""

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
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from sendcode.core.model import (
    Interview,
    Problem,
    ReadOptions,
    ReadResult,
    Role,
    Transcript,
)
from sendcode.core.packed import Packed, pack
from sendcode.core.roles import guess_role, states_several_roles
from sendcode.core.speaker_map import SpeakerMap
from sendcode.core.text import SPLITTER, Canonical, canonical, sha256
from sendcode.errors import InputError, SendcodeError
from sendcode.readers import BUILTIN, GROUP, VERSION, Reader
from sendcode.registry import load

PARALLEL_BYTES = 1_500_000
"""Files that are smaller together are read before other processes would have started."""

_AHEAD = 4  # files per process that may be read before they are asked for
_SEVERAL = (
    "a label states several roles and was given none; 'sendcode speakers' or a speaker map sets one"
)
_guess = lru_cache(maxsize=4096)(guess_role)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read.

    Attributes:
        digest: SHA-256 of its bytes.
        size: In bytes.
    """

    path: Path
    digest: str
    size: int
    options: ReadOptions
    speakers: SpeakerMap


def job(path: Path, digest: str, options: ReadOptions, speakers: SpeakerMap) -> Job:
    """Return a file to read, ready to be sent to another process."""
    plain = replace(options, columns=dict(options.columns), speakers=dict(options.speakers))
    return Job(path, digest, path.stat().st_size, plain, speakers)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: transcripts, or the reason why there are none."""

    transcripts: tuple[Packed, ...]
    reason: str = ""

    @property
    def words(self) -> int:
        """Return the words of all its transcripts."""
        return sum(t.words for t in self.transcripts)


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


def read_job(job: Job) -> Reading:
    """Read one file; whatever goes wrong becomes the reason for leaving it out.

    A folder is read to its end even if a reader has a bug: then the reason names the kind of
    the error, without its message, which may hold words.
    """
    try:
        found = read_file(job.path, job.digest, job.options, speakers=job.speakers)
    except SendcodeError as error:
        return Reading((), f"{error.message}; {error.hint}" if error.hint else error.message)
    except OSError as error:
        return Reading((), error.strerror or "cannot be read")
    except MemoryError:
        return Reading((), "it needs more memory than there is")
    except Exception as error:
        return Reading((), f"the reader failed on it ({type(error).__name__}); this is a bug")
    return Reading(found)


def read_file(
    path: Path, digest: str, options: ReadOptions, *, speakers: SpeakerMap | None = None
) -> tuple[Packed, ...]:
    """Read one file into transcripts, with canonical text and units.

    Raises:
        InputError: It is empty, a case sheet, without speech, or cannot be read.
    """
    if path.stat().st_size == 0:
        raise InputError("the file is empty")
    reader: Reader = load(GROUP, path.suffix.lower(), BUILTIN)
    people = speakers or SpeakerMap()
    told = people.labels(path.stem, path.name)
    result = reader(path, replace(options, speakers={**options.speakers, **told}))
    kept = [(interview, canonical(interview)) for interview in result.interviews]
    kept = [(interview, cut) for interview, cut in kept if cut.turns]
    if not kept:
        raise InputError("no speech found in the file")
    found = [_transcript(path, digest, one, cut, people) for one, cut in kept]
    found = [_with_account(found[0], found[1:], result), *found[1:]]
    return tuple(replace(one, problems=(*one.problems, *_unsettled(one))) for one in found)


def _unsettled(transcript: Packed) -> Iterator[Problem]:
    """Yield the places of labels such as `Teacher & TA`, whose role a person must say."""
    for who in transcript.speakers:
        if who.role is Role.UNKNOWN and who.label and states_several_roles(who.label):
            yield Problem(transcript.name, _SEVERAL, who.anchor)


def _transcript(
    path: Path, digest: str, interview: Interview, cut: Canonical, people: SpeakerMap
) -> Packed:
    stated = {turn.speaker: turn.role for turn in cut.turns if turn.role is not Role.UNKNOWN}
    roles: dict[str | None, Role] = {}
    sources: dict[str, str] = {}
    for label in dict.fromkeys(turn.speaker for turn in cut.turns):
        told = people.role(label, path.stem, path.name)
        roles[label] = told or stated.get(label) or _guess(label)
        sources[label or ""] = "sheet" if told else "source" if label in stated else "guess"
    suffix = path.suffix.lower().lstrip(".")
    made = Transcript(
        name=storable(f"{path.stem} {interview.suffix}".strip()),
        format=suffix,
        text=cut.text,
        turns=cut.turns,
        units=cut.units,
        anchors=cut.anchors,
        file_sha256=digest,
        text_sha256=sha256(cut.text),
        words=0,
        metadata={storable(k): storable(v) for k, v in interview.metadata.items() if k.strip()},
        reader=f"{suffix}-{VERSION}",
        splitter=SPLITTER,
    )
    packed = pack(made, sources)
    speakers = tuple(s._replace(role=roles[s.label]) for s in packed.speakers)
    words = sum(s.words for s in speakers)  # turns are parted by a line break: no word crosses
    return replace(packed, speakers=speakers, words=words, words_in_source=words)


def _with_account(first: Packed, others: Sequence[Packed], result: ReadResult) -> Packed:
    """Give the first transcript of a file what was left out of the file, and its problems."""
    left_out = sum(block.words for block in result.left_out)
    problems = [replace(p, source=first.name, message=storable(p.message)) for p in result.problems]
    source = result.words_in_source - sum(other.words for other in others)
    if source != first.words + left_out:
        counted = f"{first.words} stored and {left_out} left out are not {source} in the source"
        problems.append(Problem(first.name, f"the account of words does not agree: {counted}"))
    return replace(
        first,
        words_in_source=source,
        encoding=result.encoding,
        left_out=result.left_out,
        problems=tuple(problems),
        possible=result.possible,
    )


def storable(text: str) -> str:
    """Return a text that a database can hold: half a character of a file name becomes `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


# --- in parallel -------------------------------------------------------------------------


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
    """Prepare a reading process: Ctrl-C is the parent's affair; leave when it is gone."""
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
