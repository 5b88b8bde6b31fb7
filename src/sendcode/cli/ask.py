"""Questions about labels, asked in the terminal before an ingest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sendcode.cli.console import plain
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.model import Role
    from sendcode.core.speaker_map import SpeakerMap
    from sendcode.workflows.labels import LabelRow, Possible, Preview


class _Enough(Exception):
    """No more questions are wanted."""


def has_terminal() -> bool:
    """Say whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def answers(found: Preview, *, show_text: bool = False) -> SpeakerMap:
    """Ask what nobody but a person can know, and return the answers.

    First about labels that open one turn only, then about what may be a label, then about the
    roles that no label states. Each question can be left open, and all that follow it too.
    """
    questions = len(found.once) + len(found.possible) + len(found.roleless)
    if questions:
        _say(f"{so_many(questions, 'question')} about labels; q leaves the rest as they are.")
    asked = _Asked(show_text=show_text)
    try:
        for row in found.once:
            asked.about_label(row, asked.left(found.others(row)))
        for one in found.possible:
            asked.about_possible(one, asked.left(found.others(one)))
        for row in found.roleless:
            asked.about_role(row)
    except _Enough:
        _say("No more questions: the rest is left as it is.")
    return asked.map()


class _Asked:
    """What was asked, and the answers so far."""

    def __init__(self, *, show_text: bool) -> None:
        self.show_text = show_text
        self.speakers: dict[tuple[str, str], str] = {}
        self.roles: dict[tuple[str, str], Role] = {}
        self.gone: set[str] = set()

    def map(self) -> SpeakerMap:
        """Return the answers as what they are: a map of labels."""
        from sendcode.core.speaker_map import SpeakerMap

        return SpeakerMap(self.speakers, self.roles)

    def left(self, others: Sequence[str]) -> list[str]:
        """Return the labels that were not found to be another's."""
        return [other for other in others if other not in self.gone]

    def about_label(self, row: LabelRow, others: Sequence[str]) -> None:
        """Ask who a label that opens one turn is."""
        if not row.label:
            return
        _say(
            f"{row.transcript}, line {row.anchor}: '{row.label}' opens one turn only "
            f"({row.words} words). Who is it?"
        )
        self._show(row.opening)
        choice = _choice(
            {
                "": "a speaker of their own",
                **_numbered(others),
                "n": "no speaker: the label is part of what is said",
            }
        )
        if choice:
            same = "" if choice == "n" else others[int(choice) - 1]
            self.speakers[(row.file, row.label)] = same
            self.gone.add(row.label)

    def about_possible(self, one: Possible, others: Sequence[str]) -> None:
        """Ask whether what was taken for speech is a speaker after all."""
        _say(
            f"{one.transcript}, line {one.anchor}: '{one.label}' stands once in front of a colon "
            "and was taken for speech. Is it a speaker?"
        )
        self._show(one.opening)
        ways = {"": "no speaker, as now", "s": "a speaker of their own", **_numbered(others)}
        choice = _choice(ways)
        if choice:
            who = one.label if choice == "s" else others[int(choice) - 1]
            self.speakers[(one.file, one.label)] = who
        if choice == "s":
            self._ask_role(one.label, one.transcript, where=one.file)

    def about_role(self, row: LabelRow) -> None:
        """Ask for the role of a label that states none; it may be no speaker, either."""
        if row.label and row.label not in self.gone:
            self._show(row.opening)
            self._ask_role(row.label, row.transcript)

    def _ask_role(self, label: str, transcript: str, *, where: str = "") -> None:
        from sendcode.core.model import Role
        from sendcode.core.roles import guess_role, nearest_role, parse_role

        if where and guess_role(label) is not Role.UNKNOWN:
            return
        question = f"Role of '{label}' (first in {transcript}; Enter leaves it open, n: no speaker)"
        while True:
            written = _prompt(plain(question))
            if not written:
                return
            if written.casefold() == "n":
                self.speakers[(where, label)] = ""
                return
            role = parse_role(written)
            if role is not None:
                self.roles[(where, label)] = role
                return
            near = nearest_role(written)
            _say(
                f"That is no role. Did you mean '{near}'?"
                if near
                else f"That is no role; roles are {', '.join(Role)}."
            )

    def _show(self, opening: str) -> None:
        if self.show_text:
            _say(f"  “{opening}”")


def _numbered(others: Sequence[str]) -> dict[str, str]:
    return {str(n): f"the same as '{other}'" for n, other in enumerate(others, start=1)}


def _choice(options: dict[str, str]) -> str:
    """Show what can be answered and return what was; empty is Enter."""
    shown = {**options, "q": "no more questions"}
    for key, meaning in shown.items():
        _say(f"  {key or 'Enter':6} {meaning}")
    while True:
        answer = _prompt("Answer").casefold()
        if answer in options:
            return answer
        _say(f"Answer with one of: {', '.join(key or 'Enter' for key in shown)}.")


def _prompt(question: str) -> str:
    """Return an answer.

    Raises:
        _Enough: It was `q`.
    """
    answer = str(click.prompt(question, default="", show_default=False, err=True)).strip()
    if answer.casefold() == "q":
        raise _Enough
    return answer


def _say(text: str) -> None:
    click.echo(plain(text), err=True)
