"""What people say, as numbers for finding themes: content words of units and of passages."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sendcode.core.model import Role, TurnText
from sendcode.core.spelling import FILLERS, SOUNDS, plain
from sendcode.nlp import lemmas

PASSAGE = 12
"""A turn is cut into passages of at most so many units, of about the same size.

Turns that follow each other without a question between them share one, up to so many units.
"""
WIDTH = 2.0
"""Standard deviation, in units, of how far what is said around a unit counts for it."""
_REACH = 6
_ASIDE = re.compile(r"\[[^\]\n]{0,80}\]")
_JOINED = re.compile("'(?:d|ll|re|s|ve)$")
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STOP = frozenset(
    """a about above across actually after again against all almost also although always am an and
    another any anybody anyone anything anyway anyways are aren't around as at away back be
    because been before being below between both but by can can't cannot could couldn't did
    didn't do does doesn't doing don't done down during each either else er erm even ever
    every everybody everyone everything few first for from further gave get gets getting give
    given gives go goes going gone gonna got gotta had hadn't has hasn't have haven't having
    he he'd he'll he's hence her here here's hers herself hey hi him himself his how however i
    i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its itself just
    kind know last least less let let's like little lot lots made make makes making many may
    maybe me mean might mine mm more most much must my myself need needs never next no nobody
    none nor not nothing now of off often oh ok okay on once one one's ones only onto or other
    others otherwise ought our ours ourselves out over own per perhaps probably put quite re
    real really right said same saw say saying says see seem seemed seems seen several shall
    she she'd she'll she's should shouldn't since so some somebody somehow someone something
    sometimes somewhere sort still such sure take taken takes taking tend than that that's the
    their theirs them themselves then there there's therefore these they they'd they'll
    they're they've thing things think thinks this those though thought through thus till to
    together too took toward towards two under until up upon us use used uses using usually
    very via was wasn't way ways we we'd we'll we're we've well went were weren't what what's
    whatever when whenever where whether which while who who's whole whom whose why will with
    within without won't would wouldn't yeah yep yes yet you you'd you'll you're you've your
    yours yourself yourselves come comes came coming bit stuff etc hm hmm mhm uh um ah kinda
    obviously basically honestly literally genuinely absolutely definitely exactly guess good
    bad big old today three four five six seven eight nine ten eleven twelve fifteen twenty
    thirty forty fifty hundred half quarter monday tuesday wednesday thursday friday saturday
    sunday january february march april june july august september october november december
    morning afternoon evening tonight yesterday tomorrow people person man woman lady mr mrs
    ms miss sir dr sorry fine sit sat stand stood walk walked past talk feel feels felt want
    wanted wants tell told try tried trying look looked looking looks long different day days
    keep kept start started new call happen happened happens rather enough suppose turn bring
    brought find found leave left end third best side small time times week weeks month months
    year years hour hours minute minutes move finish finished show change changed child
    children boy girl kid kids lovely thirty-one forty-one twenty-six""".split()
) | {*FILLERS, *SOUNDS}
"""Words that say little about what somebody talks about; no phrase begins or ends with one."""

_TELLING = frozenset(
    """need needs together want wanted wants feel feels felt tell told talk try tried trying keep
    kept start started new call happen happened happens end side times time week weeks month
    months year years hour hours minute minutes move change changed child children boy girl kid
    kids sit sat stand stood walk walked long different day days big old morning afternoon
    evening yesterday people turn bring brought find found leave left small
    look looked looking looks best good bad fine lovely finish finished show person man
    woman lady""".split()
)
EMPTY = STOP - _TELLING
"""Words that say nothing, not even beside others (`told`, `weeks` and `hours` do)."""


NUMBER = re.compile(
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|"
    r"seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    r"million|first|second|third|fourth|fifth|half|quarter|odd)(?:-|$))+"
)


def as_spoken(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return `plain` words as spoken: what stands in brackets is not the speaker's word.

    Each bracket becomes commas of its length, so that no phrase reaches across it. (What a
    passage is about may well stand in brackets: "[the SENCo] never rang".)
    """
    if "[" not in text:
        return plain(text)
    return plain(_ASIDE.sub(lambda aside: "," * len(aside.group()), text))


