"""The sample study, built from the files that ship with sendcode by the ordinary workflows."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.matrix import Matrix
from sendcode.core.model import Action, Span
from sendcode.core.progress import Track, untracked
from sendcode.core.review import QueueItem, decision_for
from sendcode.data import DEMO_DECISIONS
from sendcode.data import folder as shipped_folder
from sendcode.errors import InputError, ProjectError
from sendcode.store import Store
from sendcode.workflows.cases import apply_case_sheet
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebooks import find_codebook, import_codebook
from sendcode.workflows.export import export_workbook
from sendcode.workflows.frame import StoredUnit, StudyFrame
from sendcode.workflows.ingest import ingest
from sendcode.workflows.matrix import matrix
from sendcode.workflows.projects import new_project
from sendcode.workflows.report import build_report, write_report
from sendcode.workflows.review import decide, queue

CODER = "demo"
Tell = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made.

    Attributes:
        matrix: Codes by role, to show in the terminal.
        open: Suggested segments that are left for the user.
    """

    project: Path
    workbook: Path
    matrix: Matrix
    open: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A row of the demo coder's script: words of a transcript and the code they get."""

    transcript: str
    code: str
    quote: str


def build_demo(
    folder: Path, *, now: Callable[[], str], tell: Tell, track: Track = untracked
) -> Demo:
    """Build the sample study in a new folder and take it all the way to the workbook.

    Args:
        folder: Where; may exist only if it is empty.
        now: The time.
        tell: Is called before or after each step with the command it stands for and what
            came of it.
        track: Progress.

    Raises:
        ProjectError: The folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        there = (folder / "study.sendcode").is_file()
        go_on = f" Or go on with the study in it: 'cd {folder}'." if there else ""
        raise ProjectError(
            f"{folder} holds something already",
            f"Name another folder: 'sendcode demo FOLDER'.{go_on}",
        )
    with _whole_or_not_at_all(folder):
        return _build(folder, now, tell, track)


@contextmanager
def _whole_or_not_at_all(folder: Path) -> Iterator[None]:
    """Take away what was made where it was stopped: half a study looks like a whole one."""
    there = folder.exists()
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if there:
            folder.mkdir(exist_ok=True)
        raise


def _build(folder: Path, now: Callable[[], str], tell: Tell, track: Track) -> Demo:
    transcripts = folder / "transcripts"
    shutil.copytree(shipped_folder("transcripts_sample"), transcripts)
    script = read_script(DEMO_DECISIONS)
    with new_project(folder / "study", at=now()) as store:
        found = import_codebook(store, find_codebook("send"), coder=CODER, at=now())
        tell("sendcode init study --codebook send", f"codebook version {found.version}")
        read = ingest(store, [transcripts], coder=CODER, at=now(), track=track)
        if read.interrupted:
            raise KeyboardInterrupt
        words = sum(t.words for t in read.transcripts)
        sheet = apply_case_sheet(store, transcripts / "cases.csv", coder=CODER, at=now())
        tell(
            "sendcode ingest transcripts/ --cases transcripts/cases.csv",
            f"{len(read.transcripts)} transcripts, {words:,} words, {len(sheet.cases)} cases",
        )
        coded = apply_codebook(store, coder=CODER, at=now(), track=track)
        tell("sendcode code", f"{coded.result.found:,} suggestions on {coded.units:,} sentences")
        counts = _review(store, script, now=now, track=track)
        told = ", ".join(f"{number} {action}" for action, number in counts.items())
        tell("sendcode review --coder demo", f"the scripted coder's decisions: {told}")
        roles = matrix(store, columns="role", coder=CODER)
        tell("sendcode matrix --columns role", "below")
        export_workbook(store, folder / "study.xlsx", coder=CODER, force=False)
        tell("sendcode export study.xlsx", "the theme workbook")
        write_report(build_report(store, coder=CODER), folder / "report.html", force=False)
        tell("sendcode report report.html", "themes, figures and quotes, to read and print")
        left = len(queue(store, coder=CODER))
    return Demo(folder / "study.sendcode", folder / "study.xlsx", roles, left)


def read_script(path: Path) -> tuple[Marked, ...]:
    """Return the demo coder's script."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(
            Marked(row["transcript"], row["code"], row["quote"]) for row in csv.DictReader(stream)
        )


