"""Guide questions: proposed by comparison, confirmed by a person, stored with the turns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.model import Role
from sendcode.core.questions import (
    THRESHOLD,
    Asked,
    Guide,
    Proposal,
    read_guide,
    recurring,
    stretches,
)
from sendcode.core.repairs import Change, Field, Repair
from sendcode.errors import InputError
from sendcode.exporters.files import whole_file
from sendcode.interchange.guide_table import read_proposals, write_proposals
from sendcode.places import is_file
from sendcode.store import Store
from sendcode.workflows.repair import record


def guide_questions(path: Path) -> tuple[str, ...]:
    """Return the questions of a guide in a text file, one per line.

    Raises:
        InputError: It cannot be read, or holds none.
    """
    if not is_file(path):
        raise InputError(f"no guide {path}", "A guide is a text file with one question per line.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")
    found = read_guide(text)
    if not found:
        raise InputError(f"{path.name} holds no questions", "Write one question per line.")
    return found


def recurring_questions(store: Store, *, least: int = 2) -> tuple[str, ...]:
    """Return the questions that interviewers ask in several transcripts.

    Raises:
        InputError: No turn is an interviewer's, or no question comes back.
    """
    asked = [
        Asked(name, number, text)
        for name, turns in _talk(store).items()
        for number, interviewer, text in turns
        if interviewer
    ]
    if not asked:
        raise InputError("nobody is an interviewer", "sendcode speakers role LABEL interviewer")
    found = recurring(asked, least=least)
    if not found:
        raise InputError(
            f"no question comes back in {least} transcripts",
            "Write the guide's questions into a file, one per line.",
        )
    return found


def propose(
    store: Store, questions: Sequence[str], *, threshold: float = THRESHOLD
) -> tuple[Proposal, ...]:
    """Return which stretch of which transcript seems to answer which question."""
    guide = Guide(questions)
    return tuple(
        proposal
        for name, turns in _talk(store).items()
        for proposal in stretches(name, turns, guide, threshold=threshold)
    )


def _talk(store: Store) -> dict[str, list[tuple[int, bool, str]]]:
    found = {}
    for number, name, text in store.transcripts.texts():
        found[name] = [
            (t.seq, t.role is Role.INTERVIEWER, text[t.start : t.end])
            for t in store.transcripts.turns(number)
        ]
    return found


def confirm(store: Store, proposals: Sequence[Proposal], *, coder: str, at: str) -> int:
    """Store the question with the turns that answer it; one decision for all of them.

    Interviewers' turns inside a stretch get none. A turn that had a question gets the new one.

    Returns:
        How many turns changed.

    Raises:
        InputError: A stretch lies outside its transcript.
        NotFound: No such transcript.
    """
    wanted: dict[int, str] = {}
    for proposal in proposals:
        turns = store.transcripts.turns(store.transcripts.id(proposal.transcript))
        if not 1 <= proposal.first <= proposal.last <= len(turns):
            raise InputError(
                f"{proposal.transcript}: turns {proposal.first}-{proposal.last} are not there",
                f"It has {len(turns)} turns.",
            )
        for turn in turns[proposal.first - 1 : proposal.last]:
            if turn.role is not Role.INTERVIEWER:
                wanted[turn.id] = proposal.question
    have = store.repairs.questions()
    changes = tuple(
        Change(Field.QUESTION, turn, have.get(turn), question)
        for turn, question in wanted.items()
        if have.get(turn) != question
    )
    if changes:
        with store.transaction():
            record(store, Repair("question", changes), coder=coder, at=at)
    return len(changes)


def export(proposals: Sequence[Proposal], path: Path, *, force: bool = False) -> None:
    """Write proposals as a table in which a person answers; see `confirm_table`."""
    with whole_file(path, force=force) as draft:
        write_proposals(proposals, draft)


def confirm_table(store: Store, path: Path, *, coder: str, at: str) -> int:
    """Store what a person answered with yes in a table of proposals; see `confirm`."""
    return confirm(store, read_proposals(path), coder=coder, at=at)
