"""What there is in a project and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.model import Role
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """One code: coded segments, suggested units and how many of these are decided."""

    path: str
    name: str
    segments: int
    suggested: int
    decided: int


@dataclass(frozen=True, slots=True)
class Status:
    """A project at a glance.

    Attributes:
        words: Of all transcripts, interviewers included.
        units: Codable units.
        read: Codable units that the coder has read.
        speakers: Labels that are no interviewer's; one person may have several.
        cases: Those that a codable unit is about.
        people: Who was interviewed, each counted once.
        unknown_roles: People whose role is unknown somewhere.
        decisions: Live decisions by action.
        open: Units with a suggestion that the coder has not decided.
        next: The next sensible command, and why.
    """

    name: str
    coder: str
    transcripts: int
    words: int
    cases: int
    speakers: int
    people: int
    unknown_roles: int
    units: int
    read: int
    codebook: str
    codebook_version: int
    runs: int
    decisions: dict[str, int]
    codes: tuple[CodeStatus, ...]
    open: int
    coders: tuple[str, ...]
    next: tuple[str, str]


def status(store: Store, *, coder: str) -> Status:
    """Return a project at a glance, as this coder sees it."""
    frame = StudyFrame(store)
    transcripts = store.transcripts.overview()
    speakers = [s for s in store.speakers.all() if s.role is not Role.INTERVIEWER]
    population = frame.population()
    coder_id = store.coders.find(coder)
    suggested = store.suggestions.counts()
    coded = store.codings.counts(interviewers=False)
    waiting = store.suggestions.open_units(coder=coder_id)
    codes = tuple(
        CodeStatus(
            code.path,
            code.name,
            coded.get(code.guid, 0),
            *suggested.get(code.guid, (0, 0)),
        )
        for code in frame.codebook
    )
    found = Status(
        name=store.name,
        coder=coder,
        transcripts=len(transcripts),
        words=sum(t.words for t in transcripts),
        cases=len({case for unit in population for case in unit.cases}),
        speakers=len(speakers),
        people=len({unit.person for unit in population}),
        unknown_roles=len({u.person for u in population if u.role is Role.UNKNOWN}),
        units=len(population),
        read=sum(1 for unit in population if coder in unit.readers),
        codebook=frame.codebook.name,
        codebook_version=frame.codebook.version,
        runs=len(store.suggestions.runs()),
        decisions=store.decisions.counts(),
        codes=codes,
        open=len(waiting),
        coders=store.coders.names(),
        next=("", ""),
    )
    from dataclasses import replace

    return replace(found, next=_next(found))


def _next(status: Status) -> tuple[str, str]:
    if not status.transcripts:
        return "sendcode ingest FOLDER", "reads the interviews"
    if not status.codebook_version:
        return "sendcode codebook import send", "brings a codebook"
    if not status.runs:
        return "sendcode code", "applies the codebook and suggests"
    if status.open:
        return "sendcode review", f"{status.open} suggested sentences wait for you"
    return f"sendcode export {status.name}.xlsx", "writes the theme workbook"
