"""From pieces to turns: merging, counting what is kept and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sendcode.core.model import (
    NOTHING,
    Interview,
    LeftOut,
    Piece,
    PossibleLabel,
    Problem,
    ReadResult,
    Role,
    SpokenTurn,
)
from sendcode.core.printable import so_many
from sendcode.core.text import count_words

_SHOWN = 12
"""So many single doubtful lines are listed; the rest is a number."""

_OPENING = 8
"""Words that are kept of what stands behind a doubtful label."""

_SUMMED = frozenset({"label", "time", "cue id", "line number", "column", "markup"})


class Ledger:
    """Everything that one file yields, and the account of its words.

    What is cut out of a word (a time mark glued to it) makes two words of one; `cuts`
    says how many times that may have happened, so that a lost word still shows.
    """

    def __init__(self, name: str, encoding: str = "") -> None:
        self.name = name
        self.encoding = encoding
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self._source: list[str] = []
        self.cuts = 0
        self._summed: dict[str, list[str]] = {}
        self._interviews: list[Interview] = []
        self._turns: list[SpokenTurn] = []
        self._pieces: list[Piece] = []
        self._label: str | None = None
        self._role: Role | None = None
        self.unlabelled = 0
        self._possible: list[PossibleLabel] = []

    def problem(self, message: str, line: int | None = None) -> None:
        """Note an oddity."""
        self.problems.append(Problem(self.name, message, line))

    def leave_out(self, kind: str, text: str, anchor: int | None = None) -> None:
        """Account for words that are not speech; small recurring kinds are summed up."""
        if kind in _SUMMED:
            self._summed.setdefault(kind, []).append(text)
        elif words := count_words(text):
            self.left_out.append(LeftOut(kind, words, anchor))

    def count(self, text: str) -> None:
        """Add words to those of the source, before anything is left out of them."""
        self._source.append(text)

    def apart(self, kind: str, text: str, anchor: int | None = None) -> None:
        """Account for words that stand apart from the running text, such as a footnote."""
        self._source.append(text)
        self.leave_out(kind, text, anchor)

    def say(self, label: str | None, piece: Piece, role: Role | None = None) -> None:
        """Add a piece of speech; it goes on with the turn before it where the label is the same."""
        if self._pieces and label != self._label:
            self._close_turn()
        if label is None:
            self.unlabelled += 1
        self._label = label
        self._role = self._role or role
        self._pieces.append(piece)

    def extend(self, text: str, joined_by: str) -> bool:
        """Add words to the piece before (a wrapped line); False if there is none."""
        if not self._pieces:
            return False
        last = self._pieces[-1]
        self._pieces[-1] = Piece(
            f"{last.text}{joined_by}{text}", last.anchor, last.label, last.time_start, last.time_end
        )
        return True

    def ends_at(self, time_end: float | None) -> None:
        """Set the end time of the piece before."""
        if self._pieces and time_end is not None:
            last = self._pieces[-1]
            self._pieces[-1] = Piece(last.text, last.anchor, last.label, last.time_start, time_end)

    def _close_turn(self) -> None:
        if self._pieces:
            self._turns.append(SpokenTurn(self._label, tuple(self._pieces), self._role))
        self._pieces = []
        self._role = None

    def close_turn(self) -> None:
        """End the turn, so that the same label begins a new one."""
        self._close_turn()

    def has_speech(self, *, anywhere: bool = False) -> bool:
        """Say whether the interview that is being read, or any of the file, has a turn."""
        earlier = anywhere and any(one.turns for one in self._interviews)
        return bool(self._pieces or self._turns or earlier)

    def doubt(self, label: str, anchor: int, text: str) -> None:
        """Note what may be a label; `text` stands behind it."""
        words = text.split(None, _OPENING)
        opening = " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")
        self._possible.append(PossibleLabel(label, anchor, opening))

    def report_possible(self) -> None:
        """Say where possible labels were treated as speech."""
        for one in self._possible[:_SHOWN]:
            self.problem("a possible speaker label, seen once, was treated as speech", one.anchor)
        if more := len(self._possible[_SHOWN:]):
            self.problem(f"{more} more possible labels, seen once, were treated as speech")

    def report_unlabelled(self, what: str, *, any_label: bool) -> None:
        """Say how much speech has no speaker; none is ever invented."""
        if not self.unlabelled:
            return
        if any_label:
            self.problem(f"{so_many(self.unlabelled, what)} of speech without a speaker label")
        else:
            number = so_many(self.unlabelled, what)
            self.problem(f"no speaker labels were found: {number} without a speaker")

    def close_interview(self, metadata: Mapping[str, str] = NOTHING, suffix: str = "") -> None:
        """End the interview; what comes next belongs to another one."""
        self._close_turn()
        self._interviews.append(Interview(tuple(self._turns), dict(metadata), suffix))
        self._turns = []

    def result(self) -> ReadResult:
        """Return what was found, with the account of words."""
        summed = {kind: count_words("\n".join(texts)) for kind, texts in self._summed.items()}
        left_out = [LeftOut(kind, words) for kind, words in summed.items() if words]
        left_out += self.left_out
        spoken = _spoken_words(self._interviews)
        source = count_words("\n".join(self._source))
        glued = spoken + sum(part.words for part in left_out) - source
        if 0 < glued <= self.cuts:
            source += glued
        return ReadResult(
            tuple(self._interviews),
            tuple(self.problems),
            tuple(left_out),
            source,
            self.encoding,
            tuple(self._possible),
        )


def _spoken_words(interviews: Iterable[Interview]) -> int:
    texts = [piece.text for one in interviews for turn in one.turns for piece in turn.pieces]
    return count_words("\n".join(texts))
