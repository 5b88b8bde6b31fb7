"""Repairs after ingest: roles, labels, people, turns and names; each a decision in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sendcode.core.model import Role
from sendcode.core.repairs import Change, Field, Repair, Value
from sendcode.core.roles import guess_role
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.store.speakers import SpeakerRow

NOBODY = "-"
"""How the speaker of unlabelled turns is written on the command line."""

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Who:
    """One label of the study, with all that is the same about it.

    Attributes:
        transcripts: Names of those in which the label stands.
    """

    label: str | None
    role: Role
    participant: str | None
    transcripts: tuple[str, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did.

    Attributes:
        decision: Its id; empty where everything was so already.
        speakers: How many speakers (labels in transcripts) it is about.
        turns: How many of their turns.
        codings: In a transcript that was removed.
        coders: Of these codings.
    """

    decision: str
    speakers: int = 0
    turns: int = 0
    codings: int = 0
    coders: int = 0


def people(store: Store) -> tuple[Who, ...]:
    """Return the labels of the study: once for each role and participant that goes with them."""
    groups: dict[tuple[str | None, Role, str | None], list[SpeakerRow]] = {}
    for row in store.speakers.all():
        groups.setdefault((row.label, row.role, row.participant), []).append(row)
    found = [
        Who(*key, tuple(r.transcript for r in rows), sum(r.turns for r in rows))
        for key, rows in groups.items()
    ]
    return tuple(sorted(found, key=lambda w: ((w.label or "").casefold(), w.role, w.transcripts)))


def set_role(
    store: Store, label: str, role: Role, *, transcript: str = "", coder: str, at: str
) -> Repaired:
    """Give a label a role, in one transcript or in all.

    Raises:
        NotFound: No such label, or no such transcript.
    """
    rows = _speakers(store, label, transcript)
    changes = [
        change
        for row in rows
        for change in (
            _change(store, Field.ROLE, row.id, role.value),
            _change(store, Field.ROLE_SOURCE, row.id, "person"),
        )
    ]
    with store.transaction():
        return _write(store, "role", changes, rows, coder=coder, at=at)


def rename(
    store: Store, old: str, new: str, *, transcript: str = "", coder: str, at: str
) -> Repaired:
    """Give a label another name; where the new one stands already, its speaker gets the turns.

    Raises:
        InputError: The new label is empty.
        NotFound: No such label, or no such transcript.
    """
    new = " ".join(new.split())
    if not new or new == NOBODY:
        raise InputError("a label needs at least one letter")
    rows = _speakers(store, old, transcript)
    changes: list[Change] = []
    for row in rows:
        other = store.repairs.all_speakers(row.transcript_id).get(new)
        if other is None or other == row.id:
            changes.append(_change(store, Field.LABEL, row.id, new))
            continue
        turns = store.repairs.turns_of([row.id])
        changes += [_change(store, Field.SPEAKER, turn, other) for turn, _ in turns]
    with store.transaction():
        return _write(store, "rename", changes, rows, coder=coder, at=at)


def join(
    store: Store,
    labels: Sequence[str],
    participant: str,
    *,
    transcript: str = "",
    coder: str,
    at: str,
) -> Repaired:
    """Say that labels stand for one person, each in its own transcript or in several.

    Args:
        store: The project.
        labels: A label that stands in one transcript, or `TRANSCRIPT/LABEL`.
        participant: The person's name in the study.
        transcript: Look only here.
        coder: Who decides.
        at: When.

    Raises:
        InputError: A label stands in several transcripts: it may be several people.
        NotFound: No such label.
    """
    name = " ".join(participant.split())
    if not name:
        raise InputError("a participant needs a name", "--participant NAME")
    rows: dict[int, SpeakerRow] = {}
    for label in labels:
        found = _speakers(store, label, transcript)
        if len(found) > 1:
            raise InputError(
                f"a label stands in {len(found)} transcripts and may be several people there",
                "Name one as TRANSCRIPT/LABEL, or say --transcript NAME.",
            )
        rows[found[0].id] = found[0]
    with store.transaction():
        person = store.repairs.participant(name)
        changes = [_change(store, Field.PARTICIPANT, number, person) for number in rows]
        return _write(store, "join", changes, tuple(rows.values()), coder=coder, at=at)


