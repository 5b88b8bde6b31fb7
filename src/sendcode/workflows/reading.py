"""From a file to packed transcripts, or to the reason why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
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


def read_job(job: Job) -> Reading:
    """Read one file; whatever goes wrong becomes the reason for leaving it out.

    A folder is read to its end even if a reader has a bug: then the reason names the kind of
    the error, without its message, which may hold words.
    """
    try:
        found = read_file(job.path, job.digest, job.options, speakers=job.speakers)
    except SendcodeError as error:
        return Reading((), f"{error.message}. {error.hint}" if error.hint else error.message)
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
