"""Words that set one part of a study apart, striking phrases, and saturation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from sendcode.core.keyness import (
    association,
    deviation_of_proportions,
    log_likelihood,
    log_ratio,
    surprise,
)
from sendcode.core.model import Span
from sendcode.core.saturation import Saturation
from sendcode.core.saturation import saturation as base_and_run
from sendcode.core.segments import PopulationUnit, SegmentRow
from sendcode.core.text import count_words
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.themes import current_themes
from sendcode.workflows.where import narrowed

if TYPE_CHECKING:
    from sendcode.suggest.phrases import Gram

CERTAIN = 6.63
"""Log-likelihood from which a difference is shown: p < 0.01 for one word looked at."""
LEAST = 3
SHOWN = 15
LINES = 3
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase in its place, with some of the sentence around it."""

    transcript: str
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and what speaks for it.

    Attributes:
        count: Times it is said.
        elsewhere: Times it is said in what it is compared with.
        keyness: Log-likelihood.
        ratio: Log ratio; for a phrase in vivo, doublings over chance in general English.
        parts: Cases (transcripts, in a study without cases) in which it is said.
        dispersion: Gries' DP over them: 0 even, 1 all in one.
        lines: Some of its places.
    """

    phrase: str
    count: int
    elsewhere: int
    keyness: float
    ratio: float
    parts: int
    dispersion: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A list of phrases, and what it was counted from in a sentence."""

    terms: tuple[Term, ...]
    note: str


class _Counted:
    """The phrases of some units: how often, in which parts, and where.

    Args:
        frame: Look-ups.
        units: What is looked at.
        form: Gives what words are counted as, e.g. `ring`, `rang` and `rung` as one.
    """

    def __init__(
        self, frame: StudyFrame, units: Sequence[PopulationUnit], form: Callable[[str], str] = str
    ) -> None:
        self.frame = frame
        self.units = units
        self._form = form
        self.grams: Counter[Gram] = Counter()
        self.parts: dict[Gram, Counter[str]] = {}
        self.sizes: Counter[str] = Counter()
        self.words = 0
        for unit in units:
            text = frame.text(frame.ids[unit.transcript])[unit.start : unit.end]
            part = "; ".join(unit.cases) or unit.transcript
            size = count_words(text)
            self.words += size
            self.sizes[part] += size
            for gram, _ in self._said(text):
                self.grams[gram] += 1
                self.parts.setdefault(gram, Counter())[part] += 1

    def _said(self, text: str) -> Iterator[tuple[Gram, Span]]:
        from sendcode.suggest.phrases import grams

        for gram, span in grams(text):
            yield tuple(self._form(word) or word for word in gram), span

    def names(self) -> frozenset[str]:
        """Return the words (as they are counted) that are mostly written like names."""
        from sendcode.suggest.talk import WORD, as_spoken, like_name

        written: Counter[str] = Counter()
        for unit in self.units:
            text = self.frame.text(self.frame.ids[unit.transcript])[unit.start : unit.end]
            bare = as_spoken(text)[0]
            for match in WORD.finditer(bare.lower()):
                if match.start():  # the first word of a sentence tells nothing
                    word = self._form(match.group()) or match.group()
                    written[word] += 1 if like_name(bare, match) else -1
        return frozenset(word for word, times in written.items() if times > 0)

    def dispersion(self, gram: Gram) -> float | None:
        """Return Gries' DP of a phrase over the parts."""
        names = sorted(self.sizes)
        return deviation_of_proportions(
            [self.parts[gram][name] for name in names], [self.sizes[name] for name in names]
        )

    def lines(self, wanted: set[Gram]) -> dict[Gram, list[Line]]:
        """Return some places of phrases, of different transcripts first."""
        found: dict[Gram, list[Line]] = {gram: [] for gram in wanted}
        for unit in self.units:
            text = self.frame.text(self.frame.ids[unit.transcript])[unit.start : unit.end]
            for gram, span in self._said(text):
                if gram in wanted and all(o.transcript != unit.transcript for o in found[gram]):
                    found[gram].append(
                        Line(
                            unit.transcript,
                            unit.start + span.start,
                            unit.start + span.end,
                            " ".join(text[: span.start].split())[-_AROUND:],
                            text[span.start : span.end],
                            " ".join(text[span.end :].split())[:_AROUND],
                        )
                    )
        return found


def contrast(store: Store, first: str, second: str) -> Terms:
    """Return what the units of one query say more often than those of another.

    The forms of a word are counted as one; names are left out.
    A phrase counts when the difference is certain enough, it is said three times and in two
    parts (cases, or transcripts) at least, so that one talkative person makes no theme.

    Raises:
        QueryError: A query cannot be read.
        NotFound: A query finds nothing that can be counted.
    """
    from sendcode.suggest.talk import base

    frame = StudyFrame(store)
    population = frame.population()
    rows = frame.segments().rows
    here = _Counted(frame, _asked(frame, first, rows, population), base)
    there = _Counted(frame, _asked(frame, second, rows, population), base)
    names = here.names()
    keys: dict[Gram, tuple[float, float]] = {}
    for gram, count in here.grams.items():
        sizes = (count, there.grams[gram], here.words, there.words)
        spread = len(here.parts[gram]) > 1 and names.isdisjoint(gram)
        if count >= LEAST and spread and log_ratio(*sizes) > 0:
            keyness = log_likelihood(*sizes)
            if keyness >= CERTAIN:
                keys[gram] = (keyness, log_ratio(*sizes))
    note = (
        f"{first}: {here.words:,} words; {second}: {there.words:,} words. LL is the "
        "log-likelihood (Rayson and Garside 2000), 6.63 and more: p < 0.01 for a phrase chosen "
        "beforehand; log ratio (Hardie 2014): +1 is twice as often; DP (Gries 2008): 0 evenly "
        "spread, 1 all in one part."
    )
    return Terms(_terms(here, keys, lambda gram: there.grams[gram]), note)