def give_turn(
    store: Store,
    transcript: str,
    turn: int,
    label: str,
    *,
    new: bool = False,
    coder: str,
    at: str,
) -> Repaired:
    """Give a turn to another speaker of its transcript.

    Args:
        store: The project.
        transcript: Its name.
        turn: Number of the turn, from 1.
        label: Of the speaker who gets it; `-` for unlabelled talk.
        new: The speaker may be one that the transcript does not have yet.
        coder: Who decides.
        at: When.

    Raises:
        NotFound: No such transcript, turn, or speaker.
    """
    number = store.transcripts.id(transcript)
    row = next((t for t in store.transcripts.turns(number) if t.seq == turn), None)
    if row is None:
        raise NotFound(f"{transcript} has no turn {turn}", "'sendcode show NAME' numbers them.")
    wanted = "" if label == NOBODY else " ".join(label.split())
    known = store.repairs.all_speakers(number)
    if wanted not in known and not new:
        raise NotFound(
            f"no such speaker in {transcript}",
            "'sendcode speakers --transcript NAME' lists them; --new adds one.",
        )
    with store.transaction():
        speaker = known.get(wanted)
        if speaker is None:
            speaker = store.repairs.new_speaker(number, wanted, guess_role(wanted).value)
        changes = [_change(store, Field.SPEAKER, row.id, speaker)]
        done = _write(store, "give", changes, (), coder=coder, at=at, transcript=number)
    return Repaired(done.decision, speakers=1, turns=1)


def rename_transcript(store: Store, old: str, new: str, *, coder: str, at: str) -> Repaired:
    """Give a transcript another name.

    Raises:
        InputError: The new name is empty, too long or taken.
        NotFound: No transcript of the old name.
    """
    number = store.transcripts.id(old)
    new = " ".join(new.split())
    if not new:
        raise InputError("a transcript needs a name")
    if len(new) > _LONGEST_NAME:
        raise InputError(f"a transcript's name has at most {_LONGEST_NAME} characters")
    if new != old and new in store.transcripts.names():
        raise InputError(f"there is a transcript '{new}' already", "Choose another name.")
    changes = [_change(store, Field.NAME, number, new)]
    with store.transaction():
        return _write(store, "rename", changes, (), coder=coder, at=at, transcript=number)


def remove_transcript(
    store: Store, name: str, *, sure: bool = False, coder: str, at: str
) -> Repaired:
    """Take a transcript out of every list and count; an undo brings it back as it was.

    Raises:
        InputError: It holds codings, and nobody said that this is known.
        NotFound: No such transcript.
    """
    number = store.transcripts.id(name)
    codings, coders = store.repairs.codings_in(number)
    if codings and not sure:
        raise InputError(
            f"'{name}' holds {codings} codings of {coders} coders, which would no longer count",
            "--yes removes it all the same; 'sendcode undo' brings it back with its codings.",
        )
    changes = [_change(store, Field.REMOVED, number, 1)]
    with store.transaction():
        done = _write(store, "remove", changes, (), coder=coder, at=at, transcript=number)
    return Repaired(done.decision, codings=codings, coders=coders)


def record(store: Store, repair: Repair, *, coder: str, at: str, batch: str | None = None) -> str:
    """Write a repair into the log and make it; needs a transaction. Returns the decision's id."""
    ids = store.decisions.record(
        [store.repairs.decision(repair)],
        coder=store.coders.id(coder, at=at),
        at=at,
        codebook_version=store.codebooks.version(),
        batch=batch,
    )
    return ids[0]


def _write(
    store: Store,
    kind: str,
    changes: Sequence[Change],
    rows: Sequence[SpeakerRow],
    *,
    coder: str,
    at: str,
    transcript: int | None = None,
) -> Repaired:
    """Make the changes that are needed, as one decision; needs a transaction.

    Args:
        store: The project.
        kind: Which repair, for the log.
        changes: What may have to change.
        rows: The speakers that it is about.
        coder: Who decides.
        at: When.
        transcript: Id of the only transcript that it is about; else that of the speakers.
    """
    needed = tuple(c for c in changes if c.before != c.after)
    places = {row.transcript_id for row in rows}
    where = transcript if transcript is not None or len(places) != 1 else next(iter(places))
    decision = ""
    if needed:
        decision = record(store, Repair(kind, needed, where), coder=coder, at=at)
    return Repaired(decision, len(rows), sum(row.turns for row in rows))


def _change(store: Store, field: Field, target: int, after: Value) -> Change:
    return Change(field, target, store.repairs.value(field, target), after)


def _speakers(store: Store, label: str, transcript: str) -> tuple[SpeakerRow, ...]:
    """Return the speakers that are meant: by label, or by TRANSCRIPT/LABEL."""
    if transcript:
        store.transcripts.id(transcript)
    rows = [row for row in store.speakers.all() if transcript in ("", row.transcript)]
    wanted = None if label == NOBODY else label
    found = [row for row in rows if row.label == wanted]
    if not found:
        found = [row for row in rows if f"{row.transcript}/{row.label or NOBODY}" == label]
    if not found:
        labels = sorted({row.label for row in rows if row.label})
        close = get_close_matches(label, labels, n=1, cutoff=0.7)
        hint = "Spelling and capitals count; " if close else ""
        raise NotFound(
            "no speaker has that label" + (f" in {transcript}" if transcript else ""),
            f"{hint}'sendcode speakers' lists them.",
        )
    return tuple(found)