def _review(
    store: Store, script: Iterable[Marked], *, now: Callable[[], str], track: Track
) -> dict[str, int]:
    """Let the scripted coder answer the queue, transcript by transcript, and code by hand."""
    by_transcript: dict[str, list[Marked]] = {}
    for marked in script:
        by_transcript.setdefault(marked.transcript, []).append(marked)
    frame = StudyFrame(store)
    items: dict[str, list[QueueItem]] = {}
    for item in queue(store, coder=CODER, frame=frame):
        items.setdefault(item.transcript, []).append(item)
    counts: dict[str, int] = {}
    watched = track(by_transcript.items(), "Reviewing", total=len(by_transcript))
    for transcript, marks in watched:
        coder = ScriptedCoder(frame, transcript, marks)
        decisions = [d for item in items.get(transcript, ()) for d in coder.answers(item)]
        decisions += [*coder.by_hand(), coder.reads()]
        decide(store, decisions, coder=CODER, at=now())
        for decision in decisions:
            counts[decision.action.value] = counts.get(decision.action.value, 0) + 1
    return counts


class ScriptedCoder:
    """Answers suggestions for one transcript as a script of marked passages says.

    A suggestion is accepted as far as its sentences are marked with that code; a sentence
    marked with another code of the same family is recoded, where nothing suggested that one;
    the rest is rejected. Marked passages that nothing suggested are coded by hand.
    """

    def __init__(self, frame: StudyFrame, transcript: str, marks: Iterable[Marked]) -> None:
        self.frame = frame
        self.number = frame.ids[transcript]
        self.text = frame.text(self.number)
        self.marks = [(frame.codebook.code(m.code).guid, self._units(m)) for m in marks]
        self.codes: dict[int, set[str]] = {}
        for guid, units in self.marks:
            for unit in units:
                self.codes.setdefault(unit.id, set()).add(guid)
        self.given: set[tuple[int, str]] = set()

    def _units(self, marked: Marked) -> tuple[StoredUnit, ...]:
        pattern = r"\s+".join(re.escape(word) for word in marked.quote.split())
        found = re.search(pattern, self.text)
        if found is None:
            raise InputError(f"a passage of the script is not in {marked.transcript}")
        return self.frame.units_in(self.number, found.start(), found.end())

    def answers(self, item: QueueItem) -> Iterator[NewDecision]:
        """Yield the decisions about one suggested segment, run of sentences by run."""
        units = {unit.id: unit for unit in self.frame.units(self.number)}
        for (action, code), run in groupby(item.place.units, lambda u: self._answer(u, item)):
            part = tuple(units[unit] for unit in run)
            shown = replace(item, place=self._place(part))
            decision = decision_for(shown, action, code=code)
            if action is not Action.REJECT:
                self.given.update((unit.id, code or item.code_guid) for unit in part)
            yield decision

    def _answer(self, unit: int, item: QueueItem) -> tuple[Action, str | None]:
        marked = self.codes.get(unit, set())
        if item.code_guid in marked:
            return Action.ACCEPT, None
        family = item.code.partition("/")[0]
        others = sorted(
            guid
            for guid in marked
            if self.frame.code(guid).path.startswith(f"{family}/")
            and (unit, guid) not in self.given
        )
        return (Action.RECODE, others[0]) if others else (Action.REJECT, None)

    def by_hand(self) -> Iterator[NewDecision]:
        """Yield codings for the marked sentences that have not got their code yet."""
        for guid, units in self.marks:
            missing = [unit for unit in units if (unit.id, guid) not in self.given]
            for _, run in groupby(missing, lambda unit: unit.turn):
                part = tuple(run)
                self.given.update((unit.id, guid) for unit in part)
                yield NewDecision(Action.CODE, place=self._place(part), code=guid, origin="manual")

    def reads(self) -> NewDecision:
        """Return the decision that the whole transcript was read."""
        population = [
            u for u in self.frame.population() if self.frame.ids[u.transcript] == self.number
        ]
        ids = {unit.id for unit in population}
        units = tuple(unit for unit in self.frame.units(self.number) if unit.id in ids)
        return NewDecision(Action.READ, place=self._place(units))

    def _place(self, units: tuple[StoredUnit, ...]) -> Place:
        span = Span(units[0].start, units[-1].end)
        return Place(self.number, units[0].turn, span, tuple(unit.id for unit in units))