def unjoined(word: str) -> str:
    """Return a word without what is joined to it: `mum's`, `who'd`, `what've`."""
    return _JOINED.sub("", word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return one form for all forms of a content word; empty for a word that says little."""
    found = base(word)
    return "" if len(word) < 3 or found in STOP or unjoined(word) in STOP else found


@lru_cache(maxsize=200_000)
def base(word: str) -> str:
    """Return one form for all forms of a word; empty for a word that says nothing."""
    word = unjoined(word)
    if word in EMPTY or len(word) < 2 or NUMBER.fullmatch(word):
        return ""
    found = min(lemmas(word), key=lambda lemma: (len(lemma), lemma), default=word)
    return "" if found in EMPTY else found


@dataclass(frozen=True, slots=True)
class Talk:
    """Units in order, with their content words.

    Attributes:
        units: Ids.
        texts: Their words.
        transcript: Id of the transcript of each.
        passage: Number of the passage of each, from 0.
        counts: Units by words, how often each occurs; names and empty words are left out.
        words: The columns of `counts`.
        rich: Whether a unit says anything (`Yeah.` and `Mm, exactly.` do not).
    """

    units: Ints
    texts: list[str]
    transcript: Ints
    passage: Ints
    counts: Any
    words: list[str]
    rich: npt.NDArray[np.bool_]

    @property
    def passages(self) -> int:
        """Return the number of passages."""
        return int(self.passage[-1]) + 1 if len(self.passage) else 0

    @property
    def names(self) -> frozenset[str]:
        """Return the words that are mostly written like names, and are not counted."""
        said = np.asarray(self.counts.sum(axis=0)).ravel()
        return frozenset(word for word, count in zip(self.words, said, strict=False) if not count)

    def around(self, rows: Ints) -> Any:
        """Return some units by all units: how much each counts for what they are about.

        A unit itself counts 1; others of its transcript the less, the farther away they stand.
        """
        far = np.arange(-_REACH, _REACH + 1)
        columns = rows[:, None] + far[None, :]
        inside = (columns >= 0) & (columns < len(self.units))
        columns = np.where(inside, columns, 0)
        inside &= self.transcript[columns] == self.transcript[rows][:, None]
        weights = np.broadcast_to(np.exp(-0.5 * (far / WIDTH) ** 2), columns.shape)
        where = np.nonzero(inside)
        return sparse.csr_matrix(
            (weights[where], (where[0], columns[where])), shape=(len(rows), len(self.units))
        )

    def passage_texts(self, passages: Ints) -> list[str]:
        """Return what is said in some passages, each as one text."""
        starts = np.searchsorted(self.passage, passages).tolist()
        ends = np.searchsorted(self.passage, passages, side="right").tolist()
        return [" ".join(self.texts[s:e]) for s, e in zip(starts, ends, strict=True)]


def read_talk(turns: Iterable[TurnText], *, only: Collection[int] | None = None) -> Talk:
    """Return the units of some turns with their content words.

    Args:
        turns: In order; those of interviewers only part the passages, where they say anything.
        only: Ids of the units that are looked at; None for all.
    """
    units, transcripts, passages = array("q"), array("q"), array("q")
    columns, ends = array("q"), array("q", [0])
    texts: list[str] = []
    vocabulary: dict[str, int] = {}
    names = array("q")
    places = _Passages()
    for turn in turns:
        if turn.role is Role.INTERVIEWER:
            if _says_something(turn.text):
                places.end()
            continue
        chosen = [u for u in turn.units if only is None or u.id in only]
        if not chosen:
            if turn.units:  # left out: covered by codes, say
                places.end()
            continue
        numbers = places.of(turn.transcript, len(chosen))
        for number, unit in zip(numbers, chosen, strict=True):
            text = turn.text[unit.start - turn.start : unit.end - turn.start]
            bare = plain(text)[0]
            for match in WORD.finditer(bare.lower()):
                lemma = base(match.group())
                if lemma:
                    columns.append(vocabulary.setdefault(lemma, len(vocabulary)))
                    if match.start():  # the first word of a sentence tells nothing
                        names.append(columns[-1] if like_name(bare, match) else ~columns[-1])
            ends.append(len(columns))
            units.append(unit.id)
            transcripts.append(turn.transcript)
            passages.append(number)
            texts.append(text)
    counts = sparse.csr_matrix(
        (np.ones(len(columns)), np.array(columns, np.int64), np.array(ends, np.int64)),
        shape=(len(texts), max(len(vocabulary), 1)),
    )
    counts.sum_duplicates()
    counts = _without_names(counts, np.array(names, np.int64))
    return Talk(
        np.array(units, np.int64),
        texts,
        np.array(transcripts, np.int64),
        np.array(passages, np.int64),
        counts,
        list(vocabulary),
        np.diff(counts.indptr) > 0,
    )


class _Passages:
    """Numbers the passages of turns that come one after another."""

    def __init__(self) -> None:
        self._last = -1
        self._transcript = -1
        self._room = 0

    def end(self) -> None:
        """Let the next turn begin a passage of its own."""
        self._room = 0

    def of(self, transcript: int, units: int) -> list[int]:
        """Return the passage of each unit of a turn, which has one at least."""
        if transcript != self._transcript or units > self._room:
            self._transcript, self._room = transcript, PASSAGE
            self._last += 1
        first, parts = self._last, -(-units // PASSAGE)
        self._last += parts - 1
        self._room = max(self._room - units, 0)
        return [first + place * parts // units for place in range(units)]


def _says_something(text: str) -> bool:
    return any(base(word) for word in WORD.findall(plain(text)[0].lower()))


def like_name(text: str, match: re.Match[str]) -> bool:
    """Say whether a word is written like a name: `Ruth`, but not `TA` or `SENCo`."""
    word = text[match.start() : match.end()]
    return word[0].isupper() and word[1:].islower()


def _without_names(counts: Any, seen: Ints) -> Any:
    """Empty the columns of words that inside sentences are mostly written like names."""
    columns = counts.shape[1]
    like_names = np.bincount(seen[seen >= 0], minlength=columns)
    small = np.bincount(~seen[seen < 0], minlength=columns)
    keep = sparse.diags((like_names <= small).astype(np.float64))
    found = (counts @ keep).tocsr()
    found.eliminate_zeros()
    return found
