"""Guide questions: which question of the interview guide an interviewer's turn asks.

Questions are never asked word for word, so they are compared by their content words: how much
of the question's weight stands in the turn, where a word that few questions share weighs more.
This is a proposal for a person, not a measurement.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

THRESHOLD = 0.55
"""So much of a question's weight must stand in a turn."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_MARK = re.compile(r"\[[^\[\]\n]{0,80}\]")  # [laughs], [pause]: nobody asks that
_NUMBERING = re.compile(
    r"^\s*(?:[-*•·–]|q?\d{1,3}(?:\.\d+)*[a-z]?[.):]?|[a-z][.)])\s+", re.IGNORECASE
)
_STOP = frozenset(
    "a about actually an and any are as at be been being bit but by can could did do does for from "
    "get go going had has have he her him his how i if in is it its just kind know like maybe me "
    "more my of okay ok on or our out right say see she so some sort tell than thanks thank that "
    "the their them then there they thing things think this to um er erm us very was we well were "
    "what when where which who why will with would yeah yes you your".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An interviewer's turn: in which transcript, its number, its words."""

    transcript: str
    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of answers and the question that it answers.

    Attributes:
        asked: Number of the interviewer's turn.
        first: Number of the first turn of the stretch.
        last: Number of its last turn; probes of the interviewer may stand between.
        score: 0..1, how sure the match is.
    """

    transcript: str
    asked: int
    first: int
    last: int
    question: str
    score: float


def content_words(text: str) -> frozenset[str]:
    """Return the words that carry meaning, in a form in which they can be compared."""
    words = (word.casefold().replace("’", "'") for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in words if word not in _STOP and len(word) > 1)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def read_guide(text: str) -> tuple[str, ...]:
    """Return the questions of a guide: one per line, numbering and headings (`#`) taken off."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        plain = " ".join(_NUMBERING.sub("", line).split())
        if plain and not plain.startswith("#") and content_words(plain):
            found[plain] = None
    return tuple(found)


class Guide:
    """The questions, ready to be compared with many turns."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = tuple(questions)
        self._words = [content_words(question) for question in self._questions]
        seen = Counter(word for words in self._words for word in words)
        count = len(self._questions)
        self._weight = {word: math.log(1 + count / n) for word, n in seen.items()}

    def match(self, text: str, *, threshold: float = THRESHOLD) -> tuple[str, float] | None:
        """Return the question that a turn asks, and how sure that is; None for a probe."""
        said = content_words(text)
        best: tuple[float, str] | None = None
        for question, words in zip(self._questions, self._words, strict=True):
            whole = sum(self._weight[word] for word in words)
            score = sum(self._weight[word] for word in words & said) / whole if whole else 0.0
            if score >= threshold and (best is None or score > best[0]):
                best = (score, question)
        return (best[1], round(best[0], 6)) if best else None


def recurring(
    asked: Iterable[Asked], *, least: int = 2, threshold: float = THRESHOLD
) -> tuple[str, ...]:
    """Return the questions that come back in several interviews, in the order of their place.

    Sentences with a question mark are put together where each holds most of the other's words;
    the shortest wording of a group stands for it.

    Args:
        asked: All turns of the interviewers.
        least: In how many transcripts a question must stand.
        threshold: How alike two wordings are.
    """
    groups: list[_Group] = []
    by_word: dict[str, list[int]] = {}
    for turn in asked:
        for sentence in _SENTENCE.findall(_MARK.sub(" ", turn.text)):
            words = content_words(sentence)
            if not sentence.rstrip().endswith("?") or len(words) < 2:
                continue
            number = _nearest(words, groups, by_word, threshold)
            if number is None:
                number = len(groups)
                groups.append(_Group(words))
                for word in words:
                    by_word.setdefault(word, []).append(number)
            groups[number].add(turn, " ".join(sentence.split()))
    chosen = [group for group in groups if len(group.places) >= least]
    return tuple(group.wording for group in sorted(chosen, key=lambda group: group.place))


class _Group:
    """Wordings of one question."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.places: dict[str, int] = {}
        self.wording = ""

    def add(self, turn: Asked, sentence: str) -> None:
        self.places.setdefault(turn.transcript, turn.turn)
        if not self.wording or len(sentence) < len(self.wording):
            self.wording = sentence

    @property
    def place(self) -> tuple[float, str]:
        """Return where it is asked on average, and a tie-breaker."""
        return sum(self.places.values()) / len(self.places), self.wording


def _nearest(
    words: frozenset[str],
    groups: Sequence[_Group],
    by_word: Mapping[str, Sequence[int]],
    threshold: float,
) -> int | None:
    shared = Counter(number for word in words for number in by_word.get(word, ()))
    best: tuple[float, int] | None = None
    for number, common in shared.items():
        alike = common / max(len(words), len(groups[number].words))
        if alike >= threshold and (best is None or alike > best[0]):
            best = (alike, number)
    return best[1] if best else None


def stretches(
    transcript: str,
    turns: Sequence[tuple[int, bool, str]],
    guide: Guide,
    *,
    threshold: float = THRESHOLD,
) -> tuple[Proposal, ...]:
    """Return which stretches of a transcript answer which question.

    A stretch begins after the turn that asks and ends before the next turn that asks another
    question; what is said before the first one answers none.

    Args:
        transcript: Its name.
        turns: Number, whether an interviewer speaks, and words, in order.
        guide: The questions.
        threshold: How much of a question must stand in a turn.
    """
    found: list[Proposal] = []
    current: tuple[int, str, float] | None = None
    answers: list[int] = []

    def close() -> None:
        if current is not None and answers:
            asked, question, score = current
            found.append(Proposal(transcript, asked, answers[0], answers[-1], question, score))

    for number, interviewer, text in turns:
        match = guide.match(text, threshold=threshold) if interviewer else None
        if match and (current is None or match[0] != current[1]):
            close()
            current, answers = (number, *match), []
        elif not interviewer:
            answers.append(number)
    close()
    return tuple(found)