def in_vivo(store: Store, *, where: str = "") -> Terms:
    """Return striking phrases of the participants, said in two parts of the study or more.

    What is striking is measured against general English: how surely the words come together
    more often than they would there by chance, times the spread. They must also come together
    more often than the study's own words do by chance.

    Raises:
        QueryError: `where` cannot be read.
        NotFound: There is nothing to look at.
    """
    frame = StudyFrame(store)
    said = _Counted(frame, _asked(frame, where, frame.segments().rows, frame.population()))
    single: Counter[str] = Counter()
    for unit in said.units:
        text = frame.text(frame.ids[unit.transcript])[unit.start : unit.end]
        single.update(_words(text))
    keys: dict[Gram, tuple[float, float]] = {}
    names = said.names()
    for gram, count in said.grams.items():
        spread = len(said.parts[gram])
        if len(gram) < 2 or count < 2 or spread < 2 or not names.isdisjoint(gram):
            continue
        together = association(count, [max(single[word], 1) for word in gram], max(said.words, 1))
        if together >= CERTAIN:
            expected = _in_general(gram, said.words)
            keys[gram] = (surprise(count, expected) * spread**0.5, log2(count / expected))
    note = (
        "Measured against general English, whose word frequencies are estimated from their ranks "
        "(Zipf): LL is how surely the words come together more often than there by chance, "
        "weighted by spread; log ratio is doublings over that chance."
    )
    return Terms(_terms(said, keys, lambda _: 0), note)


def _in_general(gram: Gram, words: int) -> float:
    """Return how often a phrase would be said in so many words of general English, by chance."""
    from sendcode.vectors import general_shares

    return words * float(general_shares(gram).prod())


def _words(text: str) -> list[str]:
    from sendcode.suggest.talk import WORD, as_spoken

    return WORD.findall(as_spoken(text)[0].lower())


def _asked(
    frame: StudyFrame, query: str, rows: Sequence[object], population: Sequence[PopulationUnit]
) -> Sequence[PopulationUnit]:
    _, units = narrowed(frame, query, rows, population)  # type: ignore[arg-type]
    if not units:
        raise NotFound(
            "a query finds no sentence that can be coded", "'sendcode query' shows what it finds."
        )
    return units


def _terms(
    counted: _Counted, keys: dict[Gram, tuple[float, float]], elsewhere: Callable[[Gram], int]
) -> tuple[Term, ...]:
    """Return the best phrases; one inside another that is as good is left out."""
    chosen: list[Gram] = []
    for gram in sorted(keys, key=lambda g: (-keys[g][0], g)):
        if not any(set(gram) <= set(other) or set(other) <= set(gram) for other in chosen):
            chosen.append(gram)
        if len(chosen) == SHOWN:
            break
    places = counted.lines(set(chosen))
    return tuple(
        Term(
            phrase=places[gram][0].words,
            count=counted.grams[gram],
            elsewhere=elsewhere(gram),
            keyness=keys[gram][0],
            ratio=keys[gram][1],
            parts=len(counted.parts[gram]),
            dispersion=counted.dispersion(gram),
            lines=tuple(places[gram][:LINES]),
        )
        for gram in chosen
    )


def saturation(
    store: Store,
    *,
    frame: StudyFrame | None = None,
    codes: Mapping[str, Collection[object]] | None = None,
) -> dict[str, Saturation]:
    """Return the measure over interviews for codes that were given and for proposed themes.

    Interviews come in the order of their attribute `date` where all have one, else of names.
    One that nobody has read brings no codes and is not counted for them.

    Args:
        store: The project.
        frame: Look-ups, where the caller has them already.
        codes: The codes met in each interview that was read; counted anew without it.
    """
    frame = frame or StudyFrame(store)
    if codes is None:
        codes = codes_met(frame.population(), frame.segments().rows)
    themes: dict[str, set[object]] = {name: set() for name in frame.names.values()}
    for theme in current_themes(store, frame=frame, decided=True):
        for transcript, _, _ in theme.places:
            themes[transcript].add(theme.id)
    order = _order(frame)
    found = {"codes": base_and_run([codes[name] for name in order if name in codes])}
    if any(themes.values()):
        found["themes"] = base_and_run([themes[name] for name in order])
    return found


def codes_met(
    population: Iterable[PopulationUnit], rows: Iterable[SegmentRow]
) -> dict[str, set[object]]:
    """Return the codes that were given in each interview that somebody read."""
    found: dict[str, set[object]] = {u.transcript: set() for u in population if u.readers}
    for row in rows:
        found.setdefault(row.transcript, set()).add(row.code_guid)
    return found


def _order(frame: StudyFrame) -> list[str]:
    dates: dict[str, str] = {}
    for turn in frame.turns.values():
        name = frame.names[turn.transcript_id]
        if name not in dates:
            dates[name] = frame.attributes(turn, frame.cases(turn)).get("date", "")
    names = list(frame.names.values())
    if all(dates.get(name) for name in names):
        return sorted(names, key=lambda name: (dates[name], name))
    return sorted(names)
