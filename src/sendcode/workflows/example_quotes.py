"""Examples of a codebook that are words of an interview: which of them may be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sendcode.core.model import Span
from sendcode.core.spelling import plain
from sendcode.store.transcripts import TurnRow
from sendcode.workflows.frame import StudyFrame

_WORD = re.compile(r"\w+")
_WORD_OR_GAP = re.compile(r"\w+|…|\.{3}")
_LEFT_OUT = 1000
"""An ellipsis in an example stands for so many characters at most."""


class ExampleQuotes:
    """Says of examples whether anything that they quote is marked do-not-quote.

    Apostrophes, punctuation and capitals may differ from the transcript's, and `…` may stand for
    words that are left out. Older versions of a transcript, and one that was removed, keep their
    marks.
    """

    def __init__(self, frame: StudyFrame) -> None:
        self._frame = frame
        self._said: dict[int, _Said] = {}
        self._turns: dict[int, tuple[TurnRow, ...]] = {}

    def may_quote(self, words: str, source: str) -> bool:
        """Say whether an example may be quoted, wherever its words stand.

        Words that do not stand there (any more) may be, unless a case of the transcript is marked.

        Args:
            words: The example.
            source: The name of its transcript; any other word (`transcript`) for some transcript.
        """
        own = self._ids.get(source)
        there = self._marked if own is None else self._marked & own
        found = [(number, span) for number in there for span in self._places(words, number)]
        if found or own is None:
            return all(self._quotable(number, span) for number, span in found)
        return not any(map(self._has_marked_case, there))

    @cached_property
    def _ids(self) -> dict[str, frozenset[int]]:
        ids: dict[str, frozenset[int]] = {}
        for number, name in self._frame.store.transcripts.every():
            ids[name] = ids.get(name, frozenset()) | {number}
        return ids

    @cached_property
    def _marked(self) -> frozenset[int]:
        """Return the transcripts of which something is marked, or a case."""
        spans, cases = self._frame.not_quoted
        links = self._frame.store.cases.links() if cases else ()
        return frozenset(spans) | {link.transcript_id for link in links if link.case in cases}

    def _places(self, words: str, transcript: int) -> list[Span]:
        """Return where an example stands in a transcript's text."""
        if transcript not in self._said:
            self._said[transcript] = _Said.of(self._frame.text(transcript))
        return self._said[transcript].places(_pieces(words))

    def _quotable(self, transcript: int, span: Span) -> bool:
        turns = tuple(t for t in self._turns_of(transcript) if span.overlaps(Span(t.start, t.end)))
        cases = (case for turn in turns for case in self._frame.cases(turn))
        return self._frame.quotable(transcript, span, cases)

    def _has_marked_case(self, transcript: int) -> bool:
        _, marked = self._frame.not_quoted
        return any(
            not marked.isdisjoint(self._frame.cases(turn)) for turn in self._turns_of(transcript)
        )

    def _turns_of(self, transcript: int) -> tuple[TurnRow, ...]:
        if transcript not in self._turns:
            self._turns[transcript] = self._frame.store.transcripts.turns(transcript)
        return self._turns[transcript]


@dataclass(frozen=True)
class _Said:
    """The words of a text, to look for others in.

    Attributes:
        text: As it is.
        line: Its words in small letters, with one blank around each.
    """

    text: str
    line: str

    @classmethod
    def of(cls, text: str) -> _Said:
        return cls(text, _line(_WORD.findall(plain(text)[0])))

    def places(self, pieces: Sequence[str]) -> list[Span]:
        """Return where pieces stand one after another; nowhere, if there are none."""
        return [
            Span(self._words[first][0], self._words[last][1]) for first, last in self._found(pieces)
        ]

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        """Return the start and the end of each word."""
        bare, origin = plain(self.text)
        found = [match.span() for match in _WORD.finditer(bare)]
        return [(origin[s], origin[e]) for s, e in found] if origin else found

    def _found(self, pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the first and the last word of each place."""
        at = self.line.find(pieces[0]) if pieces else -1
        while at >= 0:
            end = self._end(pieces, at)
            if end >= 0:
                yield self.line.count(" ", 0, at), self.line.count(" ", 0, end - 1) - 1
            at = self.line.find(pieces[0], at + 1)

    def _end(self, pieces: Sequence[str], at: int) -> int:
        """Return where the last piece ends when the first begins at a place; -1 if it does not."""
        end = at + len(pieces[0])
        for piece in pieces[1:]:
            found = self.line.find(piece, end - 1, end + _LEFT_OUT + len(piece))
            if found < 0:
                return -1
            end = found + len(piece)
        return end


@lru_cache(maxsize=1)
def _pieces(example: str) -> tuple[str, ...]:
    """Return what stands between the ellipses of an example, written as in `_Said.line`."""
    pieces: list[list[str]] = [[]]
    for found in _WORD_OR_GAP.findall(plain(example)[0]):
        if found in ("…", "..."):
            pieces.append([])
        else:
            pieces[-1].append(found)
    return tuple(_line(piece) for piece in pieces if piece)


def _line(words: Iterable[str]) -> str:
    return f" {' '.join(words).lower()} "
